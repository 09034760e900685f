//! A listing of results as an aligned table.

use sounding_analysis::{Field, Listing, Shown, Values};

use super::{Align, Grid};

/// The listing for people: intervals in one column, as many decimals as the standard error bears. Columns in which nothing
/// stands are left out.
pub(crate) fn grid(listing: &Listing, interval: &str) -> String {
    let mut grid = Grid::default();
    let shown: Vec<(usize, &Field)> = listing
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.shown != Shown::Not && !nothing(&field.values))
        .collect();
    for (_, field) in &shown {
        let align = if matches!(field.values, Values::Text(_)) { Align::Left } else { Align::Right };
        grid.column(if field.shown == Shown::Interval { interval } else { &field.name }, align);
    }
    let errors = listing.fields.iter().find_map(|field| match &field.values {
        Values::Number(values) if field.name == "se" => Some(values),
        _ => None,
    });
    for row in 0..listing.rows() {
        let value = |field: &Field| match &field.values {
            Values::Number(values) => values[row].abs(),
            _ => 0.0,
        };
        let largest = listing.fields.iter().filter(|field| field.shown == Shown::Scaled).map(value);
        let scale = match errors.map(|errors| errors[row]) {
            Some(se) if se > 0.0 && se.is_finite() => se,
            // A figure of zero needs no decimals.
            _ => match largest.fold(0.0, f64::max) {
                0.0 => 1000.0,
                largest => largest / 1000.0,
            },
        };
        let digits = (3 - scale.log10().floor() as i32).clamp(0, 8) as usize;
        grid.row(shown.iter().map(|&(at, field)| cell(listing, at, field, row, digits)).collect());
    }
    grid.render()
}

fn nothing(values: &Values) -> bool {
    match values {
        Values::Text(values) => values.iter().all(String::is_empty),
        Values::Count(_) => false,
        Values::Number(values) => values.iter().all(|value| value.is_nan()),
    }
}

fn cell(listing: &Listing, at: usize, field: &Field, row: usize, digits: usize) -> String {
    let number = match &field.values {
        Values::Text(values) => return values[row].clone(),
        Values::Count(values) => return values[row].to_string(),
        Values::Number(values) => values[row],
    };
    if number.is_nan() {
        return String::new();
    }
    match field.shown {
        Shown::Plain | Shown::Not => number.to_string(),
        Shown::Scaled => format!("{number:.digits$}"),
        Shown::Fixed(decimals) => format!("{number:.decimals$}"),
        Shown::Probability if number < 0.0001 => "< 0.0001".to_owned(),
        Shown::Probability => format!("{number:.4}"),
        Shown::Interval => {
            let high = match listing.fields.get(at + 1).map(|field| &field.values) {
                Some(Values::Number(values)) => values[row],
                _ => f64::NAN,
            };
            format!("{number:.digits$} … {high:.digits$}")
        }
    }
}
