//! Against R's svyloglin; laws of fitted margins and of saturation.

use super::*;
use crate::estimation::contrast::joint;
use crate::estimation::{Context, Statistic};
use crate::moments::Moments;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

/// Tails far out change a hundred times faster than their statistic.
const TAIL: f64 = 1e-7;
/// R's root finder stops the saddlepoint at 1e-8 of its range.
const SADDLEPOINT: f64 = 1e-6;

struct Table {
    shares: Vec<f64>,
    covariance: Vec<f64>,
    rows: f64,
    degrees_of_freedom: f64,
}

/// Types of school by their target and by many learners of English.
const SIZES: [usize; 3] = [3, 2, 2];

fn table(name: &str) -> Table {
    let (sample, design, leaves, weights) = design(name);
    let [a, b] = ["stype", "sch.wide"].map(|name| sample.codes(name));
    let many = sample.numbers("ell");
    let cells: Vec<u32> =
        (0..sample.rows).map(|row| a[row] + 3 * b[row] + 6 * u32::from(many[row] > 20.0)).collect();
    let moments = Moments::of(&leaves, &cells, &weights, &[]);
    let shares: Vec<Statistic> = (0..12).map(|cell| Statistic::Share { cell, of: 0..12 }).collect();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let joint = joint(&context, &moments, None, &shares).unwrap();
    Table {
        shares: joint.estimates,
        covariance: joint.covariance,
        rows: sample.rows as f64,
        degrees_of_freedom: joint.degrees_of_freedom,
    }
}

impl Table {
    fn share_table(&self) -> ShareTable<'_> {
        ShareTable {
            sizes: &SIZES,
            shares: &self.shares,
            covariance: &self.covariance,
            rows: self.rows,
            degrees_of_freedom: self.degrees_of_freedom,
        }
    }

    fn fit(&self, model: char) -> Loglinear {
        let mut terms = vec![vec![0], vec![1], vec![2]];
        if model != 'a' {
            terms.push(vec![0, 1]);
        }
        if model == 'c' {
            terms.extend([vec![0, 2], vec![1, 2]]);
        }
        loglinear(&self.share_table(), &terms).unwrap()
    }
}

#[test]
fn tables_agree_with_r() {
    let mut known: Option<(String, Table)> = None;
    for case in expected("models/loglinear") {
        if known.as_ref().is_none_or(|known| known.0 != case.design) {
            known = Some((case.design.clone(), table(&case.design)));
        }
        let table = &known.as_ref().unwrap().1;
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        let letters: Vec<char> = case.measure.chars().collect();
        let fit = table.fit(letters[0]);
        let k = fit.coefficients.len();
        match case.domain.as_str() {
            "coefficient" => {
                let i: usize = case.category.parse().unwrap();
                assert!(
                    (fit.coefficients[i] - case.value).abs() < 1e-9 * case.value.abs().max(case.se),
                    "{what}"
                );
                let variance = fit.covariance[i * (k + 1)];
                if case.se.is_nan() {
                    // The strata's own shares are known.
                    assert!(variance.abs() < 1e-12, "{what}");
                } else {
                    close(variance.sqrt(), case.se, &what);
                }
            }
            "deviance" => assert!((fit.deviance - case.value).abs() < 1e-9 * case.value.max(1.0), "{what}"),
            _ => {
                let test = nested(&table.share_table(), &fit, &table.fit(letters[1])).unwrap();
                let within = |found: f64, tolerance: f64| {
                    let error = (found - case.value).abs();
                    assert!(error <= tolerance * case.value, "{what}: {found} is not {}", case.value);
                };
                let statistic =
                    if case.category.starts_with("pearson") { test.pearson } else { test.deviance };
                match case.category.as_str() {
                    "deviance" | "pearson" => within(statistic, 1e-9),
                    "deviance_first" | "pearson_first" => within(test.mixture.first_order(statistic), TAIL),
                    "deviance_F" | "pearson_F" => within(test.f(statistic).p, TAIL),
                    "deviance_saddle" | "pearson_saddle" => {
                        within(test.mixture.saddlepoint(statistic), SADDLEPOINT);
                    }
                    effect => {
                        let at: usize = effect.strip_prefix("effect_").unwrap().parse().unwrap();
                        within(test.mixture.design_effects[at], 1e-8);
                    }
                }
            }
        }
    }
}

#[test]
fn fitted_margins_of_terms_are_the_tables() {
    let table = table("clus2");
    let fit = table.fit('b');
    for margin in 0..6 {
        let of = |shares: &[f64]| shares[margin] + shares[margin + 6];
        assert!((of(&fit.fitted) - of(&table.shares)).abs() < 1e-13);
    }
    let apart = Loglinear { coefficients: vec![0.0; 30], ..fit.clone() };
    assert_eq!(nested(&table.share_table(), &apart, &fit), Err(ModelError::NotNested));
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let (shares, covariance) = ([0.5, 0.0, 0.5, 0.0], [0.0; 16]);
    let sizes = [2, 2];
    let table = ShareTable {
        sizes: &sizes,
        shares: &shares,
        covariance: &covariance,
        rows: 10.0,
        degrees_of_freedom: 9.0,
    };
    // Nobody has the second category of the first variable.
    assert!(matches!(
        loglinear(&table, &[vec![0], vec![1]]),
        Err(ModelError::Separation { .. } | ModelError::NotConverged { .. })
    ));
    assert_eq!(loglinear(&table, &[]), Err(ModelError::Empty));
    let unknown = ModelError::Coefficient { coefficient: 4, coefficients: 2 };
    assert_eq!(loglinear(&table, &[vec![4]]), Err(unknown));
    let wrong = ShareTable { sizes: &[3, 2], ..table };
    assert_eq!(loglinear(&wrong, &[vec![0]]), Err(ModelError::Entries { expected: 6, found: 4 }));
}
