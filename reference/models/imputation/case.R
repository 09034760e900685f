# Multiple imputation: a linear model of five completed data sets (enrolment, where it is missing in the stratified sample, drawn around its mean),
# combined by MIcombine of mitools. With finite complete-data degrees of freedom mitools leaves out the factor 1 + 1/m of the
# variance between: those degrees of freedom, and what follows from them, are written out here as Barnard and Rubin (1999) have them.
# completed.csv has the estimates and covariances that are combined.
source("reference/api/designs.R")
library(mitools)
set.seed(4)
data <- apistrat
data$enroll[seq(3, 200, by = 4)] <- NA
fits <- lapply(1:5, function(i) {
  gaps <- is.na(data$enroll)
  own <- data
  own$enroll[gaps] <- pmax(20, rnorm(sum(gaps), mean(data$enroll, na.rm = TRUE), sd(data$enroll, na.rm = TRUE)))
  svyglm(api00 ~ ell + enroll, svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = own))
})
head <- paste0("# ", R.version.string, ", survey ", packageVersion("survey"), ", mitools ", packageVersion("mitools"),
  "; written by reference/models/imputation/case.R")
lines <- unlist(lapply(fits, function(g) paste(number(coef(g)), apply(vcov(g), 1, function(v) paste(number(v), collapse = ",")), sep = ",")))
writeLines(c(head, "estimate,v1,v2,v3", lines), "reference/models/imputation/completed.csv")
Q <- lapply(fits, coef)
U <- lapply(fits, vcov)
all <- MIcombine(Q, U)
m <- 5
B <- diag(var(do.call(rbind, Q)))
within <- diag(Reduce(`+`, U)) / m
T <- within + (1 + 1 / m) * B
lambda <- (1 + 1 / m) * B / T
r <- (1 + 1 / m) * B / within
out <- c()
for (complete in c(Inf, 192, 20)) {
  df <- if (is.infinite(complete)) all$df else 1 / (lambda^2 / (m - 1) + 1 / ((complete + 1) / (complete + 3) * complete * (1 - lambda)))
  missing <- if (is.infinite(complete)) all$missinfo else (r + 2 / (df + 3)) / (r + 1)
  half <- qt(0.975, df) * SE(all)
  out <- c(out, paste(0:2, complete, number(coef(all)), number(SE(all)), number(df), number(missing), number(coef(all) - half),
    number(coef(all) + half), sep = ","))
}
writeLines(c(head, "estimate,complete_df,value,se,df,missing,low,high", out), "reference/models/imputation/expected.csv")
