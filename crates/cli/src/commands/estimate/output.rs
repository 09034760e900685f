//! Printing an answer: a table for people, JSON and CSV for programs.

use serde_json::{Value, json};
use sounding_analysis::estimate::{Answer, Figure, Request};

use crate::terminal::{Align, Grid, p_value};

/// In which form to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Table,
    Json,
    Csv,
}

/// The answer as text.
pub(crate) fn write(answer: &Answer, request: &Request, form: Form) -> String {
    match form {
        Form::Table => table(answer, request),
        Form::Json => json(answer, request),
        Form::Csv => csv(answer, request),
    }
}

fn table(answer: &Answer, request: &Request) -> String {
    let mut grid = Grid::default();
    grid.column("measure", Align::Left);
    for by in &request.by {
        grid.column(by, Align::Left);
    }
    let categories = answer.figures.iter().any(|figure| !figure.category.is_empty());
    if categories {
        grid.column("category", Align::Left);
    }
    let level = format!("{}% interval", request.level * 100.0);
    for name in ["n", "estimate", "se", &level, "df", "deff"] {
        grid.column(name, Align::Right);
    }
    for figure in &answer.figures {
        let digits = digits(figure);
        let mut cells = vec![figure.measure.clone()];
        cells.extend(figure.domain.iter().cloned());
        if categories {
            cells.push(figure.category.join(" × "));
        }
        cells.push(figure.n.to_string());
        cells.push(format!("{:.digits$}", figure.value));
        cells.push(format!("{:.digits$}", figure.se));
        cells.push(format!("{:.digits$} … {:.digits$}", figure.low, figure.high));
        cells.push(figure.df.to_string());
        cells.push(figure.deff.map_or_else(String::new, |deff| format!("{deff:.2}")));
        grid.row(cells);
    }
    let facts = &answer.design;
    let mut text = grid.render();
    for test in &answer.tests {
        let domain =
            if test.domain.is_empty() { String::new() } else { format!(" in {}", test.domain.join(", ")) };
        text.extend([format!(
            "\n{}{domain}: Rao-Scott F({:.2}, {:.2}) = {:.3}, {}",
            test.measure,
            test.df1,
            test.df2,
            test.f,
            p_value(test.p_value)
        )]);
    }
    text.extend([format!(
        "\n\n{} rows, {} strata, {} sampling units, {} degrees of freedom; weights sum to {:.1}; {}",
        facts.rows, facts.strata, facts.psus, facts.df, facts.population, facts.variance
    )]);
    text
}

/// Decimals that leave about four significant digits of the standard error.
fn digits(figure: &Figure) -> usize {
    let scale = if figure.se > 0.0 && figure.se.is_finite() {
        figure.se
    } else {
        figure.value.abs().max(1e-6) / 1000.0
    };
    (3 - scale.log10().floor() as i32).clamp(0, 8) as usize
}

fn json(answer: &Answer, request: &Request) -> String {
    let named = |labels: &[String]| -> Value {
        request
            .by
            .iter()
            .zip(labels)
            .map(|(name, label)| (name.clone(), json!(label)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let figures: Vec<Value> = answer
        .figures
        .iter()
        .map(|figure| {
            json!({
                "measure": figure.measure, "domain": named(&figure.domain), "category": figure.category,
                "n": figure.n, "estimate": figure.value, "se": figure.se, "low": figure.low, "high": figure.high,
                "df": figure.df, "deff": figure.deff,
            })
        })
        .collect();
    let tests: Vec<Value> = answer
        .tests
        .iter()
        .map(|test| {
            json!({
                "measure": test.measure, "domain": named(&test.domain), "method": "Rao-Scott F", "f": test.f,
                "df1": test.df1, "df2": test.df2, "p_value": test.p_value, "chi_squared": test.chi_squared,
            })
        })
        .collect();
    let facts = &answer.design;
    let whole = json!({
        "figures": figures, "tests": tests, "level": request.level, "warnings": answer.warnings,
        "design": {
            "rows": facts.rows, "strata": facts.strata, "psus": facts.psus, "df": facts.df,
            "population": facts.population, "variance": facts.variance,
        },
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn csv(answer: &Answer, request: &Request) -> String {
    let mut lines = Vec::with_capacity(answer.figures.len() + 1);
    let mut head = vec!["measure".to_owned()];
    head.extend(request.by.iter().map(|name| field(name)));
    head.extend(["category", "n", "estimate", "se", "low", "high", "df", "deff"].map(str::to_owned));
    lines.push(head.join(","));
    for figure in &answer.figures {
        let mut cells = vec![field(&figure.measure)];
        cells.extend(figure.domain.iter().map(|label| field(label)));
        cells.push(field(&figure.category.join("*")));
        cells.push(figure.n.to_string());
        cells.extend([figure.value, figure.se, figure.low, figure.high, figure.df].map(number));
        cells.push(figure.deff.map_or_else(String::new, number));
        lines.push(cells.join(","));
    }
    lines.join("\n")
}

/// The shortest text that reads back as the same number; nothing for what is not a number.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
