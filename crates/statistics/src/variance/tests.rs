//! Calibrated variances against R, rules for single units, and what is wrong with a design.

use super::*;
use crate::estimation::{Context, mean::mean, proportion::shares, ratio::ratio, total::total};
use crate::moments::Moments;
use crate::reference::{close, design, expected, table};

/// The sample, the calibrated weights of R, and the auxiliary variables of a calibrated design.
fn auxiliary(name: &str, sample: &crate::reference::Sample) -> (Vec<u32>, Vec<f64>, usize) {
    let types = sample.text("stype");
    let wide = sample.text("sch.wide");
    let api99 = sample.numbers("api99");
    let rows: Vec<Vec<f64>> = (0..sample.rows)
        .map(|row| {
            let is = |label: &str| f64::from(u8::from(types[row] == label));
            let mut x = vec![1.0, is("H"), is("M")];
            match name {
                "clus1_linear" | "strat_linear" => x.push(api99[row]),
                // Redundant on purpose: both sides of a margin, as a raking has them.
                "clus1_raking" => {
                    x.push(f64::from(u8::from(wide[row] == "Yes")));
                    x.push(f64::from(u8::from(wide[row] == "No")));
                }
                _ => {}
            }
            x
        })
        .collect();
    let q = rows[0].len();
    let mut distinct: Vec<Vec<f64>> = Vec::new();
    let patterns = rows
        .iter()
        .map(|x| {
            let at = distinct.iter().position(|known| known == x).unwrap_or(distinct.len());
            if at == distinct.len() {
                distinct.push(x.clone());
            }
            at as u32
        })
        .collect();
    (patterns, distinct.concat(), q)
}

#[test]
fn calibration_enters_the_variance_as_in_r() {
    let weights = table("api/calibrated/weights.csv");
    for case in expected("api/calibrated") {
        let name = case.design.split('_').next().unwrap();
        let (sample, design, leaves, base) = design(name);
        let calibrated: Vec<f64> = weights
            .text("design")
            .iter()
            .zip(weights.numbers("weight"))
            .filter(|(owner, _)| **owner == case.design)
            .map(|(_, weight)| weight)
            .collect();
        let (patterns, auxiliary, auxiliaries) = auxiliary(&case.design, &sample);
        let input = CalibrationInput {
            leaves: &leaves,
            patterns: &patterns,
            auxiliary: &auxiliary,
            auxiliaries,
            base: &base,
            weights: &calibrated,
        };
        let calibration = Calibration::new(&input).unwrap();
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: Some(&calibration) };
        let inside = sample.domain("stype", &case.domain);
        let both = |cells: &[u32], values: &[&[f64]]| {
            (Moments::of(&leaves, cells, &calibrated, values), Moments::of(&patterns, cells, &base, values))
        };
        let (enroll, tested) = (sample.numbers("enroll"), sample.numbers("api.stu"));
        let found = match case.measure.as_str() {
            "mean:api00" => {
                let (moments, cross) = both(&inside, &[&sample.numbers("api00")]);
                mean(&context, &moments, Some(&cross), 0, 0).unwrap().unwrap()
            }
            "total:enroll" => {
                let (moments, cross) = both(&inside, &[&enroll]);
                total(&context, &moments, Some(&cross), 0, 0).unwrap().unwrap()
            }
            "ratio:api.stu/enroll" => {
                let (moments, cross) = both(&inside, &[&tested, &enroll]);
                ratio(&context, &moments, Some(&cross), 0, 0, 1).unwrap().unwrap()
            }
            _ => {
                let awards = sample.codes("awards");
                let cells: Vec<u32> = inside
                    .iter()
                    .zip(&awards)
                    .map(|(&cell, &code)| if cell == 0 { code } else { cell })
                    .collect();
                let (moments, cross) = both(&cells, &[]);
                shares(&context, &moments, Some(&cross), 0..2).unwrap()[1]
            }
        };
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
    }
}

/// Three strata of which the last has one unit; totals 1, 3 | 2, 6 | 5.
fn lonely(single: SinglePsu) -> Result<f64, DesignError> {
    let strata = [0, 0, 1, 1, 2];
    let (design, _) =
        Design::new(&DesignInput { rows: 5, strata: Some(&strata), ..DesignInput::default() }).unwrap();
    let totals = vec![1.0, 3.0, 2.0, 6.0, 5.0];
    Linearised { leaves: vec![0, 1, 2, 3, 4], totals, estimates: 1 }.variance(&design, single)
}

