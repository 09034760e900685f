# Small-sample variances and degrees of freedom of linear regression and means, written out here with n x n matrices from Bell and
# McCaffrey (2002), section 3: "cr2" has cluster residuals adjusted by (I - H)(I - H)' of the cluster to the power -1/2 under a
# working model of equal, independent errors; "linearised" is the design's own variance (units centred within strata, n / (n - 1),
# 1 - f). Degrees of freedom are Satterthwaite's: the squared trace over the trace of the square, under the same working model.
# Where clubSandwich has the figure (cr2), it must agree; where survey has it (the linearised variance), too.
source("reference/api/designs.R")
suppressMessages(library(clubSandwich))
power <- function(B) {
  e <- eigen(B, symmetric = TRUE)
  f <- ifelse(e$values > 1e-12, 1 / sqrt(pmax(e$values, 1e-300)), 0)
  e$vectors %*% (f * t(e$vectors))
}
out <- c("case,method,row,column,value")
put <- function(case, method, row, column, value) out <<- c(out, sprintf("%s,%s,%s,%s,%s", case, method, row, column, number(value)))
small <- function(case, formula, data, w, unit, stratum, fraction, design) {
  X <- model.matrix(formula, data); y <- model.response(model.frame(formula, data)); n <- nrow(X)
  M <- solve(t(X) %*% (w * X)); b <- drop(M %*% t(X) %*% (w * y)); e <- y - drop(X %*% b)
  R <- diag(n) - X %*% M %*% t(w * X)
  units <- unique(unit)
  for (i in seq_along(b)) put(case, "coefficient", i - 1, "", b[i])
  for (method in c("cr2", "linearised")) {
    # Columns: X' W A in the rows of a unit, so that the unit's total is X' W A R y.
    A <- lapply(units, function(g) {
      own <- unit == g
      if (method == "cr2") power(R[own, , drop = FALSE] %*% t(R[own, , drop = FALSE])) else diag(sum(own))
    })
    C <- diag(length(units))
    if (method == "linearised") {
      h <- stratum[match(units, unit)]
      for (s in unique(h)) {
        own <- h == s; k <- sum(own)
        C[own, own] <- (1 - fraction[match(s, stratum)]) * k / (k - 1) * (diag(k) - 1 / k)
      }
    }
    rows <- lapply(seq_along(units), function(g) {
      own <- unit == units[g]
      M %*% t(w[own] * X[own, , drop = FALSE]) %*% A[[g]] %*% R[own, , drop = FALSE]
    })
    V <- matrix(0, length(b), length(b))
    totals <- sapply(rows, function(P) drop(P %*% y))
    totals <- matrix(totals, nrow = length(b))
    V <- totals %*% C %*% t(totals)
    df <- sapply(seq_along(b), function(i) {
      P <- t(sapply(rows, function(P) P[i, ]))
      CO <- C %*% P %*% t(P)
      sum(diag(CO))^2 / sum(diag(CO %*% CO))
    })
    for (i in seq_along(b)) {
      put(case, paste0(method, "_df"), i - 1, "", df[i])
      for (j in seq_along(b)) put(case, method, i - 1, j - 1, V[i, j])
    }
    if (method == "cr2") {
      data$.w <- w
      fit <- do.call(lm, list(formula, data, weights = w))
      cr2 <- vcovCR(fit, cluster = unit, type = "CR2")
      stopifnot(all.equal(as.matrix(cr2), V, check.attributes = FALSE, tolerance = 1e-8))
      test <- coef_test(fit, vcov = cr2, test = "Satterthwaite")
      stopifnot(all.equal(test$df, df, tolerance = 1e-6))
    } else {
      stopifnot(all.equal(vcov(svyglm(formula, design)), V, check.attributes = FALSE, tolerance = 1e-8))
    }
  }
}
# Unequal weights in clusters: the weights of apiclus1 by the number of students.
apiclus1$w <- apiclus1$pw * apiclus1$api.stu / mean(apiclus1$api.stu)
d <- svydesign(id = ~dnum, weights = ~w, fpc = ~fpc, data = apiclus1)
f <- rep(15 / 757, nrow(apiclus1))
one <- rep(1, nrow(apiclus1))
small("clus1_regression", api00 ~ meals + ell + I(as.numeric(stype == "H")), apiclus1, apiclus1$w, apiclus1$dnum, one, f, d)
small("clus1_mean", api00 ~ 1, apiclus1, apiclus1$w, apiclus1$dnum, one, f, d)
# Strata of school types with units of five schools in order of row.
within <- ave(seq_len(nrow(apistrat)), apistrat$stype, FUN = seq_along) - 1
apistrat$unit <- c(E = 0, M = 20, H = 30)[as.character(apistrat$stype)] + within %/% 5
d <- svydesign(id = ~unit, strata = ~stype, weights = ~pw, data = apistrat)
small("strat_regression", api00 ~ meals + ell, apistrat, apistrat$pw, apistrat$unit, as.character(apistrat$stype), rep(0, 200), d)
writeLines(c(paste0("# ", R.version.string, ", survey ", packageVersion("survey"), ", clubSandwich ", packageVersion("clubSandwich")), out),
  "reference/models/small_sample/expected.csv")
