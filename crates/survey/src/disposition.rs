//! What became of each sampled person, in the codes of the American Association for Public Opinion Research
//! (*Standard Definitions*, 10th edition 2023), and the outcome rates that follow from them.

/// The final outcome of one sampled case, by AAPOR's main classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// 1.1 Complete interview.
    Complete,
    /// 1.2 Partial interview.
    Partial,
    /// 2.1 Refusal and break-off.
    Refusal,
    /// 2.2 Non-contact.
    NonContact,
    /// 2.3 Other: physically or mentally unable, language, and the like.
    OtherEligible,
    /// 3.1 Unknown whether an eligible household or address.
    UnknownHousehold,
    /// 3.2 and above: unknown whether an eligible respondent, other unknowns.
    UnknownOther,
    /// 4.x Not eligible.
    NotEligible,
}

impl Disposition {
    /// All classes, in AAPOR's order.
    pub const ALL: [Disposition; 8] = [
        Disposition::Complete,
        Disposition::Partial,
        Disposition::Refusal,
        Disposition::NonContact,
        Disposition::OtherEligible,
        Disposition::UnknownHousehold,
        Disposition::UnknownOther,
        Disposition::NotEligible,
    ];

    /// AAPOR's code of the class.
    pub fn code(self) -> &'static str {
        match self {
            Disposition::Complete => "1.1",
            Disposition::Partial => "1.2",
            Disposition::Refusal => "2.1",
            Disposition::NonContact => "2.2",
            Disposition::OtherEligible => "2.3",
            Disposition::UnknownHousehold => "3.1",
            Disposition::UnknownOther => "3.2",
            Disposition::NotEligible => "4.0",
        }
    }

    /// The class of an AAPOR code of any depth, written `2.112`, `2.11` or `2.1`; `None` when there is no such class.
    pub fn from_code(code: &str) -> Option<Disposition> {
        let code = code.trim();
        let (class, rest) = code.split_once('.').unwrap_or((code, ""));
        if !rest.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        match (class, rest.chars().next()) {
            ("1", Some('1')) => Some(Disposition::Complete),
            ("1", Some('2')) => Some(Disposition::Partial),
            ("2", Some('1')) => Some(Disposition::Refusal),
            ("2", Some('2')) => Some(Disposition::NonContact),
            ("2", Some('3')) => Some(Disposition::OtherEligible),
            ("3", Some('1')) => Some(Disposition::UnknownHousehold),
            ("3", Some(_)) => Some(Disposition::UnknownOther),
            ("4", _) => Some(Disposition::NotEligible),
            _ => None,
        }
    }

    /// Whether there are answers.
    pub fn is_response(self) -> bool {
        matches!(self, Disposition::Complete | Disposition::Partial)
    }
}

/// Cases by outcome; AAPOR's letters in brackets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutcomeTally {
    /// Complete interviews (I).
    pub complete: u64,
    /// Partial interviews (P).
    pub partial: u64,
    /// Refusals (R).
    pub refusal: u64,
    /// Non-contacts (NC).
    pub non_contact: u64,
    /// Other eligible non-interviews (O).
    pub other: u64,
    /// Unknown households (UH).
    pub unknown_household: u64,
    /// Other unknown eligibility (UO).
    pub unknown_other: u64,
    /// Not eligible (NE).
    pub not_eligible: u64,
}

impl OutcomeTally {
    /// Counts the cases.
    pub fn count(cases: impl IntoIterator<Item = Disposition>) -> OutcomeTally {
        let mut tally = OutcomeTally::default();
        for case in cases {
            *tally.slot(case) += 1;
        }
        tally
    }

    /// Number of cases with an outcome.
    pub fn get(&self, disposition: Disposition) -> u64 {
        *self.clone().slot(disposition)
    }

    /// All cases.
    pub fn total(&self) -> u64 {
        Disposition::ALL.into_iter().map(|disposition| self.get(disposition)).sum()
    }

    fn slot(&mut self, disposition: Disposition) -> &mut u64 {
        match disposition {
            Disposition::Complete => &mut self.complete,
            Disposition::Partial => &mut self.partial,
            Disposition::Refusal => &mut self.refusal,
            Disposition::NonContact => &mut self.non_contact,
            Disposition::OtherEligible => &mut self.other,
            Disposition::UnknownHousehold => &mut self.unknown_household,
            Disposition::UnknownOther => &mut self.unknown_other,
            Disposition::NotEligible => &mut self.not_eligible,
        }
    }
}

/// How `e`, the share of cases of unknown eligibility that are eligible, was estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Eligibility {
    /// The proportional allocation (CASRO) method: eligible cases over all cases whose eligibility is known.
    Proportional,
    /// A value from outside, from 0 to 1.
    Given(f64),
}

