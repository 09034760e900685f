//! Against R with full matrices (and clubSandwich and survey through it), and laws.

use super::*;
use crate::reference::{close, table};
use crate::variance::DesignInput;

/// The columns of a case, and its design.
struct Case {
    y: Vec<f64>,
    columns: Vec<Vec<f64>>,
    w: Vec<f64>,
    design: Design,
    leaves: Vec<u32>,
}

fn case(name: &str) -> Case {
    let file = if name.starts_with("strat") { "apistrat" } else { "apiclus1" };
    let sample = table(&format!("data/{file}.csv"));
    let (y, mut w, types) = (sample.numbers("api00"), sample.numbers("pw"), sample.text("stype"));
    let high = types.iter().map(|label| f64::from(u8::from(label == "H"))).collect();
    let ones = vec![1.0; sample.rows];
    let (meals, ell) = (sample.numbers("meals"), sample.numbers("ell"));
    let columns = match name {
        "clus1_regression" => vec![ones, meals, ell, high],
        "clus1_mean" => vec![ones],
        _ => vec![ones, meals, ell],
    };
    let (design, leaves) = if file == "apistrat" {
        let strata = sample.codes("stype");
        let mut seen = [0_u32; 3];
        let units: Vec<u32> = strata
            .iter()
            .map(|&stratum| {
                seen[stratum as usize] += 1;
                (seen[stratum as usize] - 1) / 5
            })
            .collect();
        let input = DesignInput {
            rows: sample.rows,
            strata: Some(&strata),
            stages: &[&units],
            ..DesignInput::default()
        };
        Design::new(&input).unwrap()
    } else {
        let students = sample.numbers("api.stu");
        let mean = students.iter().sum::<f64>() / students.len() as f64;
        w.iter_mut().zip(&students).for_each(|(w, students)| *w = *w * students / mean);
        let (units, fpc) = (sample.codes("dnum"), sample.numbers("fpc"));
        let input = DesignInput { rows: sample.rows, strata: None, stages: &[&units], fpc: &[&fpc] };
        Design::new(&input).unwrap()
    };
    Case { y, columns, w, design, leaves }
}

fn fit(name: &str, method: SmallSampleMethod) -> SmallSample {
    let Case { y, columns, w, design, leaves } = case(name);
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let input = SmallSampleInput { response: &y, columns: &columns, weights: &w, leaves: &leaves };
    small_sample(&design, &input, method).unwrap()
}

#[test]
fn variances_and_degrees_of_freedom_agree_with_r() {
    let frozen = table("models/small_sample/expected.csv");
    let (names, methods) = (frozen.text("case"), frozen.text("method"));
    let (rows, columns, values) = (frozen.numbers("row"), frozen.numbers("column"), frozen.numbers("value"));
    for at in 0..frozen.rows {
        let method = if methods[at].starts_with("linearised") {
            SmallSampleMethod::Linearised
        } else {
            SmallSampleMethod::Cr2
        };
        let found = fit(&names[at], method);
        let (row, p) = (rows[at] as usize, found.coefficients.len());
        let what = format!("{} {} {row}", names[at], methods[at]);
        let value = match methods[at].as_str() {
            "coefficient" => found.coefficients[row],
            "cr2_df" | "linearised_df" => found.degrees_of_freedom[row],
            _ => found.covariance[row * p + columns[at] as usize],
        };
        close(value, values[at], &what);
    }
    assert_eq!(frozen.rows, 76);
}

#[test]
fn equal_units_of_a_plain_mean_have_their_number_less_one() {
    // Six units of four rows with equal weights: both variances are the classical one.
    let units: Vec<u32> = (0..24).map(|row| row / 4).collect();
    let y: Vec<f64> = (0..24).map(|row| f64::from(row * row % 17)).collect();
    let input = DesignInput { rows: 24, strata: None, stages: &[&units], ..DesignInput::default() };
    let (design, leaves) = Design::new(&input).unwrap();
    let ones = vec![1.0; 24];
    let input = SmallSampleInput { response: &y, columns: &[&ones], weights: &ones, leaves: &leaves };
    let [linearised, cr2] = [SmallSampleMethod::Linearised, SmallSampleMethod::Cr2]
        .map(|method| small_sample(&design, &input, method).unwrap());
    for found in [&linearised, &cr2] {
        assert!((found.degrees_of_freedom[0] - 5.0).abs() < 1e-10, "{found:?}");
        assert_eq!((found.units, found.rows), (6, 24));
    }
    assert!((linearised.covariance[0] / cr2.covariance[0] - 1.0).abs() < 1e-12);
}

#[test]
fn a_unit_that_decides_a_coefficient_by_itself_is_no_obstacle() {
    // The second column is one unit's indicator: its residuals have no variance there.
    let units: Vec<u32> = (0..20).map(|row| row / 4).collect();
    let y: Vec<f64> = (0..20).map(|row| f64::from(row * row % 13)).collect();
    let only: Vec<f64> = units.iter().map(|&unit| f64::from(u8::from(unit == 2))).collect();
    let input = DesignInput { rows: 20, strata: None, stages: &[&units], ..DesignInput::default() };
    let (design, leaves) = Design::new(&input).unwrap();
    let ones = vec![1.0; 20];
    let input = SmallSampleInput { response: &y, columns: &[&ones, &only], weights: &ones, leaves: &leaves };
    let found = small_sample(&design, &input, SmallSampleMethod::Cr2).unwrap();
    assert!(found.covariance.iter().chain(&found.degrees_of_freedom).all(|value| value.is_finite()));
    assert!((found.degrees_of_freedom[0] - 3.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn what_cannot_be_fitted_is_named() {
    let units = [0, 0, 1, 1];
    let input =
        DesignInput { rows: 4, strata: Some(&[0, 0, 1, 1]), stages: &[&units], ..DesignInput::default() };
    let (design, leaves) = Design::new(&input).unwrap();
    let (y, ones, w) = ([1.0, 2.0, 4.0, 3.0], [1.0; 4], [1.0; 4]);
    let two: &[&[f64]] = &[&ones, &ones];
    let input = SmallSampleInput { response: &y, columns: two, weights: &w, leaves: &leaves };
    let run = |input, method| small_sample(&design, input, method);
    assert_eq!(run(&input, SmallSampleMethod::Cr2), Err(ModelError::Collinear { column: 1 }));
    let mean = SmallSampleInput { columns: &two[..1], ..input };
    let single: ModelError = DesignError::SinglePsu { stage: 1, rows: vec![0, 2] }.into();
    assert_eq!(run(&mean, SmallSampleMethod::Linearised), Err(single));
    assert!(run(&mean, SmallSampleMethod::Cr2).is_ok());
    let nobody = SmallSampleInput { weights: &[0.0; 4], ..mean };
    assert_eq!(run(&nobody, SmallSampleMethod::Cr2), Err(ModelError::NoRows));
    let without = SmallSampleInput { columns: &[], ..mean };
    assert_eq!(run(&without, SmallSampleMethod::Cr2), Err(ModelError::Empty));
}
