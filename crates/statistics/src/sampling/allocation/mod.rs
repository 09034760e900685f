//! Dividing a sample among strata.
#![doc = include_str!("method.md")]

mod bounded;
#[cfg(test)]
mod tests;

use super::SamplingError;

/// What the share of each stratum is proportional to. Every column has one value for each stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Allocation<'a> {
    /// The measure of size.
    Proportional {
        /// Number of units or another size.
        measure: &'a [f64],
    },
    /// The same size everywhere.
    Equal,
    /// Measure times standard deviation: the smallest variance for a given size.
    Neyman {
        /// Number of units.
        measure: &'a [f64],
        /// Standard deviation inside the stratum.
        sd: &'a [f64],
    },
    /// A power of the measure times the coefficient of variation: between good figures for the whole (power 1) and for
    /// every stratum (power 0).
    Power {
        /// Importance of the stratum, such as its total.
        measure: &'a [f64],
        /// Coefficient of variation inside the stratum; none where all are alike.
        cv: Option<&'a [f64]>,
        /// From 0 to 1.
        power: f64,
    },
    /// Measure times standard deviation over the root of the cost: the smallest variance for a given budget.
    Optimal {
        /// Number of units.
        measure: &'a [f64],
        /// Standard deviation inside the stratum.
        sd: &'a [f64],
        /// Cost of one interview.
        cost: &'a [f64],
    },
}

/// A sample divided among strata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocated {
    /// Size of the sample in each stratum.
    pub sizes: Vec<u64>,
    /// Strata taken in full because their share, or the minimum, is more units than they have.
    pub capped: Vec<usize>,
}

/// Divides `total` among strata with `capacity` units: no stratum gets more than these, nor less than `minimum` (or all
/// its units, if they are fewer).
pub fn allocate(
    method: &Allocation<'_>,
    total: u64,
    minimum: u64,
    capacity: &[u64],
) -> Result<Allocated, SamplingError> {
    let shares = method.shares(capacity.len())?;
    bounded::divide(&shares, total, minimum, capacity)
}

impl Allocation<'_> {
    /// Shares of the strata, with any sum.
    fn shares(&self, strata: usize) -> Result<Vec<f64>, SamplingError> {
        let column = |values: &[f64], zero: bool| match values
            .iter()
            .position(|value| !(value.is_finite() && (*value > 0.0 || zero && *value == 0.0)))
        {
            _ if values.len() != strata => Err(SamplingError::Length { strata, found: values.len() }),
            Some(at) => Err(SamplingError::Measure { at, value: values[at] }),
            None => Ok(()),
        };
        let shares: Vec<f64> = match self {
            Allocation::Equal => vec![1.0; strata],
            Allocation::Proportional { measure } => {
                column(measure, true)?;
                measure.to_vec()
            }
            Allocation::Neyman { measure, sd } => {
                column(measure, true)?;
                column(sd, true)?;
                (0..strata).map(|h| measure[h] * sd[h]).collect()
            }
            Allocation::Power { measure, cv, power } => {
                column(measure, true)?;
                if !(0.0..=1.0).contains(power) {
                    let range = "from 0 to 1";
                    return Err(SamplingError::Parameter { name: "power", value: *power, range });
                }
                if let Some(cv) = cv {
                    column(cv, true)?;
                }
                // Nothing is to be estimated where the measure is zero, whatever the power.
                let importance = |h: usize| if measure[h] > 0.0 { measure[h].powf(*power) } else { 0.0 };
                (0..strata).map(|h| importance(h) * cv.map_or(1.0, |cv| cv[h])).collect()
            }
            Allocation::Optimal { measure, sd, cost } => {
                column(measure, true)?;
                column(sd, true)?;
                column(cost, false)?;
                (0..strata).map(|h| measure[h] * sd[h] / cost[h].sqrt()).collect()
            }
        };
        match shares.iter().position(|share| !share.is_finite()) {
            Some(at) => Err(SamplingError::Measure { at, value: shares[at] }),
            None => Ok(shares),
        }
    }
}
