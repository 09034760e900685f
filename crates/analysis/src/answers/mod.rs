//! The answers of a study with their design: who was drawn, who answered, and what they weigh before any adjustment.

mod coding;
mod design;
#[cfg(test)]
mod tests;

pub(crate) use coding::{Coded, Coding};

use std::collections::BTreeSet;

use sounding_statistics::variance::{Design, SinglePsu};
use sounding_study::{Eligibility as StudyEligibility, Study, VarianceMethod};
use sounding_survey::{
    Codebook, Disposition, Eligibility, Finding, OutcomeRates, OutcomeTally, Place, Text as Words,
    VariableKind,
};

use crate::data::{Column, Frame, MISSING, Reading, Source};
use crate::estimate::{DesignColumns, ReplicateColumns};
use crate::fault::Faults;
use crate::requests::{check_requests, formula_variables};
use crate::sample::Sample;
use coding::{columns_of, text_columns};

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// The answers, read and checked.
#[derive(Debug)]
pub struct Answers<'a> {
    pub(crate) study: &'a Study,
    pub(crate) source: Source,
    pub(crate) frame: Frame,
    pub(crate) file: String,
    /// Columns that name strata and units in messages.
    pub(crate) labels: Frame,
    pub(crate) design: Design,
    /// Leaf of each row.
    pub(crate) leaves: Vec<u32>,
    /// Weight of each row by the design alone.
    pub(crate) base: Vec<f64>,
    /// The same for those who were to be asked: 0 where not eligible, times e where eligibility is unknown.
    pub(crate) start: Vec<f64>,
    pub(crate) responded: Vec<bool>,
    pub(crate) single: SinglePsu,
    /// Replicate weights that the answers bring, as columns of `labels`.
    pub(crate) replicates: Option<ReplicateColumns>,
    /// AAPOR outcome rates, where dispositions were given.
    pub outcome: Option<OutcomeRates>,
    /// What was noticed.
    pub warnings: Vec<Words>,
}

