# Generalised replication and the generalised bootstrap from the quadratic forms of joint probabilities. The standard errors of totals are the survey
# package's own (ppsmat with tolerance = 0, HT and YG). The multipliers are made here from the published formulas: m = 1 + L z, where LL' is the matrix of
# Horvitz and Thompson's form by chol(); z are the signs of Paley's matrix of order 44 (columns 2 to 41), or our normal numbers (draws.csv: seed 20261104, 30
# replicates of 40). The survey package makes the standard errors from them, with scale 1/R and mse = TRUE.
source("reference/api/designs.R")
data(election)
case <- "reference/election/generalised"
P <- election_jointprob
Sigma <- 1 - outer(diag(P), diag(P)) / P
expected <- c()
for (variance in c("HT", "YG")) {
  d <- svydesign(id = ~1, fpc = ~p, data = election_pps, pps = ppsmat(P, tolerance = 0), variance = variance)
  se <- as.numeric(SE(svytotal(~Bush + Kerry, d)))
  names(se) <- paste0(tolower(variance), c("_bush_se", "_kerry_se"))
  expected <- c(expected, se)
}
L <- t(chol(Sigma))
q <- 43
square <- (seq_len(q - 1)^2) %% q
chi <- function(x) ifelse(x %% q == 0, 0, ifelse((x %% q) %in% square, 1, -1))
Q <- outer(0:(q - 1), 0:(q - 1), function(i, j) chi(i - j))
H <- rbind(1, cbind(1, -(Q + diag(q))))
draws <- read.csv(file.path(case, "draws.csv"))
multipliers <- list(
  replication = 1 + L %*% t(H[, 2:41]),
  bootstrap = 1 + L %*% matrix(draws$z, nrow = 40)
)
for (name in names(multipliers)) {
  R <- ncol(multipliers[[name]])
  made <- svrepdesign(variables = election_pps, weights = 1 / election_pps$p, repweights = multipliers[[name]], type = "other",
    scale = 1 / R, rscales = rep(1, R), combined.weights = FALSE, mse = TRUE)
  for (domain in c("all", "small")) {
    d <- if (domain == "all") made else subset(made, TotPrecincts < 100)
    put <- function(what, stat) {
      values <- c(as.numeric(coef(stat)), as.numeric(SE(stat)))
      names(values) <- paste0(name, "_", domain, "_", what, c("", "_se"))
      expected <<- c(expected, values)
    }
    put("total", svytotal(~Bush, d))
    put("mean", svymean(~Bush, d))
    put("ratio", svyratio(~Bush, ~Kerry, d))
  }
}
head <- sprintf("# %s, survey %s; written by election/generalised/case.R", R.version.string, packageVersion("survey"))
writeLines(c(head, "name,value", sprintf("%s,%s", names(expected), number(expected))), file.path(case, "expected.csv"))
