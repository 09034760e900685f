# Post-stratification and raking carried through JKn replicates of the stratified sample.
suppressMessages(library(survey))
data(api)
case <- "apistrat/carry"
design <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
rep <- as.svrepdesign(design, type = "JKn")

expected <- c()
put <- function(name, stat) {
  values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
  names(values) <- paste0(name, c("", "_se"))
  expected <<- c(expected, values)
}
all <- function(prefix, d) {
  put(paste0(prefix, "_mean_api00"), svymean(~api00, d))
  put(paste0(prefix, "_total_enroll"), svytotal(~enroll, d))
  put(paste0(prefix, "_ratio_api00_api99"), svyratio(~api00, ~api99, d))
  put(paste0(prefix, "_mean_api00_E"), svymean(~api00, subset(d, stype == "E")))
}

wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
awards <- data.frame(awards = c("No", "Yes"), Freq = c(2014, 4180))
all("poststratify", postStratify(rep, ~sch.wide, wide))
all("rake", rake(rep, list(~awards, ~sch.wide), list(awards, wide), control = list(maxit = 2000, epsilon = 1e-14)))

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
