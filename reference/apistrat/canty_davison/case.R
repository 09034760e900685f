# The bootstrap of Canty and Davison by the survey package's own function. R's random numbers are not ours, so our draws (multipliers.csv: seed 20261102, one
# line for each of 60 replicates, one column for each of 40 units: how often each was drawn) take the place of R's sample(). The strata have
# 60, 25 and 30 units in the population; without a population, draws are with replacement ("wr", in multipliers_wr.csv).
source("reference/apistrat/units.R")
population <- c(60, 25, 30)
read <- function(file) as.matrix(read.csv(file.path("reference/apistrat/canty_davison", file), header = FALSE))
make <- function(counts, fpc) {
  queue <- list()
  for (h in 1:3) {
    own <- which(stratum == h)
    # First the order of the copies, of which the counts know nothing; then one draw a replicate.
    queue <- c(queue, list(own), lapply(seq_len(nrow(counts)), function(r) rep(own, counts[r, own])))
  }
  fed <- new.env(parent = asNamespace("survey"))
  at <- 0
  fed$sample <- function(x, size = length(x), replace = FALSE) {
    at <<- at + 1
    stopifnot(length(queue[[at]]) == size, all(queue[[at]] %in% x))
    queue[[at]]
  }
  one <- survey:::bootstratum
  environment(one) <- fed
  outer <- new.env(parent = asNamespace("survey"))
  outer$bootstratum <- one
  boot <- survey::bootweights
  environment(boot) <- outer
  boot(stratum, seq_len(40), replicates = nrow(counts), fpc = fpc, fpctype = "population", compress = FALSE)
}
of <- function(prefix, counts, fpc) {
  made <- make(counts, fpc)
  stopifnot(all(made$repweights == t(counts)))
  expected <- figures(made$repweights, type = "bootstrap", scale = made$scale)
  names(expected) <- paste0(prefix, names(expected))
  expected
}
freeze(c(of("", read("multipliers.csv"), population[stratum]), of("wr_", read("multipliers_wr.csv"), NULL)), "apistrat/canty_davison")
