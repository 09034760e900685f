# Students tested over students enrolled.
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (domain in c("", "E", "H", "M")) {
    d <- if (domain == "") design else subset(design, stype == domain)
    d <- subset(d, !is.na(enroll) & !is.na(api.stu))
    m <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE, deff = FALSE)
    lines <- c(lines, line(name, "api.stu/enroll", domain, "", coef(m), SE(m), df = degf(d)))
  }
}
freeze(lines, "reference/api/ratio")