impl<'a> Answers<'a> {
    /// Opens the study's answers. `sample` is needed where the answers are linked to it.
    pub fn open(study: &'a Study, sample: Option<&Sample>) -> Result<Answers<'a>, Faults> {
        let definition = &study.definition;
        let file = definition.files.answers.clone();
        let path = study.answers().display().to_string();
        let opened = Source::open(&study.answers(), reading(study))
            .and_then(|source| Answers::read(study, sample, source, &file));
        opened.map_err(|faults| faults.in_file(&path, &file))
    }

    fn read(
        study: &'a Study,
        sample: Option<&Sample>,
        mut source: Source,
        file: &str,
    ) -> Result<Answers<'a>, Faults> {
        let definition = &study.definition;
        let faults = check_requests(study);
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        for derived in &definition.derive {
            source.derive(&derived.name, &derived.sql)?;
        }
        for (at, table) in definition.tables.iter().enumerate() {
            if let Some(filter) = &table.filter {
                source.derive(&filter_column(at), &format!("CASE WHEN {filter} THEN 1 ELSE 0 END"))?;
            }
        }
        for (at, analysis) in definition.analyses.iter().enumerate() {
            if let Some(filter) = &analysis.filter {
                source.derive(&analysis_column(at), &format!("CASE WHEN {filter} THEN 1 ELSE 0 END"))?;
            }
        }
        let names = needed(study, &source);
        let frame = source.frame(names.iter().map(String::as_str))?;
        if frame.rows == 0 {
            return Err(Faults::one(
                "E-ANS-001",
                Place::file(file),
                "the file has no rows",
                "give a row for every person asked",
            ));
        }
        let mut faults = Vec::new();
        let own = match (&definition.answers.link, sample) {
            (Some(link), Some(sample)) => design::linked(study, link, sample, &frame, file, &mut faults),
            _ => design::own(study, &source, &mut faults),
        };
        // Whoever is not in the second of two phases was not asked: such rows have no answers and no outcome.
        let asked = own.as_ref().and_then(|own| own.asked.as_deref());
        let phases = definition.design.as_ref().is_some_and(|own| own.second.is_some());
        let asked = |row: usize| asked.map_or(!phases, |asked| asked[row]);
        let dispositions = dispositions(study, &frame, file, asked, &mut faults);
        let outcome = dispositions.as_ref().map(|cases| {
            let eligibility = match definition.answers.eligibility {
                StudyEligibility::Proportional => Eligibility::Proportional,
                StudyEligibility::Given(e) => Eligibility::Given(e),
            };
            let cases = cases.iter().enumerate().filter(|(row, _)| asked(*row)).map(|(_, case)| *case);
            OutcomeRates::new(OutcomeTally::count(cases), eligibility)
        });
        let responded: Vec<bool> = match &dispositions {
            Some(cases) => {
                cases.iter().enumerate().map(|(row, case)| asked(row) && case.is_response()).collect()
            }
            None => (0..frame.rows).map(asked).collect(),
        };
        let own = match own {
            Some(own) if faults.is_empty() => own,
            _ => return Err(Faults(faults)),
        };
        let e = outcome.map_or(1.0, |outcome| outcome.e);
        let share = |row: usize| match dispositions.as_ref().map(|cases| cases[row]) {
            Some(Disposition::NotEligible) => 0.0,
            Some(Disposition::UnknownHousehold | Disposition::UnknownOther) => e,
            _ => 1.0,
        };
        let start = own.base.iter().enumerate().map(|(row, weight)| weight * share(row)).collect();
        if !responded.iter().zip(&own.base).any(|(&yes, &weight)| yes && weight > 0.0) {
            return Err(Faults::one(
                "E-ANS-002",
                Place::file(file),
                "nobody answered: no row is an interview with a positive weight",
                "look at the dispositions (1.1 and 1.2 are interviews) and at the weights",
            ));
        }
        Ok(Answers {
            study,
            source,
            frame,
            file: file.to_owned(),
            labels: own.labels,
            design: own.design,
            leaves: own.leaves,
            base: own.base,
            start,
            responded,
            single: own.single,
            replicates: own.replicates,
            outcome,
            warnings: own.warnings,
        })
    }

    /// Rows of the file.
    pub fn rows(&self) -> usize {
        self.frame.rows
    }

    /// Interviews.
    pub fn respondents(&self) -> u64 {
        self.responded.iter().filter(|&&yes| yes).count() as u64
    }

    /// The numbers of a variable, or the values that are not numbers.
    pub(crate) fn numbers(&self, name: &str) -> Result<&[f64], Faults> {
        self.source.numbers(&self.frame, name).map_err(|faults| self.named(faults))
    }

    /// The same faults with the file of answers called as the study calls it.
    pub(crate) fn named(&self, faults: Faults) -> Faults {
        faults.in_file(&self.source.path().display().to_string(), &self.file)
    }

    pub(crate) fn coding(&self) -> Coding<'_> {
        Coding { codebook: &self.study.codebook, frame: &self.frame, file: self.file.clone() }
    }

    pub(crate) fn codebook(&self) -> &'a Codebook {
        &self.study.codebook
    }

    /// What the design's columns are called in messages.
    pub(crate) fn design_columns(&self) -> DesignColumns {
        if self.study.definition.answers.link.is_some() {
            return design::link_columns();
        }
        design::own_columns(self.study)
    }

    /// The row identifiers, where the study names a column of them.
    pub(crate) fn ids(&self) -> Option<(&str, &Column)> {
        let name = self.study.definition.answers.id.as_deref()?;
        Some((name, self.frame.column(name)?))
    }
}

/// Name of the computed column that says whether a row is in the universe of a table.
pub(crate) fn filter_column(table: usize) -> String {
    format!("sounding: universe of table {table}")
}

