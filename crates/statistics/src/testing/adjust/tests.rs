//! Against R's p.adjust, and laws.

use super::*;
use crate::reference::{close, table};

const ALL: [(Adjustment, &str); 5] = [
    (Adjustment::Bonferroni, "bonferroni"),
    (Adjustment::Holm, "holm"),
    (Adjustment::Hochberg, "hochberg"),
    (Adjustment::BenjaminiHochberg, "BH"),
    (Adjustment::BenjaminiYekutieli, "BY"),
];

#[test]
fn agrees_with_r() {
    let cases = table("testing/adjust/expected.csv");
    let (sets, p) = (cases.text("set"), cases.numbers("p"));
    for set in ["few", "ties", "missing", "many", "one"] {
        let rows: Vec<usize> = (0..cases.rows).filter(|&row| sets[row] == set).collect();
        let own: Vec<f64> = rows.iter().map(|&row| p[row]).collect();
        assert!(!own.is_empty());
        for (adjustment, column) in ALL {
            let expected = cases.numbers(column);
            for (&row, found) in rows.iter().zip(adjust(&own, adjustment)) {
                close(found, expected[row], &format!("{set} {column} {}", p[row]));
            }
        }
    }
}

#[test]
fn adjusted_probabilities_keep_the_order_and_never_fall() {
    let p: Vec<f64> = (0..40).map(|at| f64::from(at * 37 % 41) / 41.0).collect();
    for (adjustment, what) in ALL {
        let adjusted = adjust(&p, adjustment);
        for a in 0..p.len() {
            assert!(adjusted[a] >= p[a] && adjusted[a] <= 1.0, "{what}");
            assert!((0..p.len()).all(|b| p[a] > p[b] || adjusted[a] <= adjusted[b]), "{what}");
        }
    }
    let [bonferroni, holm, hochberg] =
        [Adjustment::Bonferroni, Adjustment::Holm, Adjustment::Hochberg].map(|way| adjust(&p, way));
    assert!((0..p.len()).all(|at| hochberg[at] <= holm[at] && holm[at] <= bonferroni[at]));
}

#[test]
fn what_is_no_probability_stays_out() {
    let adjusted = adjust(&[0.01, f64::NAN, 1.5, 0.02], Adjustment::Bonferroni);
    assert!(adjusted[0] == 0.02 && adjusted[3] == 0.04 && adjusted[1].is_nan() && adjusted[2].is_nan());
    assert!(adjust(&[], Adjustment::Holm).is_empty());
}
