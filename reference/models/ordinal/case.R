# Proportional odds by svyolr. R stops optim at 1e-8 of the likelihood and differentiates it numerically for the Hessian, which leaves two to
# five digits (the fewest for cauchit). So the estimate is polished here by Newton's method with analytic first and second derivatives, and the covariance is
# that of the same influence with them; both are first compared with svyolr's own. survey 4.1.1 calls "cloglog"
# what has the distribution function exp(-exp(-x)): that is the log-log link, and is called so here.
source("reference/api/designs.R")
out <- c()
links <- list(
  logit = list("logistic", plogis, dlogis, function(x) dlogis(x) * (1 - 2 * plogis(x))),
  probit = list("probit", pnorm, dnorm, function(x) -x * dnorm(x)),
  loglog = list("cloglog", function(x) exp(-exp(-x)), function(x) exp(-x - exp(-x)), function(x) exp(-x - exp(-x)) * (exp(-x) - 1)),
  cauchit = list("cauchit", pcauchy, dcauchy, function(x) -2 * x / (pi * (1 + x^2)^2))
)
for (d in c("strat", "clus2")) {
  design <- update(designs[[d]], level = cut(mobility, c(-1, 10, 16, 25, 1000), labels = c("a", "b", "c", "d")))
  design <- subset(design, !is.na(level))
  x <- model.matrix(~ ell + meals, design$variables)[, -1]
  y <- as.integer(design$variables$level)
  w <- weights(design, "sampling")
  k <- 4
  p <- ncol(x)
  q <- k - 1
  for (name in names(links)) {
    link <- links[[name]]
    g <- suppressWarnings(svyolr(level ~ ell + meals, design, method = link[[1]]))
    finite <- function(f, at, end) ifelse(is.finite(at), f(at), end)
    parts <- function(theta) {
      zeta <- c(-Inf, theta[p + 1:q], Inf)
      eta <- drop(x %*% theta[1:p])
      up <- zeta[y + 1] - eta
      low <- zeta[y] - eta
      probability <- finite(link[[2]], up, 1) - finite(link[[2]], low, 0)
      list(pr = probability, up = up, low = low)
    }
    # Rows of the derivatives of the two thresholds of each row by all parameters.
    upper <- cbind(-x, outer(y, 1:q, "=="))
    lower <- cbind(-x, outer(y - 1, 1:q, "=="))
    upper[y == k, ] <- 0
    lower[y == 1, ] <- 0
    gradient <- function(theta) {
      s <- parts(theta)
      (upper * finite(link[[3]], s$up, 0) - lower * finite(link[[3]], s$low, 0)) / s$pr
    }
    hessian <- function(theta) {
      s <- parts(theta)
      own <- gradient(theta)
      second <- t(upper) %*% (upper * w * finite(link[[4]], s$up, 0) / s$pr) - t(lower) %*% (lower * w * finite(link[[4]], s$low, 0) / s$pr)
      t(own) %*% (own * w) - second
    }
    theta <- c(coef(g, intercepts = FALSE)[1:p], g$zeta)
    for (again in 1:20) theta <- theta + solve(hessian(theta), colSums(w * gradient(theta)))
    influence <- gradient(theta) %*% solve(hessian(theta))
    V <- vcov(svytotal(influence, design))
    stopifnot(max(abs(theta - c(g$coefficients, g$zeta)) / sqrt(diag(V))) < 0.1, max(abs(sqrt(diag(V) / diag(g$var)) - 1)) < 0.05)
    for (i in seq_along(theta)) out <- c(out, line(d, name, "parameter", i - 1, theta[i], sqrt(V[i, i]), NA, NA, g$df.residual))
    for (i in seq_along(theta)) for (j in seq_along(theta)) {
      out <- c(out, line(d, name, "covariance", paste(i - 1, j - 1), V[i, j], NA))
      out <- c(out, line(d, name, "model_covariance", paste(i - 1, j - 1), solve(hessian(theta) / mean(w))[i, j], NA))
    }
    out <- c(out, line(d, name, "figure", "deviance", -2 * sum(w * log(parts(theta)$pr)) / mean(w), NA))
  }
}
freeze(out, "reference/models/ordinal")
