//! Models as columns.

use sounding_statistics::testing::{Outcome, Reference};

use super::{Coefficient, ModelAnswer, Term};
use crate::listing::{Listing, Shown};

impl ModelAnswer {
    /// The coefficients of all models; `exponentiated` adds exp of estimates and ends: odds, rate and hazard ratios.
    pub fn coefficients(&self, by: &[String], exponentiated: bool) -> Listing {
        let rows: Vec<(&[String], &Coefficient)> = (self.models.iter())
            .flat_map(|model| model.coefficients.iter().map(|one| (model.domain.as_slice(), one)))
            .collect();
        let listing = values(Listing::new("coefficients"), by, "coefficient", &rows);
        if !exponentiated {
            return listing;
        }
        let exp = |of: fn(&Coefficient) -> f64| {
            rows.iter().map(move |(_, one)| of(one).exp()).collect::<Vec<f64>>()
        };
        listing
            .numbers("exp_estimate", exp(|one| one.value), Shown::Fixed(4))
            .numbers("exp_low", exp(|one| one.low), Shown::Fixed(4))
            .numbers("exp_high", exp(|one| one.high), Shown::Fixed(4))
    }

    /// Predictive margins and average effects.
    pub fn margins(&self, by: &[String]) -> Listing {
        let rows: Vec<(&[String], &Coefficient)> = (self.models.iter())
            .flat_map(|model| model.margins.iter().map(|one| (model.domain.as_slice(), one)))
            .collect();
        values(Listing::new("margins"), by, "margin", &rows)
    }

    /// Tests of the terms.
    pub fn terms(&self, by: &[String]) -> Listing {
        let rows: Vec<(&[String], &Term)> = (self.models.iter())
            .flat_map(|model| model.terms.iter().map(|one| (model.domain.as_slice(), one)))
            .collect();
        let outcomes = || rows.iter().map(|(_, one)| &one.outcome);
        let degrees = |outcome: &Outcome| match &outcome.reference {
            Reference::F { numerator, denominator } => (*numerator, *denominator),
            Reference::ChiSquaredSum { weights, denominator, .. } => (weights.len() as f64, *denominator),
            Reference::ChiSquared { degrees_of_freedom } => (*degrees_of_freedom, f64::NAN),
            Reference::StudentT { degrees_of_freedom } => (f64::NAN, *degrees_of_freedom),
        };
        Listing::new("terms")
            .domains(by, rows.iter().map(|(domain, _)| *domain))
            .texts("term", rows.iter().map(|(_, one)| one.name.clone()))
            .texts("test", outcomes().map(|one| one.test.word().to_owned()))
            .numbers("statistic", outcomes().map(|one| one.statistic), Shown::Fixed(3))
            .numbers("df1", outcomes().map(|one| degrees(one).0), Shown::Fixed(2))
            .numbers("df2", outcomes().map(|one| degrees(one).1), Shown::Fixed(2))
            .numbers("p_value", outcomes().map(|one| one.p), Shown::Probability)
    }

    /// What else is known of each fit.
    pub fn fits(&self, by: &[String]) -> Listing {
        let mut listing = Listing::new("fits")
            .domains(by, self.models.iter().map(|model| model.domain.as_slice()))
            .counts("n", self.models.iter().map(|model| model.rows));
        let names: Vec<&str> = self
            .models
            .first()
            .map(|model| model.facts.iter().map(|fact| fact.0).collect())
            .unwrap_or_default();
        for name in names {
            let of = |model: &super::Model| {
                model.facts.iter().find(|fact| fact.0 == name).map_or(f64::NAN, |fact| fact.1)
            };
            listing = listing.numbers(name, self.models.iter().map(of), Shown::Fixed(4));
        }
        listing
    }
}

fn values(listing: Listing, by: &[String], what: &str, rows: &[(&[String], &Coefficient)]) -> Listing {
    let all = || rows.iter().map(|(_, one)| *one);
    listing
        .domains(by, rows.iter().map(|(domain, _)| *domain))
        .texts(what, all().map(|one| one.name.clone()))
        .numbers("estimate", all().map(|one| one.value), Shown::Scaled)
        .numbers("se", all().map(|one| one.se), Shown::Scaled)
        .numbers("low", all().map(|one| one.low), Shown::Interval)
        .numbers("high", all().map(|one| one.high), Shown::Not)
        .numbers("t", all().map(|one| one.t), Shown::Fixed(3))
        .numbers("df", all().map(|one| one.df), Shown::Fixed(2))
        .numbers("p_value", all().map(|one| one.p), Shown::Probability)
        .numbers("missing", all().map(|one| one.missing.unwrap_or(f64::NAN)), Shown::Fixed(3))
}
