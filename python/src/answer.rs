//! What an estimate found: figures in full precision, with what must be known beside them.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};

/// The answer to a question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// Variables of the domains.
    pub(crate) by: Vec<String>,
    /// Names of the categories' columns.
    pub(crate) category: Vec<String>,
    /// One line for each measure, domain and category, in that order.
    pub(crate) figures: Vec<Figure>,
    /// One for each cross-table and domain.
    pub(crate) tests: Vec<Association>,
    /// What was noticed on the way, in sentences.
    pub(crate) warnings: Vec<String>,
}

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) measure: String,
    pub(crate) domain: Vec<String>,
    pub(crate) category: Vec<String>,
    pub(crate) n: u64,
    pub(crate) value: f64,
    pub(crate) se: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) df: f64,
    pub(crate) deff: Option<f64>,
}

/// A Rao-Scott test of independence in a cross-table.
#[derive(Debug, Clone)]
pub(crate) struct Association {
    pub(crate) measure: String,
    pub(crate) domain: Vec<String>,
    pub(crate) f: f64,
    pub(crate) df1: f64,
    pub(crate) df2: f64,
    pub(crate) p_value: f64,
    pub(crate) chi_squared: f64,
}

/// The columns that every table of figures has.
const COLUMNS: [&str; 9] = ["measure", "category", "n", "estimate", "se", "low", "high", "df", "deff"];

impl Answer {
    /// Names of the columns of domains and of categories in a table of the figures: those of the variables, with `by.` or
    /// `category.` before it where another column has the name already.
    pub(crate) fn columns(&self) -> (Vec<String>, Vec<String>) {
        let mut taken: Vec<String> = Vec::new();
        let mut free = |name: &String, before: &str, own: bool| {
            let mut name = name.clone();
            while taken.contains(&name) || !own && COLUMNS.contains(&name.as_str()) {
                name.insert_str(0, before);
            }
            taken.push(name.clone());
            name
        };
        let by = self.by.iter().map(|name| free(name, "by.", false)).collect();
        let one = self.category.len() == 1;
        (by, self.category.iter().map(|name| free(name, "category.", one)).collect())
    }

    /// The figures as an Arrow table; `facts` go to the metadata of its schema. What is not defined is null.
    pub(crate) fn batch(&self, facts: &[(&str, String)]) -> Result<RecordBatch, ArrowError> {
        let mut fields = vec![Field::new("measure", DataType::Utf8, false)];
        let figures = &self.figures;
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(StringArray::from_iter_values(figures.iter().map(|figure| &figure.measure)))];
        let (by, category) = self.columns();
        for (at, name) in by.iter().enumerate() {
            fields.push(Field::new(name, DataType::Utf8, false));
            let labels = figures.iter().map(|figure| &figure.domain[at]);
            columns.push(Arc::new(StringArray::from_iter_values(labels)));
        }
        for (at, name) in category.iter().enumerate() {
            fields.push(Field::new(name, DataType::Utf8, false));
            let labels = figures.iter().map(|figure| &figure.category[at]);
            columns.push(Arc::new(StringArray::from_iter_values(labels)));
        }
        fields.push(Field::new("n", DataType::Int64, false));
        columns.push(Arc::new(Int64Array::from_iter_values(
            figures.iter().map(|figure| figure.n.cast_signed()),
        )));
        let mut numbers = |name: &str, value: fn(&Figure) -> Option<f64>| {
            fields.push(Field::new(name, DataType::Float64, true));
            let values = figures.iter().map(|figure| value(figure).filter(|value| !value.is_nan()));
            columns.push(Arc::new(values.collect::<Float64Array>()));
        };
        numbers("estimate", |figure| Some(figure.value));
        numbers("se", |figure| Some(figure.se));
        numbers("low", |figure| Some(figure.low));
        numbers("high", |figure| Some(figure.high));
        numbers("df", |figure| Some(figure.df));
        numbers("deff", |figure| figure.deff);
        let metadata = facts.iter().map(|(name, value)| (format!("sounding.{name}"), value.clone()));
        RecordBatch::try_new(Arc::new(Schema::new(fields).with_metadata(metadata.collect())), columns)
    }
}
