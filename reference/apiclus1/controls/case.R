# Linear calibration to estimated controls, written here from the published methods (Fuller 1998; Opsomer and Erciulescu 2021). The cluster sample of districts has
# JK1 replicates; the controls are the number of schools, the high and the middle schools and the total of api99. Each replicate is calibrated to its own
# controls by solving the normal equations; the survey package makes the standard errors from the weights, with mse = TRUE.
# "fuller": the controls and their covariance are estimates of the simple random sample; the number of schools has no error, and replicates 4, 8 and 12 are
# moved by the columns of the factor that chol() gives. "sample": the controls are estimates of the two-stage sample taken as districts with JK1, whose 40 replicates
# are matched to three copies of the 15; replicate s goes to number 7 s modulo 45, counted from 0.
source("reference/api/designs.R")
primary <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1), type = "JK1", compress = FALSE)
x <- model.matrix(~ stype + api99, apiclus1)
linear <- function(w, totals) w * (1 + as.vector(x %*% solve(crossprod(x, w * x), totals - colSums(w * x))))
expected <- c()
estimates <- function(name, repweights, scale, full) {
  made <- svrepdesign(variables = apiclus1, weights = full, repweights = repweights, type = "other", scale = scale,
    rscales = rep(1, ncol(repweights)), combined.weights = TRUE, mse = TRUE)
  put <- function(what, stat) {
    values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
    names(values) <- paste0(name, "_", what, c("", "_se"))
    expected <<- c(expected, values)
  }
  put("mean_api00", svymean(~api00, made))
  put("total_enroll", svytotal(~enroll, made))
  put("ratio_api00_api99", svyratio(~api00, ~api99, made))
  put("mean_api00_E", svymean(~api00, subset(made, stype == "E")))
  put("total_api99", svytotal(~api99, made))
}
replicates <- weights(primary, "analysis")

controls <- svytotal(~ stype + api99, update(designs$srs, one = 1))
totals <- c(sum(weights(designs$srs)), coef(controls)[c("stypeH", "stypeM", "api99")])
V <- vcov(controls)[c("stypeH", "stypeM", "api99"), c("stypeH", "stypeM", "api99")]
moves <- rbind(0, t(chol(V)))
own <- matrix(totals, 4, 15)
for (i in 1:3) own[, c(4, 8, 12)[i]] <- totals + moves[, i] / sqrt(primary$scale)
estimates("fuller", sapply(1:15, function(r) linear(replicates[, r], own[, r])), primary$scale, linear(weights(primary, "sampling"), totals))
expected <- c(expected, fuller_control_api99_se = sqrt(V[3, 3]), setNames(totals, paste0("fuller_total_", 1:4)),
  setNames(as.vector(V), paste0("fuller_covariance_", 1:9)))

other <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, data = apiclus2), type = "JK1", compress = FALSE)
z <- model.matrix(~ stype + api99, apiclus2)
full <- colSums(weights(other, "sampling") * z)
theirs <- crossprod(z, weights(other, "analysis"))
own <- matrix(full, 4, 45)
scale <- primary$scale / 3
for (s in 0:39) {
  r <- (7 * s) %% 45 + 1
  own[, r] <- full + sqrt(other$scale / scale) * (theirs[, s + 1] - full)
}
estimates("sample", sapply(1:45, function(r) linear(replicates[, (r - 1) %/% 3 + 1], own[, r])), scale, linear(weights(primary, "sampling"), full))
other$mse <- TRUE
expected <- c(expected, sample_control_api99_se = as.numeric(SE(svytotal(~api99, other))))

head <- sprintf("# %s, survey %s; written by apiclus1/controls/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), number(expected))), "reference/apiclus1/controls/expected.csv")
