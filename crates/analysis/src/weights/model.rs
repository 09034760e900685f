//! A calibration as the library's model: terms whose columns stay as they are, parts of the population, variances of the rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sounding_statistics::weighting::calibrate::{
    CalibratedModel, CalibrationError, CalibrationModel, CalibrationParams, Constraint, Distance,
    NarrowestBounds, PartError, Partition, Term, calibrate_model, narrowest_bounds,
};

use super::controls::Moved;
use super::steps::{Known, StepError};

/// A calibration with the codes and numbers of every unit.
#[derive(Debug, Clone)]
pub(crate) struct Calibrating {
    pub(crate) distance: Distance,
    /// Margins, then totals of numbers. With parts their categories are those of the crossing, the part first.
    pub(crate) margins: Vec<Known>,
    pub(crate) parts: Option<Parts>,
    /// Variance of each unit in the working model.
    pub(crate) variances: Option<Vec<f64>>,
    /// What the weights so far are multiplied by to have those to start from.
    pub(crate) ratios: Option<Vec<f64>>,
    /// Codes of the distinct numbers: units of one pattern have the same totals, variances and ratios.
    pub(crate) distinct: Vec<Vec<u32>>,
}

/// How the categories of each margin fall apart into parts.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    /// Number of parts.
    count: u32,
    /// For each margin the part and the category within it of each of its lines.
    of: Vec<Vec<(u32, u32)>>,
    /// Number of categories of each margin.
    sizes: Vec<u32>,
}

/// A line of a margin: its number among the step's margins, and the line.
pub(crate) type Line = (usize, usize);

impl Parts {
    /// From the codes of each margin's lines, whose first `width` codes are the part.
    pub(crate) fn new(margins: &[Vec<&str>], width: usize) -> Parts {
        let mut names = BTreeMap::new();
        let (mut of, mut sizes) = (Vec::new(), Vec::new());
        for codes in margins {
            let mut categories = BTreeMap::new();
            let lines = codes.iter().map(|code| {
                let end = code.match_indices('*').nth(width - 1).map_or(code.len(), |(end, _)| end);
                let rest = code.get(end + 1..).unwrap_or("");
                (number(&mut names, &code[..end]), number(&mut categories, rest))
            });
            of.push(lines.collect());
            sizes.push(categories.len() as u32);
        }
        Parts { count: names.len() as u32, of, sizes }
    }

    /// The part of each unit: all margins of a unit with a weight name the same.
    fn of_units(&self, margins: &[Known]) -> Vec<u32> {
        let lines = self.of.first().map_or(&[][..], Vec::as_slice);
        let part = |code: &u32| lines.get(*code as usize).map_or(0, |line| line.0);
        margins.first().map_or(Vec::new(), |margin| margin.codes.iter().map(part).collect())
    }
}

/// The number of a name, by first appearance.
fn number<'a>(known: &mut BTreeMap<&'a str, u32>, name: &'a str) -> u32 {
    let next = known.len() as u32;
    *known.entry(name).or_insert(next)
}

impl Calibrating {
    /// Only what margins can say.
    pub(crate) fn of_margins(distance: Distance, margins: Vec<Known>) -> Calibrating {
        Calibrating { distance, margins, parts: None, variances: None, ratios: None, distinct: Vec::new() }
    }

    /// The same over the units at `rows`.
    pub(crate) fn take(&self, rows: &[usize], margins: Vec<Known>) -> Calibrating {
        let pick = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).collect();
        Calibrating {
            distance: self.distance,
            margins,
            parts: self.parts.clone(),
            variances: self.variances.as_ref().map(pick),
            ratios: self.ratios.as_ref().map(pick),
            distinct: Vec::new(),
        }
    }

    /// Calls `with` on the library's model, with the totals of the file but for those that were moved.
    pub(crate) fn model<R>(&self, moved: &Moved<'_>, with: impl FnOnce(&CalibrationModel<'_>) -> R) -> R {
        let margins = &self.margins;
        let mut totals: Vec<Cow<'_, [f64]>> = margins.iter().map(|margin| moved.totals(margin)).collect();
        let mut codes: Vec<Cow<'_, [u32]>> =
            margins.iter().map(|margin| Cow::Borrowed(&margin.codes[..])).collect();
        let mut sizes: Vec<u32> = totals.iter().map(|totals| totals.len() as u32).collect();
        let part_of_units = self.parts.as_ref().map(|parts| {
            for (at, lines) in parts.of.iter().enumerate() {
                sizes[at] = parts.sizes[at];
                let mut by_part = vec![0.0; (parts.count * sizes[at]) as usize];
                for (&(part, category), total) in lines.iter().zip(totals[at].iter()) {
                    by_part[(part * sizes[at] + category) as usize] = *total;
                }
                totals[at] = Cow::Owned(by_part);
                let category = |code: &u32| lines.get(*code as usize).map_or(0, |line| line.1);
                codes[at] = Cow::Owned(margins[at].codes.iter().map(category).collect());
            }
            parts.of_units(margins)
        });
        let term = |at: usize| match &margins[at].values {
            Some(values) => Term::Values { values, totals: &totals[at] },
            None => Term::Categories { codes: &codes[at], categories: sizes[at], totals: &totals[at] },
        };
        let terms: Vec<Term<'_>> = (0..margins.len()).map(term).collect();
        let partition = self
            .parts
            .as_ref()
            .zip(part_of_units.as_ref())
            .map(|(parts, codes)| Partition { codes, parts: parts.count });
        with(&CalibrationModel {
            terms: &terms,
            partition,
            variances: self.variances.as_deref(),
            clusters: None,
        })
    }

    /// The factors; where bounds are at fault, with the narrowest that could do it.
    pub(crate) fn calibrate(&self, start: &[f64], moved: &Moved<'_>) -> Result<CalibratedModel, StepError> {
        let params = CalibrationParams { distance: self.distance, tolerance: 1e-10, max_iterations: 200 };
        self.model(moved, |model| {
            calibrate_model(start, model, &params).map_err(|error| {
                // In a replicate nobody could do anything with the bounds, which take long to find.
                let wanted = !moved.replicate && out_of_reach(&error);
                let bounds = if wanted { hint(start, model) } else { None };
                StepError::Calibration { error, bounds }
            })
        })
    }

    /// The line of the margins that a constraint of a part is.
    pub(crate) fn line(&self, part: u32, constraint: Constraint) -> Line {
        let category = constraint.category.unwrap_or(0);
        let line = match &self.parts {
            Some(parts) => parts.of.get(constraint.term).map_or(0, |lines| {
                lines.iter().position(|line| *line == (part, category)).unwrap_or(usize::MAX)
            }),
            None => category as usize,
        };
        (constraint.term, line)
    }
}

fn out_of_reach(error: &CalibrationError) -> bool {
    let CalibrationError::Parts(parts) = error else { return false };
    parts.iter().any(|part| matches!(part, PartError::OutOfReach { .. }))
}

/// Bounds within which every part can meet its totals: about the narrowest of each part.
fn hint(start: &[f64], model: &CalibrationModel<'_>) -> Option<NarrowestBounds> {
    let parts = narrowest_bounds(start, model).ok()?;
    parts.into_iter().reduce(|all, own| NarrowestBounds {
        lower: all.lower.min(own.lower),
        upper: all.upper.max(own.upper),
    })
}
