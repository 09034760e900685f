# Key findings.
findings-title = Key findings
findings-only = { $topic }: “{ $answer }”.
findings-most = { $topic }: “{ $answer }” is the most frequent answer, followed by “{ $next }” ({ $share }).
findings-named = { $topic }: “{ $answer }”.
findings-named-most = { $topic }: “{ $answer }” is named most often, followed by “{ $next }” ({ $share }).
findings-mean = { $topic }: estimated mean.
findings-total = { $topic }: estimated total of the whole population.
findings-median = { $topic }: estimated median; half of the people are at this value or below it.
findings-ratio = { $topic }: estimated ratio.
findings-interval = { $level } confidence interval: { $low } to { $high }.
findings-overlap = The intervals of these two answers overlap, so that they alone do not show which one is the more common.
findings-benchmark = Known figure: { $value } ({ $source }).
findings-unreliable = This figure is unreliable and should be used with caution.
findings-aid = How to read this: a survey asks a part of the population, so that every figure is an estimate. If the survey were repeated many times in the same way, about 95 of 100 such { $level } confidence intervals would contain the true value of the whole population, errors other than those of sampling apart. Percentages in this section are rounded to whole percent.
findings-aid-level = How to read this: a survey asks a part of the population, so that every figure is an estimate. If the survey were repeated many times in the same way, about { $level } of such confidence intervals would contain the true value of the whole population, errors other than those of sampling apart. Percentages in this section are rounded to whole percent.
