//! Families of responses with their links: means, variances, scores and deviances of single rows.

use statrs::function::erf::erfc;

/// What the response is like, and how its mean follows from the linear predictor η.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Any number; the mean is η.
    Gaussian,
    /// 0 or 1.
    Binomial(BinomialLink),
    /// A share between 0 and 1, with variance proportional to that of 0 and 1.
    Quasibinomial(BinomialLink),
    /// A count; the mean is exp η.
    Poisson,
    /// A number from 0 upward with variance proportional to the mean, which is exp η.
    Quasipoisson,
    /// A positive number with variance proportional to the square of the mean.
    Gamma(GammaLink),
}

/// How a probability follows from η.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinomialLink {
    /// 1 / (1 + exp(−η)).
    Logit,
    /// The standard normal distribution function.
    Probit,
    /// Complementary log-log: 1 − exp(−exp η).
    Cloglog,
}

/// How a positive mean follows from η.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GammaLink {
    /// exp η.
    Log,
    /// 1 / η.
    Inverse,
}

/// One row at one linear predictor.
#[derive(Debug, Clone, Copy)]
pub(in crate::models) struct Point {
    /// Derivative of the (quasi-)likelihood by η: (y − μ) μ' / V.
    pub(in crate::models) score: f64,
    /// Its expected negative second derivative: μ'² / V.
    pub(in crate::models) information: f64,
}

impl Family {
    /// Whether the family can have this response.
    pub(super) fn allows(self, y: f64) -> bool {
        match self {
            Family::Gaussian => y.is_finite(),
            Family::Binomial(_) => y == 0.0 || y == 1.0,
            Family::Quasibinomial(_) => (0.0..=1.0).contains(&y),
            Family::Poisson => y.is_finite() && y >= 0.0 && y.fract() == 0.0,
            Family::Quasipoisson => y.is_finite() && y >= 0.0,
            Family::Gamma(_) => y.is_finite() && y > 0.0,
        }
    }

    /// Whether the variance is a free multiple of its function of the mean.
    pub(in crate::models) fn free_dispersion(self) -> bool {
        matches!(self, Family::Gaussian | Family::Gamma(_))
    }

    /// A first guess of η from the response alone.
    pub(super) fn start(self, y: f64) -> f64 {
        match self {
            Family::Gaussian => y,
            Family::Binomial(link) | Family::Quasibinomial(link) => {
                let p = f64::midpoint(y, 0.5);
                match link {
                    BinomialLink::Logit => (p / (1.0 - p)).ln(),
                    // Near enough to the normal quantile between 1/4 and 3/4.
                    BinomialLink::Probit => (p - 0.5) * 2.6,
                    BinomialLink::Cloglog => (-(1.0 - p).ln()).ln(),
                }
            }
            Family::Poisson | Family::Quasipoisson => (y + 0.1).ln(),
            Family::Gamma(GammaLink::Log) => y.ln(),
            Family::Gamma(GammaLink::Inverse) => 1.0 / y,
        }
    }

    /// Whether the mean exists at η.
    pub(super) fn has_mean(self, eta: f64) -> bool {
        match self {
            Family::Gamma(GammaLink::Inverse) => eta.is_finite() && eta > 0.0,
            Family::Poisson | Family::Quasipoisson | Family::Gamma(GammaLink::Log) => eta.abs() < 700.0,
            _ => eta.is_finite(),
        }
    }

