//! Tests of hypotheses on any file: what is asked, and what each test says.

mod hypotheses;
#[cfg(test)]
mod tests;

use std::fmt;

pub use sounding_statistics::testing::adjust::Adjustment;
pub use sounding_statistics::testing::{ChiSquaredStatistic, Side};

use sounding_statistics::testing::adjust::adjust;
use sounding_statistics::testing::{Outcome, Reference};
use sounding_survey::{Finding, Place};

use crate::data::Source;
use crate::estimate::{DesignFacts, Prepared, Request, Sampled, derive, with_design};
use crate::fault::Faults;
use crate::listing::{Listing, Shown};

/// What is to be tested. Variables are numeric unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Hypothesis {
    /// The mean of a variable has a value.
    Mean {
        /// The variable.
        y: String,
        /// Its mean under the hypothesis.
        null: f64,
    },
    /// The mean of a variable is the same in all categories of another.
    Groups {
        /// The variable.
        y: String,
        /// The variable with categories.
        by: String,
    },
    /// Two variables of the same rows have the same mean.
    Paired(String, String),
    /// A variable has the same distribution in all categories of another.
    Rank {
        /// The variable.
        y: String,
        /// The variable with categories.
        by: String,
    },
    /// Two variables with categories are independent.
    Table(String, String),
    /// The categories of a variable have given shares, which are taken in proportion.
    Fit {
        /// The variable with categories.
        y: String,
        /// Category and share.
        shares: Vec<(String, f64)>,
    },
    /// Two variables are uncorrelated.
    Correlation(String, String),
}

/// How the places of a rank test are scored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Score {
    /// The places themselves.
    #[default]
    Wilcoxon,
    /// Their normal quantiles.
    VanDerWaerden,
    /// Whether they are in the upper half.
    Median,
}

/// What is tested, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TestRequest {
    /// Design, domains, condition and level. Its measures are not used.
    pub base: Request,
    /// The hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// The statistic of tables and given shares.
    pub statistic: ChiSquaredStatistic,
    /// The score of rank tests.
    pub score: Score,
    /// The side on which t tests look, if one was named before the data were seen.
    pub side: Option<Side>,
    /// How probabilities are adjusted for the number of tests.
    pub adjustment: Option<Adjustment>,
}

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// The hypothesis, as `mean(y) by g`.
    pub hypothesis: String,
    /// The domain: a label for each variable of `by`.
    pub domain: Vec<String>,
    /// The groups that are compared, where these are two of several.
    pub pair: Option<[String; 2]>,
    /// Rows with a positive weight that took part.
    pub n: u64,
    /// What the test says.
    pub outcome: Outcome,
    /// The probability, on one side where one was named.
    pub p: f64,
    /// The probability adjusted for the number of tests.
    pub adjusted: Option<f64>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct TestAnswer {
    /// The tests, by hypothesis and domain.
    pub tests: Vec<Tested>,
    /// What the design looked like.
    pub design: DesignFacts,
    /// What was noticed on the way.
    pub warnings: Vec<String>,
}

/// Tests everything that is asked for. What is wrong with the file is reported at once; a test that cannot be made in one
/// domain is a warning.
pub fn test(source: &mut Source, request: &TestRequest) -> Result<TestAnswer, Faults> {
    if request.hypotheses.is_empty() {
        return Err(Faults::one(
            "E-EST-001",
            Place::default(),
            "nothing to test was asked for",
            "name at least one hypothesis, such as --groups Y~G or --table A*B",
        ));
    }
    let base = &request.base;
    derive(source, base)?;
    let names: Vec<&str> = request.hypotheses.iter().flat_map(Hypothesis::variables).collect();
    let prepared = Prepared::new(source, base, &names)?;
    with_design(source, base, &prepared, |sampled, warnings| tested(sampled, request, warnings))
}

