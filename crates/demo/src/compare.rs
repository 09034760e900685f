//! The study's estimates beside the truth.

use std::collections::BTreeMap;

use sounding_survey::{Benchmark, ChartKind, Estimate, Results, Table, TableRole, Text};

use crate::{Demo, words};

/// A figure that holds for all simulated adults, or for the answers as they came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// The variable, which is also the id of its topline.
    pub variable: String,
    /// Category code; empty for a mean.
    pub category: String,
    /// Proportion from 0 to 1, or the mean.
    pub value: f64,
}

/// One figure of the survey beside the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The variable.
    pub variable: String,
    /// A few words for it.
    pub question: Text,
    /// What the figure is of; empty for a mean.
    pub answer: Text,
    /// Whether the figure is a mean and not a proportion.
    pub mean: bool,
    /// The weighted estimate with its interval.
    pub estimate: Estimate,
    /// The true figure.
    pub truth: f64,
    /// The unweighted figure.
    pub unweighted: f64,
}

impl Line {
    /// Whether the interval holds the truth.
    pub fn covered(&self) -> bool {
        (self.estimate.low..=self.estimate.high).contains(&self.truth)
    }
}

/// All figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// In the order of the results' tables.
    pub lines: Vec<Line>,
    /// The toplines with the truth as known figures, to be drawn.
    pub tables: Vec<Table>,
}

impl Comparison {
    /// Number of intervals that hold the truth.
    pub fn covered(&self) -> usize {
        self.lines.iter().filter(|line| line.covered()).count()
    }

    /// Mean absolute error of the proportions without and with weights.
    pub fn mean_errors(&self) -> (f64, f64) {
        let shares: Vec<&Line> = self.lines.iter().filter(|line| !line.mean).collect();
        let mean = |error: fn(&Line) -> f64| {
            shares.iter().map(|line| error(line)).sum::<f64>() / shares.len().max(1) as f64
        };
        (
            mean(|line| (line.unweighted - line.truth).abs()),
            mean(|line| (line.estimate.value - line.truth).abs()),
        )
    }
}

impl Demo {
    /// Shares and means of the answers as they came in, without weights.
    pub fn unweighted(answers_csv: &str) -> Vec<Truth> {
        let mut reader = csv::Reader::from_reader(answers_csv.as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
        let mut bases: BTreeMap<String, u64> = BTreeMap::new();
        let complete = heads.iter().position(|head| head == "disposition");
        for record in reader.records().flatten() {
            if complete.and_then(|at| record.get(at)) != Some("1.1") {
                continue;
            }
            for (name, value) in heads.iter().zip(&record).skip(3) {
                *bases.entry(name.to_owned()).or_default() += 1;
                for code in value.split_whitespace() {
                    *counts.entry((name.to_owned(), code.to_owned())).or_default() += 1;
                }
            }
        }
        let mut found = Vec::new();
        let mut sum = 0.0;
        for ((variable, category), count) in counts {
            let share = count as f64 / bases[&variable] as f64;
            if variable == "score" {
                sum += share * category.parse::<f64>().unwrap_or(0.0);
            } else {
                found.push(Truth { variable, category, value: share });
            }
        }
        found.push(Truth { variable: "score".into(), category: String::new(), value: sum });
        found
    }

    /// The toplines of the results beside the truth and the unweighted figures. Hidden cells are left out.
    pub fn compare(&self, results: &Results, unweighted: &[Truth]) -> Comparison {
        let truth = self.truth();
        let find = |known: &[Truth], variable: &str, category: &str| {
            known
                .iter()
                .find(|truth| truth.variable == variable && truth.category == category)
                .map(|truth| truth.value)
        };
        let mut lines = Vec::new();
        let mut tables = Vec::new();
        for table in results.tables.iter().filter(|table| table.role == TableRole::Topline) {
            let mut known = Vec::new();
            for (at, column) in table.columns.iter().enumerate() {
                let Some(estimate) = table.cells.get(at).and_then(|cell| cell.estimate) else { continue };
                let Some(true_value) = find(&truth, &table.variable, &column.code) else { continue };
                let source = words::TRUTH.text();
                known.push(Benchmark { column: column.code.clone(), value: true_value, source });
                lines.push(Line {
                    variable: table.variable.clone(),
                    question: table.short.clone(),
                    answer: if column.code.is_empty() { Text::default() } else { column.label.clone() },
                    mean: column.code.is_empty(),
                    estimate,
                    truth: true_value,
                    unweighted: find(unweighted, &table.variable, &column.code).unwrap_or(0.0),
                });
            }
            if !known.is_empty() {
                let mean = table.columns.len() == 1;
                let chart = if mean { ChartKind::Dots } else { ChartKind::Bars };
                tables.push(Table { chart, benchmarks: known, ..table.clone() });
            }
        }
        Comparison { lines, tables }
    }
}
