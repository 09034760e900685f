# Tails of sums of chi-squared variables: Satterthwaite and saddlepoint by survey's pchisqsum and pFsum, the exact figure by
# Ruben's series (1962, Annals of Mathematical Statistics 33), which has nothing in common with the inversion of the program.
# survey repeats a weight by its degrees of freedom, so the saddlepoint with a denominator takes whole numbers only.
# Its saddlepoint is found by uniroot with a tolerance of 1e-8.
suppressMessages(library(survey))
case <- "reference/api/quadratic_form"
ruben <- function(x, a) {
  n <- length(a)
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
sets <- list(
  two = c(3, 1), three = c(1.7, 1.1, 0.4), six = c(2.9, 2.2, 1.4, 0.9, 0.6, 0.31),
  unequal = c(40, 1, 0.5), pairs = c(2, 2, 1, 1), many = seq(0.2, 3, length.out = 40)
)
number <- function(x) sprintf("%.17g", x)
# The series is summed to about 1e-19: smaller tails, and those with fewer than ten digits left, are no case.
certain <- function(x) if (x < 1e-8) "" else number(x)
lines <- c()
for (name in names(sets)) {
  a <- sets[[name]]
  exact <- ruben(0, a)
  for (q in c(0.05, 0.5, 1.5, 3, 6)) {
    x <- q * sum(a)
    tail <- function(method) pchisqsum(x, rep(1, length(a)), a, lower.tail = FALSE, method = method)
    lines <- c(lines, paste(name, q, "Inf", number(tail("satterthwaite")), number(tail("saddlepoint")), certain(exact(x)), sep = ","))
    for (d in c(3, 14, 150)) {
      tail <- function(method) survey:::pFsum(x, rep(1, length(a)), a, ddf = d, lower.tail = FALSE, method = method)
      # Over v = chi-squared(d) in pieces, so that integrate misses no peak.
      cuts <- unique(qchisq(c(1e-30, 1e-12, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9), d))
      cuts <- c(0, cuts, Inf)
      f <- function(v) dchisq(v, d) * exact(x * v / d)
      whole <- sum(vapply(seq_len(length(cuts) - 1), function(i) {
        integrate(f, cuts[i], cuts[i + 1], rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000, stop.on.error = FALSE)$value
      }, 0))
      lines <- c(lines, paste(name, q, d, number(tail("satterthwaite")), number(tail("saddlepoint")), certain(whole), sep = ","))
    }
  }
}
for (name in names(sets)) lines <- c(lines, paste(c("#", name, sets[[name]]), collapse = " "))
head <- c(sprintf("# %s, survey %s; written by %s/case.R", R.version.string, packageVersion("survey"), case), "set,q,denominator,satterthwaite,saddlepoint,exact")
writeLines(c(head, lines), file.path(case, "expected.csv"))