#[test]
fn a_single_unit_is_refused_or_follows_the_rule() {
    // By hand: 2/1 × (1 + 1) = 4 and 2/1 × (4 + 4) = 16 from the first two strata.
    assert_eq!(lonely(SinglePsu::Fail), Err(DesignError::SinglePsu { stage: 1, rows: vec![4] }));
    assert_eq!(lonely(SinglePsu::Remove), Ok(20.0));
    assert_eq!(lonely(SinglePsu::Certainty), Ok(20.0));
    assert_eq!(lonely(SinglePsu::Adjust), Ok(45.0));
    assert_eq!(lonely(SinglePsu::Average), Ok(30.0));
}

#[test]
fn labels_are_nested_in_strata() {
    let strata = [0, 0, 1, 1];
    let psu = [1, 2, 1, 2];
    let stages: [&[u32]; 1] = [&psu];
    let input = DesignInput { rows: 4, strata: Some(&strata), stages: &stages, fpc: &[] };
    let (design, leaves) = Design::new(&input).unwrap();
    assert_eq!((design.psus(), design.strata(), leaves), (4, 2, vec![0, 1, 2, 3]));
    assert_eq!(design.degrees_of_freedom(), 2.0);
}

#[test]
fn wrong_corrections_are_named_by_row() {
    let build = |fpc: &[f64]| {
        let columns: [&[f64]; 1] = [fpc];
        Design::new(&DesignInput { rows: 3, fpc: &columns, ..DesignInput::default() }).map(|_| ())
    };
    assert_eq!(build(&[10.0, 10.0, 0.0]), Err(DesignError::Fpc { stage: 1, row: 2, value: 0.0 }));
    assert_eq!(build(&[10.0, 11.0, 10.0]), Err(DesignError::FpcVaries { stage: 1, row: 1 }));
    assert_eq!(
        build(&[2.0, 2.0, 2.0]),
        Err(DesignError::FpcTooSmall { stage: 1, row: 0, sampled: 3, population: 2.0 })
    );
    assert_eq!(build(&[0.5, 0.5, 0.5]), Ok(()));
}

#[test]
fn a_missing_value_keeps_its_unit_in_the_design() {
    // Deleting the row would leave three units in the stratum; zeroing it leaves four.
    let (design, leaves) = Design::new(&DesignInput { rows: 4, ..DesignInput::default() }).unwrap();
    let y = [1.0, 2.0, 6.0, f64::NAN];
    let moments = Moments::of(&leaves, &[0; 4], &[1.0; 4], &[&y]);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let found = mean(&context, &moments, None, 0, 0).unwrap().unwrap();
    // (y − 3) / 3 = −2/3, −1/3, 1, 0 around a mean of zero: 4/3 × (4 + 1 + 9) / 9.
    assert!((found.se * found.se - 4.0 / 3.0 * 14.0 / 9.0).abs() < 1e-14);
}

#[test]
fn the_design_of_distinct_units_is_the_design_of_their_rows() {
    // Two stages with both corrections, each unit of the second stage in several rows, and strata out of order.
    let mut rows = Vec::new();
    for (stratum, first, second, copies) in
        [(1, 0, 0, 3), (1, 0, 1, 1), (0, 2, 5, 2), (0, 3, 5, 4), (1, 1, 0, 2)]
    {
        rows.extend(std::iter::repeat_n((stratum, first, second), copies));
    }
    let of = |rows: &[(u32, u32, u32)]| {
        let column = |of: fn(&(u32, u32, u32)) -> u32| rows.iter().map(of).collect::<Vec<u32>>();
        let (strata, first, second) = (column(|row| row.0), column(|row| row.1), column(|row| row.2));
        let fpc = [vec![10.0; rows.len()], vec![8.0; rows.len()]];
        let input = DesignInput {
            rows: rows.len(),
            strata: Some(&strata),
            stages: &[&first, &second],
            fpc: &[&fpc[0], &fpc[1]],
        };
        Design::new(&input).unwrap()
    };
    let (whole, leaves) = of(&rows);
    let mut distinct = rows.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let (units, leaf_of_unit) = of(&distinct);
    assert_eq!(leaf_of_unit, (0..distinct.len() as u32).collect::<Vec<u32>>());
    for (row, leaf) in rows.iter().zip(&leaves) {
        assert_eq!(distinct[*leaf as usize], *row);
    }
    assert_eq!(
        (units.psu_of_leaves(), units.stratum_of_psus(), units.fraction_of_strata()),
        (whole.psu_of_leaves(), whole.stratum_of_psus(), whole.fraction_of_strata())
    );
    let linearised =
        Linearised { leaves: vec![0, 1, 2, 3, 4], totals: vec![3.0, 1.0, 4.0, 1.0, 5.0], estimates: 1 };
    assert_eq!(
        linearised.variance(&units, SinglePsu::Adjust).unwrap().to_bits(),
        linearised.variance(&whole, SinglePsu::Adjust).unwrap().to_bits()
    );
}
