# Correlations with their standard errors by svycontrast of the moments from svymean; the test on Fisher's scale and its interval are
# written out by atanh, pt and qt. survey (4.1.1) has no test of a correlation of its own.
source("reference/api/designs.R")
folder <- "reference/testing/correlation"
lines <- c()
for (name in names(designs)) for (domain in c("", "large")) for (variable in c("api00", "mobility")) {
  d <- update(designs[[name]], x = ell, y = get(variable))
  d <- update(d, xx = x * x, yy = y * y, xy = x * y)
  if (domain == "large") d <- subset(d, enroll > 300)
  m <- svymean(~ x + y + xx + yy + xy, d)
  r <- svycontrast(m, quote((xy - x * y) / sqrt((xx - x^2) * (yy - y^2))))
  null <- if (variable == "api00") 0 else 0.1
  df <- degf(d) - 1
  # As it was before rounding in large moments: centred variables have the same correlation.
  centre <- coef(m)
  d <- update(d, x = x - centre["x"], y = y - centre["y"])
  d <- update(d, xx = x * x, yy = y * y, xy = x * y)
  m <- svymean(~ x + y + xx + yy + xy, d)
  centred <- svycontrast(m, quote((xy - x * y) / sqrt((xx - x^2) * (yy - y^2))))
  stopifnot(all.equal(c(coef(r), SE(r)), c(coef(centred), SE(centred)), tolerance = 1e-6))
  r <- as.numeric(coef(centred))
  se <- as.numeric(SE(centred))
  t <- (atanh(r) - atanh(null)) * (1 - r^2) / se
  half <- qt(0.975, df) * se / (1 - r^2)
  figures <- number(c(null, r, se, t, df, 2 * pt(-abs(t), df), tanh(atanh(r) - half), tanh(atanh(r) + half)))
  lines <- c(lines, paste(c(name, variable, domain, figures), collapse = ","))
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,variable,domain,null,estimate,se,t,df,p,low,high"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
