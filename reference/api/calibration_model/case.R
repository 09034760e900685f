# Calibration to models: bounded linear (survey's grake with bounds, which cuts off), variances of the working model, factors that
# are equal within clusters (aggregate.stage), parts calibrated each by itself (in R: one call for each part), sparse matrices, and
# the narrowest bounds (a linear programme by lpSolve, as ReGenesees' bounds.hint aims at). Totals are those of apipop.
source("reference/api/designs.R")
out <- c()
put <- function(case, w) out <<- c(out, sprintf("%s,%d,%s", case, seq_along(w) - 1, number(as.numeric(w))))
run <- function(design, f, totals, ...) weights(calibrate(design, f, totals, epsilon = 1e-13, maxit = 500, ...))
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
f <- ~stype + api99
d <- designs$clus1

put("truncated", run(d, f, totals, calfun = "linear", bounds = c(0.7, 1.7)))
put("linear", run(d, f, totals))
stopifnot(all.equal(run(d, f, totals), run(d, f, totals, sparse = TRUE), tolerance = 1e-12))
v <- apiclus1$api00
put("linear_variance", run(d, f, totals, variance = v))
put("raking_variance", run(d, f, totals, calfun = "raking", variance = v / mean(v)))
put("logit_variance", run(d, f, totals, calfun = "logit", bounds = c(0.5, 2), variance = v / mean(v)))
put("linear_cluster", run(d, f, totals, aggregate.stage = 1))
put("raking_cluster", run(d, f, totals, calfun = "raking", aggregate.stage = 1))
# Parts: school types of apistrat, each with its number of schools, of schools with sch.wide and its total of api99.
for (fun in c("linear", "raking")) {
  w <- numeric(nrow(apistrat))
  for (type in c("E", "H", "M")) {
    p <- apipop[apipop$stype == type, ]
    own <- apistrat$stype == type
    part <- svydesign(id = ~1, weights = ~pw, data = apistrat[own, ])
    t <- c(`(Intercept)` = nrow(p), sch.wideYes = sum(p$sch.wide == "Yes"), api99 = sum(p$api99))
    w[own] <- run(part, ~sch.wide + api99, t, calfun = fun)
  }
  put(paste0("parts_", fun), w)
}
# The same by one call with all crossings: of the linear distance there is no difference.
x <- model.matrix(~0 + stype + stype:sch.wide + stype:api99, apipop)
crossed <- calibrate(svydesign(id = ~1, weights = ~pw, data = apistrat), ~0 + stype + stype:sch.wide + stype:api99, colSums(x))
own <- sub("^parts_linear,[0-9]*,", "", grep("^parts_linear", out, value = TRUE))
stopifnot(all.equal(as.numeric(own), as.numeric(weights(crossed)), tolerance = 1e-9))
# The narrowest bounds: 1 - a and 1 + b with the smallest a + b; factors are 1 + p - n.
narrowest <- function(x, w, totals) {
  n <- nrow(x)
  A <- t(x * w)
  equal <- cbind(A, -A, 0, 0)
  upper <- cbind(diag(n), -diag(n), 0, -1)
  lower <- cbind(-diag(n), diag(n), -1, 0)
  s <- lpSolve::lp("min", c(rep(0, 2 * n), 1, 1), rbind(equal / abs(totals), upper, lower),
    c(rep("=", nrow(A)), rep("<=", 2 * n)), c((totals - rowSums(A)) / abs(totals), rep(0, 2 * n)))
  stopifnot(s$status == 0)
  s$objval
}
put("width", narrowest(model.matrix(f, apiclus1), apiclus1$pw, totals))
type <- apistrat$stype == "H"
p <- apipop[apipop$stype == "H", ]
put("width_H", narrowest(model.matrix(~sch.wide + api99, apistrat[type, ]), apistrat$pw[type], c(nrow(p), sum(p$sch.wide == "Yes"), sum(p$api99))))
for (type in c("E", "H", "M")) {
  p <- apipop[apipop$stype == type, ]
  put(paste0("totals_", type), c(nrow(p), sum(p$sch.wide == "Yes"), sum(p$api99)))
}
writeLines(c(paste0("# ", R.version.string, ", survey ", packageVersion("survey"), ", lpSolve ", packageVersion("lpSolve")), "case,row,value", out),
  "reference/api/calibration_model/expected.csv")
# Standard errors after these calibrations (those without negative weights): those of residuals on the model, with the variances as R takes them.
figures <- c("case,figure,value,se")
se <- function(case, design) {
  m <- svymean(~api00, design); t <- svytotal(~api.stu, design); h <- svymean(~api00, subset(design, awards == "Yes"))
  figures <<- c(figures, sprintf("%s,%s,%s,%s", case, c("mean", "total", "domain"), number(c(coef(m), coef(t), coef(h))), number(c(SE(m), SE(t), SE(h)))))
}
se("linear", calibrate(d, f, totals))
se("truncated", calibrate(d, f, totals, calfun = "linear", bounds = c(0.7, 1.7), epsilon = 1e-13, maxit = 500))
se("linear_variance", calibrate(d, f, totals, variance = v))
se("raking_cluster", calibrate(d, f, totals, calfun = "raking", aggregate.stage = 1, epsilon = 1e-13, maxit = 500))
se("parts_linear", calibrate(designs$strat, ~0 + stype + stype:sch.wide + stype:api99, colSums(x)))
writeLines(c(paste0("# ", R.version.string, ", survey ", packageVersion("survey")), figures), "reference/api/calibration_model/variance.csv")
