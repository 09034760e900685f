//! Preston's bootstrap: its expectation, its multipliers against R's with the same draws, and single units.

use super::*;
use crate::moments::Moments;
use crate::reference::{Named, design, table};
use crate::variance::replicates::of_totals::{rows, totals, variance};
use crate::variance::replicates::{
    Replication, ValueCounts, bootstrap, replicate_quantiles, replicate_statistics,
};
use crate::variance::{DesignInput, Linearised};
use std::fmt::Write as _;
use std::num::NonZeroUsize;

/// Two strata; PSUs of the first are a fifth and of the second all; units of two more stages.
fn three_stages() -> (Design, Vec<u32>) {
    let mut columns: [Vec<u32>; 4] = Default::default();
    let mut fpc: [Vec<f64>; 3] = Default::default();
    let sizes = [(0, 5, 10.0), (1, 3, 3.0)];
    for (stratum, psus, population) in sizes {
        for psu in 0..psus {
            let second = 2 + (psu + stratum) % 3;
            for unit in 0..second {
                let third = 2 + (unit + psu) % 2;
                for last in 0..third {
                    for (column, code) in columns.iter_mut().zip([stratum, psu, unit, last]) {
                        column.push(code);
                    }
                    let counts = [population, f64::from(second) * 1.5, f64::from(third) * 2.0];
                    fpc.iter_mut().zip(counts).for_each(|(column, count)| column.push(count));
                }
            }
        }
    }
    let stages: Vec<&[u32]> = columns[1..].iter().map(Vec::as_slice).collect();
    let counts: Vec<&[f64]> = fpc.iter().map(Vec::as_slice).collect();
    let rows = columns[0].len();
    Design::new(&DesignInput { rows, strata: Some(&columns[0]), stages: &stages, fpc: &counts }).unwrap()
}

/// Mean and standard error of the squared deviations of replicates of the sum.
fn squares(made: &Replicates, totals: &[f64]) -> (f64, f64) {
    let full: f64 = totals.iter().sum();
    let mut factors = vec![0.0; totals.len()];
    let squares: Vec<f64> = (0..made.len())
        .map(|r| {
            made.factors(r, &mut factors);
            (factors.iter().zip(totals).map(|(m, t)| m * t).sum::<f64>() - full).powi(2)
        })
        .collect();
    let count = squares.len() as f64;
    let mean = squares.iter().sum::<f64>() / count;
    let spread = squares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / count;
    (mean, (spread / count).sqrt())
}

fn taylor(design: &Design, totals: &[f64], single: SinglePsu) -> f64 {
    let leaves = (0..totals.len() as u32).collect();
    Linearised { leaves, totals: totals.to_vec(), estimates: 1 }.variance(design, single).unwrap()
}

#[test]
fn over_replicates_the_variance_is_that_of_every_stage() {
    let (design, _) = three_stages();
    let totals = totals(design.leaves());
    let made = preston(&design, SinglePsu::Fail, 20_000, 11).unwrap();
    assert_eq!((made.units(), made.unit()), (design.leaves(), ReplicateUnit::Leaf));
    let (mean, error) = squares(&made, &totals);
    let expected = taylor(&design, &totals, SinglePsu::Fail);
    assert!((mean - expected).abs() < 5.0 * error && error < 0.02 * expected, "{mean} is not {expected}");
    assert!((variance(&made, &totals) / mean - 1.0).abs() < 1e-2);
}

#[test]
fn the_stages_below_a_certain_unit_count() {
    // A district that is alone in its stratum and was certain, with four of twelve schools.
    let input = DesignInput {
        rows: 4,
        strata: None,
        stages: &[&[7; 4], &[1, 2, 3, 4]],
        fpc: &[&[1.0; 4], &[12.0; 4]],
    };
    let (design, _) = Design::new(&input).unwrap();
    let totals = totals(4);
    let made = preston(&design, SinglePsu::Fail, 20_000, 3).unwrap();
    let (mean, error) = squares(&made, &totals);
    let expected = taylor(&design, &totals, SinglePsu::Fail);
    assert!(expected > 0.0 && (mean - expected).abs() < 5.0 * error, "{mean} is not {expected}");
    assert_eq!(made.degrees_of_freedom(), 3);
}

#[test]
fn multipliers_keep_the_number_of_first_stage_units_and_are_not_negative() {
    let stratum = [0, 0, 0, 1, 1, 1, 1, 1];
    let input = DesignInput { rows: 8, strata: Some(&stratum), stages: &[], fpc: &[] };
    let (design, _) = Design::new(&input).unwrap();
    let made = preston(&design, SinglePsu::Fail, 50, 3).unwrap();
    for row in rows(&made) {
        assert!((row[..3].iter().sum::<f64>() - 3.0).abs() < 1e-12);
        assert!((row[3..].iter().sum::<f64>() - 5.0).abs() < 1e-12);
        assert!(row.iter().all(|m| *m > -1e-12));
    }
    let few = rows(&preston(&design, SinglePsu::Fail, 5, 3).unwrap());
    assert_eq!(few, rows(&made)[..5]);
}

