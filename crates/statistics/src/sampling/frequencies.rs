//! What all methods are tested by: the laws of fixed-size designs, and how often units and pairs are drawn.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{Sample, SamplingError, inclusion_probabilities};
use crate::numerics::Stream;
use crate::reference::table;

/// Samples drawn for frequencies.
const DRAWS: u32 = 20_000;

/// Binomial standard errors by which a frequency may differ from its probability: with a fixed seed a right method fails
/// with a chance of 6e-7 for each comparison, once.
const ERRORS: f64 = 5.0;

pub(super) type Method = fn(&[f64], &mut Stream) -> Result<Sample, SamplingError>;

/// How often each pair is hit in the same sample; a unit with itself, how often it is hit.
pub(super) fn pairs(
    population: usize,
    draw: impl Fn(&mut Stream) -> Result<Sample, SamplingError>,
) -> Vec<Vec<f64>> {
    let mut shares = vec![vec![0.0; population]; population];
    let mut stream = Stream::new(2024, 7);
    for _ in 0..DRAWS {
        let sample = draw(&mut stream).unwrap();
        for a in &sample.drawn {
            for b in &sample.drawn {
                shares[a.unit][b.unit] += f64::from(a.hits) / f64::from(DRAWS);
            }
        }
    }
    shares
}

pub(super) fn standard_error(probability: f64) -> f64 {
    (probability * (1.0 - probability) / f64::from(DRAWS)).sqrt()
}

#[track_caller]
pub(super) fn near(found: f64, probability: f64, what: &str) {
    assert!(
        (found - probability).abs() <= ERRORS * standard_error(probability) + 1e-9,
        "{what}: drawn in {found} of the samples, with probability {probability}"
    );
}

/// Draws every design of `reference/sampling/<folder>` as often as its joint probabilities say.
#[track_caller]
pub(super) fn agrees_with_r(folder: &str, method: Method) {
    let rows = table(&format!("sampling/{folder}/expected.csv"));
    let (names, joint) = (rows.text("design"), rows.numbers("probability"));
    let place =
        |column: &str| -> Vec<usize> { rows.text(column).iter().map(|i| i.parse().unwrap()).collect() };
    let (i, j) = (place("i"), place("j"));
    let mut designs = names.to_vec();
    designs.dedup();
    assert_eq!(designs.len(), 3);
    for design in designs {
        let of: Vec<usize> = (0..rows.rows).filter(|row| names[*row] == design).collect();
        let p: Vec<f64> = of.iter().filter(|row| i[**row] == j[**row]).map(|row| joint[*row]).collect();
        let found = pairs(p.len(), |stream| method(&p, stream));
        for row in of {
            near(found[i[row]][j[row]], joint[row], &format!("{design}, units {} and {}", i[row], j[row]));
        }
    }
}

/// Units are drawn with their own probability, certain ones always and those of probability zero never.
#[track_caller]
pub(super) fn keeps_first_order(method: Method) {
    let sizes = [12.0, 30.0, 0.0, 7.5, 300.0, 22.0, 18.0, 41.0, 9.0, 15.0, 3.0, 0.0];
    let inclusion = inclusion_probabilities(&sizes, 5).unwrap();
    // Unit 7 once unit 4 is taken: 4 * 41 / 157.5.
    assert_eq!(inclusion.certainty, [4, 7]);
    let p = inclusion.probabilities;
    let found = pairs(p.len(), |stream| method(&p, stream));
    for unit in 0..p.len() {
        near(found[unit][unit], p[unit], &format!("unit {unit}"));
    }
}

/// The laws of a sample of fixed size with any probabilities, and what is refused.
#[track_caller]
pub(super) fn keeps_laws(method: Method) {
    let check = |sizes: &[f64], n: usize, seed: u64| -> Result<(), TestCaseError> {
        let positive = sizes.iter().filter(|size| **size > 0.0).count();
        let n = n.min(positive);
        let Ok(inclusion) = inclusion_probabilities(sizes, n) else {
            return Err(TestCaseError::reject("no unit can be drawn"));
        };
        let p = &inclusion.probabilities;
        let sample = method(p, &mut Stream::new(seed, 1)).unwrap();
        prop_assert_eq!(sample.drawn.len(), n);
        prop_assert_eq!(&sample.probabilities, p);
        prop_assert!(sample.drawn.windows(2).all(|pair| pair[0].unit < pair[1].unit));
        for drawn in &sample.drawn {
            prop_assert!(p[drawn.unit] > 0.0 && drawn.probability == p[drawn.unit] && drawn.hits == 1);
        }
        let certain: Vec<usize> = sample.drawn.iter().filter(|d| d.certainty).map(|d| d.unit).collect();
        prop_assert_eq!(certain, inclusion.certainty);
        prop_assert_eq!(sample, method(p, &mut Stream::new(seed, 1)).unwrap());
        Ok(())
    };
    proptest!(|(
        sizes in prop::collection::vec(prop_oneof![Just(0.0), 0.0001f64..100.0, 1.0f64..2.0, Just(1.0)], 1..25),
        n in 1usize..8,
        seed in any::<u64>(),
    )| check(&sizes, n, seed)?);

    let mut stream = Stream::new(1, 1);
    let mut refused = |p: &[f64]| method(p, &mut stream).unwrap_err();
    assert_eq!(refused(&[0.5, 0.7]), SamplingError::NotWhole { sum: 1.2 });
    assert_eq!(refused(&[0.5, -0.5]), SamplingError::Probability { at: 1, value: -0.5 });
    assert_eq!(refused(&[1.5, 0.5]), SamplingError::Probability { at: 0, value: 1.5 });
    assert!(matches!(refused(&[f64::NAN]), SamplingError::Probability { at: 0, .. }));
    assert_eq!(refused(&[0.0, 0.0]), SamplingError::Size { n: 0, population: 0 });
    assert!(matches!(refused(&[]), SamplingError::Size { n: 0, .. }));

    // Probabilities with seven decimals: their sum is whole only nearly.
    let rounded = [0.3333334; 9];
    for _ in 0..200 {
        assert_eq!(method(&rounded, &mut stream).unwrap().drawn.len(), 3);
    }
}
