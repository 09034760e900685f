# The jobs in R's survey: `Rscript survey_jobs.R DIR JOB` prints times, memory and figures as JSON. Reading the data is not timed.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
directory <- arguments[1]
job <- arguments[2]
folder <- file.path(directory, if (job == "total_by_6760") "small" else "large")
column <- function(name) {
  path <- file.path(folder, name)
  if (grepl("i32$", name)) readBin(path, "integer", file.size(path) / 4, 4) else readBin(path, "double", file.size(path) / 8, 8)
}
sizes <- c(2, 5, 6, 11)
margins <- paste0("m", sizes)
needed <- list(mean_by_600 = "group", total_by_6760 = "cell", table = c("row", "column"), rake = margins,
               rake_in_replicates = margins, calibrate = margins, logistic = c("voted", paste0("x", 1:6)))
codes <- c("stratum", "psu", "group", "cell", "row", "column", margins)
names <- c("stratum", "psu", "weight", "y", needed[[job]])
data <- as.data.frame(lapply(setNames(names, names), function(name) column(paste0(name, if (name %in% codes) ".i32" else ".f64"))))
factors <- intersect(names, c("group", "cell", "row", "column", margins))
data[factors] <- lapply(data[factors], factor)
if (any(margins %in% names)) totals <- lapply(setNames(sizes, margins), function(size) column(paste0("totals", size, ".f64")))
design <- function() svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
ready <- if (job == "mean_cold") NULL else design()
estimate <- function(found) c(coef(found), SE(found))
population <- function(name) setNames(data.frame(levels(data[[name]]), totals[[name]]), c(name, "Freq"))
weighted <- function(of) sum(weights(of) * data$y) / sum(weights(of))
raked <- function(of) rake(of, lapply(margins, function(name) as.formula(paste0("~", name))), lapply(margins, population),
                           control = list(maxit = 1000, epsilon = 1e-10))
jobs <- list(
  mean_cold = function() estimate(svymean(~y, design())),
  mean = function() estimate(svymean(~y, ready)),
  mean_by_600 = function() { t <- svyby(~y, ~group, ready, svymean); c(t$y, t$se) },
  total_by_6760 = function() { t <- svyby(~y, ~cell, ready, svytotal); c(t$y, t$se) },
  quantiles = function() { q <- svyquantile(~y, ready, c(0.25, 0.5, 0.75), ci = TRUE)$y; as.vector(t(q[, 1:3])) },
  table = function() { t <- svychisq(~row + column, ready, statistic = "F"); c(t$statistic, t$parameter) },
  bootstrap = function() { set.seed(1); estimate(svymean(~y, as.svrepdesign(ready, type = "subbootstrap", replicates = 200))) },
  jackknife = function() estimate(svymean(~y, as.svrepdesign(ready, type = "JKn"))),
  rake = function() weighted(raked(ready)),
  rake_in_replicates = function() { set.seed(1); estimate(svymean(~y, raked(as.svrepdesign(ready, type = "subbootstrap", replicates = 200)))) },
  calibrate = function() {
    known <- c(`(Intercept)` = sum(totals$m2), unlist(lapply(margins, function(name) setNames(totals[[name]][-1], paste0(name, levels(data[[name]])[-1])))))
    weighted(calibrate(ready, ~m2 + m5 + m6 + m11, known))
  },
  logistic = function() { f <- svyglm(voted ~ x1 + x2 + x3 + x4 + x5 + x6, ready, family = quasibinomial(), control = list(epsilon = 1e-12)); c(coef(f), SE(f)) }
)
peak <- function() as.numeric(gsub("[^0-9]", "", grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)))
memory <- peak(); best <- Inf; cpu <- 0; done <- 0; start <- proc.time()[["elapsed"]]
while (done == 0 || (done < 100 && proc.time()[["elapsed"]] - start < 2)) {
  began <- proc.time()
  figures <- jobs[[job]]()
  used <- proc.time() - began
  best <- min(best, used[["elapsed"]]); cpu <- cpu + used[["user.self"]] + used[["sys.self"]]; done <- done + 1
}
cat(sprintf('{"seconds": %.4f, "cpu": %.4f, "added_kb": %.0f, "figures": [%s]}\n', best, cpu / done, peak() - memory,
            paste(sprintf("%.17g", figures), collapse = ", ")))
