# Times to an event for the cases of survival, made from the California samples: enrolment as a time (schools grow until they have
# found their size), the school-wide target as the event; in tens, so that times are tied. Entry is at a tenth of it.
source("reference/api/designs.R")
of_times <- function(design) {
  data <- design$variables
  tied <- ceiling(data$api.stu / 10)
  update(design, time = tied, free = data$api.stu + data$api00 / 1e4 + data$snum / 1e9, event = as.numeric(data$sch.wide == "Yes"),
    start = floor(tied / 10) - 1, high = as.numeric(data$stype == "H"))
}
