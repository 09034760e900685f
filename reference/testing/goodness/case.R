# Given shares: Rao and Scott's corrections written out from svymean and vcov, since the design effects of svygofchisq (survey 4.1.1) are
# linearised off the hypothesis. Pearson's statistic is checked against svygofchisq, which has it on the scale of the population;
# F of two categories against the square of svyttest. The exact tail is by Ruben's series.
source("reference/testing/designs.R")
source("reference/testing/ruben.R")
folder <- "reference/testing/goodness"
lines <- c()
given <- list(band = c(0.25, 0.3, 0.25, 0.2), awards = c(0.4, 0.6))
for (name in names(both)) for (domain in domains(name)) for (variable in names(given)) {
  d <- update(both[[name]], band = factor(findInterval(api00, c(560, 650, 740), left.open = TRUE)))
  d <- within(d, domain)
  p0 <- given[[variable]]
  formula <- reformulate(variable)
  p <- svymean(formula, d)
  n <- nrow(d$variables)
  k <- length(p0) - 1
  nu <- degf(d)
  x2 <- n * sum((coef(p) - p0)^2 / p0)
  if (!grepl("^jk", name)) {
    r <- svygofchisq(formula, p0, d)
    stopifnot(all.equal(x2, unname(r$statistic) * n / sum(coef(svytotal(formula, d)))))
  }
  V <- vcov(p)[1:k, 1:k, drop = FALSE]
  P0 <- (diag(p0) - outer(p0, p0))[1:k, 1:k, drop = FALSE]
  lambda <- Re(eigen(solve(P0 / n, V))$values)
  df <- sum(lambda)^2 / sum(lambda^2)
  put <- function(statistic, value, df, ddf, p) {
    figures <- vapply(c(value, df, ddf, p), function(x) if (is.na(x)) "" else number(x), "")
    lines <<- c(lines, paste(c(name, variable, domain, statistic, figures), collapse = ","))
  }
  f <- x2 / sum(lambda)
  put("F", f, df, df * nu, pf(f, df, df * nu, lower.tail = FALSE))
  first <- x2 / mean(lambda)
  put("first", first, k, NA, pchisq(first, k, lower.tail = FALSE))
  second <- x2 * df / sum(lambda)
  put("second", second, df, NA, pchisq(second, df, lower.tail = FALSE))
  exact <- ruben_over(lambda, df * nu)(x2)
  if (exact > 1e-8) put("exact", x2, NA, df * nu, exact)
  away <- (coef(p) - p0)[1:k]
  wald <- drop(away %*% solve(V, away)) / k
  put("Wald", wald, k, nu, pf(wald, k, nu, lower.tail = FALSE))
  adjusted <- wald * (nu - k + 1) / nu
  put("adjWald", adjusted, k, nu - k + 1, pf(adjusted, k, nu - k + 1, lower.tail = FALSE))
  if (k == 1) {
    t <- svyttest(away ~ 0, update(d, away = as.numeric(awards == "Yes") - 0.6))
    stopifnot(all.equal(f, unname(as.numeric(t$statistic)^2)))
  }
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,variable,domain,statistic,value,df,ddf,p"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
