# Quantiles by every rule and with every kind of interval. The rules are written here anew and handed to svyquantile, whose own are
# compared with them where they are right. They are not: below the first step (math, school, hf1 to hf4 take or extrapolate to
# the second value), in qrule_shahvaish (which subtracts half the weight as it is instead of half the weight scaled to a mean of
# 1, and takes the last value not over p instead of the first not under it), and where a sum of weights equals p but for rounding.
# The score interval is written here anew too: svyquantile's reads its ends off at an unweighted share.
source("reference/api/designs.R")
tiny <- 1e-10
rules <- list()
prepare <- function(x, w) { o <- order(x); list(x = x[o][w[o] > 0], w = w[o][w[o] > 0]) }
discrete <- function(kind) function(x, w, p) {
  if (is.na(p)) return(NaN)
  w <- as.vector(rowsum(w, x)); x <- sort(unique(x)); keep <- w > 0; x <- x[keep]; w <- w[keep]
  F <- cumsum(w) / sum(w)
  k <- min(which(F >= p * (1 - tiny)), length(x))
  met <- abs(F[k] - p) <= tiny && k < length(x)
  if (kind == "math" || !met) x[k]
  else if (kind == "school") (x[k] + x[k + 1]) / 2
  else if (k %% 2 == 0) x[k] else x[k + 1]
}
rules$math <- discrete("math"); rules$school <- discrete("school"); rules$hf3 <- discrete("hf3")
lines_of <- list(
  hf4 = function(C, w, n) C / C[n],
  hf5 = function(C, w, n) (C - w / 2) / C[n],
  hf6 = function(C, w, n) C / (C[n] + w[n]),
  hf7 = function(C, w, n) (C - w) / (C[n] - w[n]),
  hf8 = function(C, w, n) (C - w / 3) / (C[n] + w[n] / 3),
  hf9 = function(C, w, n) (C - 3 * w / 8) / (C[n] + w[n] / 4)
)
for (name in names(lines_of)) rules[[name]] <- local({
  points <- lines_of[[name]]
  function(x, w, p) {
    if (is.na(p)) return(NaN)
    d <- prepare(x, w); n <- length(d$x)
    pk <- points(cumsum(d$w), d$w, n)
    if (p <= pk[1]) return(d$x[1])
    if (p >= pk[n]) return(d$x[n])
    met <- which(abs(pk - p) <= tiny)
    if (length(met)) return(d$x[met[1]])
    k <- max(which(pk <= p))
    d$x[k] + (d$x[k + 1] - d$x[k]) * (p - pk[k]) / (pk[k + 1] - pk[k])
  }
})
rules$shahvaish <- function(x, w, p) {
  if (is.na(p)) return(NaN)
  d <- prepare(x, w); n <- length(d$x)
  star <- d$w / mean(d$w)
  F <- (cumsum(star) + 0.5 - star / 2) / (n + 1)
  d$x[min(which(F >= p * (1 - tiny)), n)]
}
score <- function(d, y, p, df) {
  x <- model.frame(d)[[y]]
  t <- qt(0.975, df)
  values <- sort(unique(x))
  T <- vapply(values, function(v) {
    m <- svymean(as.numeric(x <= v), d)
    if (SE(m) < 1e-12) sign(coef(m) - p) * 1e9 else (coef(m) - p) / SE(m)
  }, 0)
  # An end that is not the only crossing is no case.
  if (any(diff(T >= -t) < 0) || any(diff(T > t) < 0)) { cat("crossed again:", y, p, nrow(d), "\n"); return(c(NA, NA)) }
  c(values[which(T >= -t)[1]], values[which(T > t)[1]])
}
lines <- c()
differ <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (y in c("api00@0.1", "api00@0.5", "enroll@0.25", "enroll@0.5", "enroll@0.9")) {
    parts <- strsplit(y, "@")[[1]]
    p <- as.numeric(parts[2])
    for (domain in c("", "E")) {
      d <- if (domain == "") design else subset(design, stype == domain)
      d <- subset(d, !is.na(get(parts[1])))
      df <- degf(d)
      f <- reformulate(parts[1])
      x <- model.frame(d)[[parts[1]]]; w <- weights(d)
      put <- function(rule, interval, q) lines <<- c(lines, line(name, paste(y, rule, interval, sep = "@"), domain, "", q[1], q[4], q[2], q[3], df))
      for (rule in names(rules)) {
        q <- svyquantile(f, d, p, qrule = rules[[rule]], df = df)[[1]]
        put(rule, "mean", q)
        if (rule != "shahvaish") {
          own <- get(paste0("qrule_", rule), asNamespace("survey"))(x, w, p)
          if (abs(own / q[1] - 1) > 1e-12) differ <- c(differ, paste(name, y, domain, rule, own, q[1]))
        }
      }
      for (interval in c("beta", "xlogit", "asin")) {
        q <- svyquantile(f, d, p, qrule = rules$math, interval.type = interval, df = df)[[1]]
        share <- as.numeric(coef(svymean(as.numeric(x <= q[1]), d)))
        angle <- asin(sqrt(share)) - qt(0.975, df) * as.numeric(SE(svymean(as.numeric(x <= q[1]), d))) / (2 * sqrt(share * (1 - share)))
        stopifnot(interval != "asin" || angle > 0)
        put("math", interval, q)
      }
      ends <- score(d, parts[1], p, df)
      put("math", "score", c(rules$math(x, w, p), ends, diff(ends) / (2 * qt(0.975, df))))
    }
  }
}
cat("where survey's own rule is not right: ", differ, sep = "\n")
freeze(lines, "reference/api/quantile_rules")
