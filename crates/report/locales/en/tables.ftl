# Tables of results by question, by group, over time.
tables-topline = Results by question
tables-breakdowns = Results by group
tables-trends = Trends over time
tables-by = { $topic }, by { $breakdowns }
tables-question = Question: “{ $question }”
tables-derived = Computed from answers: “{ $question }”
tables-answer = Answer
tables-measure = Measure
tables-head-percent = Percent ({ $level } confidence interval)
tables-head-figure = Estimate ({ $level } confidence interval)
tables-benchmark = Known figure
tables-source = Source of the known figures: { $source }.
tables-group = Group
tables-everyone = Everyone
tables-n = n
tables-part = Part { $part } of { $of }
tables-base = { $count ->
    [one] Base: { $n } respondent (unweighted).
   *[other] Base: { $n } respondents (unweighted).
  }
tables-base-universe = { $count ->
    [one] Base: { $n } respondent (unweighted). Among: { $universe }.
   *[other] Base: { $n } respondents (unweighted). Among: { $universe }.
  }
tables-universe = Among: { $universe }. The number of respondents is not shown.
tables-base-hidden = The number of respondents is not shown, to protect them.
tables-weighted = n: respondents in the group, unweighted; the estimates are weighted.
tables-percent = Percent
tables-mean = Mean
tables-total = Estimated total
tables-median = Median
tables-ratio = Ratio
tables-quantile = { $p } quantile
tables-deviation = Standard deviation
tables-variance = Variance
tables-function = Computed by formula
tables-formula = Formula: { $question }
tables-what = { $what }; the { $level } confidence interval in smaller type.
tables-multiple = A person could give several answers, so that percentages may sum to more than 100%.
tables-confidential = Confidential: not shown because fewer than { $minimum } respondents stand behind it, because the group is too small, or because another figure that is not shown could be computed from it.
tables-unreliable = Unreliable: the group has fewer than { $base } respondents (or an effective sample under that number), or the interval is wider than { $width } percentage points; use with caution.
tables-test = Test of association with { $breakdown } (Rao–Scott): F({ $df1 }; { $df2 }) = { $statistic }; p { $p }.
