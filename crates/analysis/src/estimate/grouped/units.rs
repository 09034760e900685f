//! The units of the design, from the distinct labels of strata and stages: the tree, and what bounds the values have.

use std::collections::BTreeMap;

use sounding_statistics::variance::{Design, DesignError, DesignInput};
use sounding_survey::{Finding, Place};

use super::plan::{all, count, count_not, finite, infinite, number};
use super::{categories, numbers};
use crate::data::{Frame, MISSING, Source, Text};
use crate::estimate::{Request, design_fault};
use crate::fault::Faults;

/// The design and the range of everything that is summed.
pub(super) struct Units {
    pub(super) design: Design,
    /// One row for each distinct label of strata and stages.
    pub(super) frame: Frame,
    /// Vec<String> of the key columns: strata first.
    pub(super) keys: Vec<String>,
    /// Rows of the file.
    pub(super) rows: u64,
    /// The largest weight; 1 without a column of weights.
    pub(super) most_weight: f64,
    /// The weight of each leaf's rows, where no column gives it.
    pub(super) leaf_weights: Option<Vec<f64>>,
    /// Rows of each leaf, counted where the weights follow from the design.
    pub(super) leaf_rows: Vec<u64>,
    ranges: BTreeMap<String, Range>,
    codes: Vec<BTreeMap<String, u32>>,
    leaves: BTreeMap<Vec<u32>, u32>,
}

/// Where the values of a variable lie.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
    /// A value near the middle, the same whichever machine saw it: what products are measured from.
    pub(super) shift: f64,
}

impl Range {
    /// The largest distance from `centre`.
    pub(super) fn reach(&self, centre: f64) -> f64 {
        (self.low - centre).abs().max((self.high - centre).abs())
    }
}

impl Units {
    pub(super) fn new(source: &Source, request: &Request, variables: &[String]) -> Result<Units, Faults> {
        let columns = &request.design;
        // As in the design of rows: a stage counts when every stage before it has a correction.
        let stages = columns.psu.len().min(columns.fpc.len().max(1));
        let keys: Vec<String> = columns.strata.iter().chain(&columns.psu[..stages]).cloned().collect();
        let by: BTreeMap<String, String> =
            keys.iter().map(|key| (key.clone(), super::plan::name(key))).collect();
        // A column may have two parts to play.
        let mut sums = BTreeMap::from([(ROWS.to_owned(), "count(1)".to_owned())]);
        let mut add = |what: &str, of: &str, sql: String| {
            sums.insert(label(what, of), sql);
        };
        if let Some(weights) = &columns.weights {
            let good = format!("{} BETWEEN 0.0 AND 1.7976931348623157e308", number(weights));
            add("no weight", weights, count_not(&good));
            add("heaviest", weights, format!("max(CASE WHEN {good} THEN {} END)", number(weights)));
        }
        for fpc in &columns.fpc {
            let value = number(fpc);
            add("bad", fpc, count_not(&all(&[finite(&value), format!("{value} > 0.0")])));
            add("low", fpc, format!("min({value})"));
            add("high", fpc, format!("max({value})"));
        }
        for variable in variables {
            let value = number(variable);
            let kept = format!("CASE WHEN {} THEN {value} END", finite(&value));
            add("infinite", variable, count(&infinite(&value)));
            add("lowest", variable, format!("min({kept})"));
            add("highest", variable, format!("max({kept})"));
        }
        let (by, sums): (Vec<_>, Vec<_>) = (by.into_iter().collect(), sums.into_iter().collect());
        let frame = source.grouped(&by, &sums)?;
        Units::of(source, request, variables, keys, frame)
    }

    fn of(
        source: &Source,
        request: &Request,
        variables: &[String],
        keys: Vec<String>,
        frame: Frame,
    ) -> Result<Units, Faults> {
        let columns = &request.design;
        let file = source.path().display().to_string();
        let rows = numbers(&frame, ROWS);
        let labels: Vec<Text> = keys.iter().map(|key| categories(&frame, key)).collect();
        let mut faults = Vec::new();
        let mut refuse = |count: f64, code: &'static str, column: &str, what: &str, remedy: &str| {
            if count > 0.0 {
                let place = Place::file(&file).column(column);
                faults.push(Finding::error(code, place, format!("{count} rows: {what}"), remedy));
            }
        };
        for (key, text) in keys.iter().zip(&labels) {
            let lost = (0..frame.rows).filter(|&group| text.codes[group] == MISSING);
            refuse(
                lost.map(|group| rows[group]).sum(),
                "E-EST-002",
                key,
                "no stratum or sampling unit",
                "give every row its stratum and its units",
            );
        }
        let sum = |what: &str, of: &str| numbers(&frame, &label(what, of)).iter().sum::<f64>();
        if let Some(weights) = &columns.weights {
            refuse(
                sum("no weight", weights),
                "E-EST-004",
                weights,
                "expected a weight of zero or more",
                "give every row a weight; a nonrespondent has 0",
            );
        }
        for fpc in &columns.fpc {
            refuse(
                sum("bad", fpc),
                "E-EST-003",
                fpc,
                "expected a population count or a sampling fraction",
                "give the number of units in the population, or the sampling fraction",
            );
        }
        for variable in variables {
            refuse(
                sum("infinite", variable),
                "E-ENGINE-006",
                variable,
                "the value is infinite, and sums by group are made of finite numbers",
                "leave the value empty, or say with --derive what stands in its place",
            );
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }

