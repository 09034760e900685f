//! How many units two coordinated samples are expected to share.

use super::distance;

/// What two samples share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Expected number of shared units.
    pub expected: f64,
    /// The most that is possible with these probabilities: the sum of the smaller of each unit's two.
    pub most: f64,
    /// The least that is possible: the sum of what each unit's two probabilities exceed one by.
    pub least: f64,
    /// What independent samples would share.
    pub independent: f64,
}

/// The overlap of the samples that [`sequential_ranges`](super::sequential_ranges) draws from units with probabilities `p` and `q` (zero
/// where the unit is not in a population) at two starts. Exact for them, and near for ordered samples of these probabilities.
///
/// # Panics
/// If `p` and `q` differ in length.
pub fn expected_overlap(p: &[f64], q: &[f64], starts: [f64; 2]) -> Overlap {
    assert_eq!(p.len(), q.len(), "two probabilities for each unit");
    let between = distance(starts[1], starts[0]);
    let mut overlap = Overlap { expected: 0.0, most: 0.0, least: 0.0, independent: 0.0 };
    for (&p, &q) in p.iter().zip(q) {
        // The second range begins `between` after the first, and once more a turn before that.
        let shared = |begin: f64| (p.min(begin + q) - begin.max(0.0)).max(0.0);
        overlap.expected += shared(between) + shared(between - 1.0);
        overlap.most += p.min(q);
        overlap.least += (p + q - 1.0).max(0.0);
        overlap.independent += p * q;
    }
    overlap
}
