//! A study's answers as the tests and models on files see their rows: final weights, the study's design and replicates, and answers in
//! the order of the codebook. Don't know, refused and not applicable are no answers here.

use std::collections::BTreeSet;

use sounding_statistics::models::CalibrationRows;
use sounding_survey::{CategoryRole, Finding, VariableKind};

use crate::answers::Answers;
use crate::data::{Column, Frame, MISSING, Text};
use crate::estimate::{Calibrated, DOMAIN, Prepared, Request, Sampled, domains, number_of};
use crate::fault::Faults;
use crate::tables::Estimator;

/// The rows of an analysis.
pub(super) struct View<'a> {
    pub(super) estimator: &'a Estimator<'a>,
    pub(super) request: Request,
    pub(super) prepared: Prepared,
    /// Rows that answered, have a weight and are in the universe.
    pub(super) inside: Vec<bool>,
}

impl<'a> View<'a> {
    /// The rows of `universe` with the variables named, and the domains of the request.
    pub(super) fn new(
        estimator: &'a Estimator<'a>,
        mut request: Request,
        universe: &str,
        variables: &BTreeSet<String>,
    ) -> Result<View<'a>, Faults> {
        let (answers, weighted) = (estimator.answers, estimator.weighted);
        let rows = answers.rows();
        let weights: Vec<f64> = weighted.weights.iter().map(|weight| weight.max(0.0)).collect();
        let within = match answers.frame.column(universe) {
            Some(Column::Number(within)) => Some(within),
            _ => None,
        };
        let inside: Vec<bool> = (0..rows)
            .map(|row| {
                answers.responded[row] && weights[row] > 0.0 && within.is_none_or(|within| within[row] == 1.0)
            })
            .collect();
        request.design = answers.design_columns();
        let mut frame = Frame::new(rows);
        for name in answers.labels.names() {
            if let Some(column) = answers.labels.column(name) {
                frame.insert(name, column.clone());
            }
        }
        let mut faults = Vec::new();
        let domain = request.by.iter().chain(&request.wave);
        for name in variables.iter().chain(domain) {
            insert(answers, name, &inside, &mut frame, &mut faults);
        }
        frame.insert(
            DOMAIN,
            Column::Number(inside.iter().map(|&inside| f64::from(u8::from(inside))).collect()),
        );
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        let (cells, domains) = domains(&frame, &request, &answers.source)?;
        let prepared = Prepared {
            frame,
            design: answers.design.clone(),
            leaves: answers.leaves.clone(),
            weights,
            cells,
            domains,
            single: answers.single,
            joined: Vec::new(),
            streamed: None,
        };
        Ok(View { estimator, request, prepared, inside })
    }

    /// Does `work` with the rows under the study's design, by linearisation after calibration or by replicates.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Sampled<'_>) -> Result<T, Faults>) -> Result<T, Faults> {
        let (answers, weighted) = (self.estimator.answers, self.estimator.weighted);
        let replicated = self.estimator.replication.map(|own| own.over(&self.prepared, &answers.start));
        let calibrated = weighted.calibration.as_ref().zip(weighted.patterns.as_ref()).map(
            |(calibration, (patterns, base))| Calibrated {
                calibration,
                rows: CalibrationRows { patterns, base },
            },
        );
        let path = answers.source.path().display().to_string();
        let sampled = Sampled {
            source: &answers.source,
            request: &self.request,
            prepared: &self.prepared,
            replicated: replicated.as_ref(),
            calibrated,
        };
        work(&sampled).map_err(|faults| faults.in_file(&path, &answers.file))
    }

    /// The numbers of a variable, where it has any.
    pub(super) fn numbers(&self, name: &str) -> Option<&[f64]> {
        let frame = &self.prepared.frame;
        match (frame.column(&number_of(name)), frame.column(name)) {
            (Some(Column::Number(values)), _) | (_, Some(Column::Number(values))) => Some(values),
            _ => None,
        }
    }

    /// The categories of a variable that has them.
    pub(super) fn categories(&self, name: &str) -> Option<&Text> {
        match self.prepared.frame.column(name) {
            Some(Column::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Rows inside a domain that have a value of every variable.
    pub(super) fn complete<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Vec<bool> {
        let mut complete: Vec<bool> =
            self.prepared.cells.iter().map(|&cell| cell != sounding_statistics::moments::OUTSIDE).collect();
        for name in names {
            match self.prepared.frame.column(name) {
                Some(Column::Text(text)) => {
                    complete.iter_mut().zip(&text.codes).for_each(|(own, &code)| *own &= code != MISSING);
                }
                Some(Column::Number(values)) => {
                    complete.iter_mut().zip(values).for_each(|(own, value)| *own &= !value.is_nan());
                }
                None => {}
            }
        }
        complete
    }
}

/// A variable as a column: answers in the codebook's order as categories, and as numbers beside them where their codes are such or they
/// are a scale; anything else as it stands.
fn insert(answers: &Answers<'_>, name: &str, inside: &[bool], frame: &mut Frame, faults: &mut Vec<Finding>) {
    let variable = answers.codebook().variable(name);
    let Some(VariableKind::One { ordered, .. }) = variable.map(|variable| &variable.kind) else {
        if let Some(column) = answers.frame.column(name) {
            frame.insert(name, column.clone());
        }
        return;
    };
    let coded = answers.coding().categories(name, faults);
    let mut occurs = vec![false; coded.categories.len()];
    for (&code, &inside) in coded.codes.iter().zip(inside) {
        if inside && let Some(occurs) = occurs.get_mut(code as usize) {
            *occurs = true;
        }
    }
    let kept: Vec<usize> = (0..occurs.len())
        .filter(|&at| occurs[at] && coded.categories[at].role == CategoryRole::Substantive)
        .collect();
    let place =
        |code: u32| kept.iter().position(|&at| at == code as usize).map_or(MISSING, |place| place as u32);
    let map: Vec<u32> = (0..occurs.len() as u32).map(place).collect();
    let codes: Vec<u32> =
        coded.codes.iter().map(|&code| map.get(code as usize).copied().unwrap_or(MISSING)).collect();
    let labels: Vec<String> = kept.iter().map(|&at| coded.categories[at].code.clone()).collect();
    let numbers: Option<Vec<f64>> = labels.iter().map(|label| label.parse().ok()).collect();
    let numbers = numbers.or_else(|| ordered.then(|| (1..=labels.len()).map(|place| place as f64).collect()));
    if let Some(numbers) = numbers {
        let value = |&code: &u32| numbers.get(code as usize).copied().unwrap_or(f64::NAN);
        frame.insert(number_of(name), Column::Number(codes.iter().map(value).collect()));
    }
    frame.insert(name, Column::Text(Text { codes, labels }));
}
