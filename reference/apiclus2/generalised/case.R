# Variances of totals that quadratic forms of designs have to make: of two stages with corrections (clus2) and of strata (first), by the survey package; of
# successive differences in order of api99 (SD1 and SD2 of Ash 2014), by their formulas.
source("reference/api/designs.R")
expected <- c(
  clus2_api00_se = as.numeric(SE(svytotal(~api00, designs$clus2))),
  clus2_api99_se = as.numeric(SE(svytotal(~api99, designs$clus2))),
  strat_first_se = as.numeric(SE(svytotal(~api00, designs$strat)))
)
sd1 <- sd2 <- 0
for (d in split(apistrat, apistrat$stype)) {
  # Equal values keep the order of rows.
  y <- (d$pw * d$api00)[order(d$api99)]
  n <- length(y)
  f <- n / d$fpc[1]
  sd1 <- sd1 + (1 - f) * n / (2 * (n - 1)) * sum(diff(y)^2)
  sd2 <- sd2 + (1 - f) / 2 * (sum(diff(y)^2) + (y[n] - y[1])^2)
}
expected <- c(expected, strat_sd1_se = sqrt(sd1), strat_sd2_se = sqrt(sd2))
head <- sprintf("# %s, survey %s; written by apiclus2/generalised/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), number(expected))), "reference/apiclus2/generalised/expected.csv")
