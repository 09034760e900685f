//! Calibration to models against R, against the plain solution, and the ways to fail.

use super::tests::TOTALS;
use super::*;
use crate::estimation::{Context, mean::mean, total::total};
use crate::moments::{Moments, OUTSIDE};
use crate::numerics::Stream;
use crate::reference::{Sample, design, table};
use crate::variance::SinglePsu;

/// R iterates to the 1e-13 asked of it in the case.
const ITERATED: f64 = 1e-9;
/// lpSolve's own tolerance.
const PROGRAMME: f64 = 1e-6;

fn frozen(case: &str) -> Vec<f64> {
    let rows = table("api/calibration_model/expected.csv");
    let named = rows.text("case").iter().zip(rows.numbers("value"));
    named.filter(|(name, _)| *name == case).map(|(_, value)| value).collect()
}

fn params(distance: Distance) -> CalibrationParams {
    CalibrationParams { distance, tolerance: 1e-13, max_iterations: 200 }
}

/// Types in the order E, H, M; the totals of the intercept model as counts of all three.
struct Schools {
    sample: Sample,
    base: Vec<f64>,
    ones: Vec<f64>,
    types: Vec<u32>,
    api99: Vec<f64>,
}

fn schools(name: &str) -> Schools {
    let (sample, _, _, base) = design(name);
    let (types, api99) = (sample.codes("stype"), sample.numbers("api99"));
    Schools { ones: vec![1.0; base.len()], sample, base, types, api99 }
}

impl Schools {
    /// Types and api99, with an intercept that is implied by the types.
    fn terms(&self) -> [Term<'_>; 3] {
        [
            Term::Values { values: &self.ones, totals: &TOTALS[..1] },
            Term::Categories { codes: &self.types, categories: 3, totals: &[4421.0, 755.0, 1018.0] },
            Term::Values { values: &self.api99, totals: &TOTALS[3..] },
        ]
    }

    fn agrees(&self, model: &CalibrationModel<'_>, distance: Distance, case: &str) -> CalibratedModel {
        let found = calibrate_model(&self.base, model, &params(distance)).unwrap();
        let expected = frozen(case);
        assert_eq!(expected.len(), self.base.len());
        for (row, expected) in expected.into_iter().enumerate() {
            let weight = self.base[row] * found.factors[row];
            let near = (weight - expected).abs() <= ITERATED * expected.abs();
            assert!(near, "{case} row {row}: {weight} is not {expected}");
        }
        found
    }
}

#[test]
fn models_agree_with_r() {
    let schools = schools("clus1");
    let terms = schools.terms();
    let plain = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    let found = schools.agrees(&plain, Distance::Truncated { lower: 0.7, upper: 1.7 }, "truncated");
    assert_eq!((found.parts[0].lowest, found.parts[0].highest), (0.7, 1.7));
    let found = schools.agrees(&plain, Distance::Linear, "linear");
    assert_eq!(found.parts[0].implied.len(), 1);
    let api00 = schools.sample.numbers("api00");
    let varied = CalibrationModel { variances: Some(&api00), ..plain };
    schools.agrees(&varied, Distance::Linear, "linear_variance");
    let mean = api00.iter().sum::<f64>() / api00.len() as f64;
    let scaled: Vec<f64> = api00.iter().map(|value| value / mean).collect();
    let varied = CalibrationModel { variances: Some(&scaled), ..plain };
    schools.agrees(&varied, Distance::Raking, "raking_variance");
    schools.agrees(&varied, Distance::Logit { lower: 0.5, upper: 2.0 }, "logit_variance");
    let districts = schools.sample.codes("dnum");
    let clustered = CalibrationModel { clusters: Some(&districts), ..plain };
    let found = schools.agrees(&clustered, Distance::Linear, "linear_cluster");
    assert_eq!(found.groups, 15);
    schools.agrees(&clustered, Distance::Raking, "raking_cluster");
}

