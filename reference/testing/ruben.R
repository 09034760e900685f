# The upper tail of a sum of chi-squared variables with the weights a by Ruben's series (1962, Annals of Mathematical Statistics 33), and the
# same over a chi-squared variable with d degrees of freedom over d by quadrature; sourced by the cases. The series is summed to
# about 1e-19.
ruben <- function(a) {
  n <- length(a)
  # One weight, or equal ones: chi-squared itself.
  if (max(a) - min(a) < 1e-12 * max(a)) return(function(x) pchisq(x / mean(a), n, lower.tail = FALSE))
  beta <- 2 / (1 / min(a) + 1 / max(a))
  r <- 1 - beta / a
  terms <- 3000
  g <- vapply(seq_len(terms), function(k) sum(r^k), 0) / 2
  w <- numeric(terms + 1)
  w[1] <- prod(sqrt(beta / a))
  for (k in seq_len(terms)) {
    w[k + 1] <- sum(g[seq_len(k)] * w[k:1]) / k
    if (k %% 50 == 0 && all(abs(w[(k - 20):(k + 1)]) < 1e-19)) break
  }
  w <- w[seq_len(k + 1)]
  function(x) vapply(x, function(x) sum(w * pchisq(x / beta, n + 2 * seq(0, k), lower.tail = FALSE)), 0)
}
ruben_over <- function(a, d) {
  exact <- ruben(a)
  if (d == Inf) return(exact)
  # Over v = chi-squared(d) in pieces, so that integrate misses no peak.
  cuts <- c(0, unique(qchisq(c(1e-30, 1e-12, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9), d)), Inf)
  function(x) {
    f <- function(v) dchisq(v, d) * exact(x * v / d)
    sum(vapply(seq_len(length(cuts) - 1), function(i) {
      integrate(f, cuts[i], cuts[i + 1], rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000, stop.on.error = FALSE)$value
    }, 0))
  }
}
