//! Against R with the frames as strata, a simulation, and the laws.

use super::*;
use crate::estimation::{Context, Statistic, linearise_statistics};
use crate::moments::{Moments, OUTSIDE};
use crate::numerics::Stream;
use crate::reference::{RELATIVE, Sample, close, expected, table};
use crate::sampling::srs;
use crate::variance::{Design, DesignError, DesignInput, Linearised, SinglePsu};

/// Schools drawn from the first so many frames: columns of the case, memberships, and designs with the stacked leaf of each row.
struct Drawn {
    sample: Sample,
    rows: Vec<usize>,
    frame: Vec<u32>,
    member: Vec<u64>,
    weights: Vec<f64>,
    designs: Vec<Design>,
    samples: FrameSamples,
    leaves: Vec<u32>,
}

impl Drawn {
    fn read(frames: usize) -> Drawn {
        let sample = table("api/frames/samples.csv");
        let codes = sample.codes("frame");
        let rows: Vec<usize> = (0..sample.rows).filter(|row| (codes[*row] as usize) < frames).collect();
        let belongs = ["A", "B", "C"].map(|name| sample.numbers(name));
        let member = rows
            .iter()
            .map(|&row| (0..frames).map(|frame| u64::from(belongs[frame][row] == 1.0) << frame).sum())
            .collect();
        let frame: Vec<u32> = rows.iter().map(|&row| codes[row]).collect();
        let (strata, units, fpc) = (sample.codes("stratum"), sample.codes("unit"), sample.numbers("fpc"));
        let mut designs = Vec::new();
        let mut own = Vec::new();
        for f in 0..frames as u32 {
            let of: Vec<usize> = rows.iter().copied().filter(|row| codes[*row] == f).collect();
            let pick = |column: &[u32]| -> Vec<u32> { of.iter().map(|&row| column[row]).collect() };
            let (strata, units) = (pick(&strata), pick(&units));
            let fpc: Vec<f64> = of.iter().map(|&row| fpc[row]).collect();
            let stages: [&[u32]; 1] = [&units];
            let corrections: [&[f64]; 1] = [&fpc];
            let input =
                DesignInput { rows: of.len(), strata: Some(&strata), stages: &stages, fpc: &corrections };
            let (design, leaves) = Design::new(&input).unwrap();
            designs.push(design);
            own.push(leaves);
        }
        let samples = FrameSamples::new(&designs.iter().map(Design::leaves).collect::<Vec<_>>());
        let leaves =
            (0..frames).flat_map(|f| own[f].iter().map(|leaf| samples.leaf(f, *leaf)).collect::<Vec<_>>());
        let weights = rows.iter().map(|&row| sample.numbers("w")[row]).collect();
        Drawn { leaves: leaves.collect(), sample, rows, frame, member, weights, designs, samples }
    }

    fn input(&self) -> FramesInput<'_> {
        FramesInput {
            frames: self.designs.len(),
            frame: &self.frame,
            member: &self.member,
            weights: &self.weights,
        }
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        let column = self.sample.numbers(name);
        self.rows.iter().map(|&row| column[row]).collect()
    }

    fn domain(&self, label: &str) -> Vec<u32> {
        let column = self.sample.domain("stype", label);
        self.rows.iter().map(|&row| column[row]).collect()
    }

    fn covariance(&self, linearised: &Linearised) -> Vec<f64> {
        let own = |frame: usize, part: &Linearised| part.covariance(&self.designs[frame], SinglePsu::Fail);
        self.samples.covariance::<DesignError>(linearised, own).unwrap()
    }
}

#[test]
fn weights_and_variances_agree_with_r() {
    let mut compared = 0;
    let cases = expected("api/frames");
    for name in ["fixed", "multiplicity2", "single2", "multiplicity", "shares", "single"] {
        let drawn = Drawn::read(if name == "fixed" || name.ends_with('2') { 2 } else { 3 });
        let columns = ["pA", "pB", "pC"].map(|name| drawn.numbers(name));
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let estimator = match name {
            "fixed" => FrameEstimator::Fixed(0.3),
            "shares" => FrameEstimator::Shares(&[3.0, 1.0, 0.5]),
            "single2" => FrameEstimator::SingleFrame(&columns[..2]),
            "single" => FrameEstimator::SingleFrame(&columns),
            _ => FrameEstimator::Multiplicity,
        };
        let weights = frame_weights(&drawn.input(), &estimator).unwrap();
        let values = ["enroll", "api00", "api99"].map(|name| drawn.numbers(name));
        for case in cases.iter().filter(|case| case.design == name) {
            let cells = drawn.domain(&case.domain);
            let moments = Moments::of(&drawn.leaves, &cells, &weights, &[&values[0], &values[1], &values[2]]);
            let statistic = match case.measure.as_str() {
                "total:enroll" => Statistic::Total { cell: 0, expression: 0 },
                "mean:api00" => Statistic::Mean { cell: 0, expression: 1 },
                _ => Statistic::Ratio { cell: 0, y: 1, x: 2 },
            };
            let found = linearise_statistics(&moments, &[statistic]);
            let what = format!("{name} {} {}", case.measure, case.domain);
            close(found.estimates[0], case.value, &what);
            close(drawn.covariance(&found.linearised)[0].sqrt(), case.se, &what);
            compared += 1;
        }
    }
    assert_eq!(compared, 36);
}