/// Means, totals and means of a domain with their standard errors after a calibration.
fn standard_errors(
    name: &str,
    model: &CalibrationModel<'_>,
    schools: &Schools,
    distance: Distance,
    case: &str,
) {
    let frozen = table("api/calibration_model/variance.csv");
    let (_, design, leaves, base) = design(name);
    let factors = calibrate_model(&base, model, &params(distance)).unwrap().factors;
    let weights: Vec<f64> = base.iter().zip(&factors).map(|(d, g)| d * g).collect();
    let prepared = model_calibration(&leaves, &base, &weights, model).unwrap();
    let calibration = Some(&prepared.calibration);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration };
    let awarded = schools.sample.domain("awards", "Yes");
    let everyone = vec![0; base.len()];
    for at in (0..frozen.rows).filter(|&at| frozen.text("case")[at] == case) {
        let figure = frozen.text("figure")[at].as_str();
        let y = schools.sample.numbers(if figure == "total" { "api.stu" } else { "api00" });
        let cells = if figure == "domain" { &awarded } else { &everyone };
        let moments = Moments::of(&leaves, cells, &weights, &[&y]);
        let cross = Moments::of(&prepared.patterns, cells, &prepared.base, &[&y]);
        let found = if figure == "total" {
            total(&context, &moments, Some(&cross), 0, 0)
        } else {
            mean(&context, &moments, Some(&cross), 0, 0)
        };
        let found = found.unwrap().unwrap();
        for (found, expected) in
            [(found.value, frozen.numbers("value")[at]), (found.se, frozen.numbers("se")[at])]
        {
            let near = (found - expected).abs() <= ITERATED * expected.abs();
            assert!(near, "{case} {figure}: {found} is not {expected}");
        }
    }
}

#[test]
fn standard_errors_after_a_model_are_those_of_r() {
    let schools = schools("clus1");
    let terms = schools.terms();
    let plain = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    standard_errors("clus1", &plain, &schools, Distance::Linear, "linear");
    standard_errors("clus1", &plain, &schools, Distance::Truncated { lower: 0.7, upper: 1.7 }, "truncated");
    let api00 = schools.sample.numbers("api00");
    let varied = CalibrationModel { variances: Some(&api00), ..plain };
    standard_errors("clus1", &varied, &schools, Distance::Linear, "linear_variance");
    let districts = schools.sample.codes("dnum");
    let clustered = CalibrationModel { clusters: Some(&districts), ..plain };
    standard_errors("clus1", &clustered, &schools, Distance::Raking, "raking_cluster");
}

/// sch.wide and api99 within the types of schools.
fn in_parts(schools: &Schools, distance: Distance, case: &str) {
    let wide = schools.sample.codes("sch.wide");
    let totals = ["E", "H", "M"].map(|part| frozen(&format!("totals_{part}")));
    let of_wide: Vec<f64> = totals.iter().flat_map(|t| [t[0] - t[1], t[1]]).collect();
    let of_api99: Vec<f64> = totals.iter().map(|t| t[2]).collect();
    let terms = [
        Term::Categories { codes: &wide, categories: 2, totals: &of_wide },
        Term::Values { values: &schools.api99, totals: &of_api99 },
    ];
    let partition = Some(Partition { codes: &schools.types, parts: 3 });
    let model = CalibrationModel { terms: &terms, partition, ..CalibrationModel::default() };
    let found = schools.agrees(&model, distance, case);
    assert_eq!(found.parts.len(), 3);
    if distance == Distance::Linear {
        standard_errors("strat", &model, schools, distance, case);
    }
    // Values by category in one part are the same constraints.
    let crossed: Vec<u32> = schools.types.iter().zip(&wide).map(|(part, wide)| part * 2 + wide).collect();
    let terms = [
        Term::Categories { codes: &crossed, categories: 6, totals: &of_wide },
        Term::ValuesByCategory {
            values: &schools.api99,
            codes: &schools.types,
            categories: 3,
            totals: &of_api99,
        },
    ];
    schools.agrees(&CalibrationModel { terms: &terms, ..CalibrationModel::default() }, distance, case);
}

