# Generalised variance functions over the totals of enrolment by county and school type of the stratified sample: the models of
# Wolter, chapter 7, and of ReGenesees, by lm with equal weights, weights 1 / relvariance^2 (observed), and the same with fitted
# relvariances until they stand still. Coefficients, their standard errors, sigma, R squared, and the standard error predicted at 50,000 and 400,000.
source("reference/api/designs.R")
t <- svyby(~enroll, ~interaction(stype, sch.wide, awards, both, drop = TRUE), designs$strat_nofpc, svytotal)
u <- svyby(~api.stu, ~interaction(stype, yr.rnd, drop = TRUE), designs$strat_nofpc, svytotal)
X <- c(t[, 2], u[, 2]); S <- c(SE(t), SE(u))
keep <- X > 0 & S > 0
X <- X[keep]; S <- S[keep]; V <- (S / X)^2
d <- data.frame(X, S, V)
models <- list(
  inverse = list(V ~ I(1 / X), function(v, x) x * sqrt(v)),
  inverse_square = list(V ~ I(1 / X) + I(1 / X^2), function(v, x) x * sqrt(v)),
  log = list(log(V) ~ log(X), function(v, x) x * sqrt(exp(v))),
  standard_error = list(S ~ X + I(X^2), function(v, x) v),
  coefficient = list(S / X ~ I(1 / X) + I(1 / X^2), function(v, x) v * x)
)
out <- c("model,weights,name,value")
put <- function(m, w, name, value) out <<- c(out, sprintf("%s,%s,%s,%s", m, w, name, number(value)))
out <- c(out, sprintf("data,estimate,%d,%s", seq_along(X) - 1, number(X)), sprintf("data,se,%d,%s", seq_along(S) - 1, number(S)))
freezing <- function(m, w, fit) {
  b <- coef(summary(fit))
  for (i in seq_len(nrow(b))) { put(m, w, paste0("b", i - 1), b[i, 1]); put(m, w, paste0("se", i - 1), b[i, 2]) }
  put(m, w, "sigma", summary(fit)$sigma)
  put(m, w, "r2", summary(fit)$r.squared)
  for (x in c(5e4, 4e5)) put(m, w, paste0("at", format(x, scientific = FALSE)), models[[m]][[2]](unname(predict(fit, data.frame(X = x))), x))
}
for (m in names(models)) {
  f <- models[[m]][[1]]
  environment(f) <- environment()
  freezing(m, "equal", lm(f, d))
  d$w <- X / sum(X)
  freezing(m, "given", lm(f, d, weights = w))
  if (m %in% c("inverse", "inverse_square")) {
    d$w <- 1 / V^2
    fit <- lm(f, d, weights = w)
    freezing(m, "observed", fit)
    for (i in 1:500) {
      old <- coef(fit)
      d$w <- 1 / fitted(fit)^2
      fit <- lm(f, d, weights = w)
      if (max(abs(coef(fit) / old - 1)) < 1e-13) break
    }
    cat(m, i, range(fitted(fit)), "\n")
    freezing(m, "fitted", fit)
  }
}
writeLines(c(paste0("# ", R.version.string, ", survey ", packageVersion("survey")), out), "reference/api/variance_function/expected.csv")
