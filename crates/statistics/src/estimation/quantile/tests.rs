//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::numerics::Stream;
use crate::reference::{close, design, expected, jackknife};
use crate::variance::SinglePsu;
use crate::variance::replicates::{Centre, ValueCounts, replicate_quantiles_by, replicate_woodruff};

#[test]
fn quantiles_and_woodruff_intervals_agree_with_r() {
    let mut without_low = 0;
    for case in expected("api/quantile") {
        let (sample, design, leaves, weights) = design(&case.design);
        let (name, probability) = case.measure.split_once('@').unwrap();
        let values = sample.numbers(name);
        let cells = sample.domain("stype", &case.domain);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let input = QuantileInput {
            leaves: &leaves,
            cells: &cells,
            weights: &weights,
            values: &values,
            patterns: None,
        };
        let found =
            quantile(&context, &input, 1, probability.parse().unwrap(), 0.95, None).unwrap()[0].unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.df, case.df, &what);
        close(found.interval.high, case.high, &what);
        if case.low.is_nan() {
            without_low += 1;
        } else {
            close(found.interval.low, case.low, &what);
            close(found.se, case.se, &what);
        }
    }
    assert!(without_low < 10, "{without_low} cases have no lower end in R");
}

fn rule(name: &str) -> QuantileRule {
    match name {
        "math" => QuantileRule::Math,
        "school" => QuantileRule::School,
        "hf3" => QuantileRule::Hf3,
        "hf4" => QuantileRule::Hf4,
        "hf5" => QuantileRule::Hf5,
        "hf6" => QuantileRule::Hf6,
        "hf7" => QuantileRule::Hf7,
        "hf8" => QuantileRule::Hf8,
        "hf9" => QuantileRule::Hf9,
        _ => QuantileRule::ShahVaish,
    }
}

fn kind(name: &str) -> QuantileInterval {
    match name {
        "mean" => QuantileInterval::Mean,
        "beta" => QuantileInterval::Beta,
        "xlogit" => QuantileInterval::Xlogit,
        "asin" => QuantileInterval::Asin,
        _ => QuantileInterval::Score,
    }
}

const RULES: [&str; 10] = ["math", "school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "shahvaish"];

#[test]
fn every_rule_and_interval_agrees_with_r() {
    let mut without = 0;
    for case in expected("api/quantile_rules") {
        let (sample, design, leaves, weights) = design(&case.design);
        let parts: Vec<&str> = case.measure.split('@').collect();
        let values = sample.numbers(parts[0]);
        let cells = sample.domain("stype", &case.domain);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let input = QuantileInput {
            leaves: &leaves,
            cells: &cells,
            weights: &weights,
            values: &values,
            patterns: None,
        };
        let params =
            QuantileParams { rule: rule(parts[2]), interval: kind(parts[3]), ..QuantileParams::default() };
        let probability = [parts[1].parse().unwrap()];
        let found = quantiles(&context, &input, 1, &probability, &params).unwrap()[0].as_ref().unwrap()[0];
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.df, case.df, &what);
        without += usize::from(case.low.is_nan());
        if parts[3] != "score" || !case.low.is_nan() {
            close(found.interval.low, case.low, &what);
            close(found.interval.high, case.high, &what);
            close(found.se, case.se, &what);
        }
    }
    assert!(without < 20, "{without} cases have no lower end in R");
}

#[test]
fn jackknife_of_quantiles_agrees_with_r_for_every_rule() {
    for case in expected("apiclus1/quantile") {
        let (sample, design, leaves, weights) = design("clus1");
        let parts: Vec<&str> = case.measure.split('@').collect();
        let psu = design.psu_of_leaves();
        let units: Vec<u32> = leaves.iter().map(|&leaf| psu[leaf as usize]).collect();
        let (values, cells) = (sample.numbers(parts[0]), vec![0; leaves.len()]);
        let rule = rule(parts[2]);
        let counts = if rule.of_rows() { ValueCounts::of_rows_by_cell } else { ValueCounts::by_cell };
        let counts = counts(&units, &cells, &weights, &values, 1);
        let one = std::num::NonZeroUsize::MIN;
        let probability = [parts[1].parse().unwrap()];
        let replicates = jackknife(&design);
        let found =
            replicate_quantiles_by(&replicates, &counts[0], &probability, rule, Centre::default(), one);
        close(found.estimates[0], case.value, &case.measure);
        close(found.standard_error(0), case.se, &case.measure);
    }
}

#[test]
fn intervals_by_replicates_of_the_share_agree_with_r() {
    for case in expected("apiclus1/quantile_intervals") {
        let (sample, design, leaves, weights) = design("clus1");
        let parts: Vec<&str> = case.measure.split('@').collect();
        let psu = design.psu_of_leaves();
        let units: Vec<u32> = leaves.iter().map(|&leaf| psu[leaf as usize]).collect();
        let (values, cells) = (sample.numbers(parts[0]), sample.domain("stype", &case.domain));
        let counts = ValueCounts::of_rows_by_cell(&units, &cells, &weights, &values, 1);
        let params =
            QuantileParams { rule: QuantileRule::Hf5, interval: kind(parts[2]), ..Default::default() };
        let (replicates, one) = (jackknife(&design), std::num::NonZeroUsize::MIN);
        let run = |params: &QuantileParams| {
            let probability = [parts[1].parse().unwrap()];
            replicate_woodruff(&replicates, &counts[0], &probability, params, Centre::default(), one)
        };
        let found = run(&params).unwrap()[0];
        let what = format!("{} {}", case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.interval.low, case.low, &what);
        close(found.interval.high, case.high, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);
        assert!(run(&QuantileParams { interval: QuantileInterval::Score, ..params }).is_none());
    }
}