#[test]
fn optimal_totals_agree_with_r() {
    let drawn = Drawn::read(2);
    let mut compared = 0;
    for case in expected("api/frames") {
        let method = match case.design.as_str() {
            "hartley" => DualMethod::Hartley,
            "fuller" => DualMethod::FullerBurmeister,
            _ => continue,
        };
        let (kind, variable) = case.measure.split_once(':').unwrap();
        let cells = dual_cells(&drawn.input(), &drawn.domain(&case.domain)).unwrap();
        let y = drawn.numbers(variable);
        let moments = Moments::of(&drawn.leaves, &cells, &drawn.weights, &[&y]);
        let parts = linearise_statistics(&moments, &dual_statistics(0, 0));
        let covariance = drawn.covariance(&parts.linearised);
        let found = dual_estimate(&parts.estimates, &covariance, method).unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        match kind {
            "total" => {
                close(found.value, case.value, &what);
                close(found.variance.sqrt(), case.se, &what);
            }
            "share" => close(found.share, case.value, &what),
            _ => close(found.size, case.value, &what),
        }
        compared += 1;
    }
    assert_eq!(compared, 24);
}

#[test]
fn pseudo_likelihood_agrees_with_r_and_meets_the_sizes() {
    let drawn = Drawn::read(2);
    let cases = expected("api/frames");
    let figure = |measure: &str| {
        cases.iter().find(|case| case.design == "pseudo" && case.measure == measure).unwrap().value
    };
    let sizes = [figure("size:A"), figure("size:B")];
    let found = pseudo_ml(&drawn.input(), sizes, [90.0, 70.0]).unwrap();
    close(found.overlap, figure("overlap"), "overlap");
    let sum = |values: &[f64]| -> f64 { values.iter().zip(&found.weights).map(|(y, w)| y * w).sum() };
    close(sum(&drawn.numbers("enroll")), figure("total:enroll"), "total");
    let weight: f64 = found.weights.iter().sum();
    close(sum(&drawn.numbers("api00")) / weight, figure("mean:api00"), "mean");
    for frame in 0..2 {
        let inside: f64 = (0..drawn.member.len())
            .filter(|row| drawn.member[*row] >> frame & 1 == 1)
            .map(|row| found.weights[row])
            .sum();
        assert!((inside - sizes[frame]).abs() < RELATIVE * sizes[frame]);
    }
}

#[test]
fn frames_are_strata_of_one_design() {
    let drawn = Drawn::read(2);
    let stratum = drawn.sample.codes("stratum");
    let strata: Vec<u32> =
        drawn.rows.iter().zip(&drawn.frame).map(|(&row, frame)| frame * 10 + stratum[row]).collect();
    let units = drawn.sample.codes("unit");
    let units: Vec<u32> = drawn.rows.iter().map(|&row| units[row]).collect();
    let fpc = drawn.numbers("fpc");
    let (stages, corrections): ([&[u32]; 1], [&[f64]; 1]) = ([&units], [&fpc]);
    let rows = drawn.rows.len();
    let input = DesignInput { rows, strata: Some(&strata), stages: &stages, fpc: &corrections };
    let (design, leaves) = Design::new(&input).unwrap();
    let weights = frame_weights(&drawn.input(), &FrameEstimator::Multiplicity).unwrap();
    let y = drawn.numbers("api00");
    let statistics = [Statistic::Mean { cell: 0, expression: 0 }];
    let of = |leaves: &[u32]| {
        let moments = Moments::of(leaves, &vec![0; rows], &weights, &[&y]);
        linearise_statistics(&moments, &statistics).linearised
    };
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    assert_eq!(context.degrees_of_freedom(leaves.iter().copied()), 160.0 - 4.0);
    let found = of(&leaves).variance(&design, SinglePsu::Fail).unwrap();
    let stacked = drawn.covariance(&of(&drawn.leaves))[0];
    assert!((found - stacked).abs() < RELATIVE * stacked, "{found}, {stacked}");
}

