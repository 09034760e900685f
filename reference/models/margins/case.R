# Predictive margins by svypredmeans, and average marginal effects. svypredmeans adds the variance of the coefficients' part and that of the
# population's, without the covariance between them: these are the lines margin_parts. The whole variance is that of the linearised mean,
# written out here (margin, effect): influence of the row's own term and of its score through the coefficients. R stops svyglm at an unchanged
# deviance, so it is started again from its own coefficients.
source("reference/api/designs.R")
control <- glm.control(epsilon = 1e-300, maxit = 200)
models <- list(
  gaussian = list(api00 ~ ell + meals, gaussian(), function(mu) 0 * mu),
  logit = list(I(as.numeric(sch.wide == "Yes")) ~ ell + meals, binomial(), function(mu) mu * (1 - mu) * (1 - 2 * mu)),
  quasipoisson = list(api.stu ~ ell + meals, quasipoisson(), function(mu) mu)
)
out <- c()
for (d in c("strat", "clus2")) {
  for (m in names(models)) {
    design <- designs[[d]]
    family <- models[[m]][[2]]
    fit <- function(formula) {
      call <- function(...) suppressWarnings(do.call(svyglm, list(formula, design, family = family, control = control, ...)))
      found <- call()
      for (again in 1:30) found <- call(start = coef(found))
      found
    }
    g <- fit(update(models[[m]][[1]], . ~ . + stype))
    b <- coef(g)
    w <- weights(design, "sampling")
    x <- model.matrix(g)
    eta <- drop(x %*% b)
    mu <- family$linkinv(eta)
    score <- x * ((g$y - mu) * family$mu.eta(eta) / family$variance(mu))
    A <- t(x) %*% (x * w * family$mu.eta(eta)^2 / family$variance(mu))
    z <- score %*% solve(A)
    put <- function(kind, i, terms, gradients) {
      value <- sum(w * terms) / sum(w)
      G <- colSums(w * gradients) / sum(w)
      total <- svytotal((terms - value) / sum(w) + drop(z %*% G), design)
      out <<- c(out, line(d, m, kind, i, value, as.numeric(SE(total))))
      parts <- drop(G %*% vcov(g) %*% G) + as.numeric(SE(svytotal((terms - value) / sum(w), design)))^2
      if (kind == "margin") out <<- c(out, line(d, m, "margin_parts", i, value, sqrt(parts)))
    }
    types <- c("E", "H", "M")
    for (i in 1:3) {
      set <- x
      set[, "stypeH"] <- as.numeric(types[i] == "H")
      set[, "stypeM"] <- as.numeric(types[i] == "M")
      at <- drop(set %*% b)
      put("margin", i - 1, family$linkinv(at), set * family$mu.eta(at))
    }
    for (i in 1:2) {
      slope <- family$mu.eta(eta)
      unit <- matrix(0, nrow(x), ncol(x))
      unit[, i + 1] <- slope
      put("effect", i - 1, slope * b[i + 1], models[[m]][[3]](mu) * b[i + 1] * x + unit)
    }
    # The parts are what R's own function adds.
    adjusted <- eval(bquote(svyglm(.(models[[m]][[1]]), design, family = .(family))))
    own <- svypredmeans(adjusted, ~ factor(stype))
    mine <- read.csv(text = out[grepl(paste0("^", d, ",", m, ",margin_parts"), out)], header = FALSE)
    stopifnot(max(abs(SE(own)[order(names(coef(own)))] / mine[[6]] - 1)) < 1e-4)
  }
}
freeze(out, "reference/models/margins")
