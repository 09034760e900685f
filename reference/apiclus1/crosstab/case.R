# Cross-tables of the cluster sample with Rao-Scott tests: the whole sample, a domain, and with post-stratified weights.
suppressMessages(library(survey))
data(api)
case <- "apiclus1/crosstab"
design <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)

crosstab <- function(prefix, d, table, formula) {
  f <- svychisq(formula, d, statistic = "F")
  chisq <- svychisq(formula, d, statistic = "Chisq")
  rows <- all.vars(formula)[1]
  columns <- all.vars(formula)[2]
  v <- d$variables
  p <- svymean(reformulate(sprintf("interaction(%s, %s)", rows, columns)), d)
  put <- function(x) expected <<- c(expected, setNames(x, paste0(prefix, "_", names(x))))
  put(c(F = unname(f$statistic), ndf = unname(f$parameter[1]), ddf = unname(f$parameter[2]), F_p = unname(f$p.value)))
  put(c(X2 = unname(chisq$statistic), df = unname(chisq$parameter), X2_p = unname(chisq$p.value), n = nrow(v)))
  names <- sub("^interaction\\(.*\\)", "", names(coef(p)))
  put(setNames(coef(p), paste0("p_", names)))
  put(setNames(SE(p), paste0("se_", names)))
  # Percentages of the row: means within the row's domain.
  within <- svyby(reformulate(columns), reformulate(rows), d, svymean)
  for (i in seq_len(nrow(within))) {
    row <- as.character(within[i, 1])
    put(setNames(coef(within)[endsWith(names(coef(within)), "") & startsWith(names(coef(within)), paste0(row, ":"))],
      paste0("row_", row, ".", levels(factor(v[[columns]])))))
    put(setNames(unlist(SE(within)[i, ]), paste0("row_se_", row, ".", levels(factor(v[[columns]])))))
  }
}
expected <- c()
crosstab("all", design, "sch.wide by stype", ~ stype + sch.wide)
crosstab("large", subset(design, enroll > 300), "sch.wide by stype", ~ stype + sch.wide)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
crosstab("post", postStratify(design, ~stype, types), "awards by stype", ~ stype + awards)

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
