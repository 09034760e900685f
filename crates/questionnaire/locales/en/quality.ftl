# Quality of a questionnaire. Each code has a sentence and a remedy.
W-QUALITY-001 = nobody is asked "{ $question }": the condition { $condition } contradicts those of its groups or the limits of the answers
    .remedy = correct the condition in the column relevant, or take the question out
W-QUALITY-002 = nobody is asked "{ $question }": the condition { $condition } rests on an answer that those people do not give
    .remedy = compare it with the conditions of the questions that it names
W-QUALITY-003 = "{ $question }" compares "{ $other }" with the code "{ $choice }", which the list "{ $list }" does not have
    .remedy = correct the code in the expression, or add it to the list
W-QUALITY-004 = no answer to "{ $question }" meets { $condition }
    .remedy = correct the limits in the column constraint
W-QUALITY-010 = the question "{ $question }" is on a sensitive matter ({ $topic ->
       [income] income and wealth
       [politics] politics
       [religion] religion
       [health] health
       [sexuality] sexuality
       [offences] corruption, offences, violence
      *[other] trust in authorities
    }) and has neither "don't know" nor "prefer not to answer"
    .remedy = add both, with the roles dont_know and refused; interviewers do not read them out but can record them
W-QUALITY-011 = the question "{ $question }" asks for an opinion on a scale and has no "don't know" or "no opinion"
    .remedy = add it with the role dont_know, so that nobody has to answer at random
W-QUALITY-012 = the question "{ $question }" requires a number on a sensitive matter ({ $topic ->
       [income] income and wealth
       [politics] politics
       [religion] religion
       [health] health
       [sexuality] sexuality
       [offences] corruption, offences, violence
      *[other] trust in authorities
    }) and leaves no way to refuse
    .remedy = do not require it, or ask in brackets with "prefer not to answer"
W-QUALITY-020 = the scale "{ $list }" runs the other way than "{ $other }" and most scales of the form
    .remedy = let all scales run the same way, unless the direction is drawn for each respondent
W-QUALITY-021 = the scale "{ $list }" has { $positive } positive and { $negative } negative answers
    .remedy = offer as many answers on one side as on the other
W-QUALITY-022 = the scale "{ $list }" has { $points } answers, and "{ $other }", which measures the same, has { $others }
    .remedy = use one scale for both, so that results can be compared
W-QUALITY-030 = the question "{ $question }" may ask two things at once: "{ $pair }"
    .remedy = ask one thing in each question
W-QUALITY-031 = the question "{ $question }" suggests its answer with "{ $phrase }"
    .remedy = leave the phrase out and put both sides: "agree or disagree", "how much"
W-QUALITY-032 = the question "{ $question }" judges beforehand with "{ $phrase }"
    .remedy = use a neutral word
W-QUALITY-033 = the question "{ $question }" has the absolute word "{ $phrase }", which hardly anybody can confirm literally
    .remedy = ask how much or how often
W-QUALITY-034 = the question "{ $question }" denies twice: { $phrase }
    .remedy = put it positively
W-QUALITY-035 = the question "{ $question }" does not say which period it is about ("{ $phrase }")
    .remedy = name the period, such as "in the past 12 months"
W-QUALITY-040 = the { $column } of "{ $question }" has no text in the language "{ $language }"
    .remedy = translate it, or take that language out of the form
W-QUALITY-041 = the list "{ $list }" has { $count } choices without a label in the language "{ $language }", the first being "{ $choice }"
    .remedy = translate the labels, or take that language out of the form
W-QUALITY-042 = "{ $question }" inserts { $value } in "{ $with }" and not in "{ $language }"
    .remedy = insert the same answers in every language
W-QUALITY-050 = the question "{ $question }" has { $words } words where { $most } can be kept in mind
    .remedy = shorten it, or put the introduction into a note of its own
W-QUALITY-051 = the choice "{ $choice }" of the list "{ $list }" has { $words } words; at most { $most } are advised
    .remedy = shorten it, and move explanations to the question's hint
W-QUALITY-052 = the question "{ $question }" offers { $count } choices in the same order to everybody
    .remedy = write randomize=true in the column parameters, or yes in the column ordered if the choices have an order of their own
W-QUALITY-060 = the question "{ $question }" asks for a number and has no limits
    .remedy = write limits that are certainly right in the column constraint, such as . >= 0 and . <= 120
W-QUALITY-061 = the question "{ $question }" lets "{ $choice }" be chosen together with other answers
    .remedy = write in the column constraint: not(selected(., '{ $choice }') and count-selected(.) > 1)
W-QUALITY-062 = { $count } of { $asked } questions are answered in the respondent's own words: { $questions }
    .remedy = keep the few that matter most, and offer answers to the others
W-QUALITY-063 = the note "{ $question }" is required, and nobody can answer a note
    .remedy = leave the column required empty, or use the type acknowledge
W-QUALITY-070 = the name "{ $question }" cannot be used as it is in { $packages }
    .remedy = use at most 32 plain letters, digits and underscores, beginning with a letter, and no reserved word
W-QUALITY-071 = the names "{ $question }" and "{ $other }" differ by capital letters alone
    .remedy = rename one of them
W-QUALITY-080 = "{ $question }" records { $what ->
       [phone] the device's telephone number
       [subscriber] the subscriber's number
       [location] an exact location
       [voice] a voice
       [picture] a picture
       [signature] a signature
      *[other] "{ $phrase }"
    }, from which a respondent can be traced
    .remedy = take it out; contact data of a sample are kept apart, encrypted, and not in the questionnaire
W-QUALITY-081 = nothing before the first questions says who asks and what for
    .remedy = begin with a note: who carries the survey out, its purpose, how people were chosen, how answers are used, whom to contact
W-QUALITY-082 = the introduction does not say that taking part is voluntary, and agreement is not asked
    .remedy = say that anyone may refuse or stop at any time, and ask for agreement before the first question
W-QUALITY-090 = { $count } items from "{ $question }" to "{ $last }" are answered on one scale, always in the same order
    .remedy = divide them, and draw the order or the items to be asked for each respondent
W-QUALITY-091 = { $count } items in a row, from "{ $question }" to "{ $last }", are answered on one scale
    .remedy = ask fewer, divide them, or draw some of them for each respondent
W-QUALITY-095 = an interview takes about { $typical } minutes (from { $low } to { $high }), more than 30
    .remedy = leave out what the analysis does not need, or divide the questionnaire among groups of respondents
W-QUALITY-096 = an interview takes about { $typical } minutes (from { $low } to { $high }), more than 45: many will break off
    .remedy = shorten the questionnaire, or hold two interviews
