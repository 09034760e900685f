//! Against R with the same numbers, exact probabilities, and the laws of overlap.

use super::super::frequencies::{near, pairs};
use super::*;
use crate::numerics::Stream;
use crate::reference::table;

fn from(numbers: &[f64], start: f64) -> Coordination<'_> {
    Coordination { numbers, start }
}

#[test]
fn the_same_numbers_give_the_units_of_r() {
    let rows = table("sampling/coordinated/expected.csv");
    let (case, starts) = (rows.text("case"), rows.numbers("start"));
    let (number, p, sample) = (rows.numbers("number"), rows.numbers("probability"), rows.numbers("sample"));
    let mut compared = 0;
    for at in (0..rows.rows).step_by(200) {
        let within = at..at + 200;
        let (p, coordination) = (&p[within.clone()], from(&number[within.clone()], starts[at]));
        let found = match case[at].as_str() {
            "pareto" => pareto(&coordination, p),
            "sequential_poisson" => sequential_poisson(&coordination, p),
            "poisson" => sequential_ranges(&coordination, p),
            _ => sequential_srs(&coordination, 200, 30),
        };
        let mut drawn = vec![0.0; 200];
        found.unwrap().drawn.iter().for_each(|unit| drawn[unit.unit] = 1.0);
        assert_eq!(drawn, sample[within], "{} from {}", case[at], starts[at]);
        compared += 1;
    }
    assert_eq!(compared, 8);
}

#[test]
fn order_samples_have_their_exact_probabilities() {
    // R integrates the exact inclusion probabilities of three of five units.
    let rows = table("sampling/coordinated/inclusion.csv");
    let (p, exact) = (rows.numbers("probability"), rows.numbers("exact"));
    for (method, at) in [("pareto", 0), ("sequential_poisson", 5)] {
        let p = &p[at..at + 5];
        let found = pairs(5, |stream| {
            let numbers: Vec<f64> = (0..5).map(|_| stream.uniform()).collect();
            let coordination = from(&numbers, 0.4);
            let found = if at == 0 { pareto(&coordination, p) } else { sequential_poisson(&coordination, p) };
            Ok(found.unwrap())
        });
        for unit in 0..5 {
            near(found[unit][unit], exact[at + unit], &format!("{method}, unit {unit}"));
        }
    }
}

#[test]
fn simple_random_and_poisson_samples_are_exact() {
    let p = [0.2, 0.7, 0.5, 1.0, 0.0];
    for start in [0.0, 0.65] {
        let numbers = |stream: &mut Stream| -> Vec<f64> { (0..5).map(|_| stream.uniform()).collect() };
        let found = pairs(5, |stream| Ok(sequential_srs(&from(&numbers(stream), start), 5, 2).unwrap()));
        let ranges = pairs(5, |stream| Ok(sequential_ranges(&from(&numbers(stream), start), &p).unwrap()));
        for i in 0..5 {
            for j in 0..5 {
                let what = format!("units {i} and {j} from {start}");
                near(found[i][j], if i == j { 0.4 } else { 0.1 }, &what);
                near(ranges[i][j], if i == j { p[i] } else { p[i] * p[j] }, &what);
            }
        }
    }
}

#[test]
fn numbers_are_a_contract_and_belong_to_the_key() {
    let register = PermanentNumbers::new(7, 3);
    let numbers = register.numbers(&[5, 900, 17]).unwrap();
    assert_eq!(numbers[1], register.number(900));
    assert_eq!(register.numbers(&[17, 5]).unwrap(), [numbers[2], numbers[0]]);
    let key = Stream::new(7, 3).below(u64::MAX);
    assert_eq!(numbers[0], Stream::new(key, 5).uniform());
    assert_ne!(PermanentNumbers::new(7, 4).number(5), numbers[0]);
    assert_ne!(PermanentNumbers::new(8, 3).number(5), numbers[0]);
    let error = register.numbers(&[1, 2, 3, 2]).unwrap_err();
    assert_eq!(error, CoordinationError::Key { first: 1, second: 3 });
    // FNV-1a: the published test vectors.
    assert_eq!((key_of(""), key_of("a")), (0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c));
    assert_eq!(key_of("foobar"), 0x8594_4171_f739_67e8);
}

#[test]
fn numbers_of_running_keys_are_uniform_and_unrelated() {
    let register = PermanentNumbers::new(3, 1);
    let keys: Vec<u64> = (0..20_000).collect();
    let numbers = register.numbers(&keys).unwrap();
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let squares = numbers.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / n;
    let next = numbers.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>() / n;
    assert!((mean - 0.5).abs() < 5.0 * (1.0 / 12.0 / n).sqrt());
    assert!((squares - 1.0 / 12.0).abs() < 5.0 * (1.0 / 180.0 / n).sqrt());
    assert!(next.abs() < 5.0 / 12.0 / n.sqrt());
}

