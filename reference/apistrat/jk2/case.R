# The jackknife of pairs: units 1 and 2, 3 and 4, ... of a type are the strata of two; unit 1 of each is left out. The survey package has no
# function that makes the replicates, so their multipliers are written here; its type "JK2" has the scale. In "triple" the last four strata of type H
# (units 33 to 40) are two strata of three and one of two, with two replicates for each of three, as NAEP's technical documentation describes.
source("reference/apistrat/units.R")
pairs <- (seq_len(40) + 1) %/% 2
make <- function(strata) {
  do.call(cbind, lapply(split(seq_len(40), strata), function(units) {
    n <- length(units)
    sapply(seq_len(n - 1), function(out) {
      m <- rep(1, 40)
      m[units] <- n / (n - 1)
      m[units[out]] <- 0
      m
    })
  }))
}
triples <- pairs
triples[33:40] <- c(17, 17, 17, 18, 18, 18, 19, 19)
of_triples <- figures(make(triples), type = "JK2")
names(of_triples) <- paste0("triple_", names(of_triples))
taylor <- SE(svytotal(~enroll, svydesign(id = ~unit, strata = ~pairs[unit], weights = ~pw, data = cbind(apistrat, unit))))
freeze(c(figures(make(pairs), type = "JK2"), of_triples, taylor_total_enroll_se = as.numeric(taylor)), "apistrat/jk2")
