# Strata with a single sampled school under R's rules for them, with survey.adjust.domain.lonely on and off: the stratified sample in
# strata of type and group of counties, with and without finite population corrections. Domains: all schools, those of one kind of
# county, those with a year-round calendar.
source("reference/api/designs.R")
d <- apistrat
d$h <- as.numeric(d$stype) * 100 + d$cnum %/% 6
d$N <- ave(d$pw, d$h, FUN = function(w) ceiling(sum(w)))
# One stratum of a single school that is known to be the whole of it.
alone <- as.numeric(names(which(table(d$h) == 1)))
d$N[d$h == alone[1]] <- 1
d$even <- d$cnum %% 2 == 0
writeLines(c("h,N", sprintf("%d,%.17g", d$h, d$N)), "reference/apistrat/single/strata.csv")
lines <- c()
for (name in c("nofpc", "fpc")) for (rule in c("remove", "certainty", "adjust", "average")) for (lonely in c(FALSE, TRUE)) {
  options(survey.lonely.psu = rule, survey.adjust.domain.lonely = lonely)
  design <- svydesign(id = ~1, strata = ~h, weights = ~pw, fpc = if (name == "fpc") ~N, data = d)
  for (domain in c("", "even", "yr.rnd")) suppressWarnings({
    x <- switch(domain, even = subset(design, even), yr.rnd = subset(design, yr.rnd == "Yes"), design)
    put <- function(measure, m) {
      label <- paste(name, rule, if (lonely) "domain" else "plain", sep = "_")
      lines <<- c(lines, line(label, measure, domain, "", coef(m), SE(m)))
    }
    put("total:enroll", svytotal(~enroll, x))
    put("mean:api00", svymean(~api00, x))
    put("ratio:api.stu/enroll", svyratio(~api.stu, ~enroll, x))
  })
}
# Collapsing: a stratum of one school, unless it is the whole of its population, joins the stratum of its type with the nearest group of
# counties (the lower of two equally near), where that is in its turn; corrections add up.
options(survey.lonely.psu = "fail", survey.adjust.domain.lonely = FALSE)
strata <- aggregate(N ~ h, data = d, FUN = function(x) x[1])
strata$n <- as.vector(table(d$h)[as.character(strata$h)])
strata$group <- strata$h
for (i in which(strata$n == 1 & strata$N > 1)) {
  if (sum(strata$group == strata$group[i]) > 1) next
  far <- abs(strata$h - strata$h[i])
  far[i] <- Inf
  far[strata$h %/% 100 != strata$h[i] %/% 100 | strata$n == strata$N] <- Inf
  to <- strata$group[which.min(far)]
  strata$group[i] <- min(to, strata$group[i])
  strata$group[strata$group == to] <- strata$group[i]
}
d$group <- strata$group[match(d$h, strata$h)]
d$M <- ave(strata$N, strata$group, FUN = sum)[match(d$h, strata$h)]
design <- svydesign(id = ~1, strata = ~group, weights = ~pw, fpc = ~M, data = d)
for (domain in c("", "even", "yr.rnd")) {
  x <- switch(domain, even = subset(design, even), yr.rnd = subset(design, yr.rnd == "Yes"), design)
  m <- svytotal(~enroll, x)
  lines <- c(lines, line("collapse_fpc", "total:enroll", domain, "", coef(m), SE(m)))
}
freeze(lines, "reference/apistrat/single")
