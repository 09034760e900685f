# Sampling units made from the stratified sample, and the figures that every replicate method is compared by; sourced by the cases.
# A unit is five schools of a type in order of row: 20 units of type E, 10 of M, 10 of H.
suppressMessages(library(survey))
data(api)
within <- ave(seq_len(nrow(apistrat)), apistrat$stype, FUN = seq_along) - 1
unit <- c(E = 0, M = 20, H = 30)[as.character(apistrat$stype)] + within %/% 5 + 1
stratum <- rep(1:3, c(20, 10, 10))

# Estimates and standard errors from multipliers (a row for each unit, a column for each replicate) around both centres.
figures <- function(multipliers, ...) {
  expected <- c()
  for (mse in c(FALSE, TRUE)) {
    rep <- suppressWarnings(svrepdesign(variables = apistrat, weights = apistrat$pw, repweights = multipliers[unit, ],
      combined.weights = FALSE, mse = mse, ...))
    put <- function(name, stat) {
      values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
      names(values) <- paste0(if (mse) "mse_", name, c("", "_se"))
      expected <<- c(expected, values)
    }
    put("mean_api00", svymean(~api00, rep))
    put("total_enroll", svytotal(~enroll, rep))
    put("ratio_api00_api99", svyratio(~api00, ~api99, rep))
    put("mean_api00_yes", svymean(~api00, subset(rep, sch.wide == "Yes")))
    q <- svyquantile(~api00, rep, 0.5, interval.type = "quantile")[[1]]
    values <- c(q[1, 1], q[1, 4])
    names(values) <- paste0(if (mse) "mse_", c("median_api00", "median_api00_se"))
    expected <- c(expected, values)
  }
  c(expected, scale = rep$scale, degf = degf(rep))
}

# Weighted totals of enrolment by unit.
enrolment <- as.numeric(tapply(apistrat$pw * apistrat$enroll, unit, sum))

freeze <- function(expected, case) {
  head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
  out <- file.path("reference", case, "expected.csv")
  writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
}
