//! Against R's svycoxph; laws of the score, of strata and of times; what cannot be fitted.

use super::super::sample::{Sample, sample};
use super::*;
use crate::reference::{RELATIVE, close, expected};
use crate::variance::{Design, DesignInput, SinglePsu};

/// Covariances are compared on the scale of correlations: one near zero keeps the digits of its variances.
const CORRELATION: f64 = 1e-9;

fn fit(sample: &Sample, model: &str, ties: Ties) -> Cox {
    let high: Vec<u32> = sample.stype.iter().map(|&code| u32::from(code == 1)).collect();
    let offset: Vec<f64> = sample.columns[1].iter().map(|meals| meals / 100.0).collect();
    let count = match model {
        "strata" => 2,
        "offset" => 1,
        _ => 3,
    };
    let columns: Vec<&[f64]> = sample.columns[..count].iter().map(Vec::as_slice).collect();
    let input = CoxInput {
        times: Times {
            start: (model == "entry").then_some(&sample.start),
            time: &sample.time,
            event: &sample.event,
        },
        columns: &columns,
        offset: (model == "offset").then_some(&offset),
        strata: (model == "strata").then_some(&high),
        rows: Rows { weights: &sample.weights, leaves: &sample.leaves, calibration: None },
    };
    let context = Context { design: &sample.design, single: SinglePsu::Fail, calibration: None };
    cox(&context, &input, ties).unwrap()
}

#[test]
fn hazards_agree_with_r() {
    let mut fits: Vec<(String, Cox)> = Vec::new();
    for case in expected("models/cox") {
        let name = format!("{} {}", case.design, case.measure);
        if fits.last().is_none_or(|known| known.0 != name) {
            let (model, ties) = case.measure.split_once('_').unwrap();
            let ties = if ties == "efron" { Ties::Efron } else { Ties::Breslow };
            fits.push((name.clone(), fit(&sample(&case.design), model, ties)));
        }
        let fit = &fits.last().unwrap().1;
        let p = fit.coefficients.len();
        let what = format!("{name} {} {}", case.domain, case.category);
        match case.domain.as_str() {
            "coefficient" => {
                let i: usize = case.category.parse().unwrap();
                let scale = case.value.abs().max(case.se);
                assert!((fit.coefficients[i] - case.value).abs() <= RELATIVE * scale, "{what}");
                close(fit.standard_error(i), case.se, &what);
                assert_eq!(fit.degrees_of_freedom, case.df, "{what}");
            }
            "figure" => match case.category.as_str() {
                "null" => close(fit.log_likelihood[0], case.value, &what),
                "fitted" => close(fit.log_likelihood[1], case.value, &what),
                _ => assert_eq!(fit.events as f64, case.value, "{what}"),
            },
            kind => {
                let matrix = if kind == "covariance" { &fit.covariance } else { &fit.model_covariance };
                let (i, j) = case.category.split_once(' ').unwrap();
                let (i, j): (usize, usize) = (i.parse().unwrap(), j.parse().unwrap());
                let scale = (matrix[i * p + i] * matrix[j * p + j]).sqrt();
                assert!((matrix[i * p + j] - case.value).abs() < CORRELATION * scale, "{what}");
            }
        }
    }
    assert_eq!(fits.len(), 32);
}

/// A model of some rows with equal weights.
fn plain(time: &[f64], event: &[f64], columns: &[&[f64]], strata: Option<&[u32]>) -> Result<Cox, ModelError> {
    let rows = time.len();
    let (design, leaves) = Design::new(&DesignInput { rows, ..DesignInput::default() }).unwrap();
    let weights = vec![1.0; rows];
    let input = CoxInput {
        times: Times { start: None, time, event },
        columns,
        offset: None,
        strata,
        rows: Rows { weights: &weights, leaves: &leaves, calibration: None },
    };
    cox(&Context { design: &design, single: SinglePsu::Fail, calibration: None }, &input, Ties::Efron)
}

