# Rotation schedules counted out in base R, wave by wave and group by group: how often a group was asked before (-1 where it is not asked), the
# share of one wave's units in another, and the pattern's own overlap at each lag. No package has these.
asked <- function(runs) {
  inside <- rep(seq_along(runs) %% 2 == 1, runs)
  which(inside) - 1
}
rows <- c()
put <- function(case, measure, first, second, value) {
  rows <<- c(rows, sprintf("%s,%s,%d,%d,%.17g", case, measure, as.integer(first), as.integer(second), value))
}
waves <- 0:19
for (runs in list(c(4, 8, 4), 5, c(1, 2, 2), c(2, 10, 2))) {
  ages <- asked(runs)
  span <- sum(runs)
  for (kind in c("renewed", "turn")) {
    case <- paste0(kind, ":", paste(runs, collapse = "-"))
    groups <- if (kind == "renewed") 20 + span - 1 else span + 3
    entered <- function(wave, group) if (kind == "renewed") wave - (group - (span - 1)) else (wave - group) %% groups
    before <- outer(waves, seq_len(groups) - 1, Vectorize(function(w, g) match(entered(w, g), ages, nomatch = 0) - 1))
    put(case, "groups", 0, 0, groups)
    for (w in waves) for (g in seq_len(groups)) if (w %in% c(0, 1, 7, 19)) put(case, "before", w, g - 1, before[w + 1, g])
    sizes <- 5 + (seq_len(groups) - 1) %% 3
    for (a in c(0, 3)) for (b in waves) {
      one <- before[a + 1, ] >= 0
      put(case, "overlap", a, b, sum(sizes[one & before[b + 1, ] >= 0]) / sum(sizes[one]))
    }
    for (lag in 0:20) put(case, "lag", lag, 0, mean((ages + lag) %in% ages))
  }
}
head <- sprintf("# %s; written by reference/sampling/rotation/case.R", R.version.string)
writeLines(c(head, "case,measure,first,second,value", rows), "reference/sampling/rotation/expected.csv")
