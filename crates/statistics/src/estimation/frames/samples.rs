//! Independent samples, stacked: the variance is the sum of theirs.

use crate::variance::Linearised;

/// Where the leaves of each frame's sample stand when all samples are stacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameSamples {
    /// First leaf of each frame, and the end.
    starts: Vec<u32>,
}

impl FrameSamples {
    /// From the number of leaves of each frame's design, as [`Design::leaves`](crate::variance::Design::leaves).
    pub fn new(leaves: &[usize]) -> FrameSamples {
        let mut starts = vec![0];
        let mut end = 0;
        for leaves in leaves {
            end += *leaves as u32;
            starts.push(end);
        }
        FrameSamples { starts }
    }

    /// Number of frames.
    pub fn frames(&self) -> usize {
        self.starts.len() - 1
    }

    /// The stacked number of a leaf of the frame's own design.
    ///
    /// # Panics
    /// If there is no such frame.
    pub fn leaf(&self, frame: usize, leaf: u32) -> u32 {
        self.starts[frame] + leaf
    }

    /// The linearised values of each frame, by the leaves of its own design.
    pub fn split(&self, linearised: &Linearised) -> Vec<Linearised> {
        let k = linearised.estimates;
        self.starts
            .windows(2)
            .map(|ends| {
                let place = |end: u32| linearised.leaves.partition_point(|leaf| *leaf < end);
                let within = place(ends[0])..place(ends[1]);
                Linearised {
                    leaves: linearised.leaves[within.clone()].iter().map(|leaf| leaf - ends[0]).collect(),
                    totals: linearised.totals[within.start * k..within.end * k].to_vec(),
                    estimates: k,
                }
            })
            .collect()
    }

    /// The covariance matrix of the estimates: the sum of what `covariance` gives for the linearised values of each frame, whatever its
    /// design.
    pub fn covariance<E>(
        &self,
        linearised: &Linearised,
        mut covariance: impl FnMut(usize, &Linearised) -> Result<Vec<f64>, E>,
    ) -> Result<Vec<f64>, E> {
        let mut sum = vec![0.0; linearised.estimates * linearised.estimates];
        for (frame, part) in self.split(linearised).iter().enumerate() {
            for (sum, value) in sum.iter_mut().zip(covariance(frame, part)?) {
                *sum += value;
            }
        }
        Ok(sum)
    }
}
