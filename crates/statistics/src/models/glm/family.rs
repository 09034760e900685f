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
