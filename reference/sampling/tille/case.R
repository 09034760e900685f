# Joint inclusion probabilities of Tillé's elimination.
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

for (name in names(designs)) put(name, designs[[name]], UPtillepi2(designs[[name]]))

head <- sprintf("# %s, sampling %s", R.version.string, packageVersion("sampling"))
writeLines(c(head, "design,i,j,probability", rows), "reference/sampling/tille/expected.csv")