#[test]
fn parts_are_calibrated_each_by_itself_as_in_r() {
    let schools = schools("strat");
    in_parts(&schools, Distance::Linear, "parts_linear");
    in_parts(&schools, Distance::Raking, "parts_raking");
}

#[test]
fn the_narrowest_bounds_are_those_of_the_linear_programme_in_r() {
    let schools = schools("clus1");
    let terms = schools.terms();
    let model = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    let found = narrowest_bounds(&schools.base, &model).unwrap()[0];
    assert!((found.upper - found.lower - frozen("width")[0]).abs() < PROGRAMME, "{found:?}");
    // Within a little more there is a solution, and within less there is none.
    let within = |slack: f64| {
        let (lower, upper) = (found.lower - slack, found.upper + slack);
        let params = CalibrationParams {
            distance: Distance::Truncated { lower, upper },
            tolerance: 1e-9,
            max_iterations: 2_000,
        };
        calibrate_model(&schools.base, &model, &params)
    };
    assert!(within(0.01).is_ok(), "{:?}", within(0.01));
    let Err(CalibrationError::Parts(parts)) = within(-0.02) else { panic!("narrower than the narrowest") };
    assert!(matches!(&parts[0], PartError::OutOfReach { part: 0, .. }), "{parts:?}");
}

/// Two margins and a variable on `rows` rows.
fn large(rows: usize, sizes: [u32; 3]) -> (Vec<f64>, [Vec<u32>; 3], Vec<f64>) {
    let mut stream = Stream::new(8, 1);
    let start = (0..rows).map(|_| 0.5 + stream.uniform()).collect();
    let codes = sizes.map(|size| (0..rows).map(|_| stream.below(u64::from(size)) as u32).collect());
    let values = (0..rows).map(|_| stream.below(5) as f64).collect();
    (start, codes, values)
}

/// Sums of the start weights, changed by up to a tenth for each code; one for the whole stays the same.
fn changed(start: &[f64], codes: &[u32], size: u32, values: Option<&[f64]>) -> Vec<f64> {
    let mut sums = vec![0.0; size as usize];
    for (row, &code) in codes.iter().enumerate() {
        let tilt = 1.0 + 0.1 * (f64::from(code % 11) / 10.0 - 0.5);
        sums[code as usize] += start[row] * values.map_or(1.0, |values| values[row]) * tilt;
    }
    if values.is_none() {
        let (whole, now): (f64, f64) = (start.iter().sum(), sums.iter().sum());
        for sum in &mut sums {
            *sum *= whole / now;
        }
    }
    sums
}

/// Solves A x = b by elimination, written out.
fn plainly(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        if a[k][k].abs() < 1e-7 {
            a[k][k] = f64::INFINITY;
        }
        let (head, tail) = a.split_at_mut(k + 1);
        let pivot = &head[k];
        for (row, line) in tail.iter_mut().enumerate() {
            let factor = line[k] / pivot[k];
            if factor != 0.0 {
                for (value, p) in line[k..].iter_mut().zip(&pivot[k..]).filter(|pair| pair.1.is_finite()) {
                    *value -= factor * p;
                }
                b[k + 1 + row] -= factor * b[k];
            }
        }
    }
    for k in (0..n).rev() {
        let rest: f64 = (k + 1..n).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - rest) / a[k][k];
    }
    b
}

