//! Quadratic forms and the replicates made from them: covariances, exactness, R's figures, and what is refused.

use super::*;
use crate::moments::Moments;
use crate::reference::{Named, Sample, close as close_to_r, design, table};
use crate::variance::pps::{
    Approximation, Form, JointProbabilities, PpsDesign, PpsError, PpsInput, PpsVariance,
};
use crate::variance::replicates::of_totals::{
    close, rows, stratified, totals, variance, variance as variance_of,
};
use crate::variance::replicates::{
    Psus, ReplicateUnit, ReplicateWarning, Replication, SdrParams, brr, replicate_statistics, sdr,
};
use crate::variance::{Design, DesignInput, Linearised, SinglePsu};
use std::fmt::Write as _;
use std::num::NonZeroUsize;

fn psus() -> Psus {
    Psus::new(&[0, 1, 0, 1, 1, 2, 2, 1, 2], 3).unwrap().with_fraction(&[0.0, 0.3, 1.0]).unwrap()
}

fn two_stages() -> Design {
    let stages: [&[u32]; 2] = [&[0, 0, 1, 1, 1, 2, 2], &[0, 1, 0, 1, 2, 0, 1]];
    let fpc: [&[f64]; 2] = [&[5.0; 7], &[4.0, 4.0, 3.0, 3.0, 3.0, 8.0, 8.0]];
    Design::new(&DesignInput { rows: 7, strata: None, stages: &stages, fpc: &fpc }).unwrap().0
}

/// A simple random sample of 4 of 10, by its joint probabilities.
fn joint() -> JointProbabilities {
    let both = 4.0 * 3.0 / 90.0;
    let matrix: Vec<f64> = (0..16).map(|at| if at % 5 == 0 { 0.4 } else { both }).collect();
    JointProbabilities::dense(&matrix, 4).unwrap()
}

fn forms() -> Vec<QuadraticForm> {
    vec![
        QuadraticForm::multistage(&two_stages(), SinglePsu::Fail).unwrap(),
        QuadraticForm::first_stage(&psus()).unwrap(),
        QuadraticForm::successive(&psus(), None, Chain::Closed).unwrap(),
        QuadraticForm::successive(&psus(), None, Chain::Open).unwrap(),
        QuadraticForm::joint(&joint(), Form::HorvitzThompson, Indefinite::Refuse).unwrap(),
        QuadraticForm::joint(&joint(), Form::YatesGrundy, Indefinite::Refuse).unwrap(),
        QuadraticForm::poisson(&[0.3, 0.9, 1.0]).unwrap(),
    ]
}

/// An entry of the matrix, from variances of sums.
fn entry(form: &QuadraticForm, a: usize, b: usize) -> f64 {
    let of = |weights: &[(usize, f64)]| {
        let mut totals = vec![0.0; form.units()];
        for &(unit, weight) in weights {
            totals[unit] += weight;
        }
        form.variance(&totals)
    };
    (of(&[(a, 1.0), (b, 1.0)]) - of(&[(a, 1.0), (b, -1.0)])) / 4.0
}

#[test]
fn the_covariance_of_the_multipliers_is_the_form() {
    let r = 20_000;
    for form in forms() {
        let n = form.units();
        let rows = rows(&generalised_bootstrap(form.clone(), r, 7).unwrap());
        for a in 0..n {
            let mean = rows.iter().map(|row| row[a] - 1.0).sum::<f64>() / r as f64;
            assert!(mean.abs() <= 5.0 * (entry(&form, a, a) / r as f64).sqrt());
            for b in 0..=a {
                let found = rows.iter().map(|row| (row[a] - 1.0) * (row[b] - 1.0)).sum::<f64>() / r as f64;
                let (expected, both) = (entry(&form, a, b), entry(&form, a, a) * entry(&form, b, b));
                // The variance of a product of normal numbers.
                let spread = ((both + expected * expected) / r as f64).sqrt();
                assert!((found - expected).abs() <= 5.0 * spread + 1e-12, "({a}, {b}): {found}, {expected}");
            }
        }
    }
}

#[test]
fn replication_makes_the_form_exactly_whatever_the_centre() {
    for form in forms() {
        let totals = totals(form.units());
        let mut made = generalised_replication(form.clone());
        assert!(made.len() > form.inputs() && made.warnings().is_empty());
        close(variance(&made, &totals), form.variance(&totals));
        close(variance(&made.clone().rescaled(7.0).unwrap(), &totals), form.variance(&totals));
        made.centre = Centre::ReplicateMean;
        close(variance(&made, &totals), form.variance(&totals));
    }
}

