# Variances, covariances, standard deviations and correlations, and a function of totals, with JK1 replicates.
source("reference/api/designs.R")
source("reference/api/spread_over.R")
spread_over(as.svrepdesign(designs[["clus1"]], type = "JK1"), "reference/apiclus1/spread")
