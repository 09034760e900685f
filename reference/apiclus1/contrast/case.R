# Contrasts of domain means and totals, and of two variables, in the cluster sample: Taylor and JK1.
suppressMessages(library(survey))
data(api)
case <- "apiclus1/contrast"
design <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)

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
contrasts("jk1", as.svrepdesign(design, type = "JK1"))

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
