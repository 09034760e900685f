# Methodology: headings, population, fieldwork.
methodology-title = Methodology
methodology-population = Population and purpose
methodology-sample = Frame and sampling
methodology-fieldwork = Fieldwork
methodology-outcome = Outcomes and response rates
methodology-weighting = Weighting
methodology-precision = Precision
methodology-protection = Protection of respondents
methodology-limits = Limitations and contact
methodology-about-population = Population
methodology-about-purpose = Purpose
methodology-about-sponsor = Commissioned by
methodology-about-conductor = Conducted by
methodology-mode = Mode
methodology-dates = Dates of fieldwork
methodology-respondents = Respondents in the analysis
methodology-questionnaire = Questions are given in their full wording beside their results; the whole questionnaire is the file { $file } of the study.
