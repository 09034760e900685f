# t tests by svyttest under linearisation and the jackknife: one sample, two variables of the same rows, two groups, of means and of a
# share, in all rows and in a domain. svyttest has one degree of freedom too few for one sample (R: n - 2 for a simple random
# sample): there the probability and the interval are by pt and confint with those of the design. The value of a one-sample
# hypothesis is subtracted from the variable.
source("reference/testing/designs.R")
folder <- "reference/testing/t"
lines <- c()
put <- function(name, test, domain, variable, figures) {
  lines <<- c(lines, paste(c(name, test, domain, variable, number(as.numeric(figures))), collapse = ","))
}
one <- function(name, test, domain, variable, design, formula, null) {
  found <- svyttest(formula, design)
  df <- degf(design)
  mean <- svymean(reformulate(deparse(formula[[2]])), design)
  stopifnot(all.equal(as.numeric(found$statistic), as.numeric(coef(mean) / SE(mean))))
  interval <- confint(mean, df = df) + null
  p <- 2 * pt(-abs(unname(found$statistic)), df)
  put(name, test, domain, variable, c(coef(mean) + null, SE(mean), found$statistic, df, p, interval))
}
two <- function(name, domain, variable, design, formula) {
  found <- svyttest(formula, design)
  put(name, "two", domain, variable, c(
    found$estimate, found$estimate / found$statistic, found$statistic, found$parameter, found$p.value, found$conf.int
  ))
}
for (name in names(both)) {
  whole <- update(both[[name]], award = as.numeric(awards == "Yes"), change = api00 - api99,
    away = api00 - 650, half = award - 0.5)
  for (domain in domains(name)) {
    d <- within(whole, domain)
    one(name, "one", domain, "api00", d, away ~ 0, 650)
    one(name, "one", domain, "awards", d, half ~ 0, 0.5)
    one(name, "paired", domain, "api00", d, change ~ 0, 0)
    two(name, domain, "api00", d, api00 ~ sch.wide)
    two(name, domain, "awards", d, award ~ sch.wide)
  }
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,test,domain,variable,estimate,se,t,df,p,low,high"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
