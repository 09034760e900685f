//! Weighting adjustments made again in every replicate, against R: `reference/{apiclus1,apistrat}/carry`. The
//! adjustments are written here as plainly as can be, so that these tests do not lean on the crate's own; the crate's
//! own are carried through at the end.

mod support;

use sounding_statistics::weighting::calibrate::{Auxiliary, CalibrationParams, Distance, calibrate};
use sounding_statistics::weighting::classes::nonresponse_classes;
use sounding_statistics::weighting::poststratify::poststratify;
use sounding_statistics::weighting::rake::{Margin, RakingParams, rake as crate_rake};
use std::error::Error;

use sounding_statistics::variance::replicates::{Carried, Centre, Groups, Replication, UnitSums, replicate};
use support::{Design, Expected, THREADS, clusters, code, strata};

const TYPES: [f64; 3] = [4421.0, 755.0, 1018.0];
const WIDE: [f64; 2] = [1072.0, 5122.0];
const AWARDS: [f64; 2] = [2014.0, 4180.0];

type Factors = Result<Vec<f64>, String>;

/// The code of each pattern in each of several factors, and the pattern of each row.
fn patterns(factors: &[Vec<u32>]) -> (Vec<Vec<u32>>, Vec<u32>) {
    let labels: Vec<String> = (0..factors[0].len())
        .map(|row| factors.iter().map(|f| format!("{:04}", f[row])).collect::<Vec<_>>().join("*"))
        .collect();
    let (pattern, n) = code(&labels);
    let of_pattern = factors
        .iter()
        .map(|f| (0..n as u32).map(|p| f[pattern.iter().position(|q| *q == p).unwrap()]).collect());
    (of_pattern.collect(), pattern)
}

fn check(
    prefix: &str,
    case: &str,
    setup: &Design,
    pattern: &[u32],
    adjust: impl Fn(&[f64]) -> Factors + Sync,
) {
    let (sample, psu, replicates) = setup;
    let base = sample.number("pw");
    let count = *pattern.iter().max().unwrap() as usize + 1;
    let (groups, of_row) = Groups::collapse(psu, pattern, &base, count);
    let carried = Carried::new(replicates, &groups, adjust, THREADS).unwrap();
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|c| sample.number(c));
    let mut sums = vec![0.0; groups.len() * 6];
    for row in 0..sample.rows {
        let e = f64::from(sample.text("stype")[row] == "E");
        let values = [1.0, api00[row], api99[row], enroll[row], e, e * api00[row]];
        for (c, v) in values.iter().enumerate() {
            sums[of_row[row] as usize * 6 + c] += base[row] * v;
        }
    }
    let sums = UnitSums::new(carried.units(), 6, sums);
    let statistics =
        |t: &[f64], out: &mut [f64]| out.copy_from_slice(&[t[1] / t[0], t[3], t[1] / t[2], t[5] / t[4]]);
    let result = replicate(&carried, &sums, 4, statistics, Centre::ReplicateMean, THREADS);
    let expected = Expected::read(case);
    for (i, name) in ["mean_api00", "total_enroll", "ratio_api00_api99", "mean_api00_E"].iter().enumerate() {
        expected.check(&format!("{prefix}_{name}"), result.estimates[i]);
        expected.check(&format!("{prefix}_{name}_se"), result.standard_error(i));
    }
}

/// The factor that brings the classes of one factor to known totals, applied to factors so far.
fn fit(weights: &[f64], factors: &mut [f64], class: &[u32], totals: &[f64]) {
    for (k, total) in totals.iter().enumerate() {
        let members: Vec<usize> = (0..class.len()).filter(|p| class[*p] as usize == k).collect();
        let sum: f64 = members.iter().map(|p| weights[*p] * factors[*p]).sum();
        for p in members {
            factors[p] *= total / sum;
        }
    }
}

fn rake(weights: &[f64], margins: [(&[u32], &[f64]); 2]) -> Vec<f64> {
    let mut factors = vec![1.0; weights.len()];
    for _ in 0..2000 {
        let before = factors.clone();
        for (class, totals) in margins {
            fit(weights, &mut factors, class, totals);
        }
        if factors.iter().zip(before).all(|(a, b)| (a - b).abs() < 1e-15 * b) {
            break;
        }
    }
    factors
}

#[test]
fn post_stratification_of_clusters() {
    let setup = clusters();
    let (stype, _) = setup.0.code("stype");
    check("poststratify", "apiclus1/carry", &setup, &stype, |w| {
        let mut factors = vec![1.0; 3];
        fit(w, &mut factors, &[0, 1, 2], &TYPES);
        Ok(factors)
    });
}

#[test]
fn raking_of_clusters() {
    let setup = clusters();
    let (classes, pattern) = patterns(&[setup.0.code("stype").0, setup.0.code("sch.wide").0]);
    check("rake", "apiclus1/carry", &setup, &pattern, |w| {
        Ok(rake(w, [(&classes[0], &TYPES), (&classes[1], &WIDE)]))
    });
}

