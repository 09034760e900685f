//! Against R, and the law that the margin is met.

use super::*;
use crate::reference::{close, design, table};

#[test]
fn weights_agree_with_r() {
    let frozen = table("api/calibrated/weights.csv");
    let (sample, _, _, base) = design("clus1");
    let codes = sample.codes("stype");
    let margin = Margin { codes: &codes, totals: &[4421.0, 755.0, 1018.0] };
    let factors = poststratify(&base, &margin).unwrap();
    let names = frozen.text("design");
    let expected = frozen.numbers("weight");
    let mut rows = 0;
    for at in (0..frozen.rows).filter(|&at| names[at] == "clus1_post") {
        close(base[rows] * factors[rows], expected[at], "weight");
        rows += 1;
    }
    assert_eq!(rows, 183);
}
