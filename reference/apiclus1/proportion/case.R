# Intervals of the share of awards with the jackknife of apiclus1, of all schools and of the elementary ones.
source("reference/api/designs.R")
rep <- as.svrepdesign(designs$clus1, type = "JK1")
lines <- c()
for (domain in c("", "E")) {
  d <- if (domain == "") rep else subset(rep, stype == domain)
  d <- update(d, hit = as.numeric(awards == "Yes"))
  m <- svymean(~hit, d)
  df <- degf(rep)
  for (method in c("mean", "xlogit", "asin")) {
    ci <- attr(svyciprop(~hit, d, method = method, df = df), "ci")
    lines <- c(lines, line("clus1", paste0("awards:", method), domain, "Yes", coef(m), SE(m), ci[1], ci[2], df))
  }
}
freeze(lines, "reference/apiclus1/proportion")
