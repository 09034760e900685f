//! Probabilities of several tests, adjusted for their number.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

/// What is kept under control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// The chance of any false rejection, by the number of tests.
    Bonferroni,
    /// The chance of any false rejection, stepping down.
    Holm,
    /// The chance of any false rejection, stepping up.
    Hochberg,
    /// The expected share of false rejections.
    BenjaminiHochberg,
    /// The expected share of false rejections, for any dependence of the tests.
    BenjaminiYekutieli,
}

/// Adjusted probabilities in the order of `p`. NaN, and numbers outside 0 to 1, give NaN and are not counted.
pub fn adjust(p: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&at| (0.0..=1.0).contains(&p[at])).collect();
    // Stable: equal probabilities keep their order, and get equal adjustments.
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let m = order.len();
    let count = m as f64;
    let harmonic: f64 = (1..=m).map(|j| 1.0 / j as f64).sum();
    let scaled = |rank: usize, p: f64| match adjustment {
        Adjustment::Bonferroni => count * p,
        Adjustment::Holm | Adjustment::Hochberg => (m - rank) as f64 * p,
        Adjustment::BenjaminiHochberg => count / (rank as f64 + 1.0) * p,
        Adjustment::BenjaminiYekutieli => harmonic * count / (rank as f64 + 1.0) * p,
    };
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut bound: f64 = if step_up(adjustment) { 1.0 } else { 0.0 };
    let ranks: Box<dyn Iterator<Item = usize>> =
        if step_up(adjustment) { Box::new((0..m).rev()) } else { Box::new(0..m) };
    for rank in ranks {
        let own = scaled(rank, p[order[rank]]).min(1.0);
        bound = if step_up(adjustment) { bound.min(own) } else { bound.max(own) };
        adjusted[order[rank]] = if adjustment == Adjustment::Bonferroni { own } else { bound };
    }
    adjusted
}

fn step_up(adjustment: Adjustment) -> bool {
    !matches!(adjustment, Adjustment::Bonferroni | Adjustment::Holm)
}