/// AAPOR's outcome rates, as proportions; `None` where there is no case to divide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutcomeRates {
    /// The cases.
    pub tally: OutcomeTally,
    /// The eligibility estimate used in RR3, RR4, REF2 and CON2.
    pub e: f64,
    /// How it was estimated.
    pub eligibility: Eligibility,
    /// Response rate 1: complete over all that may be eligible.
    pub rr1: Option<f64>,
    /// Response rate 2: RR1 with partial interviews as responses.
    pub rr2: Option<f64>,
    /// Response rate 3: RR1 with unknown cases counted by e.
    pub rr3: Option<f64>,
    /// Response rate 4: RR3 with partial interviews as responses.
    pub rr4: Option<f64>,
    /// Response rate 5: complete over cases known to be eligible.
    pub rr5: Option<f64>,
    /// Response rate 6: RR5 with partial interviews as responses.
    pub rr6: Option<f64>,
    /// Cooperation rate 1: complete over all contacted eligible.
    pub coop1: Option<f64>,
    /// Refusal rate 2: refusals over eligible with unknown cases counted by e.
    pub ref2: Option<f64>,
    /// Contact rate 2: contacted over eligible with unknown cases counted by e.
    pub con2: Option<f64>,
}

impl OutcomeRates {
    /// The rates of AAPOR's *Standard Definitions* from the cases' outcomes.
    pub fn new(tally: OutcomeTally, eligibility: Eligibility) -> OutcomeRates {
        let n = |count: u64| count as f64;
        let (i, p, r) = (n(tally.complete), n(tally.partial), n(tally.refusal));
        let (nc, o) = (n(tally.non_contact), n(tally.other));
        let unknown = n(tally.unknown_household + tally.unknown_other);
        let interviews = i + p;
        let eligible = interviews + r + nc + o;
        let e = match eligibility {
            Eligibility::Given(e) => e,
            // With nothing known, every unknown case counts as eligible: the rate that claims least.
            Eligibility::Proportional if eligible + n(tally.not_eligible) == 0.0 => 1.0,
            Eligibility::Proportional => eligible / (eligible + n(tally.not_eligible)),
        };
        let rate = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        OutcomeRates {
            tally,
            e,
            eligibility,
            rr1: rate(i, eligible + unknown),
            rr2: rate(interviews, eligible + unknown),
            rr3: rate(i, eligible + e * unknown),
            rr4: rate(interviews, eligible + e * unknown),
            rr5: rate(i, eligible),
            rr6: rate(interviews, eligible),
            coop1: rate(i, interviews + r + o),
            ref2: rate(r, eligible + e * unknown),
            con2: rate(interviews + r + o, eligible + e * unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A worked case: 600 complete, 40 partial, 200 refused, 100 not contacted, 20 other, 80 unknown, 60 not eligible.
    fn tally() -> OutcomeTally {
        OutcomeTally {
            complete: 600,
            partial: 40,
            refusal: 200,
            non_contact: 100,
            other: 20,
            unknown_household: 50,
            unknown_other: 30,
            not_eligible: 60,
        }
    }

    #[test]
    fn rates_follow_the_definitions() {
        let rates = OutcomeRates::new(tally(), Eligibility::Proportional);
        let e = 960.0 / 1020.0;
        assert!((rates.e - e).abs() < 1e-15);
        assert!((rates.rr1.unwrap() - 600.0 / 1040.0).abs() < 1e-15);
        assert!((rates.rr2.unwrap() - 640.0 / 1040.0).abs() < 1e-15);
        assert!((rates.rr3.unwrap() - 600.0 / (960.0 + e * 80.0)).abs() < 1e-15);
        assert!((rates.rr6.unwrap() - 640.0 / 960.0).abs() < 1e-15);
        assert!((rates.coop1.unwrap() - 600.0 / 860.0).abs() < 1e-15);
        assert!((rates.con2.unwrap() - 860.0 / (960.0 + e * 80.0)).abs() < 1e-15);
    }

    #[test]
    fn more_is_never_less() {
        let rates = OutcomeRates::new(tally(), Eligibility::Given(0.5));
        assert!(rates.rr1 < rates.rr3 && rates.rr3 < rates.rr5);
        assert!(rates.rr1 < rates.rr2 && rates.rr3 < rates.rr4 && rates.rr5 < rates.rr6);
    }

    #[test]
    fn no_case_gives_no_rate() {
        let rates = OutcomeRates::new(OutcomeTally::default(), Eligibility::Proportional);
        assert_eq!(rates.rr1, None);
        assert_eq!(rates.e, 1.0);
    }

    #[test]
    fn codes_of_any_depth_find_their_class() {
        assert_eq!(Disposition::from_code("2.112"), Some(Disposition::Refusal));
        assert_eq!(Disposition::from_code(" 1.1 "), Some(Disposition::Complete));
        assert_eq!(Disposition::from_code("3.9"), Some(Disposition::UnknownOther));
        assert_eq!(Disposition::from_code("4"), Some(Disposition::NotEligible));
        assert_eq!(Disposition::from_code("5.1"), None);
        assert_eq!(Disposition::from_code("2.x"), None);
        for disposition in Disposition::ALL {
            assert_eq!(Disposition::from_code(disposition.code()), Some(disposition));
        }
    }

    #[test]
    fn a_tally_counts_each_case_once() {
        let tally = OutcomeTally::count([Disposition::Complete, Disposition::Refusal, Disposition::Complete]);
        assert_eq!((tally.complete, tally.refusal, tally.total()), (2, 1, 3));
    }
}
