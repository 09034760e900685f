# Two overlapping frames of the California schools, and three: A has the elementary and middle schools, B those with more than 30 percent of
# meals, C those of districts with an even number. Samples: A by type, B in two strata by size, C of districts. Weights by each estimator are written out here,
# and totals, means and their standard errors are those of R's survey with the frames as strata (survey 4.1.1 has no multiframe(); with one and the
# same kind of design in both frames its variance is this one). Hartley's and Fuller and Burmeister's totals minimise the variance of the
# combination, from svytotal()'s covariance matrix of its parts.
source("reference/api/designs.R")
pop <- apipop[complete.cases(apipop[c("api00", "api99", "meals", "enroll")]), ]
pop$A <- pop$stype != "H"
pop$B <- pop$meals > 30
pop$C <- pop$dnum %% 2 == 0
set.seed(17)
draw <- function(frame, stratum, n) {
  d <- pop[pop[[frame]], ]
  s <- stratum(d)
  do.call(rbind, lapply(names(n), function(h) {
    rows <- which(s == h)
    cbind(d[sort(sample(rows, n[[h]])), ], frame = frame, stratum = h, fpc = length(rows), w = length(rows) / n[[h]])
  }))
}
size <- function(d) ifelse(d$enroll > 500, "large", "small")
a <- draw("A", function(d) as.character(d$stype), c(E = 60, M = 30))
b <- draw("B", size, c(large = 40, small = 30))
districts <- unique(pop$dnum[pop$C])
taken <- sort(sample(districts, 12))
c <- pop[pop$C & pop$dnum %in% taken, ]
c <- cbind(c, frame = "C", stratum = "all", fpc = length(districts), w = length(districts) / 12)
d <- rbind(a, b, c)
# Every school's probability of inclusion in each sample.
counts <- function(frame, s, n) function(d) n[s(d)] / vapply(s(d), function(h) sum(s(pop[pop[[frame]], ]) == h), 0)
type <- function(d) as.character(d$stype)
d$pA <- ifelse(d$A, counts("A", type, c(E = 60, M = 30, H = NA))(d), NA)
d$pB <- ifelse(d$B, counts("B", size, c(large = 40, small = 30))(d), NA)
d$pC <- ifelse(d$C, 12 / length(districts), NA)
d$unit <- ifelse(d$frame == "C", d$dnum, seq_len(nrow(d)))
text <- function(x) ifelse(is.na(x), "", if (is.numeric(x)) sprintf("%.17g", x) else as.character(x))
columns <- c("frame", "stratum", "unit", "fpc", "w", "A", "B", "C", "pA", "pB", "pC", "stype", "api00", "api99", "enroll")
d[c("A", "B", "C")] <- lapply(d[c("A", "B", "C")], as.numeric)
head <- paste0("# ", R.version.string, ", survey ", packageVersion("survey"), "; written by reference/api/frames/case.R")
writeLines(c(head, paste(columns, collapse = ","), do.call(paste, c(unname(lapply(d[columns], text)), sep = ","))), "reference/api/frames/samples.csv")

lines <- c()
put <- function(...) lines <<- c(lines, line(...))
design <- function(d, w) svydesign(id = ~unit, strata = ~interaction(frame, stratum, drop = TRUE), weights = w, fpc = ~fpc, data = d, nest = TRUE)
figures <- function(name, d, w) for (domain in c("", "E")) {
  s <- design(d, w)
  if (domain != "") s <- subset(s, stype == domain)
  m <- svytotal(~enroll, s)
  put(name, "total:enroll", domain, "", coef(m), SE(m))
  m <- svymean(~api00, s)
  put(name, "mean:api00", domain, "", coef(m), SE(m))
  m <- svyratio(~api00, ~api99, s)
  put(name, "ratio", domain, "", coef(m), SE(m))
}
share <- function(d, c) {
  members <- as.matrix(d[names(c)]) %*% diag(c)
  own <- c[as.character(d$frame)]
  unname(own / rowSums(members))
}
two <- subset(d, frame != "C")
both <- two$A == 1 & two$B == 1
figures("fixed", two, two$w * ifelse(both, ifelse(two$frame == "A", 0.3, 0.7), 1))
three <- c(A = 1, B = 1, C = 1)
figures("multiplicity2", two, two$w * share(two, three[1:2]))
figures("multiplicity", d, d$w * share(d, three))
figures("shares", d, d$w * share(d, c(A = 3, B = 1, C = 0.5)))
figures("single2", two, 1 / rowSums(two[c("pA", "pB")], na.rm = TRUE))
figures("single", d, 1 / rowSums(d[c("pA", "pB", "pC")], na.rm = TRUE))