#[test]
fn forms_are_the_estimators_that_they_are_named_after() {
    let design = two_stages();
    let of_leaves = totals(7);
    let linearised = Linearised { leaves: (0..7).collect(), totals: of_leaves.clone(), estimates: 1 };
    let multistage = QuadraticForm::multistage(&design, SinglePsu::Fail).unwrap();
    close(multistage.variance(&of_leaves), linearised.variance(&design, SinglePsu::Fail).unwrap());
    assert_eq!((multistage.unit, multistage.degrees_of_freedom), (ReplicateUnit::Leaf, 2));

    let totals = totals(9);
    let first = QuadraticForm::first_stage(&psus()).unwrap();
    close(first.variance(&totals), stratified(psus().stratum(), &[0.0, 0.3, 1.0], &totals));

    let order: Vec<f64> = (0..9).map(|psu| f64::from(psu * 5 % 9)).collect();
    let closed = QuadraticForm::successive(&psus(), Some(&order), Chain::Closed).unwrap();
    let replicated = sdr(&psus(), &SdrParams { replicates: 12, order: Some(&order) }).unwrap();
    close(closed.variance(&totals), variance(&replicated, &totals));
    // Units 0, 1 and 2 in one open chain, by hand: 3/(2 · 2) (4 + 16).
    let three = Psus::new(&[0; 3], 1).unwrap();
    let open = QuadraticForm::successive(&three, None, Chain::Open).unwrap();
    close(open.variance(&[1.0, 3.0, 7.0]), 15.0);

    // A simple random sample: n²(1 − f) s²/n.
    let four = &totals[..4];
    for form in [Form::HorvitzThompson, Form::YatesGrundy] {
        let joint = QuadraticForm::joint(&joint(), form, Indefinite::Refuse).unwrap();
        if form == Form::YatesGrundy {
            close(joint.variance(four), stratified(&[0; 4], &[0.4], four));
        } else {
            // The form of Horvitz and Thompson also varies with the size, which is fixed here: equal totals have no variance.
            assert!(joint.variance(&[1.0; 4]).abs() < 1e-12);
        }
    }
}

#[test]
fn pairs_are_balanced_half_samples_with_two_or_nothing() {
    let psus = Psus::new(&(0..14).map(|u| u / 2).collect::<Vec<u32>>(), 7).unwrap();
    let made = generalised_replication(QuadraticForm::first_stage(&psus).unwrap());
    let balanced = brr(&psus).unwrap();
    assert_eq!((made.len(), made.degrees_of_freedom()), (balanced.len(), 7));
    for (found, halves) in rows(&made).concat().iter().zip(rows(&balanced).concat()) {
        // Which of a pair a plus stands for is the other way round.
        assert!((found - (2.0 - halves)).abs() < 1e-12 || (found - halves).abs() < 1e-12);
    }
}

#[test]
fn a_matrix_that_is_no_covariance_is_refused_or_replaced() {
    let indefinite = [1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 4.0];
    let refused = QuadraticForm::matrix(&indefinite, 3, Indefinite::Refuse).unwrap_err();
    assert!(matches!(refused, ReplicatesError::NotSemidefinite { unit: 1, pivot } if pivot == -3.0));
    let nearest = QuadraticForm::matrix(&indefinite, 3, Indefinite::Nearest).unwrap();
    // Eigenvalues 3 and −1: the first alone is 1.5 everywhere.
    for (totals, expected) in [([1.0, 0.0, 0.0], 1.5), ([1.0, 1.0, 0.0], 6.0), ([0.0, 0.0, 1.0], 4.0)] {
        close(nearest.variance(&totals), expected);
    }
    let warnings = generalised_bootstrap(nearest, 9, 1).unwrap().warnings().to_vec();
    assert!(
        matches!(warnings[..], [ReplicateWarning::NearestMatrix { eigenvalue }] if (eigenvalue + 1.0).abs() < 1e-12)
    );
}

