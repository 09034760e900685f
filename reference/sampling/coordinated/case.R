# Samples by permanent random numbers. expected.csv: given numbers, the units that UPopips() of the sampling package takes (types "pareto" and
# "uniform", the latter being sequential Poisson sampling) when its runif() hands out the numbers less the start; sampling 2.9 asks for as many numbers
# as the sample has units and uses them again, so that runif() here gives one for every unit. Poisson and simple random samples
# are written out. inclusion.csv: the exact probabilities of samples of three of five units, integrated over the number of the unit.
suppressMessages({ library(sampling); library(survey) })
data(api)
set.seed(31)
numbers <- runif(200)
shifted <- function(start) (numbers - start) %% 1
order_sample <- UPopips
environment(order_sample) <- new.env(parent = asNamespace("sampling"))
size <- inclusionprobabilities(apisrs$enroll, 30)
stopifnot(all(size < 1))
rows <- c()
for (start in c(0, 0.625)) {
  assign("runif", function(n) shifted(start), envir = environment(order_sample))
  samples <- list(
    pareto = order_sample(size, "pareto"), sequential_poisson = order_sample(size, "uniform"),
    poisson = which(shifted(start) < size), srs = order(shifted(start))[1:30]
  )
  for (name in names(samples)) {
    s <- as.integer(seq_len(200) %in% samples[[name]])
    rows <- c(rows, sprintf("%s,%.17g,%.17g,%.17g,%d", name, start, numbers, size, s))
  }
}
head <- sprintf("# %s, sampling %s; written by reference/sampling/coordinated/case.R", R.version.string, packageVersion("sampling"))
writeLines(c(head, "case,start,number,probability,sample", rows), "reference/sampling/coordinated/expected.csv")

p <- c(0.9, 0.75, 0.6, 0.5, 0.25)
# The probability that another unit's rank is below that of a unit with number u.
below <- list(
  pareto = function(u, k, l) { o <- u * (1 - p[k]) * p[l] / ((1 - u) * p[k] * (1 - p[l])); o / (1 + o) },
  sequential_poisson = function(u, k, l) pmin(1, u * p[l] / p[k])
)
exact <- function(type, k) {
  others <- setdiff(seq_along(p), k)
  # At most two of the others are below.
  integrand <- Vectorize(function(u) {
    chance <- 1
    for (l in others) {
      b <- below[[type]](u, k, l)
      chance <- c(chance * (1 - b), 0) + c(0, chance * b)
    }
    sum(chance[1:3])
  })
  # Kinks where another unit's chance reaches one.
  cuts <- if (type == "pareto") c(0, 1) else sort(unique(c(0, pmin(1, p[k] / p), 1)))
  sum(mapply(function(a, b) integrate(integrand, a, b, rel.tol = 1e-11)$value, head(cuts, -1), cuts[-1]))
}
rows <- c()
for (type in names(below)) {
  e <- vapply(seq_along(p), function(k) exact(type, k), 0)
  stopifnot(all.equal(sum(e), 3))
  rows <- c(rows, sprintf("%s,%.17g,%.17g", type, p, e))
}
writeLines(c(head, "type,probability,exact", rows), "reference/sampling/coordinated/inclusion.csv")