for (variable in c("enroll", "api00")) for (domain in c("", "E")) {
  y <- two[[variable]] * (domain == "" | two$stype == domain)
  n <- as.numeric(domain == "" | two$stype == domain)
  A <- two$frame == "A"
  parts <- cbind(y * (A & !both), y * (!A & !both), y * (A & both), y * (!A & both), n * (A & both), n * (!A & both))
  m <- svytotal(parts, design(two, two$w))
  v <- vcov(m)
  combine <- function(k) function(x) c(1, 1, x[1], 1 - x[1], if (k == 2) c(x[2], -x[2]) else c(0, 0))
  for (k in 1:2) {
    l <- combine(k)
    # The variance is quadratic in the coefficients: its minimum from its values at a few points.
    step <- diag(k) * (if (k == 2) c(1, mean(y)) else 1)
    base <- l(rep(0, k))
    moves <- sapply(seq_len(k), function(j) l(step[, j]) - base)
    x <- drop(step %*% -solve(t(moves) %*% v %*% moves, t(moves) %*% v %*% base))
    total <- sum(l(x) * coef(m))
    variance <- drop(l(x) %*% v %*% l(x))
    name <- c("hartley", "fuller")[k]
    put(name, paste0("total:", variable), domain, "", total, sqrt(variance))
    put(name, paste0("share:", variable), domain, "", x[1], NA)
    put(name, paste0("size:", variable), domain, "", if (k == 2) x[2] else 0, NA)
  }
}

# Pseudo maximum likelihood with the sample sizes and the frames' sizes, by R's root finder.
N <- c(A = sum(pop$A), B = sum(pop$B))
n <- table(two$frame)[c("A", "B")]
hat <- c(A = sum(two$w[two$frame == "A" & both]), B = sum(two$w[two$frame == "B" & both]))
root <- Re(polyroot(c(n[["A"]] * hat[["A"]] * N[["B"]] + n[["B"]] * hat[["B"]] * N[["A"]],
  -(n[["A"]] * N[["B"]] + n[["B"]] * N[["A"]] + n[["A"]] * hat[["A"]] + n[["B"]] * hat[["B"]]), n[["A"]] + n[["B"]])))
x <- min(root)
# Polished by two steps of Newton.
f <- function(x) sum(n) * x^2 - (n[["A"]] * N[["B"]] + n[["B"]] * N[["A"]] + sum(n * hat)) * x + n[["A"]] * hat[["A"]] * N[["B"]] + n[["B"]] * hat[["B"]] * N[["A"]]
for (i in 1:2) x <- x - f(x) / (2 * sum(n) * x - (n[["A"]] * N[["B"]] + n[["B"]] * N[["A"]] + sum(n * hat)))
own <- as.character(two$frame)
alone <- c(A = sum(two$w[own == "A" & !both]), B = sum(two$w[own == "B" & !both]))
w <- two$w * ifelse(both, (n / N)[own] * x / sum(n / N * hat), (N[own] - x) / alone[own])
stopifnot(all.equal(sum(w[two$A == 1]), N[["A"]]), all.equal(sum(w[two$B == 1]), N[["B"]]))
put("pseudo", "overlap", "", "", x, NA)
put("pseudo", "total:enroll", "", "", sum(w * two$enroll), NA)
put("pseudo", "mean:api00", "", "", sum(w * two$api00) / sum(w), NA)
put("pseudo", "size:A", "", "", N[["A"]], NA)
put("pseudo", "size:B", "", "", N[["B"]], NA)
freeze(lines, "reference/api/frames")
