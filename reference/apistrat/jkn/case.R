# JKn on the stratified sample with finite population correction.
suppressMessages(library(survey))
data(api)
case <- "apistrat/jkn"
design <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
type <- "JKn"

# Mean, total, ratio, domain mean and median with replicate standard errors, centred at the replicates' mean and,
# with the prefix "mse", at the estimate.
expected <- c()
for (mse in c(FALSE, TRUE)) {
  rep <- as.svrepdesign(design, type = type, mse = mse)
  put <- function(name, stat) {
    values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
    names(values) <- paste0(if (mse) "mse_", name, c("", "_se"))
    expected <<- c(expected, values)
  }
  put("mean_api00", svymean(~api00, rep))
  put("total_enroll", svytotal(~enroll, rep))
  put("ratio_api00_api99", svyratio(~api00, ~api99, rep))
  put("mean_api00_yes", svymean(~api00, subset(rep, sch.wide == "Yes")))
  put("proportion_yes", svymean(~as.numeric(sch.wide == "Yes"), rep))
  q <- svyquantile(~api00, rep, 0.5, interval.type = "quantile")[[1]]
  values <- c(q[1, 1], q[1, 4])
  names(values) <- paste0(if (mse) "mse_", c("median_api00", "median_api00_se"))
  expected <- c(expected, values)
}
expected <- c(expected, degf = degf(rep), scale = as.numeric(rep$scale))

# A stratum with a single unit: only the first high school is kept.
few <- subset(apistrat, stype != "H" | seq_along(stype) == match("H", stype))
for (rule in c("remove", "certainty", "average", "adjust")) {
  options(survey.lonely.psu = rule)
  rep <- as.svrepdesign(svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = few), type = "JKn")
  se <- c(SE(svymean(~api00, rep)), SE(svytotal(~enroll, rep)))
  expected <- c(expected, setNames(se, paste0("single_", rule, c("_mean_api00_se", "_total_enroll_se"))))
}

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
