# Design-based AIC and BIC (Lumley and Scott 2015) of svyglm fits, by AIC.svyglm and BIC.svyglm; the maximal model has all
# terms. For linear models survey 4.1.1 divides all of its result by the variance and takes the variance of the estimated variance as
# if the weights were all, and its BIC has the deviance in the squared units of the response; here both criteria are written out with
# their parts from the design. Elsewhere R's figures are taken.
source("reference/api/designs.R")
control <- glm.control(epsilon = 1e-300, maxit = 200)
fit <- function(formula, design, family) {
  call <- function(...) suppressWarnings(do.call(svyglm, list(formula, design, family = family, control = control, ...)))
  found <- call()
  for (again in 1:30) found <- call(start = coef(found))
  found
}
out <- c()
put <- function(d, m, name, value) out <<- c(out, line(d, m, "", name, value, NA))
for (d in c("strat", "clus2")) {
  design <- designs[[d]]
  forms <- list(logit = list(as.numeric(sch.wide == "Yes") ~ ell, as.numeric(sch.wide == "Yes") ~ ell + meals + mobility, quasibinomial()),
    quasipoisson = list(I(api.stu / 10) ~ ell, I(api.stu / 10) ~ ell + meals + mobility, quasipoisson()))
  for (m in names(forms)) {
    small <- fit(forms[[m]][[1]], design, forms[[m]][[3]])
    maximal <- fit(forms[[m]][[2]], design, forms[[m]][[3]])
    # The eigenvalues as extractAIC has them, without its refit of the null model.
    for (which in c("small", "maximal")) {
      g <- get(which)
      lambda <- eigen(solve(g$naive.cov[-1, -1], vcov(g)[-1, -1]), only.values = TRUE)$values
      put(d, m, paste0(which, "_effective"), sum(lambda))
      put(d, m, paste0(which, "_aic"), g$deviance + 2 * sum(lambda))
      bic <- BIC(g, maximal = maximal)
      put(d, m, paste0(which, "_bic"), bic["BIC"])
    }
    put(d, m, "small_neff", BIC(small, maximal = maximal)["neff"])
  }
  g <- fit(api00 ~ ell + meals + mobility, design, gaussian())
  e <- g$y - fitted(g)
  w <- weights(design, "sampling")
  n <- length(w)
  s2 <- sum(w * e^2) / sum(w)
  trace <- sum(diag(solve(s2 * g$naive.cov[-1, -1], vcov(g)[-1, -1])))
  of_variance <- vcov(svytotal(matrix((e^2 - s2) / sum(w)), design))[1] * n / (2 * s2^2)
  put(d, "gaussian", "small_effective", trace + of_variance)
  put(d, "gaussian", "small_aic", n * log(s2) + n + n * log(2 * pi) + 2 * (trace + of_variance))
  # The BIC of the model without meals and mobility: the likelihood of the larger one, and the Wald statistic of what is left out.
  index <- 3:4
  b <- coef(g)[index]
  V <- vcov(g)[index, index]
  effects <- det(solve(s2 * g$naive.cov[index, index], V))
  put(d, "gaussian", "reduced_bic", n * log(s2) + n + n * log(2 * pi) + drop(b %*% solve(V, b)) + 2 * log(n) + log(effects))
  put(d, "gaussian", "reduced_neff", n / sqrt(effects))
}
freeze(out, "reference/models/information")