#[test]
fn over_many_samples_totals_and_variances_are_right() {
    // Units 0 to 29 are in the first frame, 20 to 49 in the second.
    let y: Vec<f64> = (0..50).map(|unit| f64::from(unit % 7 + unit / 10)).collect();
    let truth: f64 = y.iter().sum();
    let mut stream = Stream::new(8, 1);
    let draws = 20_000;
    let mut sums = [[0.0; 3]; 3];
    let designs = [9usize, 6].map(|n| {
        let fpc: [&[f64]; 1] = [&vec![30.0; n]];
        Design::new(&DesignInput { rows: n, fpc: &fpc, ..DesignInput::default() }).unwrap().0
    });
    let samples = FrameSamples::new(&[9, 6]);
    for _ in 0..draws {
        let mut rows: Vec<(u32, usize)> = Vec::new();
        for (frame, n) in [(0, 9), (1, 6)] {
            let drawn = srs(30, n, &mut stream).unwrap().drawn;
            rows.extend(drawn.iter().map(|unit| (frame, unit.unit + 20 * frame as usize)));
        }
        let frame: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let member: Vec<u64> =
            rows.iter().map(|(_, unit)| u64::from(*unit < 30) + 2 * u64::from(*unit >= 20)).collect();
        let weights: Vec<f64> =
            frame.iter().map(|frame| if *frame == 0 { 30.0 / 9.0 } else { 5.0 }).collect();
        let input = FramesInput { frames: 2, frame: &frame, member: &member, weights: &weights };
        let p = [vec![0.3; rows.len()], vec![0.2; rows.len()]];
        let columns: Vec<&[f64]> = p.iter().map(Vec::as_slice).collect();
        let estimators =
            [FrameEstimator::Fixed(0.8), FrameEstimator::Multiplicity, FrameEstimator::SingleFrame(&columns)];
        for (sums, estimator) in sums.iter_mut().zip(&estimators) {
            let weights = frame_weights(&input, estimator).unwrap();
            let total: f64 = rows.iter().zip(&weights).map(|(row, w)| w * y[row.1]).sum();
            sums[0] += total / f64::from(draws);
            sums[1] += total * total / f64::from(draws);
            let totals = rows.iter().zip(&weights).map(|(row, w)| w * y[row.1]).collect();
            let linearised = Linearised { leaves: (0..15).collect(), totals, estimates: 1 };
            let own = |frame: usize, part: &Linearised| part.covariance(&designs[frame], SinglePsu::Fail);
            sums[2] += samples.covariance(&linearised, own).unwrap()[0] / f64::from(draws);
        }
    }
    for [mean, squares, estimated] in sums {
        // The Monte Carlo error of a variance of sums of many terms: nearly normal.
        let variance = squares - mean * mean;
        let noise = 5.0 * (2.5 / f64::from(draws)).sqrt();
        assert!((estimated / variance - 1.0).abs() < noise, "{estimated}, not {variance}");
        let error = ((squares - mean * mean) / f64::from(draws)).sqrt();
        assert!((mean - truth).abs() < 5.0 * error, "{mean}, not {truth}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let input = |frame: &'static [u32], member: &'static [u64]| FramesInput {
        frames: 2,
        frame,
        member,
        weights: &[2.0, 3.0],
    };
    let fixed = |input: FramesInput<'_>, share: f64| frame_weights(&input, &FrameEstimator::Fixed(share));
    let good = input(&[0, 1], &[3, 2]);
    assert_eq!(fixed(good, 0.25), Ok(vec![0.5, 3.0]));
    assert_eq!(fixed(good, 1.5), Err(FramesError::Share { frame: 0, value: 1.5 }));
    assert_eq!(fixed(input(&[0, 0], &[1, 2]), 0.5), Err(FramesError::Frame { row: 1, frame: 0 }));
    assert_eq!(fixed(input(&[0, 2], &[1, 4]), 0.5), Err(FramesError::Frame { row: 1, frame: 2 }));
    assert_eq!(fixed(input(&[0, 1], &[3]), 0.5), Err(FramesError::Length { expected: 2, found: 1 }));
    let three = FramesInput { frames: 3, ..good };
    assert_eq!(fixed(three, 0.5), Err(FramesError::NotTwo { frames: 3 }));
    let weight = FramesInput { weights: &[1.0, -1.0], ..good };
    assert_eq!(fixed(weight, 0.5), Err(FramesError::Weight { row: 1, value: -1.0 }));
    let shares = frame_weights(&good, &FrameEstimator::Shares(&[1.0, 0.0]));
    assert_eq!(shares, Err(FramesError::Share { frame: 1, value: 0.0 }));
    // The second row does not belong to the first frame: nothing is asked of its probability there.
    let columns: [&[f64]; 2] = [&[0.5, f64::NAN], &[0.0, 0.5]];
    let single = frame_weights(&good, &FrameEstimator::SingleFrame(&columns));
    assert_eq!(single, Err(FramesError::Probability { row: 0, frame: 1, value: 0.0 }));
    assert_eq!(pseudo_ml(&good, [5.0, 5.0], [1.0, 1.0]), Err(FramesError::Part));
    let common = input(&[0, 1], &[3, 3]);
    assert_eq!(pseudo_ml(&common, [50.0, 5.0], [1.0, 1.0]), Err(FramesError::Size { frame: 0, value: 50.0 }));
    assert_eq!(dual_cells(&good, &[0, OUTSIDE]), Ok(vec![2, OUTSIDE]));
    assert_eq!(dual_cells(&good, &[0]), Err(FramesError::Length { expected: 2, found: 1 }));
    let nothing = dual_estimate(&[0.0; 6], &[0.0; 36], DualMethod::Hartley);
    assert_eq!(nothing, Err(FramesError::Part));
}
