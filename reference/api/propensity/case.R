# Weighted logistic regression of awards on meals and type in apistrat, standing for a response model.
source("reference/api/designs.R")
fit <- suppressWarnings(glm(awards == "Yes" ~ meals + stype, family = binomial, weights = pw, data = apistrat,
  control = list(epsilon = 1e-14, maxit = 100)))
out <- c(paste0("# ", R.version.string), "propensity", number(fitted(fit)))
writeLines(out, "reference/api/propensity/expected.csv")
