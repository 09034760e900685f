//! Against R's survey and sampling packages, and the laws.

use super::*;
use crate::estimation::{Context, Statistic, linearise_statistics, mean};
use crate::moments::{Moments, OUTSIDE};
use crate::reference::{RELATIVE, Sample, close, expected, table};
use crate::variance::{Design, DesignInput, Linearised, SinglePsu};

fn election() -> (Sample, Vec<u32>, JointProbabilities) {
    let sample = table("data/election_pps.csv");
    let half = (0..sample.rows as u32).map(|row| u32::from((row + 1) % 3 == 0)).collect();
    let pairs = table("data/election_joint.csv");
    let place = |name: &str| -> Vec<u32> { pairs.numbers(name).into_iter().map(|at| at as u32).collect() };
    let (i, j, p) = (place("i"), place("j"), pairs.numbers("p"));
    let n = sample.rows;
    let mut matrix = vec![0.0; n * n];
    for pair in 0..pairs.rows {
        let (i, j) = (i[pair] as usize, j[pair] as usize);
        (matrix[i * n + j], matrix[j * n + i]) = (p[pair], p[pair]);
    }
    (sample, half, JointProbabilities::dense(&matrix, n).unwrap())
}

fn rule<'a>(name: &str, joint: &'a JointProbabilities, mean_square: &'a [f64]) -> PpsVariance<'a> {
    let form = if name.ends_with("yg") { Form::YatesGrundy } else { Form::HorvitzThompson };
    match name.trim_start_matches("strat_").split('_').next().unwrap() {
        "ht" | "yg" => PpsVariance::joint(joint, form),
        "hr" => PpsVariance::approximate(Approximation::HartleyRao { form, mean_square: None }),
        "hrpop" => {
            PpsVariance::approximate(Approximation::HartleyRao { form, mean_square: Some(mean_square) })
        }
        "overton" => PpsVariance::approximate(Approximation::Overton { form }),
        "brewer" => PpsVariance::approximate(Approximation::Brewer),
        "hajek" => PpsVariance::approximate(Approximation::Hajek),
        "deville" => PpsVariance::approximate(Approximation::Deville),
        name => panic!("no rule {name}"),
    }
}

#[test]
fn agrees_with_r_in_every_rule_and_domain() {
    let (sample, half, joint) = election();
    let (p, precincts) = (sample.numbers("p"), sample.numbers("TotPrecincts"));
    let (bush, kerry) = (sample.numbers("Bush"), sample.numbers("Kerry"));
    let mean_square = [table("election/pps/population.csv").numbers("mean_square")[0]];
    let mut compared = 0;
    for case in expected("election/pps") {
        let strata = case.design.starts_with("strat").then_some(half.as_slice());
        let input = PpsInput { rows: sample.rows, strata, stages: &[], probabilities: &[&p] };
        let (design, leaves) = PpsDesign::new(&input).unwrap();
        let weights = design.weights(&leaves);
        let inside = |row: usize| case.domain.is_empty() || precincts[row] < 100.0;
        let cells: Vec<u32> = (0..sample.rows).map(|row| if inside(row) { 0 } else { OUTSIDE }).collect();
        let moments = Moments::of(&leaves, &cells, &weights, &[&bush, &kerry]);
        let statistics = [
            Statistic::Total { cell: 0, expression: 0 },
            Statistic::Total { cell: 0, expression: 1 },
            Statistic::Mean { cell: 0, expression: 0 },
            Statistic::Ratio { cell: 0, y: 0, x: 1 },
        ];
        let found = linearise_statistics(&moments, &statistics);
        let rule = rule(&case.design, &joint, &mean_square);
        let covariance = design.covariance(&found.linearised, &rule).unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        let number = match case.measure.as_str() {
            "total:Bush" => 0,
            "total:Kerry" => 1,
            "mean:Bush" => 2,
            "ratio:Bush/Kerry" => 3,
            _ => {
                close(covariance[1], case.value, &what);
                continue;
            }
        };
        close(found.estimates[number], case.value, &what);
        close(covariance[number * 5].sqrt(), case.se, &what);
        compared += 1;
    }
    assert!(compared >= 100, "{compared}");
}

