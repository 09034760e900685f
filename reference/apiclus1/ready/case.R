# Ready-made replicate weights on the cluster sample: 24 columns that differ from row to row, made by a formula that the test
# repeats, given to svrepdesign as multipliers and as full weights under every method, with and without scale and rscales.
# Centred at the replicates' mean and, with the prefix "mse", at the estimate. Quantiles have R's interval type "quantile"; the
# test of stype and sch.wide is Rao and Scott's F.
suppressMessages(library(survey))
data(api)
case <- "apiclus1/ready"
n <- nrow(apiclus1)
multiplier <- outer(seq_len(n) - 1, 0:23, function(i, r) ((7 * i + 13 * r + 3 * i * r) %% 11 + 1) / 6)
# A column that is a combination of others, for the degrees of freedom.
multiplier[, 24] <- (multiplier[, 1] + multiplier[, 2]) / 2
full <- multiplier * apiclus1$pw
rscales <- (0:23 %% 5) / 4
corrections <- 1 - (0:23) / 50

sets <- list(
  jk1_scale = list(type = "JK1", scale = 0.7),
  jk1_weights = list(type = "JK1", combined.weights = TRUE),
  jk1_multipliers = list(type = "JK1"),
  jk1_fpc = list(type = "JK1", scale = 0.7, fpc = corrections, fpctype = "correction"),
  jkn_rscales = list(type = "JKn", scale = 1, rscales = rscales, combined.weights = TRUE),
  jkn_multipliers = list(type = "JKn"),
  jk2 = list(type = "JK2", combined.weights = TRUE),
  brr = list(type = "BRR"),
  brr_rscales = list(type = "BRR", rscales = rscales),
  fay = list(type = "Fay", rho = 0.3, combined.weights = TRUE),
  bootstrap = list(type = "bootstrap"),
  bootstrap_average = list(type = "bootstrap", bootstrap.average = 5, combined.weights = TRUE),
  bootstrap_scale = list(type = "bootstrap", scale = 0.05),
  successive = list(type = "successive-difference", combined.weights = TRUE),
  acs = list(type = "ACS", combined.weights = TRUE),
  other = list(type = "other", scale = 0.1, rscales = rscales)
)
expected <- c()
for (name in names(sets)) for (mse in c(FALSE, TRUE)) {
  set <- modifyList(list(combined.weights = FALSE, variables = apiclus1, weights = apiclus1$pw, mse = mse), sets[[name]])
  set$repweights <- if (set$combined.weights) full else multiplier
  rep <- suppressWarnings(do.call(svrepdesign, set))
  put <- function(what, stat) {
    values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
    names(values) <- paste0(name, if (mse) "_mse_" else "_", what, c("", "_se"))
    expected <<- c(expected, values)
  }
  put("mean_api00", svymean(~api00, rep))
  put("total_enroll", svytotal(~enroll, rep))
  put("ratio_api00_api99", svyratio(~api00, ~api99, rep))
  put("mean_api00_yes", svymean(~api00, subset(rep, sch.wide == "Yes")))
  put("proportion_yes", svymean(~as.numeric(sch.wide == "Yes"), rep))
  q <- suppressWarnings(suppressMessages(svyquantile(~api00, rep, c(0.5, 0.9), interval.type = "quantile")))[[1]]
  values <- c(q[1, c(1, 4)], q[2, c(1, 4)])
  names(values) <- paste0(name, if (mse) "_mse_" else "_", c("q50", "q50_se", "q90", "q90_se"))
  expected <- c(expected, values)
  chisq <- svychisq(~stype + sch.wide, rep, statistic = "F")
  values <- c(chisq$statistic, chisq$parameter, chisq$p.value)
  names(values) <- paste0(name, if (mse) "_mse_" else "_", c("F", "ndf", "ddf", "p"))
  expected <- c(expected, values)
  if (!mse) expected <- c(expected, setNames(c(degf(rep), rep$scale, sum(rep$rscales)),
    paste0(name, c("_degf", "_scale", "_rscales"))))
}

out <- file.path("reference", case, "expected.csv")
head <- sprintf("# %s, survey %s; written by reference/%s/case.R", R.version.string, packageVersion("survey"), case)
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), trimws(formatC(expected, digits = 17, format = "g")))), out)
