# Sampling.
sample-frame = Frame: the list of units in the file { $file } of the study.
sample-drawn = { $count ->
    [one] At the last stage { $n } unit was drawn.
   *[other] At the last stage { $n } units were drawn.
  }
sample-unknown = The sample was not drawn by this program, and the data do not say how it was designed. Errors are computed as for a simple random sample and may be too small.
sample-own = The sample was not drawn by this program. Its design is taken from the data: { $parts }.
sample-own-weights = weights that came with the data
sample-own-strata = the strata of the sample
sample-own-stages = { $count ->
    [one] the sampling units of { $n } stage
   *[other] the sampling units of { $n } stages
  }
sample-own-corrections = finite population corrections
sample-own-probabilities = the probabilities of inclusion of units drawn without replacement
sample-own-replicates = { $count ->
    [one] { $n } replicate weight
   *[other] { $n } replicate weights
  }
sample-own-phases = a second phase, drawn from the sample of the first
sample-own-frames = { $count ->
    [one] { $n } frame
   *[other] { $n } frames that overlap
  }
sample-stages = Stages of selection
sample-stages-note = From the second stage on, units in the frame are those inside the units selected at the stage before.
sample-stage = Stage
sample-unit = Unit
sample-method = Selection
sample-frame-units = Units in the frame
sample-units-drawn = Units drawn
sample-certainty = Drawn with certainty
sample-size = Measure of size
sample-unstratified = The sample was not stratified.
sample-stratified = The sample was stratified by { $strata }; first-stage units were allocated to the strata { $rule }.
sample-minimum = { $count ->
    [one] Every stratum has at least { $n } unit, or all that it has.
   *[other] Every stratum has at least { $n } units, or all that it has if fewer.
  }
sample-proportional = in proportion to their size
sample-equal = equally
sample-neyman = by Neyman's rule: in proportion to size times standard deviation
sample-power = by a power of their size, between proportional and equal
sample-optimal = for the least cost: in proportion to size times standard deviation, over the square root of the cost of a unit
sample-fixed = by numbers fixed beforehand
sample-strata = Allocation by stratum
sample-strata-note = Units of the first stage: { $unit }.
sample-stratum = Stratum
sample-all-strata = All strata
sample-unit-province = province or city
sample-unit-district = district
sample-unit-commune = commune, ward or special zone
sample-unit-ward = ward
sample-unit-village = village
sample-unit-group = residential group
sample-unit-area = enumeration area
sample-unit-household = household
sample-unit-person = person
sample-unit-adults = number of adults
sample-unit-people = number of people
sample-unit-households = number of households
sample-unit-school = school
sample-srs = simple random, without replacement
sample-with-replacement = simple random, with replacement
sample-systematic = systematic from a random start
sample-pps = probability proportional to size, systematic
sample-brewer = probability proportional to size, Brewer's method
sample-sampford = probability proportional to size, Sampford's method
sample-tille = probability proportional to size, Tillé's elimination method
sample-pivotal = probability proportional to size, pivotal method
sample-poisson = probability proportional to size, Poisson sample of random size
sample-cube = balanced sample, cube method
sample-srs-permanent = simple random, by permanent random numbers
sample-poisson-permanent = probability proportional to size, Poisson sample of random size, by permanent random numbers
sample-pareto = probability proportional to size, Pareto sample by permanent random numbers
sample-sequential-poisson = probability proportional to size, sequential Poisson sample by permanent random numbers
sample-balance = Balance of the sample
sample-balanced-on = Balanced on
sample-balance-total = Total in the frame
sample-balance-estimate = Total estimated by the sample
sample-balance-difference = Difference
sample-numbers = Each unit keeps a permanent random number from study to study (seed { $seed }); the sample takes the numbers from { $start } upwards. Two samples with the same numbers share as many units as possible if they begin at the same place, and few if they begin far apart.
sample-nearly = Where units are taken in the order of random numbers, they are included with nearly the probabilities aimed at; weights are made from these.
sample-rotation = The sample rotates over { $waves } waves by the pattern { $pattern }: the waves in which a unit is asked and those in which it rests, by turns.
sample-rotation-groups = { $count ->
    [one] The units form one rotation group.
   *[other] The units were dealt at random to { $n } rotation groups, evenly in each stratum.
}
