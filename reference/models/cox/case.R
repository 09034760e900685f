# Proportional hazards by svycoxph: Efron and Breslow ties, strata, delayed entry. coxph stops at a change of the likelihood of 1e-9;
# here the tolerance is 1e-13. With weights that are no whole numbers coxph turns to a robust variance, which svycoxph
# then takes for the inverse information: that is in naive.var.
source("reference/models/survival.R")
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)
forms <- list(
  plain = Surv(time, event) ~ ell + meals + mobility,
  strata = Surv(time, event) ~ ell + meals + strata(high),
  entry = Surv(start, time, event) ~ ell + meals + mobility,
  offset = Surv(time, event) ~ ell + offset(meals / 100)
)
out <- c()
for (d in c("srs", "strat", "clus1", "clus2")) {
  for (f in names(forms)) {
    for (ties in c("efron", "breslow")) {
      design <- of_times(designs[[d]])
      m <- paste0(f, "_", ties)
      g <- do.call(svycoxph, list(forms[[f]], design, method = ties, control = control))
      b <- coef(g)
      inverse <- if (is.null(g$naive.var)) g$inv.info else g$naive.var
      for (i in seq_along(b)) out <- c(out, line(d, m, "coefficient", i - 1, b[i], SE(g)[i], NA, NA, g$degf.resid))
      for (i in seq_along(b)) for (j in seq_along(b)) {
        out <- c(out, line(d, m, "covariance", paste(i - 1, j - 1), vcov(g)[i, j], NA))
        out <- c(out, line(d, m, "model_covariance", paste(i - 1, j - 1), inverse[i, j], NA))
      }
      out <- c(out, line(d, m, "figure", "null", g$ll[1], NA))
      out <- c(out, line(d, m, "figure", "fitted", g$ll[2], NA))
      out <- c(out, line(d, m, "figure", "events", g$nevent, NA))
    }
  }
}
freeze(out, "reference/models/cox")
