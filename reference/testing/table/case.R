# Tests of tables of two factors by svychisq, under linearisation and the jackknife, in all rows and in a domain.
# For "Chisq" svychisq prints the statistic before correction: the corrected one is the quantile of its probability's
# formula, the statistic over the mean design effect; the design effects are computed here as in its source, from svymean.
# "second" is Rao and Scott's second-order statistic against chi-squared, from the same design effects.
# "lincom" needs a package that is not there: "exact" is by Ruben's series.
# For replicates svychisq takes the saddlepoint without a denominator; the figures here have the same denominator as
# under linearisation. The saddlepoint is written out, and compared with survey's pFsum at whole degrees of freedom.
source("reference/testing/designs.R")
source("reference/testing/ruben.R")
folder <- "reference/testing/table"
lines <- c()
bands <- function(d) update(d, band = factor(findInterval(api00, c(560, 650, 740), left.open = TRUE)))
tables <- list(type_by_wide = ~ stype + sch.wide, wide_by_award = ~ sch.wide + awards, type_by_band = ~ stype + band)
effects <- function(formula, d) {
  v <- all.vars(formula)
  p <- svymean(reformulate(sprintf("interaction(%s, %s)", v[1], v[2])), d)
  nr <- length(unique(d$variables[[v[1]]]))
  nc <- length(unique(d$variables[[v[2]]]))
  cells <- expand.grid(r = factor(seq_len(nr)), c = factor(seq_len(nc)))
  C <- qr.resid(qr(model.matrix(~ r + c, cells)), model.matrix(~ r * c, cells)[, -seq_len(nr + nc - 1), drop = FALSE])
  m <- coef(p)
  iD <- diag(ifelse(m == 0, 0, 1 / m))
  Re(eigen(solve(t(C) %*% (iD / nrow(d$variables)) %*% C, t(C) %*% iD %*% vcov(p) %*% iD %*% C))$values)
}
# The score test by weighted least squares of Lipsitz and others (2015), "wls-score" of later versions of survey, from its definition: indicators of
# the row categories, stacked, on the row category and the column; scores of their interactions, less the part that the
# model explains, over their covariance. It is the statistic of "Wald".
wls_score <- function(formula, d) {
  v <- all.vars(formula)
  r <- factor(d$variables[[v[1]]])
  c <- factor(d$variables[[v[2]]])
  n <- length(r)
  stacked <- data.frame(y = as.vector(model.matrix(~ r + 0)), k = factor(rep(seq_len(nlevels(r)), each = n)), c = rep(c, nlevels(r)))
  w <- rep(weights(d, "sampling"), nlevels(r))
  inside <- model.matrix(~ k + c, stacked)
  all <- model.matrix(~ k * c, stacked)
  outside <- all[, !colnames(all) %in% colnames(inside), drop = FALSE]
  residual <- stacked$y - fitted(lm(y ~ k + c, stacked, weights = w))
  efficient <- outside - inside %*% solve(crossprod(inside, w * inside), crossprod(inside, w * outside))
  scores <- rowsum(efficient * residual, rep(seq_len(n), nlevels(r)))
  u <- svytotal(scores, d)
  drop(coef(u) %*% solve(vcov(u), coef(u)))
}
for (name in names(both)) for (domain in if (name == "jk_strat") c("", "large") else domains(name)) for (factors in names(tables)) {
  d <- within(bands(both[[name]]), domain)
  # survey counts the degrees of freedom of a replicated domain by the rank of its weights, which strata do not lower: here they
  # are units less strata, as under linearisation.
  if (domain == "large" && name == "jk_strat") d$degf <- degf(subset(designs$strat, enroll > 300))
  formula <- tables[[factors]]
  put <- function(statistic, value, df, ddf, p) {
    figures <- vapply(c(value, df, ddf, p), function(x) if (is.na(x)) "" else number(x), "")
    lines <<- c(lines, paste(c(name, factors, domain, statistic, figures), collapse = ","))
  }
  lambda <- effects(formula, d)
  f <- svychisq(formula, d, statistic = "F")
  put("F", f$statistic, f$parameter[1], f$parameter[2], f$p.value)
  chisq <- svychisq(formula, d, statistic = "Chisq")
  k <- length(lambda)
  stopifnot(all.equal(unname(chisq$p.value), pchisq(unname(chisq$statistic) / mean(lambda), k, lower.tail = FALSE)))
  put("Chisq", chisq$statistic / mean(lambda), k, NA, chisq$p.value)
  x2 <- unname(chisq$statistic)
  df <- sum(lambda)^2 / sum(lambda^2)
  stopifnot(all.equal(df, unname(f$parameter[1])))
  put("second", x2 * df / sum(lambda), df, NA, pchisq(x2 * df / sum(lambda), df, lower.tail = FALSE))
  ddf <- unname(f$parameter[2])
  # pFsum drops the fraction of the denominator's degrees of freedom in its saddlepoint: the same formula with the fraction.
  saddle_at <- function(x, lambda, d) {
    K <- function(z) (-sum(log1p(-2 * z * lambda)) - d * log1p(2 * z * x / d)) / 2
    K1 <- function(z) sum(lambda / (1 - 2 * lambda * z)) - x / (1 + 2 * z * x / d)
    K2 <- function(z) 2 * sum((lambda / (1 - 2 * lambda * z))^2) + 2 * (x^2 / d) / (1 + 2 * z * x / d)^2
    z <- uniroot(K1, c(-d / (2 * x), 1 / (2 * max(lambda))) * (1 - 1e-12), tol = 1e-15)$root
    w <- sign(z) * sqrt(-2 * K(z))
    v <- z * sqrt(K2(z))
    pnorm(w + log(v / w) / w, lower.tail = FALSE)
  }
  stopifnot(all.equal(saddle_at(x2, lambda, floor(ddf)),
    survey:::pFsum(x2, rep(1, k), lambda, ddf = floor(ddf), lower.tail = FALSE, method = "saddlepoint"), tolerance = 1e-5))
  put("saddlepoint", x2, NA, ddf, saddle_at(x2, lambda, ddf))
  exact <- ruben_over(lambda, ddf)(x2)
  # Smaller tails have fewer than ten digits left.
  if (exact > 1e-8) put("exact", x2, NA, ddf, exact)
  stopifnot(all.equal(wls_score(formula, d), unname(drop(svychisq(formula, d, statistic = "Wald")$statistic)) * k))
  for (statistic in c("Wald", "adjWald")) {
    w <- svychisq(formula, d, statistic = statistic)
    put(statistic, w$statistic, w$parameter[1], w$parameter[2], w$p.value)
  }
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,factors,domain,statistic,value,df,ddf,p"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
