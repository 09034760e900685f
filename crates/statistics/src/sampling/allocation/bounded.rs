//! Whole sizes in proportion to shares, between bounds.

use super::{Allocated, SamplingError};

/// Remainders closer than this are a tie, and sizes this close to a whole number are whole.
const TIE: f64 = 1e-9;

pub(super) fn divide(
    shares: &[f64],
    total: u64,
    minimum: u64,
    capacity: &[u64],
) -> Result<Allocated, SamplingError> {
    let add = u64::saturating_add;
    let least = capacity.iter().map(|units| minimum.min(*units)).fold(0, add);
    let most = capacity.iter().copied().fold(0, add);
    if total < least || total > most {
        return Err(SamplingError::Total { total, least, most });
    }
    let strata: Vec<Stratum> = shares
        .iter()
        .zip(capacity)
        .map(|(&share, &units)| Stratum { share, low: minimum.min(units) as f64, high: units as f64 })
        .collect();
    let room: u64 = (0..strata.len())
        .map(|h| if shares[h] > 0.0 { capacity[h] } else { minimum.min(capacity[h]) })
        .fold(0, add);
    if room < total {
        return Err(SamplingError::NoShare { left: total - room });
    }
    let factor = factor(&strata, total as f64);
    let sizes = whole(&strata, factor, total);
    let capped = (0..strata.len())
        .filter(|h| {
            let wanted = strata[*h].times(factor).max(minimum as f64);
            sizes[*h] == capacity[*h] && wanted > strata[*h].high * (1.0 + TIE)
        })
        .collect();
    Ok(Allocated { sizes, capped })
}

struct Stratum {
    share: f64,
    low: f64,
    high: f64,
}

impl Stratum {
    /// Share times factor, which may be infinite.
    fn times(&self, factor: f64) -> f64 {
        if self.share > 0.0 { self.share * factor } else { 0.0 }
    }

    fn size(&self, factor: f64) -> f64 {
        self.times(factor).clamp(self.low, self.high)
    }

    /// Factors at which the size leaves the lower bound and reaches the upper.
    fn leaves(&self) -> f64 {
        self.low / self.share
    }

    fn reaches(&self) -> f64 {
        self.high / self.share
    }
}

/// The factor with which the bounded sizes add up to `total`. Their sum is a broken line that never falls: its pieces
/// end where a stratum leaves or reaches a bound.
fn factor(strata: &[Stratum], total: f64) -> f64 {
    let sum = |factor: f64| strata.iter().map(|h| h.size(factor)).sum::<f64>();
    let open = || strata.iter().filter(|h| h.share > 0.0);
    let mut ends: Vec<f64> =
        open().flat_map(|h| [h.leaves(), h.reaches()]).chain([0.0, f64::INFINITY]).collect();
    ends.sort_by(f64::total_cmp);
    let after = ends.partition_point(|end| sum(*end) <= total).clamp(1, ends.len() - 1);
    let (from, to) = (ends[after - 1], ends[after]);
    let inside = |h: &&Stratum| h.leaves() <= from && h.reaches() >= to;
    let slope: f64 = open().filter(inside).map(|h| h.share).sum();
    if slope == 0.0 {
        return from;
    }
    let fixed: f64 = strata.iter().filter(|h| !(h.share > 0.0 && inside(h))).map(|h| h.size(from)).sum();
    ((total - fixed) / slope).clamp(from, to)
}

/// Whole sizes by largest remainder: as the bounds are whole, rounding up or down stays between them.
fn whole(strata: &[Stratum], factor: f64, total: u64) -> Vec<u64> {
    let real: Vec<f64> = strata.iter().map(|h| h.size(factor)).collect();
    let mut sizes: Vec<u64> = real.iter().map(|size| (size + TIE).floor() as u64).collect();
    let remainder = |h: usize| ((real[h] - sizes[h] as f64).max(0.0) / TIE).round() as u64;
    let mut order: Vec<(u64, usize)> = (0..strata.len()).map(|h| (remainder(h), h)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut left = total - sizes.iter().sum::<u64>().min(total);
    for (_, h) in order {
        if left > 0 && (sizes[h] as f64) < strata[h].high {
            sizes[h] += 1;
            left -= 1;
        }
    }
    sizes
}
