# Weighting carried through JK1 replicates of the cluster sample: post-stratification, raking and linear calibration,
# each made again in every replicate; and a nonresponse adjustment followed by post-stratification.
suppressMessages(library(survey))
data(api)
case <- "apiclus1/carry"
design <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
rep <- as.svrepdesign(design, type = "JK1")

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

types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
all("poststratify", postStratify(rep, ~stype, types))
# Raked far below the default tolerance, so that all replicates have converged too.
all("rake", rake(rep, list(~stype, ~sch.wide), list(types, wide),
  control = list(maxit = 2000, epsilon = 1e-14)))
all("calibrate", calibrate(rep, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)))

# Every fifth school did not answer; classes are whether the school met its school-wide target.
answered <- seq_len(nrow(apiclus1)) %% 5 != 0
base <- cbind(weights(rep, "sampling"), weights(rep, "analysis"))
adjusted <- apply(base, 2, function(w) {
  class <- apiclus1$sch.wide
  w <- w * (ave(w, class, FUN = sum) / ave(w * answered, class, FUN = sum)) * answered
  w * types$Freq[match(apiclus1$stype, types$stype)] / ave(w, apiclus1$stype, FUN = sum)
})
chain <- svrepdesign(variables = apiclus1, weights = adjusted[, 1], repweights = adjusted[, -1], type = "other",
  scale = rep$scale, rscales = rep$rscales, combined.weights = TRUE)
all("nonresponse", chain)

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
