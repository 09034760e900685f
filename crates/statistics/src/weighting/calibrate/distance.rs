//! The distances: how a factor follows from the linear predictor.

/// How far from 1 the factors may go, and at what price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distance {
    /// Chi-squared distance: factors 1 + x'λ, which may be negative.
    Linear,
    /// Factors exp(x'λ), which are positive.
    Raking,
    /// Factors between two bounds, the lower under 1 and the upper over it.
    Logit {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
    /// Factors 1 + x'λ cut off at two bounds, which they may reach; the lower may be negative.
    Truncated {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
}

/// Beyond this the logit's factor is the bound to the last digit, and the exponential would overflow.
const FAR: f64 = 700.0;

impl Distance {
    /// The bounds, where they are not such that 1 is between them (and for the logit the lower not negative).
    pub(super) fn wrong_bounds(self) -> Option<(f64, f64)> {
        let (lower, upper, least) = match self {
            Distance::Linear | Distance::Raking => return None,
            Distance::Logit { lower, upper } => (lower, upper, 0.0),
            Distance::Truncated { lower, upper } => (lower, upper, f64::NEG_INFINITY),
        };
        let wrong = !(lower >= least && lower < 1.0 && upper > 1.0);
        wrong.then_some((lower, upper))
    }

    /// The factor F(u) and its derivative.
    pub(super) fn factor(self, u: f64) -> (f64, f64) {
        match self {
            Distance::Linear => (1.0 + u, 1.0),
            Distance::Raking => {
                let factor = u.exp();
                (factor, factor)
            }
            Distance::Logit { lower, upper } => {
                let a = (upper - lower) / ((1.0 - lower) * (upper - 1.0));
                let e = (a * u).clamp(-FAR, FAR).exp();
                let bottom = upper - 1.0 + (1.0 - lower) * e;
                let factor = (lower * (upper - 1.0) + upper * (1.0 - lower) * e) / bottom;
                (factor, (factor - lower) * (upper - factor) * a / (upper - lower))
            }
            Distance::Truncated { lower, upper } => {
                let free = 1.0 + u;
                if free <= lower {
                    (lower, 0.0)
                } else if free >= upper {
                    (upper, 0.0)
                } else {
                    (free, 1.0)
                }
            }
        }
    }

    /// The integral of F from 0 to u: its sum less λ't is what the solution minimises.
    pub(super) fn integral(self, u: f64) -> f64 {
        match self {
            Distance::Linear => u + u * u / 2.0,
            Distance::Raking => u.exp_m1(),
            Distance::Logit { lower, upper } => {
                let (below, above) = (1.0 - lower, upper - 1.0);
                let a = (upper - lower) / (below * above);
                // log((above + below e^{au}) / (above + below)), without overflow.
                let log = if a * u > 0.0 {
                    a * u + ((below + above * (-a * u).exp()) / (upper - lower)).ln()
                } else {
                    ((above + below * (a * u).exp()) / (upper - lower)).ln()
                };
                lower * u + (upper - lower) / a * log
            }
            Distance::Truncated { lower, upper } => {
                let held = u.clamp(lower - 1.0, upper - 1.0);
                held + held * held / 2.0 + (u - held) * (1.0 + held)
            }
        }
    }
}
