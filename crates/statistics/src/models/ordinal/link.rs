//! Distributions of the variable behind ordered categories.

use crate::numerics::normal_quantile;
use statrs::function::erf::erfc;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// How the share at or below a category follows from its threshold less the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrdinalLink {
    /// 1 / (1 + exp(−t)): proportional odds.
    Logit,
    /// The standard normal distribution function.
    Probit,
    /// Complementary log-log: 1 − exp(−exp t), proportional hazards in discrete time.
    Cloglog,
    /// Log-log: exp(−exp(−t)). R's survey package 4.1.1 calls this one "cloglog".
    Loglog,
    /// The Cauchy distribution function, for thresholds that some answer far off.
    Cauchit,
}

impl OrdinalLink {
    /// The distribution function and its complement, without cancellation.
    pub(super) fn below(self, t: f64) -> (f64, f64) {
        match self {
            OrdinalLink::Logit => {
                let e = (-t.abs()).exp();
                let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
                if t > 0.0 { (large, small) } else { (small, large) }
            }
            OrdinalLink::Probit => (erfc(-t * FRAC_1_SQRT_2) / 2.0, erfc(t * FRAC_1_SQRT_2) / 2.0),
            OrdinalLink::Cloglog => {
                let hazard = t.exp();
                (-(-hazard).exp_m1(), (-hazard).exp())
            }
            OrdinalLink::Loglog => {
                let hazard = (-t).exp();
                ((-hazard).exp(), -(-hazard).exp_m1())
            }
            // Far out the arc tangent of 1/t keeps its digits.
            OrdinalLink::Cauchit if t < -1.0 => ((-1.0 / t).atan() / PI, 1.0 - (-1.0 / t).atan() / PI),
            OrdinalLink::Cauchit if t > 1.0 => (1.0 - (1.0 / t).atan() / PI, (1.0 / t).atan() / PI),
            OrdinalLink::Cauchit => (0.5 + t.atan() / PI, 0.5 - t.atan() / PI),
        }
    }

    /// The density and its derivative.
    pub(super) fn density(self, t: f64) -> (f64, f64) {
        match self {
            OrdinalLink::Logit => {
                let (p, q) = self.below(t);
                (p * q, p * q * (q - p))
            }
            OrdinalLink::Probit => {
                let density = (-t * t / 2.0).exp() / (2.0 * PI).sqrt();
                (density, -t * density)
            }
            OrdinalLink::Cloglog => {
                let hazard = t.exp();
                let density = (t - hazard).exp();
                (density, if density == 0.0 { 0.0 } else { density * (1.0 - hazard) })
            }
            OrdinalLink::Loglog => {
                let (density, slope) = OrdinalLink::Cloglog.density(-t);
                (density, -slope)
            }
            OrdinalLink::Cauchit => {
                let density = 1.0 / (PI * (1.0 + t * t));
                (density, -2.0 * t * density / (1.0 + t * t))
            }
        }
    }

    /// The threshold of a share.
    pub(super) fn threshold(self, p: f64) -> f64 {
        match self {
            OrdinalLink::Logit => (p / (1.0 - p)).ln(),
            OrdinalLink::Probit => normal_quantile(p),
            OrdinalLink::Cloglog => (-(-p).ln_1p()).ln(),
            OrdinalLink::Loglog => -(-p.ln()).ln(),
            OrdinalLink::Cauchit => (PI * (p - 0.5)).tan(),
        }
    }
}
