# Quartiles of api00 and the median of enroll with Woodruff's interval (rule "math").
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (y in c("api00@0.25", "api00@0.5", "api00@0.75", "enroll@0.5")) {
    parts <- strsplit(y, "@")[[1]]
    for (domain in c("", "E", "H")) {
      d <- if (domain == "") design else subset(design, stype == domain)
      d <- subset(d, !is.na(get(parts[1])))
      q <- svyquantile(reformulate(parts[1]), d, as.numeric(parts[2]), ci = TRUE, na.rm = TRUE, df = degf(d))[[1]]
      # Below the first step of the distribution this version of R takes the second value instead of the first: no case.
      x <- model.frame(d)[[parts[1]]]
      below <- confint(svymean(~as.numeric(get(parts[1]) <= q[1, 1]), d), df = degf(d))[1]
      first <- sum(weights(d)[x == min(x)]) / sum(weights(d))
      if (!is.na(below) && below > 0 && below < first) q[1, c(2, 4)] <- NA
      lines <- c(lines, line(name, y, domain, "", q[1, 1], q[1, 4], q[1, 2], q[1, 3], degf(d)))
    }
  }
}
freeze(lines, "reference/api/quantile")
