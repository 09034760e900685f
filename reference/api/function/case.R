# Functions of totals by svycontrast(quote()), which differentiates symbolically, in every design and two domains.
source("reference/api/designs.R")
functions <- list(
  "total(api.stu) / total(enroll) - 1" = quote(api.stu / enroll - 1),
  "100 * (mean(api00) / mean(api99) - 1)" = quote(100 * ((api00 / one) / (api99 / one) - 1)),
  "log(ratio(api.stu, enroll) / (1 - ratio(api.stu, enroll)))" = quote(log((api.stu / enroll) / (1 - api.stu / enroll))),
  "sqrt(mean(api00) * mean(api99)) - exp(-mean(enroll) / 1e3)" =
    quote(sqrt((api00 / one) * (api99 / one)) - exp(-(enroll / one) / 1000)),
  "(total(enroll) / count()) ^ 0.5 ^ 2" = quote((enroll / one)^0.25),
  "mean(api00) ^ (mean(api99) / mean(enroll))" = quote((api00 / one)^((api99 / one) / (enroll / one))),
  "-ratio(api00, api99) ^ 2 + count()" = quote(-(api00 / api99)^2 + one)
)
lines <- c()
for (name in names(designs)) {
  for (domain in c("", "E", "H")) {
    d <- update(designs[[name]], one = 1)
    d <- if (domain == "") d else subset(d, stype == domain)
    d <- subset(d, !is.na(enroll) & !is.na(api.stu))
    totals <- svytotal(~ api.stu + enroll + api00 + api99 + one, d)
    for (text in names(functions)) {
      f <- svycontrast(totals, functions[[text]])
      # Commas separate the fields of the file.
      lines <- c(lines, line(name, gsub(",", ";", text), domain, "", coef(f), SE(f), df = degf(d)))
    }
  }
}
freeze(lines, "reference/api/function")
