//! Sums against a plain version, for any number of threads and any order of rows.

use super::*;
use crate::numerics::Stream;

fn rows(count: usize) -> (Vec<u32>, Vec<u32>, Vec<f64>, Vec<f64>) {
    let mut stream = Stream::new(1, 1);
    let units = (0..count).map(|_| stream.below(40) as u32).collect();
    let cells =
        (0..count).map(|_| if stream.below(10) == 0 { OUTSIDE } else { stream.below(7) as u32 }).collect();
    let weights = (0..count).map(|_| stream.uniform() * 3.0).collect();
    let values =
        (0..count).map(|_| if stream.below(9) == 0 { f64::NAN } else { 1e6 + stream.normal() }).collect();
    (units, cells, weights, values)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (units, cells, weights, values) = rows(5_000);
    let one = Moments::with_threads(&units, &cells, &weights, &[&values], 1);
    for threads in [2, 3, 7] {
        assert_eq!(Moments::with_threads(&units, &cells, &weights, &[&values], threads), one);
    }
}

#[test]
fn sums_agree_with_a_plain_loop() {
    let (units, cells, weights, values) = rows(5_000);
    let moments = Moments::of(&units, &cells, &weights, &[&values]);
    let mut seen = 0;
    for slot in moments.slots() {
        let members =
            |row: &usize| units[*row] == slot.unit && cells[*row] == slot.cell && !values[*row].is_nan();
        let weight: f64 = (0..units.len()).filter(members).map(|row| weights[row]).sum();
        let value: f64 = (0..units.len()).filter(members).map(|row| weights[row] * values[row]).sum();
        assert!(
            (slot.weight - weight).abs() < 1e-12 * weight && (slot.values[0] - value).abs() < 1e-12 * value
        );
        seen += slot.rows;
    }
    assert_eq!(seen, (0..5_000).filter(|&row| cells[row] != OUTSIDE && !values[row].is_nan()).count() as u64);
}

#[test]
fn centred_products_keep_their_digits_far_from_zero() {
    let (units, cells, weights, values) = rows(5_000);
    let moments = Moments::of(&units, &cells, &weights, &[&values]);
    let sums = moments.cell_sums(3).unwrap();
    let member = |row: &usize| cells[*row] == 3 && !values[*row].is_nan();
    let mean = sums.values[0] / sums.weight;
    let expected: f64 =
        (0..5_000).filter(member).map(|row| weights[row] * (values[row] - mean) * (values[row] - mean)).sum();
    assert!((sums.centred_product(0, 0) - expected).abs() < 1e-8 * expected);
}

/// Rows over so many units and cells, in no order.
fn spread(count: usize, units: u64, cells: u64) -> (Vec<u32>, Vec<u32>, Vec<f64>, Vec<f64>) {
    let mut stream = Stream::new(5, 1);
    let codes = |most: u64, stream: &mut Stream| (0..count).map(|_| stream.below(most) as u32).collect();
    let (units, cells) = (codes(units, &mut stream), codes(cells, &mut stream));
    let weights = (0..count).map(|_| 1.0 + stream.uniform()).collect();
    (units, cells, weights, (0..count).map(|_| stream.normal()).collect())
}

#[test]
fn few_many_and_hardly_any_of_all_slots_give_the_same_sums_in_order() {
    // One table; ranges of slots that are mostly there; ranges of which most slots never occur.
    for (units, cells) in [(50, 3), (400, 300), (90_000, 70_000)] {
        let (units, cells, weights, values) = spread(300_000, units, cells);
        let of = |threads| Moments::with_threads(&units, &cells, &weights, &[&values, &weights], threads);
        let moments = of(2);
        assert_eq!(moments, of(1));
        assert_eq!(moments, of(3));
        let mut plain = std::collections::BTreeMap::new();
        for row in 0..units.len() {
            let sums = plain.entry((cells[row], units[row])).or_insert((0, 0.0));
            *sums = (sums.0 + 1, sums.1 + weights[row] * values[row]);
        }
        assert_eq!(moments.slots().count(), plain.len());
        for (slot, (key, (rows, sum))) in moments.slots().zip(plain) {
            assert_eq!(((slot.cell, slot.unit), slot.rows), (key, rows));
            assert!((slot.values[0] - sum).abs() < 1e-9, "{key:?}");
        }
    }
}

#[test]
fn rows_in_pieces_give_the_bits_of_all_rows_at_once() {
    // One table, then ranges; and more rows than a piece has. Numbers are given by first appearance.
    for (units, cells, count) in
        [(50, 3, 2_500_000), (400, 300, 1_100_000), (7, 5, 1_000), (9_000, 80, 200_000)]
    {
        let (units, mut cells, weights, mut values) = spread(count, units, cells);
        for row in (0..count).step_by(11) {
            cells[row] = OUTSIDE;
            values[(row * 7) % count] = f64::NAN;
        }
        values[0] = f64::NAN;
        let whole = Moments::of(&units, &cells, &weights, &[&values, &weights]);
        let numbered = |codes: &[u32]| -> (Vec<u32>, Vec<u32>) {
            let mut seen = std::collections::BTreeMap::new();
            let mut known = Vec::new();
            let number = |&code: &u32| {
                if code == OUTSIDE {
                    return OUTSIDE;
                }
                *seen.entry(code).or_insert_with(|| {
                    known.push(code);
                    known.len() as u32 - 1
                })
            };
            (codes.iter().map(number).collect(), known)
        };
        let ((units, unit_codes), (cells, cell_codes)) = (numbered(&units), numbered(&cells));
        let mut pieces = Pieces::new(2);
        for start in (0..count).step_by(65_000) {
            let own = start..count.min(start + 65_000);
            let columns = [&values[own.clone()], &weights[own.clone()]];
            pieces.push(&units[own.clone()], &cells[own.clone()], &weights[own], &columns);
        }
        assert_eq!(pieces.finish(&unit_codes, &cell_codes), whole);
    }
}

#[test]
fn nobody_inside_is_no_sums() {
    let moments = Moments::of(&[0, 1], &[OUTSIDE, 0], &[1.0, 0.0], &[]);
    assert_eq!((moments.slots().count(), moments.cell_sums(0)), (0, None));
}
