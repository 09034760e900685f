# Rules of protection, limitations.
rules-cell = A cell with fewer than { $minimum } respondents is not shown.
rules-base = No percentage is shown of a group with fewer than { $base } respondents.
rules-complementary = Where a cell is not shown, others are hidden with it until it cannot be computed by subtraction from the tables of the same question.
rules-unreliable = A figure is marked as unreliable where its group has fewer than { $base } respondents or such an effective sample, or where the interval of a percentage is wider than { $width } points.
rules-two-marks = The two marks differ: “confidential” protects respondents, “unreliable” asks the reader for caution.
rules-simulated = These are simulated data; the figures say nothing about anyone's opinions.
rules-any-survey = As in any survey, there are errors other than those of sampling: people whom the frame does not cover, people who did not respond and differ from those who did, the wording of questions and the recording of answers. Confidence intervals do not show them.
rules-noticed = What was noticed in processing:
rules-contact = Contact for questions on method and figures: { $contact }
