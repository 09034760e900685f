//! Against R's svypredmeans, with the whole influence written out in R; laws of linear models.

use super::*;
use crate::models::Rows;
use crate::models::glm::{BinomialLink, glm};
use crate::reference::{close, design, expected};
use crate::variance::{Design, SinglePsu};

struct Case {
    design: Design,
    leaves: Vec<u32>,
    weights: Vec<f64>,
    response: Vec<f64>,
    /// Constant, ell, meals, and indicators of high and middle schools.
    columns: Vec<Vec<f64>>,
    family: Family,
}

fn case(name: &str, model: &str) -> Case {
    let (sample, design, leaves, weights) = design(name);
    let (response, family) = match model {
        "logit" => (
            sample.text("sch.wide").iter().map(|v| f64::from(u8::from(v == "Yes"))).collect(),
            Family::Binomial(BinomialLink::Logit),
        ),
        "quasipoisson" => (sample.numbers("api.stu"), Family::Quasipoisson),
        _ => (sample.numbers("api00"), Family::Gaussian),
    };
    let is = |code: u32| sample.codes("stype").iter().map(|&own| f64::from(u8::from(own == code))).collect();
    let columns = vec![vec![1.0; sample.rows], sample.numbers("ell"), sample.numbers("meals"), is(1), is(2)];
    Case { design, leaves, weights, response, columns, family }
}

impl Case {
    /// The margins of the three types of school, and the average effects of ell and meals.
    fn both(&self) -> (Margins, Margins) {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let rows = Rows { weights: &self.weights, leaves: &self.leaves, calibration: None };
        let context = Context { design: &self.design, single: SinglePsu::Fail, calibration: None };
        let input = GlmInput { response: &self.response, columns: &columns, offset: None, rows };
        let model = glm(&context, &input, self.family).unwrap();
        let (zeros, ones) = (vec![0.0; self.response.len()], &columns[0]);
        let setting = |high: bool, middle: bool| {
            let mut own = columns.clone();
            own[3] = if high { ones } else { &zeros };
            own[4] = if middle { ones } else { &zeros };
            own
        };
        let settings = [setting(false, false), setting(true, false), setting(false, true)];
        let settings: Vec<&[&[f64]]> = settings.iter().map(Vec::as_slice).collect();
        let margins = predictive_margins(&context, &input, &model, &settings).unwrap();
        let of = |column: usize| [Slope { column, by: None }];
        let effects = average_effects(&context, &input, &model, &[&of(1), &of(2)]).unwrap();
        (margins, effects)
    }
}

#[test]
fn margins_and_effects_agree_with_r() {
    for expected in expected("models/margins") {
        let (margins, effects) = case(&expected.design, &expected.measure).both();
        let what =
            format!("{} {} {} {}", expected.design, expected.measure, expected.domain, expected.category);
        let found = if expected.domain.starts_with("margin") { &margins } else { &effects };
        let k = found.estimates.len();
        let i: usize = expected.category.parse().unwrap();
        close(found.estimates[i], expected.value, &what);
        match expected.domain.as_str() {
            // R's sum of the two parts.
            "margin_parts" => {
                let at = i * (k + 1);
                close((found.from_coefficients[at] + found.from_population[at]).sqrt(), expected.se, &what);
            }
            _ => close(found.standard_error(i), expected.se, &what),
        }
    }
}

#[test]
fn differences_of_a_linear_models_margins_are_its_coefficients() {
    let case = case("clus2", "gaussian");
    let (margins, effects) = case.both();
    let columns: Vec<&[f64]> = case.columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &case.weights, leaves: &case.leaves, calibration: None };
    let context = Context { design: &case.design, single: SinglePsu::Fail, calibration: None };
    let input = GlmInput { response: &case.response, columns: &columns, offset: None, rows };
    let model = glm(&context, &input, Family::Gaussian).unwrap();
    let (difference, se) = margins.difference(1, 0);
    assert!((difference - model.coefficients[3]).abs() < 1e-9 * se);
    assert!((se / model.standard_error(3) - 1.0).abs() < 1e-9);
    assert!((effects.estimates[0] - model.coefficients[1]).abs() < 1e-12);
    assert!((effects.standard_error(0) / model.standard_error(1) - 1.0).abs() < 1e-9);
}

#[test]
fn margins_on_a_jackknife_are_near_those_by_linearisation() {
    use crate::models::glm::glm_coefficients;
    use crate::models::replicates::{ReplicateWeights, refit};
    use crate::variance::replicates::Centre;
    let case = case("clus1", "logit");
    let (linearised, _) = case.both();
    let columns: Vec<&[f64]> = case.columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &case.weights, leaves: &case.leaves, calibration: None };
    let input = GlmInput { response: &case.response, columns: &columns, offset: None, rows };
    let zeros = vec![0.0; case.response.len()];
    let elementary = [columns[0], columns[1], columns[2], &zeros, &zeros];
    let weights = ReplicateWeights {
        replication: &crate::reference::jackknife(&case.design),
        units: &case.leaves,
        base: &case.weights,
        centre: Centre::FullSample,
        threads: std::num::NonZeroUsize::MIN,
    };
    let found = refit(&weights, |own, _| {
        let mut input = input;
        input.rows.weights = own;
        let coefficients = glm_coefficients(&input, case.family, None)?;
        margins_at(&input, case.family, &coefficients, &[&elementary])
    })
    .unwrap();
    assert!((found.estimates[0] - linearised.estimates[0]).abs() < 1e-12);
    let ratio = found.standard_error(0) / linearised.standard_error(0);
    assert!((0.95..1.25).contains(&ratio), "{ratio}");
}

#[test]
fn curvature_is_the_slope_of_the_slope() {
    use crate::models::glm::GammaLink;
    let links = [BinomialLink::Logit, BinomialLink::Probit, BinomialLink::Cloglog].map(Family::Binomial);
    let others = [Family::Gaussian, Family::Poisson, Family::Gamma(GammaLink::Inverse)];
    for family in links.into_iter().chain(others) {
        for eta in [0.3, 0.9, 1.7] {
            let h = 1e-5;
            let numeric = (family.slope(eta + h) - family.slope(eta - h)) / (2.0 * h);
            // The error of a central difference is of the order of h² times the fourth derivative.
            let curvature = family.curvature(eta);
            assert!((curvature - numeric).abs() < 1e-7 * (1.0 + curvature.abs()), "{family:?} {eta}");
        }
    }
}