    /// The mean at η.
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Family::Gaussian => eta,
            Family::Binomial(link) | Family::Quasibinomial(link) => link.probability(eta).0,
            Family::Poisson | Family::Quasipoisson | Family::Gamma(GammaLink::Log) => eta.exp(),
            Family::Gamma(GammaLink::Inverse) => 1.0 / eta,
        }
    }

    /// The derivative of the mean by η.
    pub fn slope(self, eta: f64) -> f64 {
        match self {
            Family::Gaussian => 1.0,
            Family::Binomial(link) | Family::Quasibinomial(link) => link.probability(eta).2,
            Family::Poisson | Family::Quasipoisson | Family::Gamma(GammaLink::Log) => eta.exp(),
            Family::Gamma(GammaLink::Inverse) => -1.0 / (eta * eta),
        }
    }

    /// Score and information of a row.
    #[inline]
    pub(in crate::models) fn point(self, y: f64, eta: f64) -> Point {
        match self {
            Family::Gaussian => Point { score: y - eta, information: 1.0 },
            Family::Binomial(BinomialLink::Logit) | Family::Quasibinomial(BinomialLink::Logit) => {
                let e = (-eta.abs()).exp();
                let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
                let (p, q) = if eta > 0.0 { (large, small) } else { (small, large) };
                Point { score: y * q - (1.0 - y) * p, information: p * q }
            }
            Family::Binomial(link) | Family::Quasibinomial(link) => {
                let (p, q, slope) = link.probability(eta);
                Point { score: y * slope / p - (1.0 - y) * slope / q, information: slope / p * (slope / q) }
            }
            Family::Poisson | Family::Quasipoisson => {
                let mean = eta.exp();
                Point { score: y - mean, information: mean }
            }
            Family::Gamma(GammaLink::Log) => Point { score: y * (-eta).exp() - 1.0, information: 1.0 },
            Family::Gamma(GammaLink::Inverse) => {
                Point { score: 1.0 / eta - y, information: 1.0 / (eta * eta) }
            }
        }
    }

    /// Scores and information of a block's rows, and whether all have a mean. One loop for each family, so that it is taken
    /// several rows at a time.
    pub(super) fn points(self, y: &[f64], eta: &[f64], scores: &mut [f64], information: &mut [f64]) -> bool {
        let rows = y.iter().zip(eta).zip(scores.iter_mut().zip(information.iter_mut()));
        match self {
            Family::Binomial(BinomialLink::Logit) | Family::Quasibinomial(BinomialLink::Logit) => {
                for ((&y, &eta), (score, information)) in rows {
                    let e = exp_of_negative(-eta.abs());
                    let large = 1.0 / (1.0 + e);
                    let small = e * large;
                    let (p, q) = if eta > 0.0 { (large, small) } else { (small, large) };
                    *score = y * q - (1.0 - y) * p;
                    *information = p * q;
                }
                // What is not finite shows in the sums.
                true
            }
            _ => {
                let mut valid = true;
                for ((&y, &eta), (score, information)) in rows {
                    let point = self.point(y, eta);
                    valid &= self.has_mean(eta);
                    (*score, *information) = (point.score, point.information);
                }
                valid
            }
        }
    }

    /// Deviances and Pearson's residuals of a block's rows.
    pub(super) fn residuals(self, y: &[f64], eta: &[f64], deviance: &mut [f64], pearson: &mut [f64]) {
        let rows = y.iter().zip(eta).zip(deviance.iter_mut().zip(pearson.iter_mut()));
        if self == Family::Binomial(BinomialLink::Logit) {
            for ((&y, &eta), (deviance, pearson)) in rows {
                let e = exp_of_negative(-eta.abs());
                let large = 1.0 / (1.0 + e);
                let small = e * large;
                let (p, q) = if eta > 0.0 { (large, small) } else { (small, large) };
                // Minus the logarithm of the probability of what was found.
                let away = if eta > 0.0 { (1.0 - y) * eta } else { -y * eta };
                *deviance = 2.0 * (log_one_plus(e) + away);
                *pearson = (y * q - (1.0 - y) * p) / (p * q).sqrt();
            }
        } else {
            for ((&y, &eta), (deviance, pearson)) in rows {
                (*deviance, *pearson) = (self.deviance(y, eta), self.pearson(y, eta));
            }
        }
    }

    /// Twice what the log-likelihood falls short of that of a perfect fit.
    pub(super) fn deviance(self, y: f64, eta: f64) -> f64 {
        let of = |part: f64, fitted: f64| if part == 0.0 { 0.0 } else { part * (part / fitted).ln() };
        match self {
            Family::Gaussian => (y - eta) * (y - eta),
            Family::Binomial(link) | Family::Quasibinomial(link) => {
                let (p, q, _) = link.probability(eta);
                2.0 * (of(y, p) + of(1.0 - y, q))
            }
            Family::Poisson | Family::Quasipoisson => {
                let mean = eta.exp();
                2.0 * (of(y, mean) - (y - mean))
            }
            Family::Gamma(_) => {
                let mean = self.mean(eta);
                -2.0 * ((y / mean).ln() - (y - mean) / mean)
            }
        }
    }

    /// Pearson's residual: what the response exceeds its mean by, over the root of the variance function.
    pub(super) fn pearson(self, y: f64, eta: f64) -> f64 {
        match self {
            Family::Gaussian => y - eta,
            Family::Binomial(link) | Family::Quasibinomial(link) => {
                let (p, q, _) = link.probability(eta);
                (y * q - (1.0 - y) * p) / (p * q).sqrt()
            }
            Family::Poisson | Family::Quasipoisson => {
                let mean = eta.exp();
                (y - mean) / mean.sqrt()
            }
            Family::Gamma(_) => {
                let mean = self.mean(eta);
                (y - mean) / mean
            }
        }
    }
}

