# Brewer's approximation in two stages: districts with unequal probabilities (made up from their number) and schools with equal ones
# inside. The rows are in the order of the districts: survey 4.1.1 pairs corrections in the order of the rows with totals in the
# order of the labels.
source("reference/api/designs.R")
d <- apiclus2[order(apiclus2$dnum, apiclus2$snum), ]
d$p1 <- 0.02 + 0.3 * (d$dnum %% 7) / 7
d$p2 <- ave(d$snum, d$dnum, FUN = length) / d$fpc2
design <- svydesign(id = ~dnum + snum, fpc = ~p1 + p2, data = d, pps = "brewer")
lines <- c()
for (domain in c("", "E", "H")) {
  x <- if (domain == "") design else subset(design, stype == domain)
  m <- svytotal(~api.stu, x, na.rm = TRUE)
  lines <- c(lines, line("brewer", "total:api.stu", domain, "", coef(m), SE(m)))
  m <- svymean(~api00, x)
  lines <- c(lines, line("brewer", "mean:api00", domain, "", coef(m), SE(m)))
  m <- svyratio(~api00, ~api99, x)
  lines <- c(lines, line("brewer", "ratio:api00/api99", domain, "", coef(m), SE(m)))
}
freeze(lines, "reference/apiclus2/pps")