#[test]
fn two_groups_by_hand() {
    // Times 1, 2, 3 of x = 1, 0, 1, all events: with r = exp β the likelihood is r/(2r + 1) · 1/(1 + r), largest at r² = 1/2.
    let fit = plain(&[1.0, 2.0, 3.0], &[1.0; 3], &[&[1.0, 0.0, 1.0]], None).unwrap();
    assert!((fit.coefficients[0] - 0.5_f64.ln() / 2.0).abs() < 1e-12);
    assert!((fit.log_likelihood[0] + 6.0_f64.ln()).abs() < 1e-12);
}

#[test]
fn the_model_knows_only_the_order_of_times() {
    let sample = sample("strat");
    let one = fit(&sample, "plain", Ties::Efron);
    let squares = Sample { time: sample.time.iter().map(|time| time * time).collect(), ..sample };
    assert_eq!(fit(&squares, "plain", Ties::Efron), one);
}

/// Row, start, end and event of a piece of an observation.
type Piece = (usize, f64, f64, f64);

#[test]
fn observation_in_pieces_is_the_same_observation() {
    // A row from 0 to its end, and the same row cut at 20 into two of the same unit.
    let sample = sample("clus1");
    let columns: Vec<&[f64]> = sample.columns.iter().map(Vec::as_slice).collect();
    let whole = fit(&sample, "plain", Ties::Efron);
    let mut pieces: Vec<Piece> = Vec::new();
    for row in 0..sample.time.len() {
        let (time, event) = (sample.time[row], sample.event[row]);
        if time > 20.0 {
            pieces.push((row, 0.0, 20.0, 0.0));
            pieces.push((row, 20.0, time, event));
        } else {
            pieces.push((row, 0.0, time, event));
        }
    }
    let of = |from: &dyn Fn(&Piece) -> f64| -> Vec<f64> { pieces.iter().map(from).collect() };
    let (start, time, event) = (of(&|piece| piece.1), of(&|piece| piece.2), of(&|piece| piece.3));
    let cut: Vec<Vec<f64>> = columns.iter().map(|column| of(&|piece| column[piece.0])).collect();
    let cut: Vec<&[f64]> = cut.iter().map(Vec::as_slice).collect();
    let leaves: Vec<u32> = pieces.iter().map(|piece| sample.leaves[piece.0]).collect();
    let weights = of(&|piece| sample.weights[piece.0]);
    let input = CoxInput {
        times: Times { start: Some(&start), time: &time, event: &event },
        columns: &cut,
        offset: None,
        strata: None,
        rows: Rows { weights: &weights, leaves: &leaves, calibration: None },
    };
    let context = Context { design: &sample.design, single: SinglePsu::Fail, calibration: None };
    let found = cox(&context, &input, Ties::Efron).unwrap();
    for i in 0..3 {
        assert!((found.coefficients[i] - whole.coefficients[i]).abs() < 1e-10 * whole.standard_error(i));
        assert!((found.standard_error(i) / whole.standard_error(i) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let x: &[f64] = &[3.0, 2.0, 1.0, 0.5, 0.2, 0.1];
    let time = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    // The row with the largest value always goes first.
    assert_eq!(plain(&time, &[1.0; 6], &[x], None), Err(ModelError::Separation { column: 0 }));
    assert_eq!(plain(&time, &[0.0; 6], &[x], None), Err(ModelError::NoEvents));
    assert_eq!(plain(&time, &[1.0; 6], &[&[2.0; 6]], None), Err(ModelError::Collinear { column: 0 }));
    assert_eq!(plain(&time, &[1.0; 6], &[], None), Err(ModelError::Empty));
    let wrong = plain(&time, &[1.0, 0.0, 2.0, 1.0, 1.0, 1.0], &[x], None);
    assert_eq!(wrong, Err(ModelError::Response { row: 2, value: 2.0 }));
    // A column that differs between strata only says nothing of hazards inside them.
    let strata = [0, 0, 0, 1, 1, 1];
    let between = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let found = plain(&time, &[1.0; 6], &[&between], Some(&strata));
    assert_eq!(found, Err(ModelError::Collinear { column: 0 }));
}