#[test]
fn single_units_are_refused_at_every_stage_or_add_nothing() {
    let refused = |design: &Design, single| preston(design, single, 10, 1).unwrap_err();
    let strata = DesignInput { rows: 3, strata: Some(&[4, 4, 5]), ..DesignInput::default() };
    let (design, _) = Design::new(&strata).unwrap();
    assert_eq!(refused(&design, SinglePsu::Fail), ReplicatesError::SinglePsu { strata: vec![1] });
    let rule = SinglePsu::Average;
    assert_eq!(refused(&design, rule), ReplicatesError::SingleRule { rule });
    let made = preston(&design, SinglePsu::Certainty, 10, 1).unwrap();
    assert_eq!(made.warnings(), [ReplicateWarning::SinglePsu { strata: vec![1] }]);
    assert!(rows(&made).iter().all(|row| row[2] == 1.0));

    let stages: [&[u32]; 2] = [&[1, 1, 2, 3], &[1, 2, 1, 1]];
    let fpc: [&[f64]; 2] = [&[9.0; 4], &[4.0, 4.0, 4.0, 1.0]];
    let input = DesignInput { rows: 4, strata: None, stages: &stages, fpc: &fpc };
    let (design, _) = Design::new(&input).unwrap();
    assert_eq!(refused(&design, SinglePsu::Fail), ReplicatesError::SingleUnit { stage: 2, rows: vec![2] });
    assert!(preston(&design, SinglePsu::Remove, 10, 1).unwrap().warnings().is_empty());

    let census = DesignInput { rows: 2, fpc: &[&[1.0; 2]], ..DesignInput::default() };
    let (design, _) = Design::new(&census).unwrap();
    assert_eq!(refused(&design, SinglePsu::Fail), ReplicatesError::Census);
    assert_eq!(
        preston(&design, SinglePsu::Fail, 1, 1).unwrap_err(),
        ReplicatesError::TooFew { replicates: 1 }
    );
}

#[test]
fn without_corrections_a_pair_is_drawn_as_by_the_bootstrap_of_rao_and_wu() {
    let input = DesignInput { rows: 6, strata: Some(&[0, 0, 1, 1, 2, 2]), ..DesignInput::default() };
    let (design, _) = Design::new(&input).unwrap();
    let psus = crate::variance::replicates::Psus::of(&design).unwrap();
    let of = |made: &Replicates| rows(made).concat().iter().all(|m| *m == 0.0 || *m == 2.0);
    assert!(of(&preston(&design, SinglePsu::Fail, 30, 1).unwrap()) && of(&bootstrap(&psus, 30, 1).unwrap()));
}

const REPLICATES: usize = 30;

/// The units that are drawn, by their labels: what the case's script hands to R's own function. `SOUNDING_MULTIPLIERS=write` writes them
/// anew, for a change of the contract on random streams only; then R has to be run again.
#[test]
fn with_the_same_draws_multipliers_and_estimates_are_those_of_r() {
    let (sample, design, leaves, weights) = design("clus2");
    let made = preston(&design, SinglePsu::Fail, REPLICATES, 20_261_101).unwrap();
    let Rule::Multistage(tree) = &made.rule else { panic!("another rule") };
    let labels = [sample.text("dnum"), sample.text("snum")];
    let mut row = vec![0; design.leaves()];
    leaves.iter().enumerate().for_each(|(r, &leaf)| row[leaf as usize] = r);
    let mut text = "replicate,stage,units\n".to_owned();
    for r in 0..REPLICATES {
        let mut drawn = [Vec::new(), Vec::new()];
        tree.walk(r, &mut vec![0.0; design.leaves()], |stage, unit| {
            let row = if stage == 0 { design.levels[1].row[unit] } else { row[unit] };
            drawn[stage].push(labels[stage][row].clone());
        });
        for (stage, units) in drawn.iter().enumerate() {
            writeln!(text, "{},{},{}", r + 1, stage + 1, units.join(" ")).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/apiclus2/preston/draws.csv");
    if std::env::var_os("SOUNDING_MULTIPLIERS").is_some_and(|what| what == "write") {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);

    let expected = Named::read("apiclus2/preston");
    let multipliers = table("apiclus2/preston/multipliers.csv").numbers("multiplier");
    let rows_of = rows(&made);
    for (r, of_r) in multipliers.chunks(sample.rows).enumerate() {
        for (row, &multiplier) in of_r.iter().enumerate() {
            crate::reference::close(rows_of[r][leaves[row] as usize], multiplier, "multiplier");
        }
    }
    let [api00, enroll, api99] = ["api00", "enroll", "api99"].map(|name| sample.numbers(name));
    let units = made.units_of_leaves(&design);
    for (name, cells) in [("all", vec![0; sample.rows]), ("E", sample.domain("stype", "E"))] {
        use crate::estimation::Statistic;
        let moments = Moments::of(&leaves, &cells, &weights, &[&api00, &enroll, &api99]);
        let statistics = [
            Statistic::Mean { cell: 0, expression: 0 },
            Statistic::Total { cell: 0, expression: 1 },
            Statistic::Ratio { cell: 0, y: 0, x: 2 },
        ];
        let found =
            replicate_statistics(&made, &moments, &units, &statistics, made.centre(), NonZeroUsize::MIN);
        for (j, of) in ["mean_api00", "total_enroll", "ratio_api00_api99"].iter().enumerate() {
            expected.check(&format!("{name}_{of}"), found.estimates[j]);
            expected.check(&format!("{name}_{of}_se"), found.standard_error(j));
        }
        let counts = ValueCounts::by_cell(&leaves, &cells, &weights, &api00, 1);
        let median = replicate_quantiles(&made, &counts[0], &[0.5], made.centre(), NonZeroUsize::MIN);
        expected.check(&format!("{name}_median_api00_se"), median.standard_error(0));
    }
    expected.check("scale", made.scale());
}
