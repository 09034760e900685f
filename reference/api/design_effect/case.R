# Spencer's design effect of unequal weights, written here from Spencer (2000) with weighted moments: deff = (1 - r^2) K + (a / s)^2 (K - 1), K being Kish's
# n sum(w^2) / sum(w)^2, a and r the intercept and correlation of the weighted regression of y on 1 / w, s the weighted deviation of y.
source("reference/api/designs.R")
out <- c("variable,kish,correlation,intercept,spencer")
apistrat$w <- apistrat$pw * (1 + apistrat$ell / 50)
for (y in c("api00", "api.stu", "meals")) {
  v <- apistrat[[y]]; w <- apistrat$w; P <- 1 / w
  fit <- lm(v ~ P, weights = w)
  r <- cov.wt(cbind(v, P), w / sum(w), cor = TRUE)$cor[1, 2]
  stopifnot(all.equal(r^2, summary(fit)$r.squared))
  s2 <- sum(w * (v - weighted.mean(v, w))^2) / sum(w)
  K <- length(w) * sum(w^2) / sum(w)^2
  out <- c(out, paste(c(y, number(c(K, r, coef(fit)[1], (1 - r^2) * K + coef(fit)[1]^2 / s2 * (K - 1)))), collapse = ","))
}
writeLines(c(paste0("# ", R.version.string), out), "reference/api/design_effect/expected.csv")