#[test]
fn what_cannot_be_done_is_refused() {
    let matrix =
        |values: &[f64], units| QuadraticForm::matrix(values, units, Indefinite::Refuse).unwrap_err();
    assert_eq!(matrix(&[1.0], 2), ReplicatesError::MatrixSize { expected: 4, found: 1 });
    let uneven = ReplicatesError::MatrixEntry { row: 1, column: 0, value: 0.5, mirror: 0.4 };
    assert_eq!(matrix(&[1.0, 0.4, 0.5, 1.0], 2), uneven);
    assert_eq!(matrix(&[0.0; 4], 2), ReplicatesError::Census);
    assert_eq!(matrix(&[], 0), ReplicatesError::NoPsus);
    assert_eq!(QuadraticForm::poisson(&[1.0]).unwrap_err(), ReplicatesError::Census);
    assert_eq!(
        QuadraticForm::poisson(&[0.0]).unwrap_err(),
        ReplicatesError::Probability { unit: 0, value: 0.0 }
    );
    let single = Psus::new(&[0, 0, 1], 2).unwrap();
    let error = ReplicatesError::SinglePsu { strata: vec![1] };
    assert_eq!(QuadraticForm::first_stage(&single).unwrap_err(), error);
    assert_eq!(QuadraticForm::successive(&single, None, Chain::Open).unwrap_err(), error);
    let strata = DesignInput { rows: 3, strata: Some(&[0, 0, 1]), ..DesignInput::default() };
    let (design, _) = Design::new(&strata).unwrap();
    assert_eq!(QuadraticForm::multistage(&design, SinglePsu::Fail).unwrap_err(), error);
    assert!(QuadraticForm::multistage(&design, SinglePsu::Remove).is_ok());
    let rule = SinglePsu::Adjust;
    assert_eq!(QuadraticForm::multistage(&design, rule).unwrap_err(), ReplicatesError::SingleRule { rule });
    let form = QuadraticForm::first_stage(&psus()).unwrap();
    assert_eq!(generalised_bootstrap(form, 1, 1).unwrap_err(), ReplicatesError::TooFew { replicates: 1 });
}

fn election() -> (Sample, JointProbabilities) {
    let (sample, pairs) = (table("data/election_pps.csv"), table("data/election_joint.csv"));
    let n = sample.rows;
    let mut matrix = vec![0.0; n * n];
    for ((i, j), p) in pairs.numbers("i").iter().zip(pairs.numbers("j")).zip(pairs.numbers("p")) {
        let (i, j) = (*i as usize, j as usize);
        (matrix[i * n + j], matrix[j * n + i]) = (p, p);
    }
    (sample, JointProbabilities::dense(&matrix, n).unwrap())
}

