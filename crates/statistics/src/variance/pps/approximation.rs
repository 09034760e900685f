//! Quadratic forms that need the probabilities of the sampled units only.

use super::joint::add;

/// The quadratic form of joint probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Horvitz-Thompson: unbiased for any design with joint probabilities above zero.
    HorvitzThompson,
    /// Yates-Grundy (Sen): for designs of fixed size, and steadier there.
    YatesGrundy,
}

/// What stands for the joint probabilities of a stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Approximation<'a> {
    /// Brewer (2002): around the plain mean. Exact for equal probabilities.
    Brewer,
    /// Hájek (1964): around the mean with weights 1 − π.
    Hajek,
    /// Deville (1993): as Hájek's, with a sharper correction for the degrees of freedom.
    Deville,
    /// Hartley and Rao (1962).
    HartleyRao {
        /// The quadratic form.
        form: Form,
        /// Σ π² / n over the population of each first-stage stratum, in the order of their labels; the mean of π over the
        /// sampled units where it is not known, and at later stages.
        mean_square: Option<&'a [f64]>,
    },
    /// Overton (1985).
    Overton {
        /// The quadratic form.
        form: Form,
    },
}

impl Approximation<'_> {
    /// Adds `scale` times the form of `k` estimates to a matrix. `x` has the totals of the units that are not certain, unit by
    /// unit, at least two, and `p` their probabilities. `mean_square` is of the stratum, where it is known.
    pub(super) fn add(
        &self,
        sum: &mut [f64],
        x: &[f64],
        p: &[f64],
        k: usize,
        scale: f64,
        mean_square: Option<f64>,
    ) {
        let n = p.len() as f64;
        if let Some(Centring { weights, factor }) = self.centring(p) {
            let mut centre = vec![0.0; k];
            for (unit, weight) in x.chunks_exact(k).zip(&weights) {
                centre.iter_mut().zip(unit).for_each(|(sum, value)| *sum += weight * value);
            }
            return add_centred(sum, x, p, &centre, scale * factor);
        }
        match self {
            Approximation::Brewer | Approximation::Hajek | Approximation::Deville => {}
            Approximation::HartleyRao { form, .. } => {
                let mean_square = mean_square.unwrap_or_else(|| p.iter().sum::<f64>() / n);
                add_pairs(
                    sum,
                    x,
                    p,
                    k,
                    scale,
                    Pair { constant: -1.0 - mean_square, slope: 1.0, form: *form },
                );
            }
            Approximation::Overton { form } => {
                add_pairs(sum, x, p, k, scale, Pair { constant: -1.0, slope: 0.5, form: *form });
            }
        }
    }
}

/// The centre of an approximation that takes squares around one, as weights of the units, and what the squares are multiplied by.
pub(super) struct Centring {
    pub(super) weights: Vec<f64>,
    pub(super) factor: f64,
}

impl Approximation<'_> {
    /// None for an approximation of another form.
    pub(super) fn centring(&self, p: &[f64]) -> Option<Centring> {
        let n = p.len() as f64;
        let left: f64 = p.iter().map(|p| 1.0 - p).sum();
        let weights: Vec<f64> = match self {
            Approximation::Brewer => vec![1.0 / n; p.len()],
            Approximation::Hajek | Approximation::Deville => p.iter().map(|p| (1.0 - p) / left).collect(),
            Approximation::HartleyRao { .. } | Approximation::Overton { .. } => return None,
        };
        let factor = match self {
            Approximation::Deville => 1.0 / (1.0 - weights.iter().map(|weight| weight.powi(2)).sum::<f64>()),
            _ => n / (n - 1.0),
        };
        Some(Centring { weights, factor })
    }
}

/// (n − 1)(1 − π_k π_l / π_kl) = constant + slope (π_k + π_l).
#[derive(Clone, Copy)]
struct Pair {
    constant: f64,
    slope: f64,
    form: Form,
}

/// Weighted sums of the estimates' columns.
fn column(x: &[f64], p: &[f64], k: usize, weight: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; k];
    for (unit, &p) in x.chunks_exact(k).zip(p) {
        for (sum, value) in sums.iter_mut().zip(unit) {
            *sum += weight(p) * value;
        }
    }
    sums
}

fn add_centred(sum: &mut [f64], x: &[f64], p: &[f64], centre: &[f64], scale: f64) {
    let k = centre.len();
    for (unit, p) in x.chunks_exact(k).zip(p) {
        add(sum, k, |a, b| scale * (1.0 - p) * (unit[a] - centre[a]) * (unit[b] - centre[b]));
    }
}

/// The double sum over pairs from single sums: it costs the number of units, not its square.
fn add_pairs(sum: &mut [f64], x: &[f64], p: &[f64], k: usize, scale: f64, pair: Pair) {
    let n = p.len() as f64;
    let Pair { constant, slope, form } = pair;
    // Yates-Grundy knows differences only: around the mean they lose no digits.
    let centre = match form {
        Form::HorvitzThompson => vec![0.0; k],
        Form::YatesGrundy => column(x, p, k, |_| 1.0 / n),
    };
    let x: Vec<f64> =
        x.chunks_exact(k).flat_map(|unit| unit.iter().zip(&centre).map(|(x, c)| x - c)).collect();
    let (plain, by_p) = (column(&x, p, k, |_| 1.0), column(&x, p, k, |p| p));
    let whole: f64 = p.iter().sum();
    add(sum, k, |a, b| {
        let (mut own, mut diagonal) = (0.0, 0.0);
        for (unit, p) in x.chunks_exact(k).zip(p) {
            let product = unit[a] * unit[b];
            // The term k = l, which the sums below contain and the pairs do not.
            own += (constant + 2.0 * slope * p) * product;
            diagonal += product
                * match form {
                    Form::HorvitzThompson => 1.0 - p,
                    // Less the sum of all the unit's pairs.
                    Form::YatesGrundy => {
                        -((n - 1.0) * (constant + slope * p) + slope * (whole - p)) / (n - 1.0)
                    }
                };
        }
        let pairs = constant * plain[a] * plain[b] + slope * (plain[a] * by_p[b] + by_p[a] * plain[b]) - own;
        scale * (pairs / (n - 1.0) + diagonal)
    });
}
