//! Allocations against hand calculations, and the laws of the bounds.

use super::*;
use proptest::prelude::*;

const MANY: [u64; 3] = [1_000_000; 3];

fn sizes(method: &Allocation<'_>, total: u64, minimum: u64, capacity: &[u64]) -> Vec<u64> {
    allocate(method, total, minimum, capacity).unwrap().sizes
}

#[test]
fn shares_of_every_method() {
    let measure: &[f64] = &[600.0, 300.0, 100.0];
    let sd: &[f64] = &[10.0, 20.0, 60.0];
    assert_eq!(sizes(&Allocation::Proportional { measure }, 50, 0, &MANY), [30, 15, 5]);
    assert_eq!(sizes(&Allocation::Equal, 50, 0, &MANY), [17, 17, 16]);
    // N S = 6000, 6000, 6000.
    assert_eq!(sizes(&Allocation::Neyman { measure, sd }, 60, 0, &MANY), [20, 20, 20]);
    // N S / root c = 6000, 3000, 2000.
    let cost: &[f64] = &[1.0, 4.0, 9.0];
    assert_eq!(sizes(&Allocation::Optimal { measure, sd, cost }, 110, 0, &MANY), [60, 30, 20]);
    // Roots of 400, 100, 25 are 20, 10, 5; times 1, 1, 2: 20, 10, 10.
    let totals: &[f64] = &[400.0, 100.0, 25.0];
    let power = |cv, power| Allocation::Power { measure: totals, cv, power };
    assert_eq!(sizes(&power(None, 0.5), 70, 0, &MANY), [40, 20, 10]);
    assert_eq!(sizes(&power(Some(&[1.0, 1.0, 2.0]), 0.5), 80, 0, &MANY), [40, 20, 20]);
    assert_eq!(sizes(&power(None, 0.0), 9, 0, &MANY), [3, 3, 3]);
    assert_eq!(sizes(&power(None, 1.0), 21, 0, &MANY), [16, 4, 1]);
}

#[test]
fn largest_remainders_are_rounded_up() {
    // 10 * (0.47, 0.37, 0.16) = 4.7, 3.7, 1.6: floors 4, 3, 1, and two for the remainders of 0.7.
    let measure: &[f64] = &[47.0, 37.0, 16.0];
    assert_eq!(sizes(&Allocation::Proportional { measure }, 10, 0, &MANY), [5, 4, 1]);
}

#[test]
fn ties_go_to_the_first() {
    assert_eq!(sizes(&Allocation::Equal, 5, 0, &[10; 4]), [2, 1, 1, 1]);
    // 2.5 and 3.5 and 4.0 have remainders that are equal but for rounding.
    let measure: &[f64] = &[0.25, 0.35, 0.4];
    assert_eq!(sizes(&Allocation::Proportional { measure }, 10, 0, &MANY), [3, 3, 4]);
}

#[test]
fn excess_goes_to_the_others_in_proportion() {
    // Shares of 60 are 30, 20, 10; the first has 12, and 48 are divided 2 to 1.
    let measure: &[f64] = &[3.0, 2.0, 1.0];
    let found = allocate(&Allocation::Proportional { measure }, 60, 0, &[12, 100, 100]).unwrap();
    assert_eq!(found, Allocated { sizes: vec![12, 32, 16], capped: vec![0] });
    // The excess of the first makes the second full as well.
    let found = allocate(&Allocation::Proportional { measure }, 60, 0, &[12, 30, 100]).unwrap();
    assert_eq!(found, Allocated { sizes: vec![12, 30, 18], capped: vec![0, 1] });
    // A share of exactly the units there are is no cap.
    let found = allocate(&Allocation::Proportional { measure }, 60, 0, &[30, 20, 10]).unwrap();
    assert_eq!(found, Allocated { sizes: vec![30, 20, 10], capped: vec![] });
}

#[test]
fn a_minimum_is_taken_from_the_others_in_proportion() {
    // Shares of 60 are 36, 20, 4: the last gets 10, and 50 are divided 9 to 5.
    let measure: &[f64] = &[9.0, 5.0, 1.0];
    assert_eq!(sizes(&Allocation::Proportional { measure }, 60, 10, &MANY), [32, 18, 10]);
    // A stratum with fewer units than the minimum is taken in full.
    let found = allocate(&Allocation::Proportional { measure }, 60, 10, &[1000, 1000, 3]).unwrap();
    assert_eq!(found, Allocated { sizes: vec![37, 20, 3], capped: vec![2] });
}

#[test]
fn impossible_allocations_are_refused() {
    let measure: &[f64] = &[1.0, 0.0, 0.0];
    let method = Allocation::Proportional { measure };
    assert_eq!(allocate(&method, 10, 2, &[5, 9, 1]), Err(SamplingError::NoShare { left: 2 }));
    assert_eq!(sizes(&method, 8, 2, &[5, 9, 1]), [5, 2, 1]);
    assert_eq!(
        allocate(&method, 16, 2, &[5, 9, 1]),
        Err(SamplingError::Total { total: 16, least: 5, most: 15 })
    );
    assert!(matches!(allocate(&method, 4, 2, &[5, 9, 1]), Err(SamplingError::Total { .. })));
    assert_eq!(allocate(&method, 4, 0, &[5, 9]), Err(SamplingError::Length { strata: 2, found: 3 }));
    let negative = Allocation::Neyman { measure, sd: &[1.0, -1.0, 1.0] };
    assert_eq!(allocate(&negative, 4, 0, &MANY), Err(SamplingError::Measure { at: 1, value: -1.0 }));
    let free = Allocation::Optimal { measure, sd: measure, cost: &[1.0, 1.0, 0.0] };
    assert_eq!(allocate(&free, 4, 0, &MANY), Err(SamplingError::Measure { at: 2, value: 0.0 }));
    let power = Allocation::Power { measure, cv: None, power: 2.0 };
    assert!(matches!(allocate(&power, 4, 0, &MANY), Err(SamplingError::Parameter { .. })));
}

proptest! {
    #[test]
    fn sizes_keep_their_bounds_and_add_up(
        strata in prop::collection::vec((0.001f64..1000.0, 0u64..200), 1..20),
        minimum in 0u64..20,
        place in 0.0f64..=1.0,
    ) {
        let measure: Vec<f64> = strata.iter().map(|h| h.0).collect();
        let capacity: Vec<u64> = strata.iter().map(|h| h.1).collect();
        let least: u64 = capacity.iter().map(|c| minimum.min(*c)).sum();
        let most: u64 = capacity.iter().sum();
        let total = least + ((most - least) as f64 * place).round() as u64;
        let found = allocate(&Allocation::Proportional { measure: &measure }, total, minimum, &capacity).unwrap();
        prop_assert_eq!(found.sizes.iter().sum::<u64>(), total);
        for h in 0..strata.len() {
            prop_assert!(found.sizes[h] <= capacity[h] && found.sizes[h] >= minimum.min(capacity[h]));
            // Strata between their bounds are in proportion, within one unit of rounding on each side.
            for i in 0..strata.len() {
                if found.sizes[h] > minimum + 1 && found.sizes[i] + 1 < capacity[i] {
                    prop_assert!(
                        (found.sizes[h] - 1) as f64 / measure[h] <= (found.sizes[i] + 1) as f64 / measure[i] * (1.0 + 1e-6)
                    );
                }
            }
        }
    }
}
