//! Replicate estimates against R's survey package: `reference/*/{jk1,jkn,brr,fay,bootstrap,sdr,jk2,delete_a_group,
//! canty_davison,poisson}`.

mod support;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::{
    Centre, CopiesScaling, Dropped, Grouping, Psus, ReplicateEstimates, Replicates, Replication, SdrParams,
    Triples, ValueCounts, bootstrap, brr, canty_davison, delete_a_group, fay, jk1, jk2, jkn, poisson,
    replicate_quantiles, replicate_statistics, sdr,
};
use support::{Expected, Sample, THREADS, clusters, strata};

const NAMES: [&str; 5] =
    ["mean_api00", "total_enroll", "ratio_api00_api99", "mean_api00_yes", "proportion_yes"];

/// Statistics of all schools, and of those with sch.wide.
fn moments(sample: &Sample, psu: &[u32], replicates: &Replicates, centre: Centre) -> [ReplicateEstimates; 2] {
    let weights = sample.number("pw");
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|c| sample.number(c));
    let units: Vec<u32> = (0..replicates.units() as u32).collect();
    let run = |cells: &[u32], statistics: &[Statistic]| {
        let moments = Moments::of(psu, cells, &weights, &[&api00, &api99, &enroll]);
        replicate_statistics(replicates, &moments, &units, statistics, centre, THREADS)
    };
    let all = run(
        &vec![0; sample.rows],
        &[
            Statistic::Mean { cell: 0, expression: 0 },
            Statistic::Total { cell: 0, expression: 2 },
            Statistic::Ratio { cell: 0, y: 0, x: 1 },
        ],
    );
    let wide = run(
        &sample.code("sch.wide").0,
        &[Statistic::Mean { cell: 1, expression: 0 }, Statistic::Share { cell: 1, of: 0..2 }],
    );
    [all, wide]
}

fn median(replicates: &Replicates, sample: &Sample, psu: &[u32], centre: Centre) -> ReplicateEstimates {
    let (weights, api00) = (sample.number("pw"), sample.number("api00"));
    let counts = ValueCounts::by_cell(psu, &vec![0; sample.rows], &weights, &api00, 1);
    replicate_quantiles(replicates, &counts[0], &[0.5], centre, THREADS)
}

fn check(case: &str, replicates: &Replicates, sample: &Sample, psu: &[u32]) {
    check_figures(case, "", replicates, sample, psu);
    assert_eq!(replicates.degrees_of_freedom() as f64, Expected::read(case).get("degf"));
}

fn check_figures(case: &str, of: &str, replicates: &Replicates, sample: &Sample, psu: &[u32]) {
    let expected = Expected::read(case);
    for (prefix, centre) in [("", Centre::ReplicateMean), ("mse_", Centre::FullSample)] {
        let [all, wide] = moments(sample, psu, replicates, centre);
        for (i, name) in NAMES.iter().enumerate() {
            if *name == "proportion_yes" && !["apisrs/jk1", "apiclus1/jk1", "apistrat/jkn"].contains(&case) {
                continue;
            }
            let (result, i) = if i < 3 { (&all, i) } else { (&wide, i - 3) };
            expected.check(&format!("{of}{prefix}{name}"), result.estimates[i]);
            expected.check(&format!("{of}{prefix}{name}_se"), result.standard_error(i));
        }
        // With negative weights R takes another value.
        if (case, of) == ("apistrat/poisson", "") {
            continue;
        }
        let median = median(replicates, sample, psu, centre);
        expected.check(&format!("{of}{prefix}median_api00"), median.estimates[0]);
        expected.check(&format!("{of}{prefix}median_api00_se"), median.standard_error(0));
    }
    expected.check(&format!("{of}scale"), replicates.scale());
}

#[test]
fn jk1_of_a_simple_random_sample() {
    let sample = Sample::read("apisrs");
    let psu: Vec<u32> = (0..200).collect();
    let psus = Psus::new(&[0; 200], 1).unwrap().with_fraction(&[200.0 / sample.number("fpc")[0]]).unwrap();
    check("apisrs/jk1", &jk1(&psus).unwrap(), &sample, &psu);
}

#[test]
fn jk1_of_a_cluster_sample() {
    let (sample, psu, replicates) = clusters();
    check("apiclus1/jk1", &replicates, &sample, &psu);
}

#[test]
fn jkn_of_a_stratified_sample() {
    let (sample, psu, replicates) = strata();
    check("apistrat/jkn", &replicates, &sample, &psu);
}

