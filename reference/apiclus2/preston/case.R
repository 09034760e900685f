# Preston's multistage rescaled bootstrap by the survey package's own function. R's random numbers are not ours, so the units that we draw (draws.csv: seed
# 20261101, for each of 30 replicates and both stages the drawn districts and schools) take the place of R's sample().
source("reference/api/designs.R")
case <- "reference/apiclus2/preston"
draws <- read.csv(file.path(case, "draws.csv"), colClasses = "character")
design <- designs$clus2
# Schools with a missing value stay: their multipliers are those of their leaves.
replicate_now <- 0
ids <- design$cluster
labels <- list(as.character(apiclus2$dnum), as.character(apiclus2$snum))
drawn_of <- lapply(seq_len(30), function(r) lapply(1:2, function(s) {
  strsplit(draws$units[draws$replicate == r & draws$stage == s], " ")[[1]]
}))
fed <- new.env(parent = asNamespace("survey"))
fed$sample <- function(x, size) {
  # The identifiers say which stage they are of: those of the second have the district in front.
  stage <- if (all(x %in% ids[, 1]) && length(unique(ids[, 1])) == length(x)) 1 else 2
  rows <- match(x, ids[, stage])
  drawn <- x[labels[[stage]][rows] %in% drawn_of[[replicate_now]][[stage]]]
  stage_one_of <- unique(labels[[1]][rows])
  fraction <- unique(design$fpc$sampsize[rows, stage] / design$fpc$popsize[rows, stage])
  # A district whose schools were all taken does not vary: which half R draws has no effect on its multipliers, and we draw none.
  stopifnot(length(drawn) == size || (stage == 2 && all(fraction == 1)))
  drawn
}
mrb <- survey::mrbweights
environment(mrb) <- fed
repweights <- sapply(seq_len(30), function(r) {
  replicate_now <<- r
  mrb(design$cluster, design$strata, design$fpc, replicates = 1, multicore = FALSE)$repweights
})
write.csv(data.frame(multiplier = number(as.vector(repweights))), file.path(case, "multipliers.csv"), row.names = FALSE, quote = FALSE)
made <- svrepdesign(variables = apiclus2, weights = weights(design), repweights = repweights, type = "other",
  scale = 1, rscales = rep(1 / 29, 30), combined.weights = FALSE, mse = FALSE)

expected <- c()
put <- function(name, stat) {
  values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
  names(values) <- paste0(name, c("", "_se"))
  expected <<- c(expected, values)
}
for (domain in c("all", "E")) {
  d <- if (domain == "all") made else subset(made, stype == domain)
  # The three values are summed over the schools that have all of them.
  complete <- subset(d, !is.na(enroll))
  put(paste0(domain, "_mean_api00"), svymean(~api00, complete))
  put(paste0(domain, "_total_enroll"), svytotal(~enroll, complete))
  put(paste0(domain, "_ratio_api00_api99"), svyratio(~api00, ~api99, complete))
  q <- svyquantile(~api00, d, 0.5, interval.type = "quantile")[[1]]
  expected[paste0(domain, "_median_api00_se")] <- q[1, 4]
}
expected["scale"] <- 1 / 29
head <- sprintf("# %s, survey %s; written by apiclus2/preston/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), number(expected))), file.path(case, "expected.csv"))
