# Curves of survival. svykm(se = TRUE) gives exp(-H) with the standard error of the cumulative hazard H (Nelson and Aalen), events at one
# time one after the other with one sum at risk: the last of them is the time's figure. svykm(se = FALSE) is Kaplan and Meier's
# product, without a standard error: that of its logarithm is written out here by its linearisation (Greenwood's denominators)
# with svytotal. Domains are the schools with awards.
source("reference/models/survival.R")
out <- c()
for (d in c("strat", "clus2")) {
  for (domain in c("all", "high")) {
    design <- of_times(designs[[d]])
    if (domain == "high") design <- subset(design, awards == "Yes")
    hazard <- svykm(Surv(time, event) ~ 1, design, se = TRUE)
    product <- svykm(Surv(time, event) ~ 1, design)
    last <- !rev(duplicated(rev(hazard$time)))
    whole <- of_times(designs[[d]])
    inside <- if (domain == "high") whole$variables$awards == "Yes" else rep(TRUE, nrow(whole$variables))
    time <- whole$variables$time
    event <- whole$variables$event
    w <- weights(whole, "sampling") * inside
    at <- sort(unique(time[event == 1 & inside]))
    risk <- sapply(at, function(t) sum(w * (time >= t)))
    events <- sapply(at, function(t) sum(w * event * (time == t)))
    keep <- seq(1, length(at), by = 5)
    for (i in keep) {
      t <- at[i]
      j <- which(hazard$time == t & last)
      out <- c(out, line(d, "hazard", domain, t, hazard$surv[j], sqrt(hazard$varlog[j])))
      early <- at <= t
      influence <- sapply(seq_along(time), function(k) {
        -sum((event[k] * (time[k] == at[early]) - (time[k] >= at[early]) * events[early] / risk[early]) / (risk[early] - events[early]))
      })
      se <- as.numeric(SE(svytotal(ifelse(inside, influence, 0), whole)))
      out <- c(out, line(d, "product", domain, t, product$surv[product$time == t], se))
    }
    q <- quantile(hazard, c(0.75, 0.5, 0.25), ci = TRUE)
    ci <- attr(q, "ci")
    for (i in 1:3) out <- c(out, line(d, "quantile", domain, c(0.75, 0.5, 0.25)[i], q[i], NA, ci[i, 1], ci[i, 2]))
    interval <- confint(hazard, parm = 30)
    out <- c(out, line(d, "interval", domain, 30, hazard$surv[max(which(hazard$time <= 30))], NA, interval[1], interval[2]))
  }
}
freeze(out, "reference/models/kaplan_meier")
