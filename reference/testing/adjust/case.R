# Adjusted probabilities by R's p.adjust; missing ones are left out of the count.
case <- "reference/testing/adjust"
sets <- list(
  few = c(0.01, 0.04, 0.03, 0.005, 0.2),
  ties = c(0.02, 0.02, 0.5, 0.001, 0.5, 0.9),
  missing = c(0.03, NA, 0.2, 0.0001, NA, 1),
  many = (((1:50) * 37) %% 53 / 53)^3,
  one = 0.03
)
number <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
methods <- c("bonferroni", "holm", "hochberg", "BH", "BY")
lines <- c()
for (name in names(sets)) {
  p <- sets[[name]]
  columns <- lapply(methods, function(method) number(p.adjust(p, method)))
  lines <- c(lines, do.call(paste, c(list(name, number(p)), columns, sep = ",")))
}
head <- c(sprintf("# %s; written by %s/case.R", R.version.string, case), paste(c("set", "p", methods), collapse = ","))
writeLines(c(head, lines), file.path(case, "expected.csv"))
