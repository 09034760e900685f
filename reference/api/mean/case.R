# Means of api00 and enroll, of all schools and by type, with design effects.
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (y in c("api00", "enroll")) {
    f <- reformulate(y)
    for (domain in c("", "E", "H", "M")) {
      d <- if (domain == "") design else subset(design, stype == domain)
      # A school without a value is outside the domain.
      d <- subset(d, !is.na(get(y)))
      m <- svymean(f, d, deff = TRUE, na.rm = TRUE)
      ci <- confint(m, df = degf(d))
      lines <- c(lines, line(name, y, domain, "", coef(m), SE(m), ci[1], ci[2], degf(d), deff(m)))
    }
  }
}
freeze(lines, "reference/api/mean")
