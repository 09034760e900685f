# Quantiles by several rules with the jackknife of apiclus1: svyquantile's own type "quantile", and the rules as they are in R.
source("reference/api/designs.R")
rep <- as.svrepdesign(designs$clus1, type = "JK1")
lines <- c()
for (rule in c("school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")) {
  for (p in c(0.3, 0.55)) {
    q <- suppressWarnings(svyquantile(~enroll, rep, p, interval.type = "quantile", qrule = rule))[[1]]
    lines <- c(lines, line("clus1", paste("enroll", p, rule, sep = "@"), "", "", q[1, 1], q[1, 4]))
  }
}
freeze(lines, "reference/apiclus1/quantile")