#[test]
fn an_end_below_the_first_step_is_the_first_value() {
    let read = |p: f64| weighted_quantile(&[443.0, 478.0, 500.0], &[1.0; 3], p);
    assert_eq!(read(0.1), 443.0);
    assert_eq!(read(1.0 / 3.0), 443.0);
    assert_eq!(read(0.34), 478.0);
    assert!(read(-0.01).is_nan());
    // Nothing is read beyond the values by any rule.
    for rule in RULES.map(rule) {
        let ends = read_ascending(rule, &[443.0, 478.0, 500.0], &[1.0, 2.0, 1.5], &[0.0, 1.0]);
        assert_eq!(ends, [443.0, 500.0], "{rule:?}");
        assert_eq!(read_ascending(rule, &[443.0], &[2.0], &[0.0, 0.4, 1.0]), [443.0; 3], "{rule:?}");
        assert!(read_ascending(rule, &[], &[], &[0.5])[0].is_nan());
    }
}

#[test]
fn a_domain_without_degrees_of_freedom_has_no_score_interval_and_the_others_have_theirs() {
    let units: Vec<u32> = (0..9).collect();
    let input = crate::variance::DesignInput { rows: 9, stages: &[&units], ..Default::default() };
    let (design, leaves) = crate::variance::Design::new(&input).unwrap();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    // One unit in the first domain; its search ends at once, and that of the second takes several steps.
    let cells = [0, 1, 1, 1, 1, 1, 1, 1, 1];
    let values: Vec<f64> = (1..=9).map(f64::from).collect();
    let rows =
        QuantileInput { leaves: &leaves, cells: &cells, weights: &[1.0; 9], values: &values, patterns: None };
    let params = QuantileParams { interval: QuantileInterval::Score, ..QuantileParams::default() };
    let found = quantiles(&context, &rows, 2, &[0.5], &params).unwrap();
    let [one, more] = [0, 1].map(|cell: usize| found[cell].as_ref().unwrap()[0]);
    assert_eq!(one.value, 1.0);
    assert!(more.interval.low < more.value && more.value < more.interval.high);
    // Two rows of one unit: no degrees of freedom, and a search that would have a step.
    let psu = [0, 0, 1, 2, 3, 4, 5, 6, 7];
    let input = crate::variance::DesignInput { rows: 9, stages: &[&psu], ..Default::default() };
    let (design, leaves) = crate::variance::Design::new(&input).unwrap();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let cells = [0, 0, 1, 1, 1, 1, 1, 1, 1];
    let rows =
        QuantileInput { leaves: &leaves, cells: &cells, weights: &[1.0; 9], values: &values, patterns: None };
    let found = quantiles(&context, &rows, 2, &[0.5], &params).unwrap();
    let [one, more] = [0, 1].map(|cell: usize| found[cell].as_ref().unwrap()[0]);
    assert!(one.interval.low.is_nan() && one.interval.high.is_nan());
    assert!(more.interval.low < more.value && more.value < more.interval.high);
}

#[test]
fn the_scale_of_the_weights_and_of_the_values_goes_through_every_rule() {
    let mut stream = Stream::new(11, 1);
    let mut values: Vec<f64> = (0..60).map(|_| (stream.normal() * 10.0).round()).collect();
    values.sort_by(f64::total_cmp);
    let weights: Vec<f64> = (0..60).map(|_| 1.0 + stream.uniform()).collect();
    let probabilities: Vec<f64> = (0..=20).map(|step| f64::from(step) / 20.0).collect();
    for rule in RULES.map(rule) {
        let plain = read_ascending(rule, &values, &weights, &probabilities);
        let heavier: Vec<f64> = weights.iter().map(|weight| weight * 1024.0).collect();
        assert_eq!(plain, read_ascending(rule, &values, &heavier, &probabilities), "{rule:?}");
        let moved: Vec<f64> = values.iter().map(|value| value * 2.0 + 7.0).collect();
        for (found, plain) in read_ascending(rule, &moved, &weights, &probabilities).iter().zip(&plain) {
            assert!((found - (plain * 2.0 + 7.0)).abs() < 1e-9, "{rule:?}");
        }
        assert!(plain.windows(2).all(|pair| pair[0] <= pair[1]), "{rule:?} {plain:?}");
    }
}

#[test]
fn several_probabilities_and_cells_are_what_each_alone_is() {
    let (sample, design, leaves, weights) = design("clus2");
    let (values, cells) = (sample.numbers("api00"), sample.codes("stype"));
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let input =
        QuantileInput { leaves: &leaves, cells: &cells, weights: &weights, values: &values, patterns: None };
    for interval in [QuantileInterval::Mean, QuantileInterval::Score] {
        let params = QuantileParams { interval, ..QuantileParams::default() };
        let together = quantiles(&context, &input, 4, &[0.25, 0.5], &params).unwrap();
        assert!(together[3].is_none());
        for cell in 0..3_u32 {
            let own: Vec<u32> = cells.iter().map(|&code| if code == cell { 0 } else { OUTSIDE }).collect();
            let input = QuantileInput { cells: &own, ..input };
            let alone = quantiles(&context, &input, 1, &[0.5], &params).unwrap();
            // Ends that the sample does not reach are not numbers, and so not equal to themselves.
            let (one, other) = (together[cell as usize].as_ref().unwrap()[1], alone[0].as_ref().unwrap()[0]);
            assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
    }
}
