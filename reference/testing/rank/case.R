# Rank tests. Without equal values ("apart") by svyranktest, under linearisation and the jackknife. With equal values ("steps") the ranks of
# survey 4.1.1 depend on the order of the rows: the middles of the steps are written out here, and the tests are svyglm of the scores
# on the groups (for the jackknife: svytotal of the linearised values, as in svyranktest).
# svyranktest of more than two groups has no method of its own for replicates that works: written out likewise.
source("reference/testing/designs.R")
folder <- "reference/testing/rank"
lines <- c()
scores <- list(
  wilcoxon = function(r, N) r / N, vanderWaerden = function(r, N) qnorm(r / N),
  median = function(r, N) as.numeric(r > N / 2), square = function(r, N) (r / N)^2
)
middles <- function(y, w) {
  step <- tapply(w, y, sum)
  (cumsum(step) - step / 2)[as.character(y)]
}
written_out <- function(y, g, d, score) {
  w <- weights(d, "sampling")
  s <- as.vector(score(middles(y, w), sum(w)))
  k <- length(unique(g))
  g <- factor(g)
  m <- lm(s ~ g, weights = w)
  influence <- (model.matrix(m) * (s - fitted(m))) %*% summary(m)$cov.unscaled
  V <- vcov(svytotal(influence, d))[-1, -1]
  b <- coef(m)[-1]
  if (k == 2) {
    t <- unname(b / sqrt(V))
    return(list(estimate = unname(b), statistic = t, df = NA, ddf = degf(d) - 1, p = 2 * pt(-abs(t), degf(d) - 1)))
  }
  f <- drop(b %*% solve(V, b)) / (k - 1)
  list(estimate = NA, statistic = f, df = k - 1, ddf = degf(d) - (k - 1), p = pf(f, k - 1, degf(d) - (k - 1), lower.tail = FALSE))
}
for (name in names(both)) for (domain in domains(name)) for (groups in c("sch.wide", "stype")) for (test in names(scores)) {
  d <- both[[name]]
  rows <- seq_len(nrow(d$variables))
  d <- update(d, apart = api00 + rows / 4096, steps = floor(api00 / 50), sch.wide = as.numeric(sch.wide == "Yes"))
  d <- within(d, domain)
  for (variable in c("apart", "steps")) {
    y <- d$variables[[variable]]
    stopifnot(variable == "steps" || !anyDuplicated(y))
    found <- written_out(y, d$variables[[groups]], d, scores[[test]])
    if (variable == "apart") {
      argument <- if (test == "square") scores$square else test
      if (groups == "sch.wide") {
        r <- svyranktest(reformulate(groups, variable), d, test = argument)
        r <- list(estimate = unname(r$estimate), statistic = drop(unname(r$statistic)), df = NA, ddf = unname(r$parameter), p = drop(unname(r$p.value)))
      } else if (!grepl("^jk", name)) {
        # The chi-squared statistic and its degrees of freedom are in each other's place in survey.
        r <- svyranktest(reformulate(groups, variable), d, test = argument)
        r <- list(estimate = NA, statistic = drop(unname(r$parameter)) / unname(r$statistic), df = unname(r$statistic), ddf = r$ddf, p = drop(unname(r$p.value)))
      } else {
        r <- found
      }
      stopifnot(all.equal(unlist(lapply(r, as.numeric)), unlist(lapply(found, as.numeric)), tolerance = 1e-7))
      found <- r
    }
    figures <- vapply(found, function(x) if (is.na(x)) "" else number(as.numeric(x)), "")
    lines <- c(lines, paste(c(name, variable, groups, domain, test, figures), collapse = ","))
  }
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,variable,groups,domain,test,estimate,statistic,df,ddf,p"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
