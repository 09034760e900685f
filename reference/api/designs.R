# The designs of the California samples and how figures are written; sourced by the cases.
suppressMessages(library(survey))
data(api)
options(survey.lonely.psu = "fail")
designs <- list(
  srs = svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs),
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  strat_nofpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  clus1 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  clus2 = svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
)
number <- function(x) sprintf("%.17g", x)
# One line a figure; a missing figure is empty.
line <- function(design, measure, domain, category, value, se, low = NA, high = NA, df = NA, deff = NA) {
  figures <- vapply(c(value, se, low, high, df, deff), function(x) if (is.na(x)) "" else number(x), "")
  paste(c(design, measure, domain, category, figures), collapse = ",")
}
freeze <- function(lines, folder) {
  head <- c(
    paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
    "design,measure,domain,category,value,se,low,high,df,deff"
  )
  writeLines(c(head, lines), file.path(folder, "expected.csv"))
}