#[test]
fn forms_of_joint_probabilities_and_their_replicates_agree_with_r() {
    let mut text = "replicate,unit,z\n".to_owned();
    for r in 0..30 {
        let mut stream = Stream::new(20_261_104, GENERALISED_STREAM + r);
        for unit in 1..=40 {
            writeln!(text, "{},{unit},{:?}", r + 1, stream.normal()).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/election/generalised/draws.csv");
    if std::env::var_os("SOUNDING_MULTIPLIERS").is_some_and(|what| what == "write") {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    let (sample, joint) = election();
    let expected = Named::read("election/generalised");
    let (p, bush, kerry) = (sample.numbers("p"), sample.numbers("Bush"), sample.numbers("Kerry"));
    let weights: Vec<f64> = p.iter().map(|p| 1.0 / p).collect();
    let weighted = |y: &[f64]| y.iter().zip(&weights).map(|(y, w)| y * w).collect::<Vec<f64>>();
    for (name, form) in [("ht", Form::HorvitzThompson), ("yg", Form::YatesGrundy)] {
        let form = QuadraticForm::joint(&joint, form, Indefinite::Refuse).unwrap();
        let made = generalised_replication(form.clone());
        for (candidate, y) in [("bush", &bush), ("kerry", &kerry)] {
            let se = expected.get(&format!("{name}_{candidate}_se"));
            close_to_r(form.variance(&weighted(y)).sqrt(), se, "the form");
            close_to_r(variance(&made, &weighted(y)).sqrt(), se, "replication");
        }
    }

    let form = QuadraticForm::joint(&joint, Form::HorvitzThompson, Indefinite::Refuse).unwrap();
    let bootstrapped = generalised_bootstrap(form.clone(), 30, 20_261_104).unwrap();
    let precincts = sample.numbers("TotPrecincts");
    let units: Vec<u32> = (0..40).collect();
    for (name, made) in [("replication", generalised_replication(form)), ("bootstrap", bootstrapped)] {
        for (domain, most) in [("all", f64::INFINITY), ("small", 100.0)] {
            use crate::estimation::Statistic;
            let cell = |p: &f64| if *p < most { 0 } else { crate::moments::OUTSIDE };
            let cells: Vec<u32> = precincts.iter().map(cell).collect();
            let moments = Moments::of(&units, &cells, &weights, &[&bush, &kerry]);
            let statistics = [
                Statistic::Total { cell: 0, expression: 0 },
                Statistic::Mean { cell: 0, expression: 0 },
                Statistic::Ratio { cell: 0, y: 0, x: 1 },
            ];
            let found =
                replicate_statistics(&made, &moments, &units, &statistics, made.centre(), NonZeroUsize::MIN);
            for (j, of) in ["total", "mean", "ratio"].iter().enumerate() {
                expected.check(&format!("{name}_{domain}_{of}"), found.estimates[j]);
                expected.check(&format!("{name}_{domain}_{of}_se"), found.standard_error(j));
            }
        }
    }
}

#[test]
fn forms_of_designs_agree_with_r() {
    let expected = Named::read("apiclus2/generalised");
    let (sample, design, leaves, weights) = design("clus2");
    let made = generalised_replication(QuadraticForm::multistage(&design, SinglePsu::Fail).unwrap());
    for y in ["api00", "api99"] {
        let values = sample.numbers(y);
        let mut totals = vec![0.0; design.leaves()];
        leaves
            .iter()
            .enumerate()
            .for_each(|(row, &leaf)| totals[leaf as usize] += weights[row] * values[row]);
        expected.check(&format!("clus2_{y}_se"), variance(&made, &totals).sqrt());
    }
    let (sample, design, leaves, weights) = crate::reference::design("strat");
    let psus = Psus::of(&design).unwrap();
    let values = sample.numbers("api00");
    let (mut totals, mut order) = (vec![0.0; 200], vec![0.0; 200]);
    for (row, &leaf) in leaves.iter().enumerate() {
        totals[leaf as usize] = weights[row] * values[row];
        order[leaf as usize] = sample.numbers("api99")[row];
    }
    for (name, form) in [
        ("first", QuadraticForm::first_stage(&psus)),
        ("sd1", QuadraticForm::successive(&psus, Some(&order), Chain::Open)),
        ("sd2", QuadraticForm::successive(&psus, Some(&order), Chain::Closed)),
    ] {
        let form = form.unwrap();
        expected.check(&format!("strat_{name}_se"), form.variance(&totals).sqrt());
        expected.check(&format!("strat_{name}_se"), variance(&generalised_replication(form), &totals).sqrt());
    }
}

#[test]
fn forms_of_unequal_probabilities_are_the_variances_of_their_rules() {
    let stratum: Vec<u32> = (0..12).map(|row| row / 6).collect();
    let (first, second): (Vec<u32>, Vec<u32>) = ((0..12).map(|row| row / 2).collect(), (0..12).collect());
    let p: Vec<f64> =
        first.iter().map(|&unit| if unit == 4 { 1.0 } else { 0.2 + 0.1 * f64::from(unit) }).collect();
    let q: Vec<f64> =
        (0..12).map(|row| if row % 4 < 2 { 0.5 } else { 0.3 + 0.05 * f64::from(row % 2) }).collect();
    let input =
        PpsInput { rows: 12, strata: Some(&stratum), stages: &[&first, &second], probabilities: &[&p, &q] };
    let (design, leaves) = PpsDesign::new(&input).unwrap();
    let totals = totals(12);
    let mut of_leaves = vec![0.0; 12];
    leaves.iter().zip(&totals).for_each(|(&leaf, total)| of_leaves[leaf as usize] = *total);
    let linearised = Linearised { leaves: (0..12).collect(), totals: of_leaves.clone(), estimates: 1 };
    let form = Form::YatesGrundy;
    let units: Vec<f64> = (0..6).map(|unit| p[unit * 2]).collect();
    let joint = JointProbabilities::sparse(&units, &[(0, 1, 0.05), (1, 2, 0.1), (0, 2, 0.07)]).unwrap();
    for variance in [
        PpsVariance::approximate(Approximation::Brewer),
        PpsVariance::approximate(Approximation::Hajek),
        PpsVariance::approximate(Approximation::Deville),
        PpsVariance::approximate(Approximation::HartleyRao { form, mean_square: None }),
        PpsVariance::approximate(Approximation::HartleyRao { form, mean_square: Some(&[0.2, 0.3]) }),
        PpsVariance::approximate(Approximation::Overton { form }),
        PpsVariance::joint(&joint, form),
    ] {
        let made = QuadraticForm::unequal(&design, &variance, Indefinite::Refuse).unwrap();
        let expected = design.covariance(&linearised, &variance).unwrap()[0];
        close(made.variance(&of_leaves), expected);
        close(variance_of(&generalised_replication(made), &of_leaves), expected);
    }
    let single = PpsInput { rows: 2, strata: None, stages: &[], probabilities: &[&[0.5, 1.0]] };
    let (design, _) = PpsDesign::new(&single).unwrap();
    let variance = PpsVariance::approximate(Approximation::Brewer);
    let error = QuadraticForm::unequal(&design, &variance, Indefinite::Refuse).unwrap_err();
    assert_eq!(error, ReplicatesError::Pps(PpsError::SinglePsu { stage: 1, rows: vec![0] }));
}