        let fpc: Vec<Vec<f64>> =
            columns.fpc.iter().map(|fpc| numbers(&frame, &label("low", fpc)).to_vec()).collect();
        let fail = |error: &DesignError| in_words(error, &file, request, &frame);
        let strata = columns.strata.as_ref().map(|_| labels[0].codes.as_slice());
        let stages: Vec<&[u32]> =
            labels[usize::from(strata.is_some())..].iter().map(|text| text.codes.as_slice()).collect();
        for (stage, (name, low)) in columns.fpc.iter().zip(&fpc).take(stages.len()).enumerate() {
            let high = numbers(&frame, &label("high", name));
            if let Some(row) = (0..frame.rows).find(|&group| low[group] != high[group]) {
                return Err(fail(&DesignError::FpcVaries { stage: stage + 1, row }));
            }
        }
        let corrections: Vec<&[f64]> = fpc.iter().map(Vec::as_slice).collect();
        let input = DesignInput { rows: frame.rows, strata, stages: &stages, fpc: &corrections };
        let (design, leaf_of_group) = Design::new(&input).map_err(|error| fail(&error))?;

        let leaf_weights = match (&columns.weights, fpc.is_empty()) {
            (Some(_), _) => None,
            (None, true) => Some(vec![1.0; design.leaves()]),
            (None, false) => Some(design.weights(&(0..design.leaves() as u32).collect::<Vec<u32>>())),
        };
        let mut leaf_rows = vec![0; design.leaves()];
        for (group, &leaf) in leaf_of_group.iter().enumerate() {
            leaf_rows[leaf as usize] += rows[group] as u64;
        }
        let most_weight = columns.weights.as_ref().map_or(1.0, |weights| {
            numbers(&frame, &label("heaviest", weights)).iter().copied().fold(0.0, f64::max)
        });
        let ranges = variables.iter().map(|variable| (variable.clone(), range(&frame, variable))).collect();
        let leaves = (0..frame.rows)
            .map(|group| (labels.iter().map(|text| text.codes[group]).collect(), leaf_of_group[group]))
            .collect();
        let codes = labels.into_iter().map(|text| text.labels.into_iter().zip(0..).collect()).collect();
        let rows = leaf_rows.iter().sum();
        Ok(Units { design, frame, keys, rows, most_weight, leaf_weights, leaf_rows, ranges, codes, leaves })
    }

    /// The leaf of every row of a frame whose columns `names` are the keys; [`MISSING`] where they are empty.
    pub(super) fn leaves(&self, frame: &Frame, names: &[String]) -> Vec<u32> {
        let columns: Vec<Vec<u32>> = names
            .iter()
            .zip(&self.codes)
            .map(|(name, codes)| {
                let text = categories(frame, name);
                let own: Vec<u32> =
                    text.labels.iter().map(|label| codes.get(label).copied().unwrap_or(MISSING)).collect();
                text.codes.iter().map(|&code| own.get(code as usize).copied().unwrap_or(MISSING)).collect()
            })
            .collect();
        let mut key = vec![0; columns.len()];
        (0..frame.rows)
            .map(|row| {
                key.iter_mut().zip(&columns).for_each(|(code, column)| *code = column[row]);
                self.leaves.get(&key).copied().unwrap_or(MISSING)
            })
            .collect()
    }

    pub(super) fn range(&self, variable: &str) -> Range {
        self.ranges.get(variable).copied().unwrap_or_default()
    }
}

const ROWS: &str = "sounding: rows";

/// The name of a sum about a column.
fn label(what: &str, column: &str) -> String {
    format!("sounding: {what} of {column}")
}

fn range(frame: &Frame, variable: &str) -> Range {
    let low = numbers(frame, &label("lowest", variable));
    let high = numbers(frame, &label("highest", variable));
    let mut middles: Vec<f64> = low.iter().zip(high).map(|(low, high)| low / 2.0 + high / 2.0).collect();
    middles.retain(|middle| !middle.is_nan());
    middles.sort_by(f64::total_cmp);
    Range {
        low: low.iter().copied().fold(f64::NAN, f64::min),
        high: high.iter().copied().fold(f64::NAN, f64::max),
        // The median of the units' middles: an outlier moves one of them.
        shift: middles.get(middles.len() / 2).copied().unwrap_or(0.0),
    }
    .known()
}

impl Range {
    /// Zero where no row has a value.
    fn known(self) -> Range {
        if self.low.is_nan() { Range::default() } else { self }
    }
}

/// A fault of the design by the labels of its strata: groups have no line.
fn in_words(error: &DesignError, file: &str, request: &Request, frame: &Frame) -> Faults {
    let mut faults = design_fault(error, file, &request.design, frame);
    let row = match error {
        DesignError::FpcVaries { row, .. } | DesignError::FpcTooSmall { row, .. } => Some(*row),
        _ => None,
    };
    let stratum = request.design.strata.as_deref().and_then(|name| frame.column(name));
    let label = row.zip(stratum).and_then(|(row, column)| column.label(row));
    for finding in &mut faults.0 {
        finding.place.line = None;
        if let Some(label) = &label {
            finding.message = format!("{} (stratum {label})", finding.message);
        }
    }
    faults
}