/// exp x for x ≤ 0 with a relative error below 3e-16; 0 below −708. Without branches or calls, so that several are computed at once,
/// and the same on every machine.
#[inline]
fn exp_of_negative(x: f64) -> f64 {
    /// Adding it leaves the nearest integer in the lowest bits.
    const ROUND: f64 = 6755399441055744.0;
    /// The logarithm of 2 in two parts, the first with zeros at its end.
    const LN2: [f64; 2] = [6.931471803691238e-1, 1.908214929270588e-10];
    let held = if x < -708.0 { -708.0 } else { x };
    let shifted = held * std::f64::consts::LOG2_E + ROUND;
    let twos = shifted - ROUND;
    let r = (held - twos * LN2[0]) - twos * LN2[1];
    // Taylor's series to the twelfth power on half of the logarithm of 2.
    let mut sum = 1.0 / 479001600.0;
    for factorial in
        [39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0]
    {
        sum = sum * r + 1.0 / factorial;
    }
    let power = f64::from_bits(shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(1023) << 52);
    if x < -708.0 { 0.0 } else { sum * power }
}

/// log (1 + e) for e from 0 to 1 with a relative error below 5e-16, by the series of the inverse hyperbolic tangent.
#[inline]
fn log_one_plus(e: f64) -> f64 {
    let s = e / (2.0 + e);
    let square = s * s;
    let mut sum = 1.0 / 35.0;
    for odd in [33.0, 31.0, 29.0, 27.0, 25.0, 23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        sum = sum * square + 1.0 / odd;
    }
    2.0 * s * (sum * square + 1.0)
}

impl BinomialLink {
    /// Probability, its complement (without cancellation) and its derivative at η. Beyond the bounds of double precision η
    /// is held, so that no quotient of the three overflows.
    pub(in crate::models) fn probability(self, eta: f64) -> (f64, f64, f64) {
        match self {
            BinomialLink::Logit => {
                let e = (-eta.abs()).exp();
                let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
                let (p, q) = if eta > 0.0 { (large, small) } else { (small, large) };
                (p, q, small * large)
            }
            BinomialLink::Probit => {
                let eta = eta.clamp(-35.0, 35.0);
                let root = std::f64::consts::FRAC_1_SQRT_2;
                let density = (-eta * eta / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
                (erfc(-eta * root) / 2.0, erfc(eta * root) / 2.0, density)
            }
            BinomialLink::Cloglog => {
                let eta = eta.clamp(-700.0, 6.5);
                let hazard = eta.exp();
                let q = (-hazard).exp();
                (-(-hazard).exp_m1(), q, hazard * q)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{exp_of_negative, log_one_plus};

    #[test]
    fn the_exponential_is_that_of_the_library() {
        for i in 0..69_000 {
            let x = -f64::from(i) * 0.01013;
            let (found, exact) = (exp_of_negative(x), x.exp());
            assert!((found - exact).abs() <= 4e-16 * exact, "{x}: {found} is not {exact}");
        }
        for i in 0..=10_000 {
            let e = f64::from(i) * 1e-4;
            let (found, exact) = (log_one_plus(e), e.ln_1p());
            assert!((found - exact).abs() <= 6e-16 * exact, "{e}: {found} is not {exact}");
        }
        assert_eq!(exp_of_negative(0.0), 1.0);
        assert_eq!(exp_of_negative(-800.0), 0.0);
        assert!(exp_of_negative(f64::NAN).is_nan());
    }
}
