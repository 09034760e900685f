//! What a test says, in one shape for all tests.

use super::TestingError;
use super::quadratic_form::{TailMethod, f_sum_upper_tail};
use crate::estimation::Interval;
use crate::models::hypothesis::{Mixture, RatioTest, Wald};
use crate::numerics::{
    chi_squared_upper_tail, f_upper_tail, normal_upper_tail, student_t_quantile, student_t_two_sided,
};
use crate::tabulation::FTest;

/// Which test it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestKind {
    /// One estimate against a value.
    OneSampleT,
    /// Two variables of the same rows.
    PairedT,
    /// The same estimate in two groups.
    TwoSampleT,
    /// The same estimate in two samples that have nothing in common.
    IndependentT,
    /// A combination of estimates.
    ContrastT,
    /// The same estimate in several groups.
    EqualGroups,
    /// A correlation, on Fisher's scale.
    Correlation,
    /// Wilcoxon's rank sum, or Kruskal and Wallis's test for more than two groups.
    Wilcoxon,
    /// Normal scores.
    VanDerWaerden,
    /// Mood's median test.
    Median,
    /// Ranks with scores of the caller.
    RankScore,
    /// Pearson's chi-squared as F, corrected to the second order.
    RaoScottF,
    /// Pearson's chi-squared over the mean design effect.
    RaoScottFirstOrder,
    /// Pearson's chi-squared corrected to the second order.
    RaoScottSecondOrder,
    /// Pearson's chi-squared against its own asymptotic distribution, numerically inverted.
    RaoScottExact,
    /// The same by saddlepoint.
    RaoScottSaddlepoint,
    /// Wald's F.
    Wald,
    /// Wald's F with the denominator of Hotelling's T².
    AdjustedWald,
    /// Wald's statistic with the model's covariance.
    WorkingWald,
    /// The likelihood ratio of two models.
    LikelihoodRatio,
    /// The score test with the design's covariance.
    Score,
    /// The score test with the model's information.
    WorkingScore,
    /// The log-rank test and its kin, as F.
    LogRank,
}

/// What a statistic is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// Student's t, on both sides.
    StudentT {
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
    /// F, on the upper side.
    F {
        /// Degrees of freedom of the numerator.
        numerator: f64,
        /// Degrees of freedom of the denominator.
        denominator: f64,
    },
    /// Chi-squared, on the upper side.
    ChiSquared {
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
    /// Σ a χ²₁ over χ²_d / d, on the upper side.
    ChiSquaredSum {
        /// The weights a: generalised design effects.
        weights: Vec<f64>,
        /// The degrees of freedom d; infinite where the scale is known.
        denominator: f64,
        /// How the tail is computed.
        tail: TailMethod,
    },
}

/// What was estimated on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate, in the units of the variable (or of the scores of ranks).
    pub estimate: f64,
    /// Its value under the hypothesis.
    pub null: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its interval.
    pub interval: Interval,
    /// The level of the interval.
    pub level: f64,
}

/// A side on which an estimate may be away from the hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The estimate is expected below the hypothetical value.
    Below,
    /// The estimate is expected above it.
    Above,
}

/// What a test says.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Which test it is.
    pub test: TestKind,
    /// The statistic, as it is compared with the reference.
    pub statistic: f64,
    /// What it is compared with.
    pub reference: Reference,
    /// The probability of a statistic at least as far out if the hypothesis is true.
    pub p: f64,
    /// The estimate, of tests that have one.
    pub effect: Option<Effect>,
}

impl TestKind {
    /// A stable word for files and options.
    pub fn word(self) -> &'static str {
        match self {
            TestKind::OneSampleT => "one-sample-t",
            TestKind::PairedT => "paired-t",
            TestKind::TwoSampleT => "two-sample-t",
            TestKind::IndependentT => "independent-t",
            TestKind::ContrastT => "contrast-t",
            TestKind::EqualGroups => "equal-groups",
            TestKind::Correlation => "correlation",
            TestKind::Wilcoxon => "wilcoxon",
            TestKind::VanDerWaerden => "van-der-waerden",
            TestKind::Median => "median",
            TestKind::RankScore => "rank-score",
            TestKind::RaoScottF => "rao-scott-f",
            TestKind::RaoScottFirstOrder => "rao-scott-first-order",
            TestKind::RaoScottSecondOrder => "rao-scott-second-order",
            TestKind::RaoScottExact => "rao-scott-exact",
            TestKind::RaoScottSaddlepoint => "rao-scott-saddlepoint",
            TestKind::Wald => "wald",
            TestKind::AdjustedWald => "adjusted-wald",
            TestKind::WorkingWald => "working-wald",
            TestKind::LikelihoodRatio => "likelihood-ratio",
            TestKind::Score => "score",
            TestKind::WorkingScore => "working-score",
            TestKind::LogRank => "log-rank",
        }
    }
}

