# Arcsine, logit and likelihood intervals of the shares of awards. asin and xlogit are svyciprop's. "likelihood" is the root of
# the scaled likelihood ratio found here by uniroot, because svyciprop multiplies it by n / (n - 1) a second time and interpolates
# the profile by a spline; the root of its own equation is compared with its ends.
# svyciprop's "logit" fits a model by iterations and agrees with xlogit to 1e-6.
source("reference/api/designs.R")
ratio <- function(p, q) ifelse(p > 0, p * log(p / q), 0) + ifelse(p < 1, (1 - p) * log((1 - p) / (1 - q)), 0)
ends <- function(p, m, limit) {
  f <- function(q) 2 * m * ratio(p, q) - limit
  c(uniroot(f, c(1e-12, p), tol = 1e-15)$root, uniroot(f, c(p, 1 - 1e-12), tol = 1e-15)$root)
}
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (domain in c("", "E", "H")) {
    d <- if (domain == "") design else subset(design, stype == domain)
    for (category in c("No", "Yes")) {
      d <- update(d, hit = as.numeric(awards == category))
      m <- svymean(~hit, d)
      p <- as.numeric(coef(m)); se <- as.numeric(SE(m)); df <- degf(d)
      put <- function(method, ci) lines <<- c(lines, line(name, paste0("awards:", method), domain, category, p, se, ci[1], ci[2], df))
      ci <- function(method) attr(svyciprop(~hit, d, method = method, df = df), "ci")
      put("asin", ci("asin"))
      x <- ci("xlogit")
      stopifnot(abs(ci("logit") / x - 1) < 1e-6)
      put("xlogit", x)
      t2 <- qt(0.975, df)^2
      put("likelihood", ends(p, p * (1 - p) / se^2, t2))
      theirs <- ci("likelihood")
      n <- nrow(d)
      stopifnot(abs(ends(p, p * (1 - p) / se^2, t2 * n / (n - 1)) / theirs - 1) < 1e-3)
    }
  }
}
freeze(lines, "reference/api/proportion_intervals")
