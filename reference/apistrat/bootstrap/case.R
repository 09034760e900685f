# Rao-Wu bootstrap: R's random numbers are not ours, so our multipliers (multipliers.csv: seed 20260801, one line for each
# replicate, one column for each of 40 units) are handed to R, which makes the standard errors from them. A unit is five
# schools of a type in order of row; strata are the types.
suppressMessages(library(survey))
data(api)
case <- "apistrat/bootstrap"
within <- ave(seq_len(nrow(apistrat)), apistrat$stype, FUN = seq_along) - 1
unit <- c(E = 0, M = 20, H = 30)[as.character(apistrat$stype)] + within %/% 5
multipliers <- t(as.matrix(read.csv("reference/apistrat/bootstrap/multipliers.csv", header = FALSE)))
stopifnot(all(rowsum(multipliers, c(rep(1, 20), rep(2, 10), rep(3, 10))) - c(20, 10, 10) < 1e-12))

expected <- c()
for (mse in c(FALSE, TRUE)) {
  rep <- svrepdesign(variables = apistrat, weights = apistrat$pw, repweights = multipliers[unit + 1, ],
    type = "bootstrap", combined.weights = FALSE, mse = mse)
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
expected <- c(expected, scale = rep$scale, degf = degf(rep))

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
