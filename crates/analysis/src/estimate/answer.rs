//! What an estimate found: figures in full precision, with what must be known beside them.

use crate::listing::{Listing, Shown};

/// The answer to a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// One line for each measure, domain and category, in that order.
    pub figures: Vec<Figure>,
    /// One for each cross-table and domain.
    pub tests: Vec<Association>,
    /// What the design looked like.
    pub design: DesignFacts,
    /// What was noticed on the way, in sentences.
    pub warnings: Vec<String>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The measure, as `mean(api00)`.
    pub measure: String,
    /// The domain: a label for each variable of `by`; empty for everyone.
    pub domain: Vec<String>,
    /// The category of a proportion or the two categories of a cross-table.
    pub category: Vec<String>,
    /// Rows in the domain that have a value and a positive weight.
    pub n: u64,
    /// Estimate.
    pub value: f64,
    /// Standard error; NaN when the design does not allow one.
    pub se: f64,
    /// Ends of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Design degrees of freedom where the domain occurs.
    pub df: f64,
    /// Design effect, where defined.
    pub deff: Option<f64>,
}

/// A Rao-Scott test of independence in a cross-table.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// The table, as `table(a*b)`.
    pub measure: String,
    /// The domain.
    pub domain: Vec<String>,
    /// F statistic of the second-order correction.
    pub f: f64,
    /// Numerator degrees of freedom.
    pub df1: f64,
    /// Denominator degrees of freedom.
    pub df2: f64,
    /// p value.
    pub p_value: f64,
    /// Pearson's chi-squared before the correction.
    pub chi_squared: f64,
}

/// The design as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DesignFacts {
    /// Rows of the file.
    pub rows: u64,
    /// Strata of the first stage.
    pub strata: u64,
    /// Sampling units of the first stage.
    pub psus: u64,
    /// Sampling units less strata.
    pub df: u64,
    /// Sum of the weights.
    pub population: f64,
    /// How variances were estimated, in words.
    pub variance: String,
}

impl Answer {
    /// The figures as columns: the measure, the variables `by`, the category, then the numbers.
    pub fn figures(&self, by: &[String]) -> Listing {
        let figures = || self.figures.iter();
        Listing::new("figures")
            .texts("measure", figures().map(|one| one.measure.clone()))
            .domains(by, figures().map(|one| one.domain.as_slice()))
            .texts("category", figures().map(|one| one.category.join("*")))
            .counts("n", figures().map(|one| one.n))
            .numbers("estimate", figures().map(|one| one.value), Shown::Scaled)
            .numbers("se", figures().map(|one| one.se), Shown::Scaled)
            .numbers("low", figures().map(|one| one.low), Shown::Interval)
            .numbers("high", figures().map(|one| one.high), Shown::Not)
            .numbers("df", figures().map(|one| one.df), Shown::Plain)
            .numbers("deff", figures().map(|one| one.deff.unwrap_or(f64::NAN)), Shown::Fixed(2))
    }

    /// The tests of cross-tables as columns.
    pub fn tests(&self, by: &[String]) -> Listing {
        let tests = || self.tests.iter();
        Listing::new("tests")
            .texts("measure", tests().map(|one| one.measure.clone()))
            .domains(by, tests().map(|one| one.domain.as_slice()))
            .texts("method", tests().map(|_| "Rao-Scott F".to_owned()))
            .numbers("f", tests().map(|one| one.f), Shown::Fixed(3))
            .numbers("df1", tests().map(|one| one.df1), Shown::Fixed(2))
            .numbers("df2", tests().map(|one| one.df2), Shown::Fixed(2))
            .numbers("p_value", tests().map(|one| one.p_value), Shown::Probability)
            .numbers("chi_squared", tests().map(|one| one.chi_squared), Shown::Fixed(3))
    }
}
