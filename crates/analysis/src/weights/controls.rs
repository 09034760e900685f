//! Known totals that are estimates themselves, and what they are in a replicate.

use std::borrow::Cow;

use super::steps::{Known, Step};

/// A total with a standard error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Control {
    pub(crate) margin: String,
    /// Its line within the margin.
    pub(crate) line: usize,
    pub(crate) total: f64,
    pub(crate) error: f64,
}

/// Totals that differ from those of the file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moved<'a> {
    controls: &'a [Control],
    totals: &'a [f64],
    /// Whether the weights are those of a replicate.
    pub(super) replicate: bool,
}

impl<'a> Moved<'a> {
    /// In a replicate, with a total for each control.
    pub(crate) fn in_replicate(controls: &'a [Control], totals: &'a [f64]) -> Moved<'a> {
        Moved { controls, totals, replicate: true }
    }

    /// The totals of a margin.
    pub(crate) fn totals<'b>(&self, known: &'b Known) -> Cow<'b, [f64]> {
        let mut totals = Cow::Borrowed(&known.totals[..]);
        for (control, &total) in self.controls.iter().zip(self.totals) {
            if control.margin == known.name {
                totals.to_mut()[control.line] = total;
            }
        }
        totals
    }
}

/// Every total of the steps that has a standard error, once.
pub(crate) fn controls(steps: &[Step]) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for step in steps.iter().filter(|step| step.is_calibration()) {
        for margin in step.margins() {
            if seen.contains(&margin.name.as_str()) {
                continue;
            }
            seen.push(&margin.name);
            for (line, (&error, &total)) in margin.errors.iter().zip(&margin.totals).enumerate() {
                if error > 0.0 {
                    found.push(Control { margin: margin.name.clone(), line, total, error });
                }
            }
        }
    }
    found
}
