//! The unstratified jackknife.

use super::*;
use crate::variance::replicates::Replication;

fn psus(n: usize) -> Psus {
    Psus::new(&vec![0; n], 1).unwrap()
}

#[test]
fn each_replicate_leaves_one_psu_out_and_spreads_its_weight() {
    let replicates = jk1(&psus(4)).unwrap();
    let mut factors = [0.0; 4];
    replicates.factors(2, &mut factors);
    let up = 4.0 / 3.0;
    assert_eq!(factors, [up, up, 0.0, up]);
    assert_eq!(replicates.len(), 4);
    assert_eq!(replicates.scale(), 0.75);
    assert_eq!(replicates.degrees_of_freedom(), 3);
}

#[test]
fn the_fraction_sampled_scales_the_variance() {
    let replicates = jk1(&psus(4).with_fraction(&[0.2]).unwrap()).unwrap();
    assert!((replicates.scale() - 0.6).abs() < 1e-15);
}

#[test]
fn strata_single_units_and_censuses_are_refused() {
    let strata = Psus::new(&[0, 0, 1, 1], 2).unwrap();
    assert_eq!(jk1(&strata).unwrap_err(), ReplicatesError::Stratified { strata: 2 });
    assert_eq!(jk1(&psus(1)).unwrap_err(), ReplicatesError::SinglePsu { strata: vec![0] });
    assert_eq!(jk1(&psus(3).with_fraction(&[1.0]).unwrap()).unwrap_err(), ReplicatesError::Census);
}