#[test]
fn two_stages_agree_with_r() {
    let sample = table("data/apiclus2.csv");
    let (district, school) = (sample.codes("dnum"), sample.codes("snum"));
    let size = sample.numbers("fpc2");
    let first: Vec<f64> =
        sample.numbers("dnum").iter().map(|district| 0.02 + 0.3 * (district % 7.0) / 7.0).collect();
    let second: Vec<f64> = (0..sample.rows)
        .map(|row| district.iter().filter(|other| **other == district[row]).count() as f64 / size[row])
        .collect();
    let input = PpsInput {
        rows: sample.rows,
        strata: None,
        stages: &[&district, &school],
        probabilities: &[&first, &second],
    };
    let (design, leaves) = PpsDesign::new(&input).unwrap();
    let weights = design.weights(&leaves);
    // Districts of which a single school was drawn have no other.
    let variance = PpsVariance::approximate(Approximation::Brewer);
    for case in expected("apiclus2/pps") {
        let cells = sample.domain("stype", &case.domain);
        let (statistic, columns) = match case.measure.as_str() {
            "total:api.stu" => (Statistic::Total { cell: 0, expression: 0 }, ["api.stu", "api.stu"]),
            "mean:api00" => (Statistic::Mean { cell: 0, expression: 0 }, ["api00", "api00"]),
            _ => (Statistic::Ratio { cell: 0, y: 0, x: 1 }, ["api00", "api99"]),
        };
        let columns = columns.map(|name| sample.numbers(name));
        let moments = Moments::of(&leaves, &cells, &weights, &[&columns[0], &columns[1]]);
        let found = linearise_statistics(&moments, &[statistic]);
        let covariance = design.covariance(&found.linearised, &variance).unwrap();
        let what = format!("{} {}", case.measure, case.domain);
        close(found.estimates[0], case.value, &what);
        close(covariance[0].sqrt(), case.se, &what);
    }
}

fn one(totals: &[f64]) -> Linearised {
    Linearised { leaves: (0..totals.len() as u32).collect(), totals: totals.to_vec(), estimates: 1 }
}

fn design(p: &[f64], strata: Option<&[u32]>) -> PpsDesign {
    let input = PpsInput { rows: p.len(), strata, stages: &[], probabilities: &[p] };
    PpsDesign::new(&input).unwrap().0
}

#[test]
fn equal_probabilities_are_simple_random_sampling() {
    let totals = one(&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0]);
    let p = [0.3; 6];
    let fpc: [&[f64]; 1] = [&[20.0; 6]];
    let (simple, _) = Design::new(&DesignInput { rows: 6, fpc: &fpc, ..DesignInput::default() }).unwrap();
    let right = totals.variance(&simple, SinglePsu::Fail).unwrap();
    let form = Form::YatesGrundy;
    for approximation in [
        Approximation::Brewer,
        Approximation::Hajek,
        Approximation::Deville,
        Approximation::HartleyRao { form, mean_square: Some(&[0.3]) },
    ] {
        let variance = PpsVariance::approximate(approximation);
        let found = design(&p, None).covariance(&totals, &variance).unwrap()[0];
        assert!((found - right).abs() < RELATIVE * right, "{approximation:?}: {found}, not {right}");
    }
    // Joint probabilities of simple random sampling: n (n - 1) / N (N - 1).
    let pair = 6.0 * 5.0 / (20.0 * 19.0);
    let matrix: Vec<f64> = (0..36).map(|at| if at % 7 == 0 { 0.3 } else { pair }).collect();
    let joint = JointProbabilities::dense(&matrix, 6).unwrap();
    for form in [Form::HorvitzThompson, Form::YatesGrundy] {
        let found = design(&p, None).covariance(&totals, &PpsVariance::joint(&joint, form)).unwrap()[0];
        assert!((found - right).abs() < RELATIVE * right, "{form:?}: {found}, not {right}");
    }
}

#[test]
fn a_total_in_proportion_to_the_probabilities_has_no_variance() {
    let p = [0.1, 0.4, 0.25, 0.6];
    let constant = one(&[7.0; 4]);
    let rules = [
        Approximation::Brewer,
        Approximation::Hajek,
        Approximation::Deville,
        Approximation::HartleyRao { form: Form::YatesGrundy, mean_square: None },
        Approximation::Overton { form: Form::YatesGrundy },
    ];
    for rule in rules {
        let found = design(&p, None).covariance(&constant, &PpsVariance::approximate(rule)).unwrap()[0];
        assert!(found.abs() < 1e-12, "{rule:?}: {found}");
    }
}

#[test]
fn certain_units_are_strata_of_their_own() {
    let with = design(&[0.2, 1.0, 0.5, 0.3], None);
    let without = design(&[0.2, 0.5, 0.3], None);
    for rule in [Approximation::Brewer, Approximation::Hajek, Approximation::Deville] {
        let variance = PpsVariance::approximate(rule);
        let found = with.covariance(&one(&[4.0, 100.0, 1.0, 7.0]), &variance).unwrap();
        assert_eq!(found, without.covariance(&one(&[4.0, 1.0, 7.0]), &variance).unwrap());
    }
}

