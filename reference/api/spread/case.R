# Variances and covariances by svyvar; standard deviations and correlations by the delta method on it (svycontrast).
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  for (domain in c("", "E", "H")) {
    d <- if (domain == "") designs[[name]] else subset(designs[[name]], stype == domain)
    d <- subset(d, !is.na(enroll))
    put <- function(measure, value, se) {
      lines <<- c(lines, line(name, measure, domain, "", value, se, df = degf(d)))
    }
    v <- svyvar(~ api00 + enroll, d)
    V <- vcov(v)
    m <- as.matrix(v)
    put("variance:api00", m[1, 1], sqrt(V[1, 1]))
    put("covariance:api00:enroll", m[1, 2], sqrt(V[2, 2]))
    put("variance:enroll", m[2, 2], sqrt(V[4, 4]))
    s <- structure(c(xx = m[1, 1], xy = m[1, 2], yy = m[2, 2]), var = V[c(1, 2, 4), c(1, 2, 4)], class = "svystat")
    one <- function(measure, expression) {
      f <- svycontrast(s, expression)
      put(measure, as.numeric(coef(f)), as.numeric(SE(f)))
    }
    one("deviation:api00", quote(sqrt(xx)))
    one("deviation:enroll", quote(sqrt(yy)))
    one("correlation:api00:enroll", quote(xy / sqrt(xx * yy)))
  }
}
freeze(lines, "reference/api/spread")
