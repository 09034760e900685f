# Equality of means in several groups by regTermTest of svyglm on the groups, and all pairs as contrasts of its coefficients with its residual
# degrees of freedom, adjusted by p.adjust (Holm).
source("reference/testing/designs.R")
folder <- "reference/testing/groups"
lines <- c()
responses <- list(stype = "api00", sch.wide = "api00", band = "ell")
for (name in names(both)) for (domain in domains(name)) for (groups in names(responses)) {
  d <- update(both[[name]], band = factor(findInterval(api00, c(560, 650, 740), left.open = TRUE)))
  d <- within(d, domain)
  d <- update(d, part = factor(d$variables[[groups]]))
  m <- svyglm(reformulate("part", responses[[groups]]), d)
  k <- length(coef(m))
  df <- m$df.residual
  put <- function(pair, ...) {
    figures <- vapply(c(...), function(x) if (is.na(x)) "" else number(x), "")
    lines <<- c(lines, paste(c(name, groups, domain, pair, figures), collapse = ","))
  }
  all <- regTermTest(m, ~part, df = df)
  put("all", NA, drop(all$Ftest), k - 1, df, drop(all$p), NA, NA, NA)
  pairs <- do.call(rbind, lapply(seq_len(k - 1), function(a) cbind(a, seq_len(a) - 1)))
  contrasts <- t(apply(pairs, 1, function(pair) {
    x <- numeric(k)
    x[pair[1] + 1] <- 1
    if (pair[2] > 0) x[pair[2] + 1] <- -1
    x
  }))
  b <- drop(contrasts %*% coef(m))
  se <- sqrt(diag(contrasts %*% vcov(m) %*% t(contrasts)))
  p <- 2 * pt(-abs(b / se), df)
  holm <- p.adjust(p, "holm")
  for (i in seq_along(b)) {
    half <- qt(0.975, df) * se[i]
    put(paste(pairs[i, 1], pairs[i, 2], sep = "-"), b[i], b[i] / se[i], NA, df, p[i], holm[i], b[i] - half, b[i] + half)
  }
}
head <- c(
  paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by ", folder, "/case.R"),
  "design,groups,domain,pair,estimate,statistic,df,ddf,p,holm,low,high"
)
writeLines(c(head, lines), file.path(folder, "expected.csv"))
