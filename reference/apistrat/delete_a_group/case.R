# Kott's delete-a-group jackknife, written here from the published formulas: 12 groups in turn through the three strata, of which two (10 units each) are smaller
# than the number of groups. The survey package has the variance from the multipliers, with scale 11/12.
source("reference/apistrat/units.R")
G <- 12
group <- (seq_len(40) - 1) %% G + 1
multipliers <- matrix(1, 40, G)
for (h in 1:3) {
  for (g in 1:G) {
    units <- which(stratum == h)
    inside <- group[units] == g
    n <- length(units)
    if (!any(inside)) next
    if (n >= G) {
      multipliers[units, g] <- ifelse(inside, 0, n / (n - sum(inside)))
    } else {
      Z <- sqrt(G / ((G - 1) * n * (n - 1)))
      multipliers[units, g] <- ifelse(inside, 1 - (n - 1) * Z, 1 + Z)
    }
  }
}
freeze(figures(multipliers, type = "JK1", scale = (G - 1) / G), "apistrat/delete_a_group")
