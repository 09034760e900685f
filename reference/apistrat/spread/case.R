# Variances, covariances, standard deviations and correlations, and a function of totals, with JKn replicates.
source("reference/api/designs.R")
source("reference/api/spread_over.R")
spread_over(as.svrepdesign(designs[["strat"]], type = "JKn"), "reference/apistrat/spread")