impl Reference {
    /// The probability of a statistic at least as far out; NaN where degrees of freedom are not positive.
    pub fn p(&self, statistic: f64) -> f64 {
        match *self {
            Reference::StudentT { degrees_of_freedom } if degrees_of_freedom == f64::INFINITY => {
                2.0 * normal_upper_tail(statistic.abs())
            }
            Reference::StudentT { degrees_of_freedom } => student_t_two_sided(statistic, degrees_of_freedom),
            Reference::F { numerator, denominator } => f_upper_tail(statistic, numerator, denominator),
            Reference::ChiSquared { degrees_of_freedom } => {
                chi_squared_upper_tail(statistic, degrees_of_freedom)
            }
            Reference::ChiSquaredSum { ref weights, denominator, tail } => {
                f_sum_upper_tail(statistic, weights, denominator, tail)
            }
        }
    }
}

impl Outcome {
    /// The outcome of a test without an estimate.
    pub fn new(test: TestKind, statistic: f64, reference: Reference) -> Outcome {
        let p = reference.p(statistic);
        Outcome { test, statistic, reference, p, effect: None }
    }

    /// The probability of a t at least as far out on one side, which must have been named before the data were seen; `None` where
    /// the reference is not Student's.
    pub fn one_sided(&self, side: Side) -> Option<f64> {
        let Reference::StudentT { .. } = self.reference else { return None };
        let far = match side {
            Side::Below => self.statistic <= 0.0,
            Side::Above => self.statistic >= 0.0,
        };
        Some(if far { self.p / 2.0 } else { 1.0 - self.p / 2.0 })
    }

    /// A Wald or score test of a model's coefficients, as F.
    pub fn of_wald(test: TestKind, wald: &Wald) -> Outcome {
        let FTest { statistic, numerator, denominator, .. } = wald.f;
        Outcome::new(test, statistic, Reference::F { numerator, denominator })
    }

    /// A likelihood-ratio or working test of a model's coefficients.
    pub fn of_ratio(test: TestKind, ratio: &RatioTest, tail: TailMethod) -> Outcome {
        let Mixture { design_effects: weights, degrees_of_freedom: denominator } = ratio.mixture.clone();
        Outcome::new(test, ratio.statistic, Reference::ChiSquaredSum { weights, denominator, tail })
    }

    /// The outcome of a t test that an estimate with this variance has the value `null`, with the symmetric interval of `level`.
    pub fn of_estimate(
        test: TestKind,
        estimate: f64,
        variance: f64,
        null: f64,
        degrees_of_freedom: f64,
        level: f64,
    ) -> Result<Outcome, TestingError> {
        if !null.is_finite() {
            return Err(TestingError::Hypothesis { position: 0, value: null });
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(TestingError::Level { level });
        }
        if !(estimate.is_finite() && variance.is_finite()) {
            return Err(TestingError::Undefined { estimate: 0 });
        }
        positive(degrees_of_freedom)?;
        if variance <= 0.0 {
            return Err(TestingError::NoVariance);
        }
        let standard_error = variance.sqrt();
        let half = student_t_quantile(f64::midpoint(1.0, level), degrees_of_freedom) * standard_error;
        let interval = Interval { low: estimate - half, high: estimate + half };
        let effect = Effect { estimate, null, standard_error, interval, level };
        let statistic = (estimate - null) / standard_error;
        let outcome = Outcome::new(test, statistic, Reference::StudentT { degrees_of_freedom });
        Ok(Outcome { effect: Some(effect), ..outcome })
    }
}

/// Refuses degrees of freedom that are none.
pub(super) fn positive(degrees_of_freedom: f64) -> Result<(), TestingError> {
    if degrees_of_freedom > 0.0 { Ok(()) } else { Err(TestingError::DegreesOfFreedom { degrees_of_freedom }) }
}
