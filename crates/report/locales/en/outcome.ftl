# Outcomes of the cases.
outcome-unknown = The data do not record what became of each case, so that no response rate can be given.
outcome-standard = Outcomes and rates follow the Standard Definitions of the American Association for Public Opinion Research (AAPOR, 10th edition, 2023), over unweighted cases.
outcome-dispositions = Outcomes of all cases
outcome-disposition = Outcome
outcome-code = AAPOR code
outcome-cases = Cases
outcome-share = Share
outcome-all = All cases
outcome-complete = Complete interview
outcome-partial = Partial interview
outcome-refusal = Refusal or break-off
outcome-non-contact = Non-contact
outcome-other = Eligible, not interviewed for another reason
outcome-unknown-household = Unknown whether there is an eligible household or address
outcome-unknown-other = Unknown eligibility, other
outcome-not-eligible = Not eligible
outcome-rates = Outcome rates
outcome-rate = Rate
outcome-meaning = Meaning
outcome-value = Value
outcome-rr1 = Response rate 1: complete interviews over all cases that may be eligible
outcome-rr2 = Response rate 2: RR1 with partial interviews counted as responses
outcome-rr3 = Response rate 3: RR1 with cases of unknown eligibility counted by e
outcome-rr4 = Response rate 4: RR3 with partial interviews counted as responses
outcome-rr5 = Response rate 5: complete interviews over cases known to be eligible
outcome-rr6 = Response rate 6: RR5 with partial interviews counted as responses
outcome-coop1 = Cooperation rate 1: complete interviews over eligible cases that were contacted
outcome-ref2 = Refusal rate 2: refusals over eligible cases, unknown ones counted by e
outcome-con2 = Contact rate 2: contacted over eligible cases, unknown ones counted by e
outcome-proportional = { $count ->
    [one] Eligibility: the share e = { $e } of { $n } case of unknown eligibility was estimated from the cases whose eligibility is known (proportional allocation, CASRO).
   *[other] Eligibility: the share e = { $e } of { $n } cases of unknown eligibility was estimated from the cases whose eligibility is known (proportional allocation, CASRO).
  }
outcome-given = { $count ->
    [one] Eligibility: the share e = { $e } of { $n } case of unknown eligibility comes from outside the survey.
   *[other] Eligibility: the share e = { $e } of { $n } cases of unknown eligibility comes from outside the survey.
  }
