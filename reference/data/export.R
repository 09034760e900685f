# The California samples of R's survey package, and their population, as the tests read them: 17 significant digits,
# empty fields where a value is missing.
suppressMessages(library(survey))
data(api)
write <- function(name, data, columns) {
  text <- lapply(data[columns], function(x) {
    s <- if (is.numeric(x)) trimws(formatC(x, digits = 17, format = "g", width = 1)) else as.character(x)
    ifelse(is.na(x), "", s)
  })
  lines <- c(paste(columns, collapse = ","), do.call(paste, c(unname(text), sep = ",")))
  writeLines(lines, file.path("reference", "data", paste0(name, ".csv")))
}
population <- c("cds", "stype", "cnum", "dnum", "snum", "api00", "api99", "enroll", "meals", "ell", "sch.wide", "awards")
sample <- c("cds", "stype", "cnum", "dnum", "snum", "api00", "api99", "sch.wide", "comp.imp", "both", "awards", "meals",
  "ell", "yr.rnd", "mobility", "avg.ed", "full", "emer", "enroll", "api.stu", "pw")
write("apipop", apipop, population)
write("apisrs", apisrs, c(sample, "fpc"))
write("apistrat", apistrat, c(sample, "fpc"))
write("apiclus1", apiclus1, c(sample, "fpc"))
write("apiclus2", apiclus2, c(sample, "fpc1", "fpc2"))
# The 2004 election by county: the sample with probability in proportion to votes, its joint probabilities (pairs counted from 0,
# once each), and what Hartley and Rao's approximation needs of the population.
data(election)
write("election_pps", election_pps, c("County", "TotPrecincts", "Bush", "Kerry", "Nader", "votes", "p"))
pairs <- which(upper.tri(election_jointprob, diag = TRUE), arr.ind = TRUE)
write("election_joint", data.frame(i = pairs[, 1] - 1, j = pairs[, 2] - 1, p = election_jointprob[pairs],
  hr = election_jointHR[pairs]), c("i", "j", "p", "hr"))
