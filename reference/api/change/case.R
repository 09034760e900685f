# Change between two waves. api99 is the first wave and api00 the second, of the same schools: stacked rows, the school or district as the unit,
# and the wave as a domain (svyby with covmat = TRUE, svycontrast). In the second wave every seventh row is missing. The replicates are the
# jackknife of the stacked design, with the ratio made again in each. The lines "panel" are two stratified samples of the schools
# that share a part of each stratum, each with its own weights: totals and means with their variances by survey, and the covariance
# written out from N^2 (m / (n1 n2) - 1 / N) S12 for the means of the strata, S12 over the shared schools (or their correlation times the
# two waves' standard deviations).
source("reference/api/designs.R")
lines <- c()
put <- function(...) lines <<- c(lines, line(...))
stacked <- function(d) {
  before <- transform(d, y = api99, wave = 1)
  after <- transform(d, y = api00, wave = 2)[seq_len(nrow(d)) %% 7 != 0, ]
  rbind(before, after)
}
make <- list(
  strat = function(d) svydesign(id = ~snum, strata = ~stype, weights = ~pw, fpc = ~fpc, data = d, nest = TRUE),
  clus1 = function(d) svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = d),
  clus2 = function(d) svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = d)
)
data <- list(strat = apistrat, clus1 = apiclus1, clus2 = apiclus2)
changes <- function(name, domain, m, df) {
  put(name, "before", domain, "", coef(m)[1], SE(m)[1])
  put(name, "after", domain, "", coef(m)[2], SE(m)[2])
  put(name, "covariance", domain, "", vcov(m)[1, 2], NA)
  names(m) <- c("a", "b")
  dimnames(attr(m, "var")) <- list(c("a", "b"), c("a", "b"))
  half <- function(se) qt(0.975, df) * se
  d <- svycontrast(m, c(a = -1, b = 1))
  put(name, "difference", domain, "", coef(d), SE(d), coef(d) - half(SE(d)), coef(d) + half(SE(d)), df)
  r <- svycontrast(m, quote(b / a - 1))
  put(name, "relative", domain, "", coef(r), SE(r), coef(r) - half(SE(r)), coef(r) + half(SE(r)), df)
}
plain <- function(m) {
  m <- structure(coef(m), var = vcov(m), statistic = "mean")
  class(m) <- "svystat"
  m
}
for (name in names(data)) for (domain in c("", "E")) {
  d <- make[[name]](stacked(data[[name]]))
  if (domain != "") d <- subset(d, stype == domain)
  m <- plain(svyby(~y, ~wave, d, svymean, covmat = TRUE))
  changes(name, domain, m, degf(d))
  if (name != "clus2" && domain == "") {
    r <- as.svrepdesign(d, type = if (name == "clus1") "JK1" else "JKn", mse = FALSE)
    m <- svyby(~y, ~wave, r, svymean, covmat = TRUE)
    put(paste0(name, "_jackknife"), "before", "", "", coef(m)[1], SE(m)[1])
    put(paste0(name, "_jackknife"), "covariance", "", "", vcov(m)[1, 2], NA)
    ratio <- withReplicates(r, function(w, d) {
      mean <- function(k) sum((w * d$y)[d$wave == k]) / sum(w[d$wave == k])
      mean(2) / mean(1)
    })
    put(paste0(name, "_jackknife"), "ratio", "", "", coef(ratio), sqrt(c(vcov(ratio))))
  }
}
# The panel: of each stratum the first part of the schools in wave 1, the last part in wave 2.
turn <- ave(seq_len(200), apistrat$stype, FUN = seq_along)
n <- ave(turn, apistrat$stype, FUN = max)
size <- apistrat$fpc
one <- which(turn <= 0.7 * n)
two <- which(turn > 0.25 * n)
wave <- function(rows) {
  d <- apistrat[rows, ]
  d$w <- d$fpc / ave(seq_along(rows), d$stype, FUN = length)
  d$both <- rows %in% intersect(one, two)
  d
}
w1 <- wave(one)
w2 <- wave(two)
design <- function(d) svydesign(id = ~1, strata = ~stype, weights = ~w, fpc = ~fpc, data = d)
covariance <- function(z1, z2, matching) sum(vapply(unique(as.character(w1$stype)), function(h) {
  a <- z1[w1$stype == h]
  b <- z2[w2$stype == h]
  x <- z1[w1$stype == h & w1$both]
  y <- z2[w2$stype == h & w2$both]
  N <- w1$fpc[w1$stype == h][1]
  s <- if (matching == "covariance") cov(x, y) else cor(x, y) * sd(a) * sd(b)
  N^2 * (length(x) / (length(a) * length(b)) - 1 / N) * s
}, 0))
for (domain in c("", "H")) for (matching in c("covariance", "correlation")) {
  i1 <- as.numeric(domain == "" | w1$awards == "Yes")
  i2 <- as.numeric(domain == "" | w2$awards == "Yes")
  d1 <- design(cbind(w1, i = i1))
  d2 <- design(cbind(w2, i = i2))
  for (kind in c("total", "mean")) {
    if (kind == "total") {
      m1 <- svytotal(~I(i * api99), d1)
      m2 <- svytotal(~I(i * api00), d2)
      z1 <- i1 * w1$api99
      z2 <- i2 * w2$api00
    } else {
      m1 <- svymean(~api99, subset(d1, i == 1))
      m2 <- svymean(~api00, subset(d2, i == 1))
      z1 <- i1 * (w1$api99 - coef(m1)) / sum(w1$w * i1)
      z2 <- i2 * (w2$api00 - coef(m2)) / sum(w2$w * i2)
    }
    c <- covariance(z1, z2, matching)
    m <- structure(c(coef(m1), coef(m2)), var = matrix(c(SE(m1)^2, c, c, SE(m2)^2), 2), statistic = kind, class = "svystat")
    label <- paste("panel", kind, matching, sep = "_")
    changes(label, if (domain == "") "" else "awards", m, min(degf(subset(d1, i == 1)), degf(subset(d2, i == 1))))
  }
}
freeze(lines, "reference/api/change")
