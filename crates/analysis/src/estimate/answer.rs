//! What an estimate found: figures in full precision, with what must be known beside them.

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
