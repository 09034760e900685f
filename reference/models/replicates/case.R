# Models on jackknife weights. R's glm stops at an unchanged deviance, so svyglm has a tight control. svycoxph adds 1e-10 to the weights of rows
# that are left out, which then count among tied events; here they are left out, by withReplicates with coxph. Kaplan-Meier curves by
# withReplicates with the product written out (svykm has no standard error on replicates). Both centres: the mean of the replicates, and the
# full sample (mse).
source("reference/models/survival.R")
out <- c()
put <- function(d, m, centre, value, V) {
  for (i in seq_along(value)) out <<- c(out, line(d, m, centre, i - 1, value[i], sqrt(V[i, i])))
  out <<- c(out, line(d, m, centre, "covariance", V[1, 2], NA))
}
for (d in c("strat", "clus1")) {
  for (mse in c(FALSE, TRUE)) {
    centre <- if (mse) "full" else "mean"
    design <- as.svrepdesign(of_times(designs[[d]]), type = if (d == "strat") "JKn" else "JK1", mse = mse)
    g <- svyglm(I(as.numeric(sch.wide == "Yes")) ~ ell + meals, design, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 100))
    put(d, "logit", centre, coef(g), vcov(g))
    out <- c(out, line(d, "logit", centre, "df", g$df.residual, NA))
    cox <- withReplicates(design, function(w, data) {
      data$.w <- w
      coef(coxph(Surv(time, event) ~ ell + meals, data[w > 0, ], weights = .w, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)))
    })
    put(d, "cox", centre, coef(cox), vcov(cox))
    km <- withReplicates(design, function(w, data) {
      times <- c(20, 40, 60)
      at <- sort(unique(data$time[data$event == 1 & w > 0]))
      sapply(times, function(t) prod(sapply(at[at <= t], function(s) 1 - sum(w * data$event * (data$time == s)) / sum(w * (data$time >= s)))))
    })
    put(d, "survival", centre, coef(km), vcov(km))
  }
}
freeze(out, "reference/models/replicates")
