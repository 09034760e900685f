# Totals of enroll, of all schools and by type.
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (domain in c("", "E", "H", "M")) {
    d <- if (domain == "") design else subset(design, stype == domain)
    d <- subset(d, !is.na(enroll))
    m <- svytotal(~enroll, d, na.rm = TRUE)
    lines <- c(lines, line(name, "enroll", domain, "", coef(m), SE(m), df = degf(d)))
  }
}
freeze(lines, "reference/api/total")
