# Shares of awards and stype with the four intervals.
source("reference/api/designs.R")
lines <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  for (domain in c("", "E", "H")) {
    d <- if (domain == "") design else subset(design, stype == domain)
    for (category in c("No", "Yes")) {
      d <- update(d, hit = as.numeric(awards == category))
      m <- svymean(~hit, d, deff = TRUE)
      p <- coef(m); se <- SE(m); df <- degf(d)
      wald <- confint(m, df = df)
      lines <- c(lines, line(name, "awards:wald", domain, category, p, se, wald[1], wald[2], df, deff(m)))
      t <- qt(0.975, df)
      x <- attr(svyciprop(~hit, d, method = "xlogit", df = df), "ci")
      lines <- c(lines, line(name, "awards:logit", domain, category, p, se, x[1], x[2], df))
      b <- attr(svyciprop(~hit, d, method = "beta"), "ci")
      lines <- c(lines, line(name, "awards:korn-graubard", domain, category, p, se, b[1], b[2], df))
      n <- p * (1 - p) / se^2 * (qt(0.025, nrow(d) - 1) / qt(0.025, df))^2
      z <- qnorm(0.975)
      centre <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
      half <- z / (1 + z^2 / n) * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
      lines <- c(lines, line(name, "awards:wilson", domain, category, p, se, centre - half, centre + half, df))
    }
  }
}
freeze(lines, "reference/api/proportion")
