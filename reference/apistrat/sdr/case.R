# Successive difference replication: multipliers are made here from the published definition (Ash 2014) with Paley's matrix of order 44, and handed
# to the survey package, which has the scale. The order of selection is that of a key, (7 u) mod 41 of unit u. Each type of school is a closed chain.
# The successive difference estimator SD2 of a total is computed by its formula.
source("reference/apistrat/units.R")
q <- 43
square <- (seq_len(q - 1)^2) %% q
chi <- function(x) ifelse(x %% q == 0, 0, ifelse((x %% q) %in% square, 1, -1))
Q <- outer(0:(q - 1), 0:(q - 1), function(i, j) chi(i - j))
H <- rbind(1, cbind(1, -(Q + diag(q))))
stopifnot(all(crossprod(H) == diag(q + 1) * (q + 1)))

key <- (7 * seq_len(40)) %% 41
multipliers <- matrix(1, 40, q + 1)
joint <- 2
sd2 <- 0
for (h in 1:3) {
  units <- which(stratum == h)
  units <- units[order(key[units])]
  n <- length(units)
  # Replicates are rows of H; joints are columns, of which the first is constant.
  column <- joint + seq_len(n) - 1
  for (i in seq_len(n)) {
    after <- if (i < n) column[i + 1] else column[1]
    multipliers[units[i], ] <- 1 + 2^(-3 / 2) * (H[, column[i]] - H[, after])
  }
  joint <- joint + n
  t <- enrolment[units]
  sd2 <- sd2 + (sum(diff(t)^2) + (t[n] - t[1])^2) / 2
}
# The rank that degf() takes loses the dead replicate only.
freeze(c(figures(multipliers, type = "successive-difference"), sd2_total_enroll_se = sqrt(sd2)), "apistrat/sdr")