#[test]
fn rules_for_single_units() {
    let sample = Sample::read("apistrat");
    let expected = Expected::read("apistrat/jkn");
    // Elementary and middle schools, and the first high school only.
    let first = sample.text("stype").iter().position(|s| s == "H").unwrap();
    let rows: Vec<usize> = (0..200).filter(|r| sample.text("stype")[*r] != "H" || *r == first).collect();
    let pick = |column: &[f64]| rows.iter().map(|r| column[*r]).collect::<Vec<f64>>();
    let (stratum, _) = sample.code("stype");
    let stratum: Vec<u32> = rows.iter().map(|r| stratum[*r]).collect();
    let mut fraction = vec![0.0; 3];
    for (h, fpc) in stratum.iter().zip(pick(&sample.number("fpc"))) {
        fraction[*h as usize] += 1.0 / fpc;
    }
    let psus = Psus::new(&stratum, 3).unwrap().with_fraction(&fraction).unwrap();
    let units: Vec<u32> = (0..rows.len() as u32).collect();
    let values = [pick(&sample.number("api00")), pick(&sample.number("enroll"))];
    let moments =
        Moments::of(&units, &vec![0; rows.len()], &pick(&sample.number("pw")), &[&values[0], &values[1]]);
    let statistics =
        [Statistic::Mean { cell: 0, expression: 0 }, Statistic::Total { cell: 0, expression: 1 }];
    for (name, rule) in [
        ("remove", SinglePsu::Remove),
        ("certainty", SinglePsu::Certainty),
        ("average", SinglePsu::Average),
        ("adjust", SinglePsu::Adjust),
    ] {
        let replicates = jkn(&psus, rule).unwrap();
        let result =
            replicate_statistics(&replicates, &moments, &units, &statistics, Centre::ReplicateMean, THREADS);
        expected.check(&format!("single_{name}_mean_api00_se"), result.standard_error(0));
        expected.check(&format!("single_{name}_total_enroll_se"), result.standard_error(1));
    }
}

/// Twenty strata of ten schools of a type, in order of row; five and five make the two units.
fn paired(sample: &Sample) -> (Psus, Vec<u32>) {
    let mut seen = [0; 3];
    let psu: Vec<u32> = sample
        .text("stype")
        .iter()
        .map(|stype| {
            let kind = ["E", "M", "H"].iter().position(|k| k == stype).unwrap();
            let before: u32 = [0, 20, 30][kind];
            seen[kind] += 1;
            before + (seen[kind] - 1) / 5
        })
        .collect();
    (Psus::new(&(0..40).map(|u| u / 2).collect::<Vec<u32>>(), 20).unwrap(), psu)
}

#[test]
fn brr_of_a_paired_design() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = paired(&sample);
    let replicates = brr(&psus).unwrap();
    check("apistrat/brr", &replicates, &sample, &psu);

    // A total's variance does not depend on the matrix, and is Taylor's.
    let expected = Expected::read("apistrat/brr");
    let [result, _] = moments(&sample, &psu, &replicates, Centre::ReplicateMean);
    expected.check("own_total_enroll_se", result.standard_error(1));
    expected.check("taylor_total_enroll_se", result.standard_error(1));
    assert_eq!(replicates.len() as f64, expected.get("replicates"));
}

#[test]
fn fay_of_a_paired_design() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = paired(&sample);
    check("apistrat/fay", &fay(&psus, 0.3).unwrap(), &sample, &psu);
}

/// Types of school are the strata; five schools in order of row are a unit.
fn units_in_types(sample: &Sample) -> (Psus, Vec<u32>) {
    let (_, psu) = paired(sample);
    let stratum: Vec<u32> = [0; 20].into_iter().chain([1; 10]).chain([2; 10]).collect();
    (Psus::new(&stratum, 3).unwrap(), psu)
}

fn bootstrapped(sample: &Sample) -> (Replicates, Vec<u32>) {
    let (psus, psu) = units_in_types(sample);
    (bootstrap(&psus, 60, 20_260_801).unwrap(), psu)
}

fn multipliers(replicates: &Replicates) -> String {
    let mut factors = vec![0.0; replicates.units()];
    let mut text = String::new();
    for r in 0..replicates.len() {
        replicates.factors(r, &mut factors);
        text += &factors.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        text += "\n";
    }
    text
}

