# Variances of a sample with unequal probabilities without replacement: totals, means and ratios of the election sample, of all
# counties, of those with few precincts, and of two strata. Horvitz-Thompson and Yates-Grundy from the joint probabilities (no entry
# is rounded to zero: tolerance = 0), Hartley-Rao with the mean square of the sample and of the population, Overton, Brewer. The
# lines "deville" are varest() of the sampling package; "hajek" is his formula with weights 1 - p written out.
source("reference/api/designs.R")
data(election)
suppressMessages(library(sampling))
d <- election_pps
d$half <- ifelse(seq_len(nrow(d)) %% 3 == 0, 2, 1)
pbar <- sum(election$p^2) / 40
writeLines(c("mean_square", sprintf("%.17g", pbar)), "reference/election/pps/population.csv")
make <- function(pps, variance = "HT", strata = NULL) {
  svydesign(id = ~1, fpc = ~p, strata = strata, data = d, pps = pps, variance = variance)
}
joint <- ppsmat(election_jointprob, tolerance = 0)
cases <- list(
  ht = make(joint), yg = make(joint, "YG"),
  hr_ht = make(HR()), hr_yg = make(HR(), "YG"),
  hrpop_ht = make(HR(pbar)), hrpop_yg = make(HR(pbar), "YG"),
  overton_ht = make("overton"), overton_yg = make("overton", "YG"),
  brewer = make("brewer"),
  strat_hr_ht = make(HR(), strata = ~half), strat_hr_yg = make(HR(), "YG", ~half),
  strat_overton_ht = make("overton", strata = ~half), strat_brewer = make("brewer", strata = ~half)
)
lines <- c()
put <- function(...) lines <<- c(lines, line(...))
for (name in names(cases)) for (domain in c("", "small")) {
  design <- if (domain == "") cases[[name]] else subset(cases[[name]], TotPrecincts < 100)
  m <- svytotal(~Bush + Kerry, design)
  put(name, "total:Bush", domain, "", coef(m)[1], SE(m)[1])
  put(name, "total:Kerry", domain, "", coef(m)[2], SE(m)[2])
  put(name, "covariance", domain, "", vcov(m)[1, 2], NA)
  m <- svymean(~Bush, design)
  put(name, "mean:Bush", domain, "", coef(m), SE(m))
  m <- svyratio(~Bush, ~Kerry, design)
  put(name, "ratio:Bush/Kerry", domain, "", coef(m), SE(m))
}
hajek <- function(x, p) {
  n <- length(x)
  sum((1 - p) * (x - sum((1 - p) * x) / sum(1 - p))^2) * n / (n - 1)
}
for (name in c("hajek", "deville", "strat_hajek", "strat_deville")) for (domain in c("", "small")) {
  inside <- if (domain == "") rep(1, nrow(d)) else as.numeric(d$TotPrecincts < 100)
  half <- if (startsWith(name, "strat")) d$half else rep(1, nrow(d))
  variance <- function(z) sum(vapply(unique(half), function(h) {
    k <- half == h
    if (endsWith(name, "hajek")) hajek(z[k] / d$p[k], d$p[k]) else varest(z[k], pik = d$p[k])
  }, 0))
  t <- function(z) sum(z / d$p * inside)
  bush <- d$Bush * inside
  put(name, "total:Bush", domain, "", t(d$Bush), sqrt(variance(bush)))
  mean <- t(d$Bush) / t(rep(1, nrow(d)))
  put(name, "mean:Bush", domain, "", mean, sqrt(variance((d$Bush - mean) * inside / t(rep(1, nrow(d))))))
  ratio <- t(d$Bush) / t(d$Kerry)
  put(name, "ratio:Bush/Kerry", domain, "", ratio, sqrt(variance((d$Bush - ratio * d$Kerry) * inside / t(d$Kerry))))
}
freeze(lines, "reference/election/pps")