fn shared(a: &Sample, b: &Sample) -> usize {
    a.drawn.iter().filter(|unit| b.drawn.iter().any(|other| other.unit == unit.unit)).count()
}

#[test]
fn overlap_is_as_expected() {
    let mut stream = Stream::new(5, 1);
    let p = [0.1, 0.3, 0.5, 0.8, 1.0, 0.25];
    let q = [0.2, 0.3, 0.1, 0.9, 0.4, 0.0];
    for starts in [[0.0, 0.0], [0.2, 0.3], [0.9, 0.1], [0.3, 0.2], [0.0, 0.5]] {
        let expected = expected_overlap(&p, &q, starts);
        let draws = 20_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..draws {
            let numbers: Vec<f64> = (0..6).map(|_| stream.uniform()).collect();
            let one = sequential_ranges(&from(&numbers, starts[0]), &p).unwrap();
            let two = sequential_ranges(&from(&numbers, starts[1]), &q).unwrap();
            let common = shared(&one, &two) as f64;
            sum += common;
            squares += common * common;
        }
        let mean = sum / f64::from(draws);
        let error = ((squares / f64::from(draws) - mean * mean) / f64::from(draws)).sqrt();
        assert!((mean - expected.expected).abs() < 5.0 * error + 1e-9, "{starts:?}: {mean}, {expected:?}");
        assert!(expected.least <= expected.expected + 1e-12 && expected.expected <= expected.most + 1e-12);
    }
    // By hand: 0.1 + 0.3 + 0.1 + 0.8 + 0.4 and the parts of 0.8 + 0.9 and 1 + 0.4 above one.
    let same = expected_overlap(&p, &q, [0.4, 0.4]);
    assert!((same.expected - 1.7).abs() < 1e-12 && (same.most - 1.7).abs() < 1e-12);
    assert!((same.least - 1.1).abs() < 1e-12);
    assert!((same.independent - (0.02 + 0.09 + 0.05 + 0.72 + 0.4)).abs() < 1e-12);
}

#[test]
fn equal_starts_share_all_they_can_and_distant_ones_nothing() {
    let register = PermanentNumbers::new(11, 1);
    let numbers = register.numbers(&(0..500).collect::<Vec<u64>>()).unwrap();
    let small = sequential_srs(&from(&numbers, 0.3), 500, 40).unwrap();
    let large = sequential_srs(&from(&numbers, 0.3), 500, 90).unwrap();
    let other = sequential_srs(&from(&numbers, 0.8), 500, 90).unwrap();
    assert_eq!((shared(&small, &large), shared(&small, &other)), (40, 0));
    // Units that come and go are the only ones that are exchanged, beside those that make room.
    let later: Vec<u64> = (10..520).collect();
    let after = sequential_srs(&from(&register.numbers(&later).unwrap(), 0.3), 510, 40).unwrap();
    let before: Vec<u64> = small.drawn.iter().map(|drawn| drawn.unit as u64).collect();
    let kept = after.drawn.iter().filter(|drawn| before.contains(&later[drawn.unit])).count();
    let gone = before.iter().filter(|key| **key < 10).count();
    let born = after.drawn.iter().filter(|drawn| later[drawn.unit] >= 500).count();
    assert!(40 - kept <= gone.max(born), "{kept} kept, {gone} gone, {born} born");
    // A probability that grows never drops the unit.
    let p: Vec<f64> = (0..500).map(|unit| f64::from(unit % 5 + 1) / 15.0).collect();
    let grown: Vec<f64> = p.iter().map(|p| p * 1.5).collect();
    let one = sequential_ranges(&from(&numbers, 0.6), &p).unwrap();
    let two = sequential_ranges(&from(&numbers, 0.6), &grown).unwrap();
    assert_eq!(shared(&one, &two), one.drawn.len());
}

#[test]
fn what_is_wrong_is_named() {
    let found = |numbers: &[f64], start: f64| sequential_srs(&from(numbers, start), 2, 1).unwrap_err();
    assert_eq!(found(&[0.5], 0.0), CoordinationError::Length { units: 2, found: 1 });
    assert_eq!(found(&[0.5, 1.0], 0.0), CoordinationError::Number { unit: 1, value: 1.0 });
    assert_eq!(found(&[0.5, 0.2], 1.0), CoordinationError::Start { value: 1.0 });
    let sampling = CoordinationError::Sampling(SamplingError::Size { n: 3, population: 2 });
    assert_eq!(sequential_srs(&from(&[0.5, 0.2], 0.0), 2, 3), Err(sampling));
    let whole = CoordinationError::Sampling(SamplingError::NotWhole { sum: 0.75 });
    assert_eq!(pareto(&from(&[0.5, 0.2], 0.0), &[0.5, 0.25]), Err(whole));
    let wrong = CoordinationError::Sampling(SamplingError::Probability { at: 0, value: -1.0 });
    assert_eq!(sequential_ranges(&from(&[0.5], 0.0), &[-1.0]), Err(wrong));
}
