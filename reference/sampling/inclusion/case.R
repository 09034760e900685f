# Inclusion probabilities in proportion to size: plain, with certainty units found in one and in several rounds, with zeros.
suppressMessages(library(sampling))
sizes <- list(
  plain = c(12, 30, 7.5, 22, 18, 41, 9, 15),
  certainty = c(5, 3, 250, 8, 2, 6, 4, 7),
  rounds = c(1000, 300, 90, 30, 9, 4, 3, 2, 2, 1),
  zeros = c(0, 14, 3, 0, 9, 60, 2, 11)
)
n <- c(plain = 3, certainty = 3, rounds = 5, zeros = 4)

rows <- c()
for (case in names(sizes)) {
  p <- suppressWarnings(inclusionprobabilities(sizes[[case]], n[[case]]))
  rows <- c(rows, sprintf("%s,%d,%s,%.17g", case, n[[case]], format(sizes[[case]], trim = TRUE), p))
}
head <- sprintf("# %s, sampling %s", R.version.string, packageVersion("sampling"))
writeLines(c(head, "case,n,size,probability", rows), "reference/sampling/inclusion/expected.csv")
