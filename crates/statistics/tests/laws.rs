//! Laws that hold for any data: replicates, cross-tables and contrasts.

use proptest::prelude::*;
use sounding_statistics::estimation::contrast::{contrast, difference};
use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::{
    Carried, Centre, Groups, Psus, ReplicateEstimates, Replication, UnitSums, bootstrap, brr, fay, jk1, jkn,
    replicate,
};
use std::num::NonZeroUsize;

/// Relative differences that come from rounding alone.
const ROUNDING: f64 = 1e-9;

const ONE: NonZeroUsize = NonZeroUsize::MIN;

/// Strata of two or more PSUs in mixed order, a fraction for each stratum, and three columns of sums for each PSU.
#[derive(Debug, Clone)]
struct Survey {
    stratum: Vec<u32>,
    fraction: Vec<f64>,
    sums: Vec<f64>,
}

const COLUMNS: usize = 3;

impl Survey {
    fn psus(&self) -> Psus {
        Psus::new(&self.stratum, self.fraction.len()).unwrap().with_fraction(&self.fraction).unwrap()
    }

    fn sums(&self) -> UnitSums {
        UnitSums::new(self.stratum.len(), COLUMNS, self.sums.clone())
    }

    /// The textbook variance of each column's total.
    fn taylor(&self) -> Vec<f64> {
        let variance = |h: usize, c: usize| {
            let t: Vec<f64> = (0..self.stratum.len())
                .filter(|u| self.stratum[*u] as usize == h)
                .map(|u| self.sums[u * COLUMNS + c])
                .collect();
            let (n, mean) = (t.len() as f64, t.iter().sum::<f64>() / t.len() as f64);
            let squares = t.iter().map(|t| (t - mean).powi(2)).sum::<f64>();
            (1.0 - self.fraction[h]) * n / (n - 1.0) * squares
        };
        (0..COLUMNS).map(|c| (0..self.fraction.len()).map(|h| variance(h, c)).sum()).collect()
    }

    /// The same PSUs in the order of `keys`.
    fn reordered(&self, keys: &[u64]) -> Survey {
        let mut order: Vec<usize> = (0..self.stratum.len()).collect();
        order.sort_by_key(|u| keys[*u]);
        Survey {
            stratum: order.iter().map(|u| self.stratum[*u]).collect(),
            fraction: self.fraction.clone(),
            sums: order.iter().flat_map(|u| self.sums[u * COLUMNS..][..COLUMNS].to_vec()).collect(),
        }
    }
}

fn survey(sizes: impl Strategy<Value = Vec<usize>>) -> impl Strategy<Value = Survey> {
    sizes.prop_flat_map(|sizes| {
        let stratum: Vec<u32> = sizes.iter().enumerate().flat_map(|(h, n)| vec![h as u32; *n]).collect();
        let n = stratum.len();
        let fraction = prop::collection::vec(0.0..0.9f64, sizes.len());
        let sums = prop::collection::vec(0.1..100.0f64, n * COLUMNS);
        (Just(stratum).prop_shuffle(), fraction, sums).prop_map(|(stratum, fraction, sums)| Survey {
            stratum,
            fraction,
            sums,
        })
    })
}

fn any_survey() -> impl Strategy<Value = Survey> {
    survey(prop::collection::vec(2usize..7, 1..6))
}

fn paired_survey() -> impl Strategy<Value = Survey> {
    survey(prop::collection::vec(Just(2usize), 1..12))
        .prop_map(|s| Survey { fraction: vec![0.0; s.fraction.len()], ..s })
}

fn totals(replication: &impl Replication, sums: &UnitSums) -> ReplicateEstimates {
    replicate(replication, sums, COLUMNS, |t, out| out.copy_from_slice(t), Centre::ReplicateMean, ONE)
}

