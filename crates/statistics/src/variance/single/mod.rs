//! Strata with a single sampling unit: the rules for them, and collapsing.
#![doc = include_str!("method.md")]

mod collapse;
#[cfg(test)]
mod tests;

pub use collapse::{CollapseError, CollapseInput, Collapsed, collapse};

/// What a stratum with a single sampling unit contributes. The names are those of R's option `survey.lonely.psu`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SinglePsu {
    /// An error that names every such stratum.
    #[default]
    Fail,
    /// Nothing: the stratum is left out.
    Remove,
    /// Nothing: the unit counts as drawn with certainty.
    Certainty,
    /// The square of its own total, as if the other units of the stratum had none.
    Adjust,
    /// The average of the other strata in which the domain occurs.
    Average,
    /// As [`SinglePsu::Adjust`], and a stratum of several units of which only one has rows of the domain is taken the same way:
    /// its total is not centred. R's option `survey.adjust.domain.lonely` with "adjust".
    AdjustDomain,
    /// As [`SinglePsu::Average`], and a stratum of several units of which only one has rows of the domain counts among the
    /// averaged ones. R's option `survey.adjust.domain.lonely` with "average".
    AverageDomain,
}

impl SinglePsu {
    /// The rule for strata with a single sampled unit, whatever the domain: what replicates, which know no domain, follow.
    #[must_use]
    pub fn without_domains(self) -> SinglePsu {
        match self {
            SinglePsu::AdjustDomain => SinglePsu::Adjust,
            SinglePsu::AverageDomain => SinglePsu::Average,
            rule => rule,
        }
    }

    /// Whether a stratum follows the rule in which `present` of `sampled` units have rows of the domain.
    pub(in crate::variance) fn applies(self, sampled: usize, present: usize) -> bool {
        sampled == 1 || present == 1 && self != self.without_domains()
    }
}

/// What the sum over the strata is multiplied by, so that `averaged` of them count as the average of the others; `None` where there
/// are no others.
pub(in crate::variance) fn boost(strata: usize, averaged: usize) -> Option<f64> {
    if averaged == 0 {
        return Some(1.0);
    }
    (averaged < strata).then(|| strata as f64 / (strata - averaged) as f64)
}
