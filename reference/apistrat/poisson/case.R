# The Poisson bootstrap (Beaumont and Patak 2012, section 4): multipliers are made here by the published formula from our uniform numbers (draws.csv: seed
# 20261103, for each of 50 replicates and 40 units the one that rounds the weight and the one that draws), with R's own qbinom(). The inclusion probabilities
# of the units are (u + 3)/50, the last four 1. "tau" are the same multipliers moved towards 1 with tau = 2, where none is negative any more;
# R's quantiles with negative weights are not used.
source("reference/apistrat/units.R")
draws <- read.csv("reference/apistrat/poisson/draws.csv")
p <- pmin((seq_len(40) + 3) / 50, 1)
p[37:40] <- 1
multipliers <- sapply(1:50, function(r) {
  d <- draws[draws$replicate == r, ]
  w <- 1 / p
  copies <- floor(w) + (d$rounding < w - floor(w))
  ifelse(p < 1, 1 + qbinom(d$drawing, copies, p) - copies * p, 1)
})
expected <- figures(multipliers, type = "other", scale = 1 / 50, rscales = rep(1, 50))
rescaled <- figures(1 + (multipliers - 1) / 2, type = "other", scale = 2^2 / 50, rscales = rep(1, 50))
names(rescaled) <- paste0("tau_", names(rescaled))
freeze(c(expected, rescaled), "apistrat/poisson")
