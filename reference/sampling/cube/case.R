# Balanced samples of 200 schools (and of their districts) with given uniform numbers: the probabilities after the flight, and the sample after the landing by giving up
# variables (method 2). The package's own functions run here with three things put in their place: runif() hands out the uniform numbers that
# are frozen beside; sample.int() leaves the order of the list; and the sign of the direction, which the decomposition leaves open, is set so that the
# last unit of the window that it moves gains. The number of sampled units is the first balancing variable.
suppressMessages({ library(sampling); library(survey) })
data(api)
set.seed(20)
uniforms <- runif(3000)
position <- 0
cube <- new.env(parent = asNamespace("sampling"))
cube$runif <- function(n, ...) {
  # The last loop of method 2 draws a number for every unit, whether it is decided or not; here all are.
  u <- uniforms[position + seq_len(n)]
  position <<- position + n
  u
}
cube$sample.int <- function(n, size = n, ...) seq_len(n)
cube$svd <- function(x, ...) {
  d <- base::svd(x, ...)
  from <- parent.frame(2)
  # Called by jump(), inside algofastflightcube(), which knows the window's units as `ind`.
  if (exists("ind", envir = from, inherits = FALSE)) {
    ind <- get("ind", envir = from)
    k <- d$u[, ncol(d$u)]
    moved <- which(abs(k) > 1e-11)
    newest <- moved[which.max(ind[moved])]
    if (k[newest] < 0) d$u[, ncol(d$u)] <- -k
    stopifnot(sum(d$d > 1e-9) == length(d$d) - 1)
  }
  d
}
for (name in c("fastflightcube", "samplecube", "landingcube", "balancedstratification", "balancedcluster")) {
  f <- get(name, envir = asNamespace("sampling"))
  environment(f) <- cube
  assign(name, f, envir = cube)
}

d <- apisrs
probabilities <- list(size = inclusionprobabilities(d$enroll, 40), equal = rep(30 / 200, 200))
x <- cbind(d$api99, d$meals, d$ell)
rows <- c()
put <- function(case, p, flight, sample) {
  rows <<- c(rows, sprintf("%s,%d,%.17g,%.17g,%d", case, seq_along(p) - 1, p, flight, as.integer(sample)))
}
# The linear program of method 1 that lands from the same flight: its least expected cost, and the samples that it goes through.
programs <- c()
cube$lp <- function(...) {
  solved <- lpSolve::lp(...)
  programs <<- c(programs, sprintf("%d,%.17g", length(solved$solution), solved$objval))
  solved
}
for (name in names(probabilities)) for (start in c(0, 1000)) {
  p <- probabilities[[name]]
  position <- start
  flight <- cube$fastflightcube(cbind(p, x), p, 2, FALSE)
  position <- start
  sample <- cube$samplecube(cbind(p, x), p, 2, FALSE, 2)
  put(paste0(name, "_", start), p, flight, sample)
  # The variables are brought to one scale: ginv() would take small eigenvalues of their products for zero.
  cube$landingcube(cbind(p, x %*% diag(1 / c(1000, 100, 100))), flight, p, FALSE)
  programs[length(programs)] <- paste0(name, "_", start, ",", programs[length(programs)])
}
# Two strata, one after the other, with a whole number of units in each.
d <- d[order(d$stype != "E"), ]
x <- cbind(d$api99, d$meals)
stratum <- ifelse(d$stype == "E", 1, 2)
p <- ifelse(stratum == 1, 25 / sum(stratum == 1), 20 / sum(stratum == 2))
for (start in c(0, 1000)) {
  position <- start
  sample <- cube$balancedstratification(x, stratum, p, FALSE, 2)
  put(paste0("strata_", start), p, NA, sample)
}
# Districts with probabilities in proportion to their schools, balanced on the totals of their schools; districts in the order of their numbers.
for (start in c(0, 1000)) {
  position <- start
  drawn <- cube$balancedcluster(cbind(d$enroll, d$meals), 25, d$dnum, 1, FALSE, 2)
  first <- match(sort(unique(d$dnum)), d$dnum)
  put(paste0("clusters_", start), drawn[first, 2], NA, drawn[first, 1])
}
rows <- gsub(",NA,", ",,", rows)
head <- sprintf("# %s, sampling %s; written by reference/sampling/cube/case.R", R.version.string, packageVersion("sampling"))
writeLines(c(head, "case,unit,probability,flight,sample", rows), "reference/sampling/cube/expected.csv")
writeLines(c(head, "case,samples,cost", programs), "reference/sampling/cube/programs.csv")
writeLines(c(head, "u", sprintf("%.17g", uniforms)), "reference/sampling/cube/uniforms.csv")
