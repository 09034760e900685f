# Variances, covariances, standard deviations and correlations, and a function of totals, over the replicates of `rep`; sourced by the cases.
spread_over <- function(rep, case) {
  expected <- c()
  put <- function(name, value, se) expected <<- c(expected, setNames(c(value, se), paste0(name, c("", "_se"))))
  v <- svyvar(~ api00 + enroll, rep)
  V <- attr(v, "var")
  m <- matrix(v, 2)
  put("variance_api00", m[1, 1], sqrt(V[1, 1]))
  put("covariance", m[1, 2], sqrt(V[2, 2]))
  put("variance_enroll", m[2, 2], sqrt(V[4, 4]))
  # The other two in every replicate, by R's own weighted moments.
  n <- nrow(rep)
  other <- function(w, x) {
    s <- cov.wt(cbind(x$api00, x$enroll), w / sum(w), method = "ML")$cov * n / (n - 1)
    c(sqrt(s[1, 1]), s[1, 2] / sqrt(s[1, 1] * s[2, 2]), sum(w * x$api.stu) / sum(w * x$enroll) - 1)
  }
  o <- withReplicates(rep, other)
  put("deviation_api00", coef(o)[1], SE(o)[1])
  put("correlation", coef(o)[2], SE(o)[2])
  put("function", coef(o)[3], SE(o)[3])
  head <- sprintf("# %s, survey %s", R.version.string, packageVersion("survey"))
  writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), number(expected))), file.path(case, "expected.csv"))
}
