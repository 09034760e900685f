# The designs of the tests: those of the samples, two of them jackknifed, and two calibrated as in reference/api/calibrated; sourced by
# the cases. `domains` are the domains that a case looks at: a domain of a calibrated design keeps all rows in survey, with weights
# of zero, which svychisq and svyranktest count; they are compared without domains.
source("reference/api/designs.R")
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018)
both <- c(designs, list(
  jk_clus1 = as.svrepdesign(designs$clus1),
  jk_strat = as.svrepdesign(designs$strat),
  clus1_raking = calibrate(designs$clus1, ~stype + sch.wide, c(totals, sch.wideYes = 5122), calfun = "raking", epsilon = 1e-12, maxit = 200),
  strat_linear = calibrate(designs$strat, ~stype + api99, c(totals, api99 = 3914069))
))
domains <- function(name) if (grepl("^jk_|_raking$|_linear$", name)) "" else c("", "large")
# Schools with more than 300 pupils.
within <- function(d, domain) if (domain == "large") subset(d, enroll > 300) else d