#[test]
fn units_with_probabilities_that_add_to_one_are_not_independent() {
    // By hand: Overton's 1 - pi_k pi_l / pi_kl is (0.5 - 1) / 1; Hartley-Rao's with the sample's mean 0.5 is (1 - 1 - 0.5) / 1.
    let units = design(&[0.4, 0.6], None);
    let form = Form::YatesGrundy;
    let hartley = PpsVariance::approximate(Approximation::HartleyRao { form, mean_square: None });
    let overton = PpsVariance::approximate(Approximation::Overton { form });
    for variance in [hartley, overton] {
        let found = units.covariance(&one(&[1.0, 3.0]), &variance).unwrap()[0];
        assert!((found - 0.5 * 4.0).abs() < 1e-14, "{found}");
    }
}

#[test]
fn sparse_pairs_are_dense_ones_without_the_independent() {
    // Two strata of two: pairs across are independent.
    let (p, q) = (0.4, 0.5);
    let pairs = [(0, 1, 0.15), (3, 2, 0.2)];
    let sparse = JointProbabilities::sparse(&[p, p, q, q], &pairs).unwrap();
    let across = p * q;
    let matrix = [
        [p, 0.15, across, across],
        [0.15, p, across, across],
        [across, across, q, 0.2],
        [across, across, 0.2, q],
    ];
    let dense = JointProbabilities::dense(&matrix.concat(), 4).unwrap();
    assert_eq!(sparse, dense);
    let totals = one(&[1.0, 2.0, 5.0, 3.0]);
    let strata = design(&[p, p, q, q], Some(&[0, 0, 1, 1]));
    let found = strata.covariance(&totals, &PpsVariance::joint(&sparse, Form::YatesGrundy)).unwrap()[0];
    // By hand: (0.16 / 0.15 - 1) 1 + (0.25 / 0.2 - 1) 4.
    assert!((found - (0.01 / 0.15 + 0.25 * 4.0)).abs() < 1e-14);
}

#[test]
fn units_of_joint_probabilities_follow_the_rows() {
    // The labels are in the other order than the rows, and each unit has two rows.
    let labels = [9u32, 9, 4, 4, 7, 7];
    let p = [0.2, 0.2, 0.5, 0.5, 0.4, 0.4];
    let stages: [&[u32]; 1] = [&labels];
    let input = PpsInput { rows: 6, strata: None, stages: &stages, probabilities: &[&p] };
    let (tree, leaves) = PpsDesign::new(&input).unwrap();
    assert_eq!(leaves, [2, 2, 0, 0, 1, 1]);
    let joint = JointProbabilities::sparse(&[0.2, 0.5, 0.4], &[(0, 1, 0.05), (0, 2, 0.06), (1, 2, 0.15)]);
    let found =
        tree.covariance(&one(&[1.0, 0.0, 0.0]), &PpsVariance::joint(&joint.unwrap(), Form::HorvitzThompson));
    // Leaf 0 has label 4 and is the second unit of the rows.
    assert_eq!(found, Ok(vec![0.5]));
}

#[test]
fn single_units_follow_the_rule() {
    let strata = [0, 0, 1, 2, 2];
    let p = [0.5, 0.5, 0.25, 0.5, 0.5];
    let tree = design(&p, Some(&strata));
    let totals = one(&[1.0, 3.0, 4.0, 2.0, 8.0]);
    let found = |single| {
        let variance = PpsVariance { single, ..PpsVariance::approximate(Approximation::Brewer) };
        tree.covariance(&totals, &variance).map(|covariance| covariance[0])
    };
    // By hand: 2 × 0.5 × 2 = 2 and 2 × 0.5 × 18 = 18.
    assert_eq!(found(SinglePsu::Fail), Err(PpsError::SinglePsu { stage: 1, rows: vec![2] }));
    assert_eq!(found(SinglePsu::Remove), Ok(20.0));
    assert_eq!(found(SinglePsu::Certainty), Ok(20.0));
    assert_eq!(found(SinglePsu::Adjust), Ok(20.0 + 0.75 * 16.0));
    assert_eq!(found(SinglePsu::Average), Ok(30.0));
    let part = Linearised { leaves: vec![0, 1, 2, 3], totals: vec![1.0, 3.0, 4.0, 2.0], estimates: 1 };
    let variance =
        PpsVariance { single: SinglePsu::AdjustDomain, ..PpsVariance::approximate(Approximation::Brewer) };
    let found = tree.covariance(&part, &variance).unwrap()[0];
    assert!((found - (2.0 + 12.0 + 2.0 * 0.5 * 4.0)).abs() < 1e-14);
}

