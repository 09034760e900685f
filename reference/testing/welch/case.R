# Welch's test of two independent simple random samples by t.test of R's stats package: the samples are taken without their weights, as
# figures that any design without them must give.
suppressMessages(library(survey))
data(api)
case <- "testing/welch"
two <- t.test(apisrs$api00, apiclus2$api00, mu = 5)
figures <- c(
  t = unname(two$statistic), df = unname(two$parameter), p = two$p.value, low = two$conf.int[1], high = two$conf.int[2],
  greater = t.test(apisrs$api00, apiclus2$api00, mu = 5, alternative = "greater")$p.value,
  less = t.test(apisrs$api00, apiclus2$api00, mu = 5, alternative = "less")$p.value
)
head <- sprintf("# %s; written by reference/%s/case.R", R.version.string, case)
lines <- sprintf("%s,%.17g", names(figures), figures)
writeLines(c(head, "name,value", lines), file.path("reference", case, "expected.csv"))
