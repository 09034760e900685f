# Tests of terms of svyglm fits: Wald and likelihood ratio by regTermTest (F with the model's degrees of freedom, and chi-squared
# with infinitely many), the working Wald test, and a score test. The tail of the mixture of chi-squared is pFsum and pchisqsum,
# by Satterthwaite and by saddlepoint. R finds the saddlepoint to 1e-8, so that its tails have about six digits.
# survey 4.1.1 has no svyscoretest: the score test is written out here with svytotal.
source("reference/api/designs.R")
control <- glm.control(epsilon = 1e-300, maxit = 200)
fit <- function(formula, design, family) {
  call <- function(...) suppressWarnings(do.call(svyglm, list(formula, design, family = family, control = control, ...)))
  found <- call()
  for (again in 1:30) found <- call(start = coef(found))
  found
}
models <- list(
  gaussian = list(api00 ~ ell + meals + mobility, api00 ~ ell, gaussian()),
  logit = list(as.numeric(sch.wide == "Yes") ~ ell + meals + mobility, as.numeric(sch.wide == "Yes") ~ ell, binomial()),
  quasipoisson = list(I(api.stu / 10) ~ ell + meals + mobility, I(api.stu / 10) ~ ell, quasipoisson()),
  gamma_log = list(api.stu ~ ell + meals + mobility, api.stu ~ ell, Gamma("log"))
)
out <- c()
for (d in c("strat", "clus2")) {
  for (m in names(models)) {
    design <- designs[[d]]
    family <- models[[m]][[3]]
    full <- fit(models[[m]][[1]], design, family)
    reduced <- fit(models[[m]][[2]], design, family)
    put <- function(name, value) out <<- c(out, line(d, m, "", name, value, NA))
    terms <- ~ meals + mobility
    index <- 3:4
    wald <- regTermTest(full, terms)
    put("wald_F", wald$Ftest)
    put("wald_ddf", wald$ddf)
    put("wald_p", wald$p)
    wald <- regTermTest(full, terms, df = Inf)
    put("wald_chisq", wald$chisq)
    put("wald_chisq_p", wald$p)
    null <- regTermTest(full, terms, null = c(-0.01, 0.02))
    put("wald_null_F", null$Ftest)
    working <- regTermTest(full, terms, method = "WorkingWald")
    put("working_wald", working$chisq)
    lambda <- sort(Re(eigen(solve(full$naive.cov[index, index]) %*% vcov(full)[index, index])$values))
    put("lambda_0", lambda[1])
    put("lambda_1", lambda[2])
    put("working_wald_p", working$p)
    chisq <- reduced$deviance - full$deviance
    put("lrt", chisq)
    ddf <- full$df.residual
    put("lrt_satterthwaite_F", pFsum(chisq, c(1, 1), lambda, ddf = ddf, method = "satterthwaite", lower.tail = FALSE))
    put("lrt_saddlepoint_F", pFsum(chisq, c(1, 1), lambda, ddf = ddf, method = "saddlepoint", lower.tail = FALSE))
    put("lrt_satterthwaite", pchisqsum(chisq, c(1, 1), lambda, method = "satterthwaite", lower.tail = FALSE))
    put("lrt_saddlepoint", pchisqsum(chisq, c(1, 1), lambda, method = "saddlepoint", lower.tail = FALSE))
    # Efficient score of the two coefficients at the reduced fit: scores less their regression on those of the reduced model.
    x <- model.matrix(full)
    eta <- reduced$linear.predictors
    mu <- family$linkinv(eta)
    w <- weights(design, "sampling")
    inside <- 1:2
    information <- t(x) %*% (x * w * family$mu.eta(eta)^2 / family$variance(mu))
    scores <- x * (reduced$y - mu) * family$mu.eta(eta) / family$variance(mu)
    efficient <- scores[, index] - scores[, inside] %*% solve(information[inside, inside], information[inside, index])
    total <- svytotal(efficient, design)
    u <- coef(total)
    V <- vcov(total)
    V0 <- information[index, index] - information[index, inside] %*% solve(information[inside, inside], information[inside, index])
    put("score_chisq", drop(u %*% solve(V, u)))
    put("score_F_p", pf(drop(u %*% solve(V, u)) / 2, 2, ddf, lower.tail = FALSE))
    # With weights of mean 1 the information is V0 / mean(w) and the score u / mean(w).
    a <- mean(w)
    put("score_working", drop(u %*% solve(V0, u)) / a)
    mu_lambda <- sort(Re(eigen(solve(V0, V))$values)) / a
    put("score_lambda_0", mu_lambda[1])
    put("score_lambda_1", mu_lambda[2])
  }
}
freeze(out, "reference/models/tests")
