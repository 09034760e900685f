# Tails of sums of chi-squared variables: Satterthwaite and saddlepoint by survey's pchisqsum and pFsum, the exact figure by
# Ruben's series (1962, Annals of Mathematical Statistics 33), which has nothing in common with the inversion of the program.
# survey repeats a weight by its degrees of freedom, so the saddlepoint with a denominator takes whole numbers only.
# Its saddlepoint is found by uniroot with a tolerance of 1e-8.
suppressMessages(library(survey))
case <- "reference/testing/quadratic_form"
source("reference/testing/ruben.R")
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
  exact <- ruben(a)
  for (q in c(0.05, 0.5, 1.5, 3, 6)) {
    x <- q * sum(a)
    tail <- function(method) pchisqsum(x, rep(1, length(a)), a, lower.tail = FALSE, method = method)
    lines <- c(lines, paste(name, q, "Inf", number(tail("satterthwaite")), number(tail("saddlepoint")), certain(exact(x)), sep = ","))
    for (d in c(3, 14, 150)) {
      tail <- function(method) survey:::pFsum(x, rep(1, length(a)), a, ddf = d, lower.tail = FALSE, method = method)
      whole <- ruben_over(a, d)(x)
      lines <- c(lines, paste(name, q, d, number(tail("satterthwaite")), number(tail("saddlepoint")), certain(whole), sep = ","))
    }
  }
}
for (name in names(sets)) lines <- c(lines, paste(c("#", name, sets[[name]]), collapse = " "))
head <- c(sprintf("# %s, survey %s; written by %s/case.R", R.version.string, packageVersion("survey"), case), "set,q,denominator,satterthwaite,saddlepoint,exact")
writeLines(c(head, lines), file.path(case, "expected.csv"))
