# Log-rank tests by svylogrank with its families rho and gamma. R takes hazards and means from coxph with Efron's ties; the test is
# defined with all events of a time against all at risk then (Breslow). So figures with ties are from R's own function with
# ties = "breslow" put into its call of coxph; without ties R's function is taken as it is, and both agree.
source("reference/models/survival.R")
breslow <- survey:::.logrank
place <- which(vapply(as.list(body(breslow)), function(e) any(grepl("iter.max = 0", deparse(e), fixed = TRUE)), NA))
stopifnot(length(place) == 1)
body(breslow)[[place]][[3]]$ties <- "breslow"
environment(breslow) <- asNamespace("survey")
out <- c()
for (d in c("srs", "strat", "clus2")) {
  design <- of_times(designs[[d]])
  for (family in list(c(0, 0), c(1, 0), c(0, 1), c(0.5, 1))) {
    emphasis <- paste(family, collapse = " ")
    put <- function(m, r, groups) {
      for (g in groups) out <<- c(out, line(d, m, emphasis, g, r[[1]][g, "score"], r[[1]][g, "se"]))
      out <<- c(out, line(d, m, emphasis, "chisq", r[[2]][1], NA))
      out <<- c(out, line(d, m, emphasis, "p", r[[2]][2], NA))
    }
    put("tied", breslow(Surv(time, event) ~ stype, design, family[1], family[2]), 1:2)
    put("free", svylogrank(Surv(free, event) ~ stype, design, rho = family[1], gamma = family[2]), 1:2)
  }
}
freeze(out, "reference/models/log_rank")