fn ratios(replication: &impl Replication, sums: &UnitSums) -> ReplicateEstimates {
    let ratios = |t: &[f64], out: &mut [f64]| out.copy_from_slice(&[t[0] / t[1], t[2] / t[1]]);
    replicate(replication, sums, 2, ratios, Centre::ReplicateMean, ONE)
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= ROUNDING * scale.abs().max(a.abs()).max(b.abs())
}

proptest! {
    #[test]
    fn jkn_of_a_total_is_the_taylor_variance(s in any_survey()) {
        let result = totals(&jkn(&s.psus(), SinglePsu::Fail).unwrap(), &s.sums());
        for (found, taylor) in result.variances.iter().zip(s.taylor()) {
            prop_assert!(close(*found, taylor, 0.0), "{found} {taylor}");
        }
    }

    #[test]
    fn jk1_is_jkn_of_one_stratum(s in survey(prop::collection::vec(2usize..12, 1))) {
        let (one, n) = (jk1(&s.psus()).unwrap(), jkn(&s.psus(), SinglePsu::Fail).unwrap());
        prop_assert_eq!(ratios(&one, &s.sums()).variances.len(), 2);
        for (a, b) in ratios(&one, &s.sums()).variances.iter().zip(&ratios(&n, &s.sums()).variances) {
            prop_assert!(close(*a, *b, 0.0));
        }
    }

    #[test]
    fn balanced_replicates_of_a_total_are_the_taylor_variance(s in paired_survey(), rho in 0.0..0.9f64) {
        for replicates in [brr(&s.psus()).unwrap(), fay(&s.psus(), rho).unwrap()] {
            let result = totals(&replicates, &s.sums());
            // Differences of the two units may be small against the totals that they are differences of.
            let scales: Vec<f64> = result.estimates.iter().map(|t| 1e-3 * t * t / (1.0 - rho)).collect();
            for ((found, taylor), scale) in result.variances.iter().zip(s.taylor()).zip(scales) {
                prop_assert!(close(*found, taylor, scale), "{found} {taylor}");
            }
        }
    }

    #[test]
    fn a_constant_has_no_variance_in_any_replicate(s in any_survey(), c in -50.0..50.0f64, seed: u64) {
        let mut sums = s.sums.clone();
        for unit in sums.chunks_mut(COLUMNS) {
            unit[0] = c * unit[1];
            unit[2] = 3.0 * unit[1];
        }
        let sums = UnitSums::new(s.stratum.len(), COLUMNS, sums);
        for replicates in [jkn(&s.psus(), SinglePsu::Fail).unwrap(), bootstrap(&s.psus(), 30, seed).unwrap()] {
            let result = ratios(&replicates, &sums);
            // A bootstrap replicate may have no unit left of a small sample; then the mean is not defined.
            if result.undefined == [0, 0] {
                prop_assert!(result.variances[0] <= 1e-20 * (1.0 + c * c), "{:?}", result.variances);
            }
        }
    }

    #[test]
    fn scaling_the_weights_leaves_ratios_alone(s in any_survey(), c in 0.01..1000.0f64, seed: u64) {
        let scaled = UnitSums::new(s.stratum.len(), COLUMNS, s.sums.iter().map(|x| c * x).collect());
        for replicates in [jkn(&s.psus(), SinglePsu::Fail).unwrap(), bootstrap(&s.psus(), 30, seed).unwrap()] {
            let (before, after) = (ratios(&replicates, &s.sums()), ratios(&replicates, &scaled));
            for j in 0..2 {
                prop_assert!(close(before.estimates[j], after.estimates[j], 0.0));
                // Variances may be rounding only, where all units are alike.
                let floor = before.estimates[j].powi(2) * 1e-6;
                prop_assert!(before.undefined[j] > 0 || close(before.variances[j], after.variances[j], floor));
            }
            let (before, after) = (totals(&replicates, &s.sums()), totals(&replicates, &scaled));
            for j in 0..COLUMNS {
                let floor = after.estimates[j].powi(2) * 1e-6;
                prop_assert!(close(c * c * before.variances[j], after.variances[j], floor));
            }
        }
    }

    #[test]
    fn the_order_of_units_changes_nothing(s in any_survey(), keys in prop::collection::vec(any::<u64>(), 40)) {
        let r = s.reordered(&keys);
        let variances = |s: &Survey| ratios(&jkn(&s.psus(), SinglePsu::Fail).unwrap(), &s.sums());
        let (before, after) = (variances(&s), variances(&r));
        for j in 0..2 {
            let floor = before.estimates[j].powi(2) * 1e-6;
            prop_assert!(close(before.variances[j], after.variances[j], floor));
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits(s in any_survey(), threads in 2usize..9, seed: u64) {
        let threads = NonZeroUsize::new(threads).unwrap();
        for replicates in [jkn(&s.psus(), SinglePsu::Fail).unwrap(), bootstrap(&s.psus(), 20, seed).unwrap()] {
            let run = |threads| {
                let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
                replicate(&replicates, &s.sums(), COLUMNS, copy, Centre::ReplicateMean, threads)
            };
            prop_assert_eq!(run(ONE), run(threads));
        }
    }

    #[test]
    fn variances_are_sums_of_covariances(s in any_survey(), l in prop::collection::vec(-3.0..3.0f64, COLUMNS)) {
        let replicates = jkn(&s.psus(), SinglePsu::Fail).unwrap();
        let parts = totals(&replicates, &s.sums());
        let sum = |t: &[f64]| t.iter().zip(&l).map(|(t, l)| t * l).sum::<f64>();
        let whole = replicate(&replicates, &s.sums(), 1, |t, out| out[0] = sum(t), Centre::ReplicateMean, ONE);
        let c = contrast(&parts.estimates, &l, |a, b| parts.covariance(a, b), 5.0, 0.95).unwrap();
        let floor: f64 = parts.variances.iter().zip(&l).map(|(v, l)| v * l * l).sum::<f64>() * 10.0;
        prop_assert!(close(c.variance, whole.variances[0], floor));
        prop_assert!(c.interval[0] <= c.estimate && c.estimate <= c.interval[1]);
    }

    #[test]
    fn a_difference_turned_round_changes_sign_only(a in -9.0..9.0f64, b in -9.0..9.0f64, r in -1.0..1.0f64) {
        let one = difference([a, b], [2.0, 3.0], r, 7.0, 0.95).unwrap();
        let two = difference([b, a], [3.0, 2.0], r, 7.0, 0.95).unwrap();
        prop_assert_eq!(one.estimate, -two.estimate);
        prop_assert!(close(one.variance, two.variance, 0.0) && (one.p - two.p).abs() < 1e-12);
    }

    #[test]
    fn an_adjustment_that_only_scales_is_scaling(s in any_survey(), c in 0.1..10.0f64) {
        let replicates = jkn(&s.psus(), SinglePsu::Fail).unwrap();
        let units: Vec<u32> = (0..s.stratum.len() as u32).collect();
        let base: Vec<f64> = s.sums.chunks(COLUMNS).map(|unit| unit[0]).collect();
        let (groups, _) = Groups::collapse(&units, &vec![0; units.len()], &base, 1);
        let carried = Carried::new(&replicates, &groups, |_| Ok::<_, ()>(vec![c]), ONE).unwrap();
        let (plain, scaled) = (totals(&replicates, &s.sums()), totals(&carried, &s.sums()));
        for j in 0..COLUMNS {
            let floor = scaled.estimates[j].powi(2) * 1e-6;
            prop_assert!(close(c * c * plain.variances[j], scaled.variances[j], floor));
        }
    }

    #[test]
    fn a_known_total_carried_through_has_no_variance(s in any_survey(), known in 1.0..1e6f64) {
        let replicates = jkn(&s.psus(), SinglePsu::Fail).unwrap();
        let units: Vec<u32> = (0..s.stratum.len() as u32).collect();
        let base: Vec<f64> = s.sums.chunks(COLUMNS).map(|unit| unit[0]).collect();
        let (groups, _) = Groups::collapse(&units, &vec![0; units.len()], &base, 1);
        let to_known = |w: &[f64]| Ok::<_, ()>(vec![known / w[0]]);
        let result = totals(&Carried::new(&replicates, &groups, to_known, ONE).unwrap(), &s.sums());
        prop_assert!(close(result.estimates[0], known, 0.0));
        prop_assert!(result.variances[0] <= 1e-20 * known * known);
    }

    #[test]
    fn a_table_turned_round_has_the_same_test(s in survey(prop::collection::vec(3usize..9, 2..5))) {
        // A 2 x 3 table whose cells are the columns and their complements.
        let cells = |unit: &[f64]| [unit[0], unit[1], unit[2], 100.0 - unit[0], 90.0 - 0.5 * unit[1], 101.0 - unit[2]];
        let turned = |c: [f64; 6]| [c[0], c[3], c[1], c[4], c[2], c[5]];
        let replicates = jkn(&s.psus(), SinglePsu::Fail).unwrap();
        let table = |rows, columns, turn: bool| {
            let sums: Vec<f64> = s
                .sums
                .chunks(COLUMNS)
                .flat_map(|unit| if turn { turned(cells(unit)) } else { cells(unit) })
                .collect();
            let sums = UnitSums::new(s.stratum.len(), 6, sums);
            let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
            let result = replicate(&replicates, &sums, 6, copy, Centre::ReplicateMean, ONE);
            let covariance = (0..36).map(|i| result.covariance(i / 6, i % 6)).collect();
            Crosstab::new(rows, columns, result.estimates, covariance).unwrap()
        };
        let (one, two) = (table(2, 3, false), table(3, 2, true));
        let df = replicates.degrees_of_freedom() as f64;
        let (a, b) = (one.test(500.0, df).unwrap(), two.test(500.0, df).unwrap());
        prop_assert!((a.f.numerator - b.f.numerator).abs() < 1e-6, "{a:?} {b:?}");
        prop_assert!((a.f.statistic - b.f.statistic).abs() <= 1e-6 * a.f.statistic.max(1e-6));
        prop_assert!(a.f.numerator >= 1.0 - 1e-9 && a.f.numerator <= 2.0 + 1e-9 && a.spread >= -1e-9);
        for i in 0..2 {
            let row: f64 = one.of_rows()[i * 3..][..3].iter().map(|share| share.estimate).sum();
            prop_assert!((row - 1.0).abs() < 1e-12);
            for j in 0..3 {
                let (p, q) = (one.of_rows()[i * 3 + j], two.of_columns()[j * 2 + i]);
                prop_assert!(close(p.estimate, q.estimate, 0.0) && close(p.variance, q.variance, 1e-6));
            }
        }
    }
}

/// Expectation of the bootstrap variance, from so many replicates that its own standard error is about 1 %.
#[test]
fn the_bootstrap_variance_of_a_total_is_taylors_in_expectation() {
    let stratum: Vec<u32> = [0; 4].into_iter().chain([1; 3]).chain([2; 8]).collect();
    let sums = (0..stratum.len() * COLUMNS).map(|i| f64::from((i * i % 17) as u32) + 1.0).collect();
    for fraction in [vec![0.0; 3], vec![0.4, 0.1, 0.75]] {
        let survey = Survey { stratum: stratum.clone(), fraction, sums: <Vec<f64>>::clone(&sums) };
        let replicates = bootstrap(&survey.psus(), 20_000, 7).unwrap();
        let result = totals(&replicates, &survey.sums());
        for (found, taylor) in result.variances.iter().zip(survey.taylor()) {
            assert!((found / taylor - 1.0).abs() < 0.05, "{found} {taylor}");
        }
    }
}
