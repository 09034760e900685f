# Fay on a paired design, with our matrix (constructed here from its published definition) and with the package's own.
suppressMessages(library(survey))
data(api)
case <- "apistrat/fay"
type <- "Fay"
rho <- 0.3

# A paired design made from apistrat: within each type of school, every ten schools in order of row are a stratum, the
# first five of which are one unit and the last five the other. 20 strata.
within <- ave(seq_len(nrow(apistrat)), apistrat$stype, FUN = seq_along) - 1
apistrat$block <- sprintf("%d%02d", match(apistrat$stype, c("E", "M", "H")), within %/% 10)
apistrat$half <- paste0(apistrat$block, ifelse(within %% 10 < 5, "a", "b"))
design <- svydesign(id = ~half, strata = ~block, weights = ~pw, data = apistrat)

# Paley's first matrix for q = 23, normalised to ones in the first row and column.
q <- 23
square <- (seq_len(q - 1)^2) %% q
chi <- function(x) ifelse(x %% q == 0, 0, ifelse((x %% q) %in% square, 1, -1))
Q <- outer(0:(q - 1), 0:(q - 1), function(i, j) chi(i - j))
H <- rbind(1, cbind(1, -(Q + diag(q))))
stopifnot(all(crossprod(H) == diag(24) * 24))
# The package has strata in rows, does not use the first row, and keeps the first unit where the entry differs from
# that in the corner.
given <- t(H)
given[1, ] <- -1
put <- function(name, stat) {
  values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
  names(values) <- paste0(name, c("", "_se"))
  expected <<- c(expected, values)
}
expected <- c()
for (mse in c(FALSE, TRUE)) {
  rep <- as.svrepdesign(design, type = type, fay.rho = rho, mse = mse, hadamard.matrix = given)
  own <- as.svrepdesign(design, type = type, fay.rho = rho, mse = mse)
  p <- if (mse) "mse_" else ""
  put(paste0(p, "mean_api00"), svymean(~api00, rep))
  put(paste0(p, "total_enroll"), svytotal(~enroll, rep))
  put(paste0(p, "ratio_api00_api99"), svyratio(~api00, ~api99, rep))
  put(paste0(p, "mean_api00_yes"), svymean(~api00, subset(rep, sch.wide == "Yes")))
  put(paste0(p, "own_total_enroll"), svytotal(~enroll, own))
  m <- svyquantile(~api00, rep, 0.5, interval.type = "quantile")[[1]]
  values <- c(m[1, 1], m[1, 4])
  names(values) <- paste0(p, c("median_api00", "median_api00_se"))
  expected <- c(expected, values)
}
expected <- c(expected, taylor_total_enroll_se = as.numeric(SE(svytotal(~enroll, design))),
  degf = degf(rep), scale = rep$scale, replicates = ncol(weights(rep, "analysis")))

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
