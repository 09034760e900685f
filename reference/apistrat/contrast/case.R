# Contrasts of domain means and totals, and of two variables, in the stratified sample: Taylor and JKn.
suppressMessages(library(survey))
data(api)
case <- "apistrat/contrast"
design <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)

expected <- c()
put <- function(name, stat, df) {
  ci <- confint(stat, df = df)
  values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)), ci[1, 1], ci[1, 2])
  names(values) <- paste0(name, c("", "_se", "_lower", "_upper"))
  expected <<- c(expected, values)
}
contrasts <- function(prefix, d) {
  df <- degf(d)
  by <- svyby(~api00, ~stype, d, svymean, covmat = TRUE)
  put(paste0(prefix, "_E_less_H"), svycontrast(by, c(1, -1, 0)), df)
  put(paste0(prefix, "_E_less_rest"), svycontrast(by, c(1, -0.5, -0.5)), df)
  totals <- svyby(~enroll, ~stype, d, svytotal, covmat = TRUE)
  put(paste0(prefix, "_total_E_less_H"), svycontrast(totals, c(1, -1, 0)), df)
  years <- svymean(~ api00 + api99, d)
  put(paste0(prefix, "_api00_less_api99"), svycontrast(years, c(1, -1)), df)
  expected <<- c(expected, setNames(df, paste0(prefix, "_degf")))
}
contrasts("taylor", design)
contrasts("jkn", as.svrepdesign(design, type = "JKn"))

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
