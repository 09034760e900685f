# Means, totals, ratios and shares after post-stratification and calibration: the variance is that of residuals.
source("reference/api/designs.R")
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018)
with_api99 <- c(totals, api99 = 3914069)
margins <- c(totals, sch.wideYes = 5122)
calibrated <- list(
  clus1_post = postStratify(designs$clus1, ~stype, types),
  clus1_linear = calibrate(designs$clus1, ~stype + api99, with_api99),
  clus1_raking = calibrate(designs$clus1, ~stype + sch.wide, margins, calfun = "raking", epsilon = 1e-12, maxit = 200),
  clus2_linear = calibrate(designs$clus2, ~stype, totals),
  strat_linear = calibrate(designs$strat, ~stype + api99, with_api99)
)
lines <- c()
for (name in names(calibrated)) {
  design <- calibrated[[name]]
  for (domain in c("", "H")) {
    d <- if (domain == "") design else subset(design, stype == domain)
    m <- svymean(~api00, d)
    lines <- c(lines, line(name, "mean:api00", domain, "", coef(m), SE(m), df = degf(d)))
    m <- svytotal(~enroll, d, na.rm = TRUE)
    lines <- c(lines, line(name, "total:enroll", domain, "", coef(m), SE(m), df = degf(d)))
    m <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE)
    lines <- c(lines, line(name, "ratio:api.stu/enroll", domain, "", coef(m), SE(m), df = degf(d)))
    m <- svymean(~awards, d)
    lines <- c(lines, line(name, "share:awards", domain, "Yes", coef(m)[2], SE(m)[2], df = degf(d)))
  }
}
freeze(lines, "reference/api/calibrated")
weights <- do.call(rbind, lapply(names(calibrated), function(name) {
  data.frame(design = name, row = seq_along(weights(calibrated[[name]])) - 1, weight = number(weights(calibrated[[name]])))
}))
write.csv(weights, "reference/api/calibrated/weights.csv", row.names = FALSE, quote = FALSE)
