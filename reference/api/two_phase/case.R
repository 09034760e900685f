# Two phases: the California samples are first phases, and their schools (or districts and schools) are drawn again. "full" is
# sum over pairs of [D2 + D1 (1 - D2)] x x' with the dense matrices of both phases written out here, because survey 4.1.1 takes a wrong number of units
# in its matrix for the first phase when that has strata or stages. Where it has none (srs, clus1, nested), twophase(method = "full") must
# agree, or the case stops. "simple" is twophase(method = "simple"). The lines "cal" calibrate the second phase to the first's
# estimated number and total of api99, with residuals in the second phase's part.
source("reference/api/designs.R")
delta <- function(stages, strata, counts) {
  n <- length(strata)
  d <- matrix(0, n, n)
  parent <- as.integer(factor(strata))
  for (s in seq_along(stages)) {
    unit <- as.integer(interaction(parent, stages[[s]], drop = TRUE))
    sampled <- ave(unit, parent, FUN = function(u) length(unique(u)))
    f <- sampled / counts[[s]]
    same_parent <- outer(parent, parent, "==")
    same_unit <- outer(unit, unit, "==")
    here <- ifelse(same_unit, 1 - f, ifelse(same_parent, ifelse(sampled > 1, -(1 - f) / (sampled - 1), 0), 0))
    d <- 1 - (1 - d) * (1 - here)
    parent <- unit
  }
  d
}
# The number of distinct units of each stage in the rows' parents.
counted <- function(stages, strata) {
  parent <- as.integer(factor(strata))
  lapply(stages, function(labels) {
    unit <- as.integer(interaction(parent, labels, drop = TRUE))
    count <- ave(unit, parent, FUN = function(u) length(unique(u)))
    parent <<- unit
    count
  })
}
turn <- function(x) ave(seq_along(x), x, FUN = seq_along)
srs <- apisrs
srs$selected <- turn(srs$stype) %% c(E = 3, H = 2, M = 2)[as.character(srs$stype)] == 1
strat <- apistrat
strat$selected <- turn(paste(strat$awards, strat$stype)) %% ifelse(strat$awards == "Yes", 3, 2) == 1
clus1 <- apiclus1
clus1$selected <- turn(clus1$stype) %% c(E = 3, H = 2, M = 2)[as.character(clus1$stype)] == 1
clus2 <- apiclus2
clus2$selected <- turn(clus2$awards) %% 2 == 1
nested <- apiclus1
nested$selected <- nested$dnum %in% sort(unique(nested$dnum))[c(1, 3, 4, 6, 7, 9, 10, 12, 13, 15)] & (turn(nested$dnum) %% 3 != 0)
none <- function(d) rep(1, nrow(d))
cases <- list(
  srs = list(d = srs, one = list(seq_len(nrow(srs))), h = none(srs), n = list(srs$fpc), two = list(srs$snum), g = srs$stype),
  strat = list(d = strat, one = list(seq_len(200)), h = strat$stype, n = list(strat$fpc), two = list(strat$snum), g = strat$awards),
  clus1 = list(d = clus1, one = list(clus1$dnum), h = none(clus1), n = list(clus1$fpc), two = list(clus1$snum), g = clus1$stype),
  clus2 = list(d = clus2, one = list(clus2$dnum, clus2$snum), h = none(clus2), n = list(clus2$fpc1, clus2$fpc2),
    two = list(clus2$snum), g = clus2$awards),
  nested = list(d = nested, one = list(nested$dnum), h = none(nested), n = list(nested$fpc), two = list(nested$dnum, nested$snum), g = none(nested))
)
own <- list(
  srs = twophase(id = list(~1, ~1), strata = list(NULL, ~stype), fpc = list(~fpc, NULL), subset = ~selected, data = srs, method = "full"),
  clus1 = twophase(id = list(~dnum, ~1), strata = list(NULL, ~stype), fpc = list(~fpc, NULL), subset = ~selected, data = clus1, method = "full"),
  nested = twophase(id = list(~dnum, ~dnum + snum), fpc = list(~fpc, NULL), subset = ~selected, data = nested, method = "full")
)
lines <- c()
put <- function(...) lines <<- c(lines, line(...))
for (name in names(cases)) {
  c <- cases[[name]]
  s <- c$d$selected
  D1 <- delta(c$one, c$h, c$n)[s, s]
  counts <- lapply(counted(c$two, c$g), function(x) x[s])
  D2 <- delta(lapply(c$two, function(x) x[s]), c$g[s], counts)
  p1 <- 1 - diag(delta(c$one, c$h, c$n))[s]
  p2 <- 1 - diag(D2)
  variance <- function(x, D2, e = x) sum(D1 * (1 - D2) * outer(x, x)) + sum(D2 * outer(e, e))
  d <- c$d[s, ]
  poisson <- if (name == "strat") 0.2 + 0.6 * (d$meals / 100) else NULL
  for (second in c("", if (!is.null(poisson)) "poisson")) for (domain in c("", "E")) {
    inside <- if (domain == "") rep(1, nrow(d)) else as.numeric(d$stype == "E")
    D <- if (second == "") D2 else diag(1 - poisson)
    w <- 1 / (p1 * (if (second == "") p2 else poisson))
    label <- paste0(name, if (second == "") "" else paste0("_", second))
    total <- sum(w * inside * d$api.stu)
    put(label, "total:api.stu", domain, "", total, sqrt(variance(w * inside * d$api.stu, D)))
    mean <- sum(w * inside * d$api00) / sum(w * inside)
    put(label, "mean:api00", domain, "", mean, sqrt(variance(w * inside * (d$api00 - mean) / sum(w * inside), D)))
    ratio <- sum(w * inside * d$api00) / sum(w * inside * d$api99)
    put(label, "ratio", domain, "", ratio, sqrt(variance(w * inside * (d$api00 - ratio * d$api99) / sum(w * inside * d$api99), D)))
    if (second == "" && name %in% names(own)) {
      full <- own[[name]]
      full$phase1$sample$variables$inside <- as.numeric(full$phase1$sample$variables$stype == "E" | domain == "")
      m <- svytotal(~I(inside * api.stu), full)
      stopifnot(all.equal(c(coef(m)), total, check.attributes = FALSE, tolerance = 1e-10))
      stopifnot(all.equal(c(SE(m)), sqrt(variance(w * inside * d$api.stu, D)), check.attributes = FALSE, tolerance = 1e-10))
    }
  }
  if (name == "srs") {
    w1 <- c$d$fpc / nrow(c$d)
    w <- 1 / (p1 * p2)
    X <- cbind(1, d$api99)
    known <- colSums(w1 * cbind(1, c$d$api99))
    g <- 1 + drop(X %*% solve(crossprod(X, w * X), known - colSums(w * X)))
    final <- w * g
    residual <- function(z) z - drop(X %*% solve(crossprod(X, w * X), crossprod(X, w * z)))
    total <- sum(final * d$api00)
    put("cal", "total:api00", "", "", total, sqrt(variance(final * d$api00, D2, final * residual(d$api00))))
    mean <- total / sum(final)
    z <- (d$api00 - mean) / sum(final)
    put("cal", "mean:api00", "", "", mean, sqrt(variance(final * z, D2, final * residual(z))))
  }
}
simple <- list(
  srs_simple = twophase(id = list(~1, ~1), strata = list(NULL, ~stype), fpc = list(~fpc, NULL), subset = ~selected, data = srs, method = "simple"),
  strat_simple = twophase(id = list(~1, ~1), strata = list(~stype, ~awards), fpc = list(~fpc, NULL), subset = ~selected, data = strat, method = "simple")
)
for (name in names(simple)) for (domain in c("", "E")) {
  design <- simple[[name]]
  v <- design$phase1$sample$variables
  design$phase1$sample$variables$inside <- as.numeric(v$stype == "E" | domain == "")
  m <- svytotal(~I(inside * api.stu), design)
  put(name, "total:api.stu", domain, "", coef(m), SE(m))
  m <- svyratio(~I(inside * api00), ~inside, design)
  put(name, "mean:api00", domain, "", coef(m), SE(m))
  m <- svyratio(~I(inside * api00), ~I(inside * api99), design)
  put(name, "ratio", domain, "", coef(m), SE(m))
}
freeze(lines, "reference/api/two_phase")
