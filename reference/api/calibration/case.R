# Weights of apiclus1 calibrated to school type and the total of api99 with three distances.
source("reference/api/designs.R")
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
run <- function(fun, ...) number(weights(calibrate(designs$clus1, ~stype + api99, totals, calfun = fun, epsilon = 1e-12, maxit = 200, ...)))
linear <- run("linear")
raking <- run("raking")
logit <- run("logit", bounds = c(0.5, 2))
out <- c(paste0("# ", R.version.string, ", survey ", packageVersion("survey")), "linear,raking,logit", paste(linear, raking, logit, sep = ","))
writeLines(out, "reference/api/calibration/expected.csv")