#[test]
fn two_thousand_constraints_agree_with_the_full_solution() {
    let sizes = [1_900, 60, 20];
    let (start, codes, values) = large(30_000, sizes);
    let totals: Vec<Vec<f64>> =
        codes.iter().zip(sizes).map(|(codes, size)| changed(&start, codes, size, None)).collect();
    let by = changed(&start, &codes[2], 20, Some(&values));
    let categories =
        |at: usize| Term::Categories { codes: &codes[at], categories: sizes[at], totals: &totals[at] };
    let last = Term::ValuesByCategory { values: &values, codes: &codes[2], categories: 20, totals: &by };
    let terms = [categories(0), categories(1), categories(2), last];
    let model = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    assert_eq!(model.constraints(), 2_000);
    let params = |distance| CalibrationParams { distance, tolerance: 1e-11, max_iterations: 50 };
    let found = calibrate_model(&start, &model, &params(Distance::Linear)).unwrap();
    assert_eq!(found.parts[0].implied.len(), 2);

    let all: Vec<f64> = totals.iter().flatten().chain(&by).copied().collect();
    let vector = |row: usize| {
        let at = [codes[0][row], 1_900 + codes[1][row], 1_960 + codes[2][row], 1_980 + codes[2][row]];
        (at.map(|at| at as usize), [1.0, 1.0, 1.0, values[row]])
    };
    let (mut gram, mut missing) = (vec![vec![0.0; 2_000]; 2_000], all.clone());
    for row in 0..start.len() {
        let (at, x) = vector(row);
        for i in 0..4 {
            missing[at[i]] -= start[row] * x[i];
            for j in 0..4 {
                gram[at[i]][at[j]] += start[row] * x[i] * x[j];
            }
        }
    }
    let lambda = plainly(gram, missing);
    for row in 0..start.len() {
        let (at, x) = vector(row);
        let plain = 1.0 + (0..4).map(|i| lambda[at[i]] * x[i]).sum::<f64>();
        assert!((found.factors[row] - plain).abs() < 1e-8, "row {row}: {} {plain}", found.factors[row]);
    }
    // The other distances meet the same totals.
    for distance in [Distance::Raking, Distance::Logit { lower: 0.3, upper: 3.0 }] {
        let found = calibrate_model(&start, &model, &params(distance)).unwrap();
        let mut sums = vec![0.0; 2_000];
        for row in 0..start.len() {
            let (at, x) = vector(row);
            (0..4).for_each(|i| sums[at[i]] += start[row] * found.factors[row] * x[i]);
        }
        for (sum, total) in sums.iter().zip(&all) {
            assert!((sum - total).abs() < 1e-9 * total.max(1.0));
        }
    }
}

#[test]
fn raking_by_newton_is_raking_by_turns() {
    let (start, codes, _) = large(4_000, [7, 5, 3]);
    let totals: Vec<Vec<f64>> =
        codes.iter().zip([7, 5, 3]).map(|(codes, size)| changed(&start, codes, size, None)).collect();
    let terms = [0, 1, 2].map(|at| Term::Categories {
        codes: &codes[at],
        categories: totals[at].len() as u32,
        totals: &totals[at],
    });
    let model = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    let found = calibrate_model(&start, &model, &params(Distance::Raking)).unwrap();
    assert_eq!(found.groups, 105);
    let margins =
        [0, 1, 2].map(|at| crate::weighting::rake::Margin { codes: &codes[at], totals: &totals[at] });
    let raked = crate::weighting::rake::rake(
        &start,
        &margins,
        &crate::weighting::rake::RakingParams { tolerance: 1e-13, ..Default::default() },
    );
    for (a, b) in found.factors.iter().zip(raked.unwrap().factors) {
        assert!((a - b).abs() < 1e-10);
    }
}

