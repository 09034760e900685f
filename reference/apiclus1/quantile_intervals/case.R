# Woodruff's intervals of quantiles with the jackknife of apiclus1, by every kind of interval of the share and the rule hf5, of all and
# of elementary schools. svyquantile does not hand the kind of interval on for replicates, so that all are those of "mean"; here
# its own function for the interval is called with the kind. The mean's is compared with svyquantile.
source("reference/api/designs.R")
rep <- as.svrepdesign(designs$clus1, type = "JK1")
lines <- c()
rule <- survey:::qrule_hf5
for (domain in c("", "E")) {
  d <- if (domain == "") rep else subset(rep, stype == domain)
  x <- d$variables$enroll
  df <- degf(d)
  for (interval in c("mean", "beta", "xlogit", "asin")) {
    for (p in c(0.3, 0.55)) {
      q <- rule(x, weights(d, "sampling"), p)
      ends <- survey:::woodruffCI(x, q, p, d, rule, 0.05, df, method = interval)
      se <- diff(ends) / (2 * qt(0.975, df))
      if (interval == "mean") {
        own <- svyquantile(~enroll, d, p, qrule = "hf5", df = df)[[1]]
        stopifnot(all.equal(as.numeric(own), as.numeric(c(q, ends, se)), tolerance = 1e-12))
      }
      lines <- c(lines, line("clus1", paste("enroll", p, interval, sep = "@"), domain, "", q, se, ends[1], ends[2], df))
    }
  }
}
freeze(lines, "reference/apiclus1/quantile_intervals")