#[test]
fn what_is_wrong_is_named() {
    let build = |p: &[f64]| {
        let stages: [&[u32]; 1] = [&[0, 0, 1]];
        let input = PpsInput { rows: 3, strata: None, stages: &stages, probabilities: &[p] };
        PpsDesign::new(&input).map(|_| ()).unwrap_err()
    };
    assert_eq!(build(&[0.5, 0.5, 0.0]), PpsError::Probability { stage: 1, row: 2, value: 0.0 });
    assert!(matches!(build(&[f64::NAN, 0.5, 1.0]), PpsError::Probability { row: 0, .. }));
    assert_eq!(build(&[0.5, 0.4, 1.0]), PpsError::ProbabilityVaries { stage: 1, row: 1 });
    assert_eq!(build(&[0.5, 0.4]), PpsError::Length { rows: 3, found: 2 });
    let input = PpsInput { rows: 1, ..PpsInput::default() };
    assert_eq!(PpsDesign::new(&input).map(|_| ()), Err(PpsError::Stages { stages: 1, probabilities: 0 }));

    let sparse = |pairs: &[(u32, u32, f64)]| JointProbabilities::sparse(&[0.2, 0.5], pairs).unwrap_err();
    assert_eq!(sparse(&[(0, 1, 0.0)]), PpsError::Joint { a: 0, b: 1, value: 0.0 });
    assert_eq!(sparse(&[(1, 0, 0.3)]), PpsError::Joint { a: 0, b: 1, value: 0.3 });
    assert_eq!(sparse(&[(0, 1, 0.1), (1, 0, 0.1)]), PpsError::Joint { a: 0, b: 1, value: 0.1 });
    assert_eq!(sparse(&[(0, 2, 0.1)]), PpsError::Units { units: 2, found: 3 });
    assert_eq!(
        JointProbabilities::dense(&[0.2, 0.1, 0.15, 0.5], 2),
        Err(PpsError::Joint { a: 0, b: 1, value: 0.15 })
    );
    let joint = JointProbabilities::sparse(&[0.2, 0.5], &[(0, 1, 0.1)]).unwrap();
    let variance = PpsVariance::joint(&joint, Form::HorvitzThompson);
    let against = |p: &[f64]| design(p, None).covariance(&one(&[1.0, 1.0]), &variance).unwrap_err();
    assert_eq!(against(&[0.2, 0.4]), PpsError::Diagonal { unit: 1, joint: 0.5, probability: 0.4 });
    assert_eq!(against(&[0.2, 0.5, 0.5]), PpsError::Units { units: 3, found: 2 });
    let rule = Approximation::HartleyRao { form: Form::HorvitzThompson, mean_square: Some(&[]) };
    let found = design(&[0.5, 0.5], None).covariance(&one(&[1.0, 1.0]), &PpsVariance::approximate(rule));
    assert_eq!(found, Err(PpsError::MeanSquare { strata: 1, at: 0 }));
}

#[test]
fn a_design_follows_the_rule_that_it_was_given() {
    let (sample, half, joint) = election();
    let (p, bush) = (sample.numbers("p"), sample.numbers("Bush"));
    let mean_square = [table("election/pps/population.csv").numbers("mean_square")[0]];
    let methods = [
        ("ht", PpsMethod::Joint, Form::HorvitzThompson),
        ("yg", PpsMethod::Joint, Form::YatesGrundy),
        ("hr_yg", PpsMethod::HartleyRao, Form::YatesGrundy),
        ("hrpop_ht", PpsMethod::HartleyRao, Form::HorvitzThompson),
        ("overton_ht", PpsMethod::Overton, Form::HorvitzThompson),
        ("brewer", PpsMethod::Brewer, Form::YatesGrundy),
        ("strat_hajek", PpsMethod::Hajek, Form::YatesGrundy),
        ("strat_deville", PpsMethod::Deville, Form::YatesGrundy),
    ];
    for (name, method, form) in methods {
        let strata = name.starts_with("strat").then_some(half.as_slice());
        let input = PpsInput { rows: sample.rows, strata, stages: &[], probabilities: &[&p] };
        let rule = PpsRule {
            method,
            form,
            joint: (method == PpsMethod::Joint).then(|| joint.clone()),
            mean_square: name.starts_with("hrpop").then(|| mean_square.to_vec()),
        };
        let (design, leaves) = Design::unequal(&input, rule).unwrap();
        let cells = vec![0; sample.rows];
        let moments = Moments::of(&leaves, &cells, &design.weights(&leaves), &[&bush]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = mean::mean(&context, &moments, None, 0, 0).unwrap().unwrap();
        let case = expected("election/pps")
            .into_iter()
            .find(|case| case.design == name && case.measure == "mean:Bush" && case.domain.is_empty());
        let case = case.unwrap();
        close(found.value, case.value, name);
        close(found.se, case.se, name);
        assert_eq!(found.df, sample.rows as f64 - if strata.is_some() { 2.0 } else { 1.0 });
    }
    let input = PpsInput { rows: sample.rows, strata: None, stages: &[], probabilities: &[&p] };
    let without = PpsRule::approximate(PpsMethod::Joint);
    assert!(matches!(Design::unequal(&input, without), Err(PpsError::Units { found: 0, .. })));
}
