# Joint inclusion probabilities of Brewer's method. The package has none: for two units they are those of Sampford's
# method, and for more every sequence of draws is gone through, with the chances that UPbrewer computes.
suppressMessages(library(sampling))
# Sizes and sample size of each design; no unit is certain. The last is so skewed that Tillé's larger samples have some.
designs <- list(
  two = inclusionprobabilities(c(12, 30, 7.5, 22, 18, 41, 9, 15), 2),
  four = inclusionprobabilities(c(12, 30, 7.5, 22, 18, 41, 9, 15, 28, 33), 4),
  skewed = inclusionprobabilities(c(2, 60, 3, 5, 55, 4, 1, 30, 8, 12, 2.5, 20), 3)
)
rows <- c()
put <- function(name, p, joint) {
  # Units are counted from 0; the probability of a unit with itself is its own.
  diag(joint) <- p
  for (i in seq_along(p)) for (j in i:length(p)) rows <<- c(rows, sprintf("%s,%d,%d,%.17g", name, i - 1, j - 1, joint[i, j]))
}

# Adds the probability of every sequence that begins with the units taken to all pairs of its units.
pairs <- function(p) {
  n <- round(sum(p))
  joint <- matrix(0, length(p), length(p))
  go <- function(taken, chance) {
    i <- length(taken) + 1
    if (i > n) {
      joint[taken, taken] <<- joint[taken, taken] + chance
      return(invisible())
    }
    sb <- replace(rep(0, length(p)), taken, 1)
    a <- sum(p * sb)
    q <- (1 - sb) * p * ((n - a) - p) / ((n - a) - p * (n - i + 1))
    q <- q / sum(q)
    for (k in which(sb == 0)) go(c(taken, k), chance * q[k])
  }
  go(c(), 1)
  stopifnot(all.equal(diag(joint), p))
  joint
}
put("two", designs$two, UPsampfordpi2(designs$two))
for (name in c("four", "skewed")) put(name, designs[[name]], pairs(designs[[name]]))
stopifnot(all.equal(pairs(designs$two), UPsampfordpi2(designs$two)))

head <- sprintf("# %s, sampling %s", R.version.string, packageVersion("sampling"))
writeLines(c(head, "design,i,j,probability", rows), "reference/sampling/brewer/expected.csv")
