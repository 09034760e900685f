//! Auxiliary vectors given whole, one after the other.

use super::Distance;
use super::newton::{Auxiliaries, Sums};
use crate::numerics::{Layout, in_blocks};

/// Rows summed by themselves.
const BLOCK: usize = 8_192;
/// Numbers that the products of all blocks may take together.
const PRODUCTS: usize = 1 << 24;
/// Vectors that meet the triangle of products together.
const TOGETHER: usize = 4;

/// Vectors with their start weights.
pub(super) struct Whole<'a> {
    pub(super) start: &'a [f64],
    pub(super) values: &'a [f64],
    pub(super) length: usize,
}

impl Whole<'_> {
    fn vector(&self, row: usize) -> &[f64] {
        &self.values[row * self.length..(row + 1) * self.length]
    }

    /// The factor of each row.
    pub(super) fn factors(&self, lambda: &[f64], distance: Distance) -> Vec<f64> {
        let of_block = |rows: std::ops::Range<usize>| -> Vec<f64> {
            rows.map(|row| distance.factor(dot(self.vector(row), lambda)).0).collect()
        };
        in_blocks(self.start.len(), BLOCK, of_block).concat()
    }
}

impl Auxiliaries for Whole<'_> {
    fn constraints(&self) -> usize {
        self.length
    }

    fn layout(&self) -> Layout {
        Layout::full(self.length)
    }

    fn pass(
        &self,
        lambda: &[f64],
        distance: Distance,
        gram: Option<(&Layout, &mut [f64])>,
        floor: f64,
    ) -> Sums {
        let q = self.length;
        let with_gram = gram.is_some();
        let size = if with_gram { q * (q + 1) / 2 } else { 0 };
        let block = BLOCK.max((self.start.len() as u64 * size as u64 / PRODUCTS as u64) as usize);
        let parts = in_blocks(self.start.len(), block, |rows| {
            let mut sums = Sums::zero(q);
            let mut products = vec![0.0; size];
            let mut waiting = ([0; TOGETHER], [0.0; TOGETHER]);
            let mut count = 0;
            for row in rows {
                let d = self.start[row];
                if d == 0.0 {
                    continue;
                }
                let x = self.vector(row);
                let u = dot(x, lambda);
                let (factor, slope) = distance.factor(u);
                sums.integral += d * distance.integral(u);
                sums.reached.iter_mut().zip(x).for_each(|(sum, x)| *sum += d * factor * x);
                if with_gram {
                    waiting.0[count] = row;
                    waiting.1[count] = d * slope.max(floor);
                    count += 1;
                    if count == TOGETHER {
                        let vectors = waiting.0.map(|row| self.vector(row));
                        add_products(&mut products, vectors, waiting.1);
                        count = 0;
                    }
                }
            }
            if count > 0 {
                // Vectors without a weight fill the last few up.
                waiting.1[count..].fill(0.0);
                let first = waiting.0[0];
                waiting.0[count..].fill(first);
                add_products(&mut products, waiting.0.map(|row| self.vector(row)), waiting.1);
            }
            (sums, products)
        });
        let mut sums = Sums::zero(q);
        for (part, _) in &parts {
            sums.add(part);
        }
        if let Some((_, gram)) = gram {
            for (_, products) in &parts {
                gram.iter_mut().zip(products).for_each(|(sum, part)| *sum += part);
            }
        }
        sums
    }
}

/// Adds the lower triangle of Σ w x x' of four vectors.
fn add_products(products: &mut [f64], vectors: [&[f64]; TOGETHER], weights: [f64; TOGETHER]) {
    let [x0, x1, x2, x3] = vectors;
    let mut start = 0;
    for a in 0..x0.len() {
        let [w0, w1, w2, w3] =
            [weights[0] * x0[a], weights[1] * x1[a], weights[2] * x2[a], weights[3] * x3[a]];
        let line = &mut products[start..=start + a];
        let others = x0[..=a].iter().zip(&x1[..=a]).zip(&x2[..=a]).zip(&x3[..=a]);
        for (sum, (((x0, x1), x2), x3)) in line.iter_mut().zip(others) {
            *sum += (w0 * x0 + w1 * x1) + (w2 * x2 + w3 * x3);
        }
        start += a + 1;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a, b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    rest + ((sums[0] + sums[1]) + (sums[2] + sums[3]))
}