/// The same of an analysis.
pub(crate) fn analysis_column(analysis: usize) -> String {
    format!("sounding: universe of analysis {analysis}")
}

fn reading(study: &Study) -> Reading {
    let answers = &study.definition.answers;
    let mut text: BTreeSet<String> = text_columns(&study.codebook).collect();
    text.extend(answers.id.iter().chain(&answers.link).chain(&answers.disposition).cloned());
    for step in &study.definition.weighting {
        let parts = step.calibration().and_then(|own| own.partition.as_ref());
        let margins = step.margins().iter().chain(parts);
        text.extend(margins.flat_map(|margin| margin.split('*')).map(str::to_owned));
    }
    for derived in &study.definition.derive {
        text.remove(&derived.name);
    }
    Reading { text, missing: answers.missing.iter().cloned().collect() }
}

/// Every column that the study's weights and tables read.
fn needed(study: &Study, source: &Source) -> Vec<String> {
    let definition = &study.definition;
    let mut variables: BTreeSet<&str> = BTreeSet::new();
    for step in &definition.weighting {
        use sounding_study::WeightingStep::{NonresponseClasses, NonresponsePropensity};
        let own = match step {
            NonresponseClasses { by, .. } => by,
            NonresponsePropensity { predictors, .. } => predictors,
            _ => step.margins(),
        };
        variables.extend(own.iter().chain(step.totals()).flat_map(|name| name.split('*')));
        if let Some(own) = step.calibration() {
            variables.extend(own.start.iter().chain(&own.variance).map(String::as_str));
        }
    }
    for table in &definition.tables {
        variables.extend(table.questions.iter().map(String::as_str));
        variables.extend(table.by.iter().flat_map(|name| name.split('*')));
    }
    let others = formula_variables(study);
    variables.extend(others.iter().map(String::as_str));
    let mut columns: BTreeSet<String> =
        variables.iter().flat_map(|name| columns_of(source, &study.codebook, name)).collect();
    let answers = &definition.answers;
    columns.extend(answers.id.iter().chain(&answers.link).chain(&answers.disposition).cloned());
    if definition.variance.method == VarianceMethod::Sdr {
        columns.extend(definition.variance.order.clone());
    }
    for (at, table) in definition.tables.iter().enumerate() {
        if table.filter.is_some() {
            columns.insert(filter_column(at));
        }
    }
    for (at, analysis) in definition.analyses.iter().enumerate() {
        if analysis.filter.is_some() {
            columns.insert(analysis_column(at));
        }
    }
    columns.into_iter().collect()
}

fn dispositions(
    study: &Study,
    frame: &Frame,
    file: &str,
    asked: impl Fn(usize) -> bool,
    faults: &mut Vec<Finding>,
) -> Option<Vec<Disposition>> {
    let name = study.definition.answers.disposition.as_deref()?;
    let text = frame.column(name)?.categories();
    let known: Vec<Option<Disposition>> =
        text.labels.iter().map(|label| Disposition::from_code(label)).collect();
    let mut wrong = 0;
    let cases = (0..frame.rows)
        .map(|row| {
            let code = text.codes[row];
            let case = if code == MISSING { None } else { known[code as usize] };
            case.unwrap_or_else(|| {
                wrong += usize::from(asked(row));
                if asked(row) && wrong <= LISTED {
                    faults.push(Finding::error(
                        "E-ANS-005",
                        Place::file(file).line(row as u64 + 2).column(name),
                        format!("\"{}\" is no AAPOR disposition", text.label(row).unwrap_or("")),
                        "write 1.1, 1.2, 2.1, 2.2, 2.3, 3.x or 4.x",
                    ));
                }
                Disposition::NotEligible
            })
        })
        .collect();
    Some(cases)
}

/// Whether a variable is a number.
pub(crate) fn is_numeric(kind: &VariableKind) -> bool {
    matches!(kind, VariableKind::Integer | VariableKind::Decimal)
}
