# Weights of apiclus1 raked to school type and school-wide growth target.
source("reference/api/designs.R")
raked <- rake(designs$clus1, list(~stype, ~sch.wide),
  list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)), data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))),
  control = list(maxit = 500, epsilon = 1e-9))
out <- c(paste0("# ", R.version.string, ", survey ", packageVersion("survey")), "rake", number(weights(raked)))
writeLines(out, "reference/api/raking/expected.csv")
