# A Poisson sample of schools with probabilities in proportion to their size: the total and its standard error, written out as
# sum((1 - p) (y / p)^2) and compared here with the package's own Poisson sampling (poisson_sampling() in survey).
suppressMessages(library(survey))
data(api)
d <- apisrs[1:60, ]
p <- pmin(1, 0.0004 * d$enroll)
y <- d$api.stu
se <- sqrt(sum((1 - p) * (y / p)^2))
design <- svydesign(id = ~1, probs = ~p, data = data.frame(y, p), pps = poisson_sampling(p))
stopifnot(all.equal(as.numeric(SE(svytotal(~y, design))), se))
rows <- sprintf("%.17g,%.17g,%.17g,%.17g", p, y, sum(y / p), se)
head <- sprintf("# %s, survey %s; written by reference/sampling/poisson/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, "probability,y,total,se", rows), "reference/sampling/poisson/expected.csv")