#[test]
fn what_cannot_be_met_is_named_in_every_part() {
    let codes = [0, 0, 1, 1, 0, 0, 0, 0];
    let same = [1, 1, 0, 0, 0, OUTSIDE, 1, 1];
    let parts = [0, 0, 0, 0, 1, 1, 1, 1];
    let terms = [
        Term::Categories { codes: &codes, categories: 2, totals: &[2.0, 3.0, 4.0, 5.0] },
        Term::Categories { codes: &same, categories: 2, totals: &[4.0, 2.0, 1.0, 2.0] },
    ];
    let partition = Some(Partition { codes: &parts, parts: 2 });
    let model = CalibrationModel { terms: &terms, partition, ..CalibrationModel::default() };
    let Err(CalibrationError::Parts(found)) = calibrate_model(&[1.0; 8], &model, &params(Distance::Linear))
    else {
        panic!("nothing meets these totals")
    };
    // In the first part the second term says the first again, turned round and with another total.
    let PartError::Contrary { part: 0, constraints } = &found[0] else { panic!("{found:?}") };
    assert_eq!(constraints.len(), 1);
    assert_eq!(
        found[1],
        PartError::Empty { part: 1, constraints: vec![Constraint { term: 0, category: Some(1) }] }
    );
    let text = CalibrationError::Parts(found).to_string();
    assert!(text.contains("part 1: nothing in the sample for: term 0 category 1"), "{text}");
}

#[test]
fn columns_that_cannot_be_used_are_named() {
    let run = |model: &CalibrationModel<'_>| calibrate_model(&[1.0; 3], model, &params(Distance::Linear));
    let categories = |codes, totals| [Term::Categories { codes, categories: 2, totals }];
    let model = |terms| CalibrationModel { terms, ..CalibrationModel::default() };
    let terms = categories(&[0, 1, 2], &[1.0, 2.0]);
    assert_eq!(run(&model(&terms)), Err(CalibrationError::Code { term: 0, row: 2, code: 2 }));
    let terms = categories(&[0, 1, 1], &[1.0]);
    assert_eq!(run(&model(&terms)), Err(CalibrationError::Totals { term: 0, expected: 2, found: 1 }));
    let terms = categories(&[0, 1], &[1.0, 2.0]);
    assert_eq!(run(&model(&terms)), Err(WeightingError::Length { rows: 3, found: 2 }.into()));
    let terms = [Term::Values { values: &[1.0, f64::NAN, 2.0], totals: &[4.0] }];
    assert!(matches!(run(&model(&terms)), Err(CalibrationError::Value { term: 0, row: 1, .. })));
    let terms = [Term::Values { values: &[1.0; 3], totals: &[4.0] }];
    let zero = CalibrationModel { variances: Some(&[1.0, 0.0, 1.0]), ..model(&terms) };
    assert_eq!(run(&zero), Err(CalibrationError::Variance { row: 1, value: 0.0 }));
    let partition = Some(Partition { codes: &[0, 0, 1], parts: 1 });
    assert_eq!(
        run(&CalibrationModel { partition, ..model(&terms) }),
        Err(CalibrationError::Part { row: 2, code: 1 })
    );
    let terms = [Term::Values { values: &[1.0; 3], totals: &[4.0, 4.0] }];
    let partition = Some(Partition { codes: &[0, 0, 1], parts: 2 });
    let clusters: Option<&[u32]> = Some(&[5, 6, 6]);
    assert_eq!(
        run(&CalibrationModel { partition, clusters, ..model(&terms) }),
        Err(CalibrationError::Cluster { row: 2 })
    );
}

#[test]
fn an_integral_has_its_factor_as_slope() {
    let distances = [
        Distance::Linear,
        Distance::Raking,
        Distance::Logit { lower: 0.4, upper: 2.5 },
        Distance::Truncated { lower: -0.2, upper: 1.4 },
    ];
    for distance in distances {
        assert_eq!(distance.integral(0.0), 0.0);
        for u in [-3.0, -0.7, 0.1, 0.39, 2.0, 9.0] {
            let slope = (distance.integral(u + 1e-5) - distance.integral(u - 1e-5)) / 2e-5;
            let factor = distance.factor(u).0;
            assert!((slope - factor).abs() < 1e-4 * factor.abs().max(1.0), "{distance:?} {u}");
        }
    }
}
