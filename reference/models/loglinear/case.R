# Log-linear models by svyloglin, and tests of nested ones by its anova: likelihood ratio and Pearson with first-order, second-order (F) and
# saddlepoint tails. glm inside stops at 1e-8 of the deviance; here it is given a tighter control by masking stats::glm.
# survey 4.1.1 takes eigenvalues of a matrix that is not symmetric as if it were (the list of effects, and Pearson's saddlepoint): that word is
# taken out of R's function here. Its second-order F takes the sum of squared entries of that matrix for the sum of squared eigenvalues,
# which are the same for a symmetric one only: the trace of the square takes its place. In the stratified sample shares of the strata have no variance; R's square root of rounding is empty.
source("reference/api/designs.R")
exact <- function(...) stats::glm(..., control = glm.control(epsilon = 1e-15, maxit = 200))
fitter <- survey:::svyloglin.survey.design
environment(fitter) <- list2env(list(glm = exact, .Generic = "svyloglin"), parent = asNamespace("survey"))
refit <- function(formula, design) {
  g <- fitter(formula, design)
  g$call <- NULL
  g
}
nested <- eval(parse(text = gsub(",[[:space:]]*symmetric = TRUE", "", paste(deparse(survey:::anova.svyloglin), collapse = "\n"))))
stopifnot(!any(grepl("symmetric", deparse(nested))))
environment(nested) <- list2env(list(tr2 = function(m) sum(diag(m %*% m))), parent = asNamespace("survey"))
out <- c()
for (d in c("srs", "strat", "clus2")) {
  design <- update(designs[[d]], many = factor(ell > 20))
  models <- list(a = ~ stype + sch.wide + many, b = ~ stype * sch.wide + many, c = ~ (stype + sch.wide + many)^2)
  fits <- lapply(models, refit, design = design)
  for (m in names(fits)) {
    b <- coef(fits[[m]])
    for (i in seq_along(b)) out <- c(out, line(d, m, "coefficient", i - 1, b[i], sqrt(diag(vcov(fits[[m]])))[i]))
    out <- c(out, line(d, m, "deviance", "", deviance(fits[[m]]$model), NA))
  }
  for (pair in list(c("a", "b"), c("a", "c"), c("b", "c"))) {
    test <- nested(fits[[pair[1]]], fits[[pair[2]]])
    put <- function(name, value) out <<- c(out, line(d, paste(pair, collapse = ""), "test", name, value, NA))
    put("deviance", test$dev$dev)
    put("pearson", test$score$chisq)
    put("deviance_first", test$dev$p[2])
    put("deviance_F", test$dev$p[3])
    put("deviance_saddle", test$dev$p[4])
    put("pearson_first", test$score$p[2])
    put("pearson_F", test$score$p[3])
    put("pearson_saddle", test$score$p[4])
    effects <- sort(test$a)
    for (i in seq_along(effects)) put(paste0("effect_", i - 1), effects[i])
  }
}
freeze(out, "reference/models/loglinear")