/// The multipliers are also what the case's script reads: `SOUNDING_MULTIPLIERS=write` writes them anew, for a change of the contract
/// on random streams only; then R has to be run again.
#[test]
fn bootstrap_with_our_multipliers_in_r() {
    let sample = Sample::read("apistrat");
    let (replicates, psu) = bootstrapped(&sample);
    if std::env::var_os("SOUNDING_MULTIPLIERS").is_some_and(|what| what == "write") {
        support::write("apistrat/bootstrap/multipliers.csv", &multipliers(&replicates));
    }
    // The seed's mapping to draws is a contract.
    assert_eq!(multipliers(&replicates), support::read("apistrat/bootstrap/multipliers.csv"));
    check("apistrat/bootstrap", &replicates, &sample, &psu);
}

#[test]
fn successive_differences_in_order_of_a_key() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = units_in_types(&sample);
    let key: Vec<f64> = (1..=40).map(|unit| f64::from(7 * unit % 41)).collect();
    let replicates = sdr(&psus, &SdrParams { replicates: 41, order: Some(&key) }).unwrap();
    assert!(replicates.warnings().is_empty());
    check("apistrat/sdr", &replicates, &sample, &psu);
    let [result, _] = moments(&sample, &psu, &replicates, replicates.centre());
    Expected::read("apistrat/sdr").check("sd2_total_enroll_se", result.standard_error(1));
}

#[test]
fn jackknife_of_pairs() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = paired(&sample);
    let replicates = jk2(&psus, Dropped::First, Triples::Refuse).unwrap();
    check_figures("apistrat/jk2", "", &replicates, &sample, &psu);
    let expected = Expected::read("apistrat/jk2");
    let [result, _] = moments(&sample, &psu, &replicates, replicates.centre());
    expected.check("taylor_total_enroll_se", result.standard_error(1));
    // The rank of R's weights less one counts one pair too few.
    assert_eq!(replicates.degrees_of_freedom() as f64, expected.get("degf") + 1.0);

    let triples = (0..40).map(|unit| match unit {
        0..32 => unit / 2,
        32..35 => 16,
        35..38 => 17,
        _ => 18,
    });
    let psus = Psus::new(&triples.collect::<Vec<u32>>(), 19).unwrap();
    let replicates = jk2(&psus, Dropped::First, Triples::TwoReplicates).unwrap();
    check_figures("apistrat/jk2", "triple_", &replicates, &sample, &psu);
}

#[test]
fn groups_deleted_one_by_one() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = units_in_types(&sample);
    let replicates = delete_a_group(&psus, Grouping::InTurn { groups: 12 }).unwrap();
    check("apistrat/delete_a_group", &replicates, &sample, &psu);
}

/// Our draws, which the case's script reads.
fn drawn(file: &str, replicates: &Replicates) {
    if std::env::var_os("SOUNDING_MULTIPLIERS").is_some_and(|what| what == "write") {
        support::write(file, &multipliers(replicates));
    }
    assert_eq!(multipliers(replicates), support::read(file));
}

#[test]
fn populations_of_copies_with_our_draws_in_r() {
    let sample = Sample::read("apistrat");
    let (psus, psu) = units_in_types(&sample);
    let mut sets = Vec::new();
    for (of, file, psus) in [
        ("", "multipliers", psus.clone().with_fraction(&[20.0 / 60.0, 10.0 / 25.0, 10.0 / 30.0]).unwrap()),
        ("wr_", "multipliers_wr", psus),
    ] {
        let replicates = canty_davison(&psus, CopiesScaling::Average, 60, 20_261_102).unwrap();
        drawn(&format!("apistrat/canty_davison/{file}.csv"), &replicates);
        sets.push((of, replicates));
    }
    for (of, replicates) in sets {
        check_figures("apistrat/canty_davison", of, &replicates, &sample, &psu);
    }
}

#[test]
fn independent_units_with_our_draws_in_r() {
    let sample = Sample::read("apistrat");
    let (_, psu) = units_in_types(&sample);
    let probabilities: Vec<f64> =
        (1..=40).map(|u| if u > 36 { 1.0 } else { f64::from(u + 3) / 50.0 }).collect();
    let replicates = poisson(&probabilities, 50, 20_261_103).unwrap();
    check_figures("apistrat/poisson", "", &replicates, &sample, &psu);
    check_figures("apistrat/poisson", "tau_", &replicates.rescaled(2.0).unwrap(), &sample, &psu);
}
