//! Tillé's elimination.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::{Split, locate};
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws a sample with inclusion probabilities `p` by striking units out until the sample has the size of their sum.
pub fn tille(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let split = Split::of(p)?;
    let mut elimination = Elimination::new(&split.p);
    for size in (split.n..split.p.len()).rev() {
        elimination.strike(size, stream);
    }
    let chosen = elimination.left();
    Ok(split.sample(chosen))
}

/// Samples of falling size, each with probabilities in proportion to `p` cut off at one.
///
/// The units that are cut off are those with the largest `p`, a start of `order` that shortens with the size. Units that
/// were open before a step have the same chance to be struck out: a step costs only as much as the units that it opens.
#[derive(Debug)]
struct Elimination<'a> {
    p: &'a [f64],
    /// Positions by falling `p`, ties by position.
    order: Vec<usize>,
    /// Sum of `p` from each place of `order` to the end.
    tail: Vec<f64>,
    /// How many of `order` are certain at the present size: at first all of them.
    certain: usize,
    /// The open units of the present sample.
    open: Vec<usize>,
    /// Probability of an open unit, per unit of its `p`.
    rate: f64,
}

impl<'a> Elimination<'a> {
    fn new(p: &'a [f64]) -> Elimination<'a> {
        let mut order: Vec<usize> = (0..p.len()).collect();
        order.sort_by(|a, b| p[*b].total_cmp(&p[*a]).then(a.cmp(b)));
        let mut tail = vec![0.0; p.len()];
        let mut sum = 0.0;
        for place in (0..p.len()).rev() {
            sum += p[order[place]];
            tail[place] = sum;
        }
        Elimination { p, certain: order.len(), order, tail, open: Vec::new(), rate: 0.0 }
    }

    /// Goes from a sample of `size` + 1 to one of `size`.
    fn strike(&mut self, size: usize, stream: &mut Stream) {
        let mut certain = self.certain;
        let draws = |certain: usize| size as f64 - certain as f64;
        while certain > 0 && draws(certain - 1) * self.p[self.order[certain - 1]] < self.tail[certain - 1] {
            certain -= 1;
        }
        let rate = draws(certain) / self.tail[certain];
        // 1 - π(size) / π(size + 1), where π(size + 1) is one for the units that are opened now. These add up to one.
        let before = self.open.len();
        self.open.extend(&self.order[certain..self.certain]);
        let old = if before == 0 { 0.0 } else { before as f64 * (1.0 - rate / self.rate) };
        let chance = |position: &usize| 1.0 - rate * self.p[*position];
        let new = self.open[before..].iter().map(chance);
        let point = stream.uniform() * (old + new.clone().sum::<f64>());
        let struck = if point < old {
            ((point / old * before as f64) as usize).min(before - 1)
        } else {
            before + locate(new, point - old)
        };
        self.open.swap_remove(struck.min(self.open.len() - 1));
        (self.certain, self.rate) = (certain, rate);
    }

    /// The units of the present sample.
    fn left(&self) -> Vec<usize> {
        self.order[..self.certain].iter().chain(&self.open).copied().collect()
    }
}
