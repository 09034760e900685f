# Generalised linear models by svyglm: coefficients, their covariance under the design, degrees of freedom, dispersion and
# deviance. R stops at an unchanged deviance, which leaves 1e-8 of the coefficients open; so every fit is started again from
# its own coefficients until they stand still. Rows with a missing value are a domain beforehand: svyglm alone would scale the
# weights of the others to a mean over all rows.
source("reference/api/designs.R")
control <- glm.control(epsilon = 1e-300, maxit = 200)
fit <- function(formula, design, family) {
  call <- function(...) suppressWarnings(do.call(svyglm, list(formula, design, family = family, control = control, ...)))
  design <- subset(design, complete.cases(design$variables[all.vars(formula)]))
  found <- call()
  for (again in 1:30) found <- call(start = coef(found))
  found
}
models <- list(
  gaussian = list(api00 ~ ell + meals + mobility, gaussian()),
  gaussian_missing = list(api00 ~ ell + meals + enroll, gaussian()),
  logit = list(as.numeric(sch.wide == "Yes") ~ ell + meals + mobility, binomial()),
  probit = list(as.numeric(sch.wide == "Yes") ~ ell + meals + mobility, binomial("probit")),
  cloglog = list(as.numeric(sch.wide == "Yes") ~ ell + meals + mobility, binomial("cloglog")),
  quasibinomial = list(I(full / 100) ~ ell + meals, quasibinomial()),
  poisson = list(api.stu ~ ell + meals + offset(log(enroll)), poisson()),
  quasipoisson = list(I(api.stu / 10) ~ ell + meals, quasipoisson()),
  gamma_log = list(api.stu ~ ell + meals, Gamma("log")),
  gamma_inverse = list(api00 ~ ell + meals, Gamma("inverse"))
)
out <- c()
for (d in c("strat", "clus2")) {
  for (m in names(models)) {
    g <- fit(models[[m]][[1]], designs[[d]], models[[m]][[2]])
    b <- coef(g)
    ci <- confint(g)
    for (i in seq_along(b)) out <- c(out, line(d, m, "coefficient", i - 1, b[i], SE(g)[i], ci[i, 1], ci[i, 2], g$df.residual))
    for (i in seq_along(b)) for (j in seq_along(b)) {
      out <- c(out, line(d, m, "covariance", paste(i - 1, j - 1), vcov(g)[i, j], NA))
      out <- c(out, line(d, m, "model_covariance", paste(i - 1, j - 1), g$naive.cov[i, j], NA))
    }
    figure <- function(name, value) out <<- c(out, line(d, m, "figure", name, value, NA))
    figure("deviance", g$deviance)
    figure("dispersion", coef(summary(g)$dispersion))
    figure("rows", 1 + g$df.null)
  }
}
freeze(out, "reference/models/glm")