/// The tests of a request in a sample.
pub(crate) fn tested(
    sampled: &Sampled<'_>,
    request: &TestRequest,
    warnings: Vec<String>,
) -> Result<TestAnswer, Faults> {
    let mut answer = TestAnswer { tests: Vec::new(), design: sampled.facts(), warnings };
    let mut faults: Vec<Finding> = Vec::new();
    for hypothesis in &request.hypotheses {
        if let Err(more) = hypotheses::test(sampled, request, hypothesis, &mut answer) {
            faults.extend(more.0);
        }
    }
    faults.dedup();
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    for tested in &mut answer.tests {
        tested.p = request.side.and_then(|side| tested.outcome.one_sided(side)).unwrap_or(tested.outcome.p);
    }
    if let Some(adjustment) = request.adjustment {
        let p: Vec<f64> = answer.tests.iter().map(|tested| tested.p).collect();
        for (tested, adjusted) in answer.tests.iter_mut().zip(adjust(&p, adjustment)) {
            tested.adjusted = Some(adjusted);
        }
    }
    Ok(answer)
}

impl Hypothesis {
    /// The variables that it reads.
    pub fn variables(&self) -> Vec<&str> {
        match self {
            Hypothesis::Mean { y, .. } | Hypothesis::Fit { y, .. } => vec![y],
            Hypothesis::Groups { y, by } | Hypothesis::Rank { y, by } => vec![y, by],
            Hypothesis::Paired(a, b) | Hypothesis::Table(a, b) | Hypothesis::Correlation(a, b) => vec![a, b],
        }
    }
}

impl fmt::Display for Hypothesis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hypothesis::Mean { y, null } => write!(f, "mean({y}) = {null}"),
            Hypothesis::Groups { y, by } => write!(f, "mean({y}) by {by}"),
            Hypothesis::Paired(a, b) => write!(f, "mean({a}) = mean({b})"),
            Hypothesis::Rank { y, by } => write!(f, "rank({y}) by {by}"),
            Hypothesis::Table(a, b) => write!(f, "table({a}*{b})"),
            Hypothesis::Fit { y, .. } => write!(f, "shares({y})"),
            Hypothesis::Correlation(a, b) => write!(f, "correlation({a}*{b})"),
        }
    }
}

impl TestAnswer {
    /// The tests as columns.
    pub fn listing(&self, by: &[String]) -> Listing {
        let tests = || self.tests.iter();
        let pair = |one: &Tested| one.pair.as_ref().map_or_else(String::new, |[a, b]| format!("{a} - {b}"));
        let effect = |one: &Tested, of: fn(&sounding_statistics::testing::Effect) -> f64| {
            one.outcome.effect.as_ref().map_or(f64::NAN, of)
        };
        Listing::new("tests")
            .texts("hypothesis", tests().map(|one| one.hypothesis.clone()))
            .domains(by, tests().map(|one| one.domain.as_slice()))
            .texts("pair", tests().map(pair))
            .texts("test", tests().map(|one| one.outcome.test.word().to_owned()))
            .counts("n", tests().map(|one| one.n))
            .numbers("estimate", tests().map(|one| effect(one, |e| e.estimate)), Shown::Scaled)
            .numbers("se", tests().map(|one| effect(one, |e| e.standard_error)), Shown::Scaled)
            .numbers("low", tests().map(|one| effect(one, |e| e.interval.low)), Shown::Interval)
            .numbers("high", tests().map(|one| effect(one, |e| e.interval.high)), Shown::Not)
            .numbers("statistic", tests().map(|one| one.outcome.statistic), Shown::Fixed(3))
            .numbers("df1", tests().map(|one| degrees(&one.outcome.reference).0), Shown::Fixed(2))
            .numbers("df2", tests().map(|one| degrees(&one.outcome.reference).1), Shown::Fixed(2))
            .numbers("p_value", tests().map(|one| one.p), Shown::Probability)
            .numbers("p_adjusted", tests().map(|one| one.adjusted.unwrap_or(f64::NAN)), Shown::Probability)
    }
}

/// Degrees of freedom of the numerator and of the denominator.
fn degrees(reference: &Reference) -> (f64, f64) {
    match reference {
        Reference::StudentT { degrees_of_freedom } => (f64::NAN, *degrees_of_freedom),
        Reference::F { numerator, denominator } => (*numerator, *denominator),
        Reference::ChiSquared { degrees_of_freedom } => (*degrees_of_freedom, f64::NAN),
        Reference::ChiSquaredSum { weights, denominator, .. } => (weights.len() as f64, *denominator),
    }
}
