# The variance of a balanced sample by Deville and Tillé's first choice of weights, from weighted regressions (lm) on the balancing variables over
# the probabilities: no package has it. The 60 schools stand for a sample; one probability is 1; "double" is twice api99.
suppressMessages(library(survey))
data(api)
d <- apisrs[1:60, ]
d$p <- pmin(1, 0.05 + 0.0004 * d$enroll)
d$p[7] <- 1
d$double <- 2 * d$api99
columns <- c("p", "stype", "meals", "ell", "api99", "double", "api00", "enroll")
text <- function(x) if (is.numeric(x)) sprintf("%.17g", x) else as.character(x)
head <- sprintf("# %s, survey %s; written by reference/sampling/balanced/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, paste(columns, collapse = ","), do.call(paste, c(unname(lapply(d[columns], text)), sep = ","))), "reference/sampling/balanced/sample.csv")
d <- d[d$p < 1, ]
x <- as.matrix(d[c("meals", "ell", "api99", "double")]) / d$p
designs <- list(none = model.matrix(~1, d), two = cbind(1, x[, 1:2]), four = cbind(1, x), strata = cbind(model.matrix(~ 0 + stype, d), x[, 1:2]))
rows <- c()
for (name in names(designs)) {
  fits <- lapply(c(api00 = "api00", enroll = "enroll"), function(y) lm((d[[y]] / d$p) ~ 0 + designs[[name]], weights = 1 - d$p))
  q <- fits[[1]]$rank
  n <- nrow(d)
  v <- function(a, b) sum((1 - d$p) * n / (n - q) * residuals(fits[[a]]) * residuals(fits[[b]]))
  rows <- c(rows, sprintf("%s,%s,%.17g", name, c("api00", "enroll", "covariance"), c(v(1, 1), v(2, 2), v(1, 2))))
}
writeLines(c(head, "case,measure,value", rows), "reference/sampling/balanced/expected.csv")