#[test]
fn linear_calibration_of_clusters() {
    let setup = clusters();
    let (sample, ..) = &setup;
    let (stype, _) = sample.code("stype");
    let (api99, _) = sample.code("api99");
    let (classes, pattern) = patterns(&[stype, api99]);
    // By pattern: intercept, H, M, api99.
    let values = sample.number("api99");
    let x: Vec<[f64; 4]> = (0..classes[0].len())
        .map(|p| {
            let row = pattern.iter().position(|q| *q as usize == p).unwrap();
            [1.0, f64::from(classes[0][p] == 1), f64::from(classes[0][p] == 2), values[row]]
        })
        .collect();
    check("calibrate", "apiclus1/carry", &setup, &pattern, |w| {
        let mut system = [[0.0; 5]; 4];
        for (i, target) in [6194.0, 755.0, 1018.0, 3_914_069.0].into_iter().enumerate() {
            for j in 0..4 {
                system[i][j] = (0..w.len()).map(|p| w[p] * x[p][i] * x[p][j]).sum();
            }
            system[i][4] = target - system[i][0];
        }
        let lambda = solve(system);
        Ok(x.iter().map(|x| 1.0 + (0..4).map(|i| lambda[i] * x[i]).sum::<f64>()).collect())
    });
}

#[test]
fn nonresponse_then_post_stratification_of_clusters() {
    let setup = clusters();
    let answered: Vec<u32> = (1..=setup.0.rows as u32).map(|row| u32::from(row % 5 != 0)).collect();
    let (classes, pattern) = patterns(&[setup.0.code("stype").0, setup.0.code("sch.wide").0, answered]);
    check("nonresponse", "apiclus1/carry", &setup, &pattern, |w| {
        let n = w.len();
        let mut factors = vec![0.0; n];
        for class in 0..2 {
            let sum = |all: bool| -> f64 {
                (0..n).filter(|p| classes[1][*p] == class && (all || classes[2][*p] == 1)).map(|p| w[p]).sum()
            };
            let factor = sum(true) / sum(false);
            (0..n)
                .filter(|p| classes[1][*p] == class && classes[2][*p] == 1)
                .for_each(|p| factors[p] = factor);
        }
        fit(w, &mut factors, &classes[0], &TYPES);
        Ok(factors)
    });
}

#[test]
fn post_stratification_of_a_stratified_sample() {
    let setup = strata();
    let (wide, _) = setup.0.code("sch.wide");
    check("poststratify", "apistrat/carry", &setup, &wide, |w| {
        let mut factors = vec![1.0; 2];
        fit(w, &mut factors, &[0, 1], &WIDE);
        Ok(factors)
    });
}

#[test]
fn raking_of_a_stratified_sample() {
    let setup = strata();
    let (classes, pattern) = patterns(&[setup.0.code("awards").0, setup.0.code("sch.wide").0]);
    check("rake", "apistrat/carry", &setup, &pattern, |w| {
        Ok(rake(w, [(&classes[0], &AWARDS), (&classes[1], &WIDE)]))
    });
}

/// Rows as patterns, the crate's own adjustments, and the same figures from R.
#[test]
fn the_crates_own_adjustments_carried_through() {
    let setup = clusters();
    let rows = setup.0.rows;
    let ((stype, _), (wide, _)) = (setup.0.code("stype"), setup.0.code("sch.wide"));
    let each: Vec<u32> = (0..rows as u32).collect();
    let types = Margin { codes: &stype, totals: &TYPES };
    let fail = |error: Box<dyn Error>| error.to_string();

    check("poststratify", "apiclus1/carry", &setup, &each, |w| {
        poststratify(w, &types).map_err(|e| fail(e.into()))
    });

    // Far below the default, so that the standard errors agree with R's to 1e-9.
    let params = RakingParams { tolerance: 1e-13, max_iterations: 2000 };
    check("rake", "apiclus1/carry", &setup, &each, |w| {
        let margins = [types, Margin { codes: &wide, totals: &WIDE }];
        crate_rake(w, &margins, &params).map(|raked| raked.factors).map_err(|e| fail(e.into()))
    });

    let api99 = setup.0.number("api99");
    let values: Vec<f64> = (0..rows)
        .flat_map(|row| [1.0, f64::from(stype[row] == 1), f64::from(stype[row] == 2), api99[row]])
        .collect();
    let auxiliary = Auxiliary { values: &values, totals: &[6194.0, 755.0, 1018.0, 3_914_069.0] };
    let params = CalibrationParams { distance: Distance::Linear, tolerance: 1e-12, max_iterations: 50 };
    check("calibrate", "apiclus1/carry", &setup, &each, |w| {
        calibrate(w, &auxiliary, &params).map(|c| c.factors).map_err(|e| fail(e.into()))
    });

    let responded: Vec<bool> = (1..=rows).map(|row| row % 5 != 0).collect();
    check("nonresponse", "apiclus1/carry", &setup, &each, |w| {
        let answered = nonresponse_classes(w, &wide, &responded, 1).map_err(|e| fail(e.into()))?.factors;
        let adjusted: Vec<f64> = w.iter().zip(&answered).map(|(w, f)| w * f).collect();
        let known = poststratify(&adjusted, &types).map_err(|e| fail(e.into()))?;
        Ok(answered.iter().zip(known).map(|(a, k)| a * k).collect())
    });
}

/// Gaussian elimination with partial pivoting; the last column is the right-hand side.
fn solve(mut a: [[f64; 5]; 4]) -> [f64; 4] {
    for k in 0..4 {
        let pivot = (k..4).max_by(|i, j| a[*i][k].abs().total_cmp(&a[*j][k].abs())).unwrap();
        a.swap(k, pivot);
        for i in k + 1..4 {
            let factor = a[i][k] / a[k][k];
            for j in k..5 {
                a[i][j] -= factor * a[k][j];
            }
        }
    }
    let mut x = [0.0; 4];
    for k in (0..4).rev() {
        x[k] = (a[k][4] - (k + 1..4).map(|j| a[k][j] * x[j]).sum::<f64>()) / a[k][k];
    }
    x
}
