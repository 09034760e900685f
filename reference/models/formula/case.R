# Model matrices by model.matrix with treatment contrasts: names of the columns, the term of each, and two sums that tell columns
# apart. A semicolon in a formula stands for a comma, which would end a field. relevel() makes the other category to compare with.
source("reference/api/designs.R")
data <- read.csv("reference/data/apistrat.csv", stringsAsFactors = TRUE)
data$stype.M <- relevel(data$stype, ref = "M")
formulas <- c(
  "api00 ~ ell", "api00 ~ ell - 1", "api00 ~ stype", "api00 ~ stype - 1", "api00 ~ 0 + stype + awards", "api00 ~ stype*awards",
  "api00 ~ stype:awards", "api00 ~ stype:awards - 1", "api00 ~ stype:ell", "api00 ~ ell:stype + stype", "api00 ~ ell*stype",
  "api00 ~ awards:stype + awards", "api00 ~ stype*awards*ell - stype:awards:ell", "api00 ~ (stype + awards + sch.wide)^2",
  "api00 ~ (stype + ell)*awards - awards", "api00 ~ factor(stype; ref = \"M\") + exp(ell)", "api00 ~ factor(cnum)",
  "api00 ~ ell + I(ell^2) + sqrt(meals)", "api00 ~ awards:ell:stype", "api00 ~ 1"
)
out <- c()
for (text in formulas) {
  in_r <- gsub("factor(stype; ref = \"M\")", "stype.M", text, fixed = TRUE)
  x <- model.matrix(as.formula(in_r), data)
  names <- gsub("stype.M", "factor(stype, ref = \"M\")", colnames(x), fixed = TRUE)
  for (j in seq_along(names)) {
    # The names of that one formula have a comma.
    shown <- gsub(",", ";", names[j], fixed = TRUE)
    out <- c(out, paste(text, shown, attr(x, "assign")[j], number(sum(x[, j])), number(sum(x[, j] * seq_len(nrow(x)))), sep = ","))
  }
}
head <- paste0("# ", R.version.string, "; written by reference/models/formula/case.R")
writeLines(c(head, "formula,column,term,sum,by_row", out), "reference/models/formula/expected.csv")
