//! A file's rows under their design: what every computation from a file starts from.

use sounding_statistics::estimation::contrast::{Joint, joint};
use sounding_statistics::estimation::{Context, Statistic};
use sounding_statistics::models::CalibrationRows;
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::testing::of_replicates;
use sounding_statistics::variance::{Calibration, DesignError, SinglePsu};

use sounding_survey::Place;

use super::design::design_fault;
use super::prepare::{DOMAIN, Prepared};
use super::replicates::{Replicated, Rows};
use super::{DesignFacts, Request, VarianceMethod, ready};
use crate::data::{Column, Source, Text};
use crate::fault::Faults;

/// Rows, design and replicates of a request.
pub(crate) struct Sampled<'a> {
    pub(crate) source: &'a Source,
    pub(crate) request: &'a Request,
    pub(crate) prepared: &'a Prepared,
    pub(crate) replicated: Option<&'a Replicated<'a>>,
    /// The calibration that the weights went through, where it is known.
    pub(crate) calibrated: Option<Calibrated<'a>>,
}

/// What linearisation needs of a calibration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calibrated<'a> {
    /// The auxiliary totals that the weights meet.
    pub(crate) calibration: &'a Calibration,
    /// Pattern and weight before it of each row.
    pub(crate) rows: CalibrationRows<'a>,
}

/// Computes the derived variables and the domain of study.
pub(crate) fn derive(source: &mut Source, request: &Request) -> Result<(), Faults> {
    for (name, sql) in &request.derive {
        source.derive(name, sql)?;
    }
    if let Some(filter) = &request.filter {
        source.derive(DOMAIN, &format!("CASE WHEN {filter} THEN 1 ELSE 0 END"))?;
    }
    Ok(())
}

/// Does `work` with the rows under their design, and hands it what was noticed so far.
pub(crate) fn with_design<T>(
    source: &Source,
    request: &Request,
    prepared: &Prepared,
    work: impl FnOnce(&Sampled<'_>, Vec<String>) -> Result<T, Faults>,
) -> Result<T, Faults> {
    let mut warnings: Vec<String> =
        prepared.joined.iter().map(|labels| format!("strata joined for the variance: {labels}")).collect();
    if request.design.second.is_some() && request.variance != VarianceMethod::Taylor {
        return Err(Faults::one(
            "E-EST-009",
            Place::file(source.path().display().to_string()),
            "replicates know one phase only",
            "leave --replicates out for a sample in two phases",
        ));
    }
    let slices = match &request.design.replicates {
        Some(columns) => ready::slices(source, columns, &prepared.frame)?,
        None => Vec::new(),
    };
    let replicated = match &request.design.replicates {
        Some(columns) => {
            let (ready, notes) = Replicated::ready(source, columns, &slices, prepared)?;
            warnings.extend(notes);
            Some(ready)
        }
        None if request.variance == VarianceMethod::Taylor => None,
        None => Some(Replicated::made(source, request, prepared)?),
    };
    let replicated = replicated.as_ref();
    work(&Sampled { source, request, prepared, replicated, calibrated: None }, warnings)
}

impl<'a> Sampled<'a> {
    /// The design as it was understood.
    pub(crate) fn facts(&self) -> DesignFacts {
        let df = self.replicated.filter(|replicated| replicated.is_ready()).map(Replicated::df);
        self.prepared.facts(self.request, df)
    }

    pub(crate) fn context(&self) -> Context<'_> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = match self.replicated {
            Some(_) => SinglePsu::Remove,
            None => self.prepared.single,
        };
        let calibration = self.calibrated.map(|own| own.calibration);
        Context { design: &self.prepared.design, single, calibration }
    }

    /// What rows need beside their weights where the context has a calibration.
    pub(crate) fn calibration_rows(&self) -> Option<CalibrationRows<'a>> {
        self.calibrated.map(|own| own.rows)
    }

    /// Sums by calibration pattern, where the context has a calibration.
    pub(crate) fn cross(&self, cells: &[u32], values: &[&[f64]]) -> Option<Moments> {
        self.calibrated.map(|own| Moments::of(own.rows.patterns, cells, own.rows.base, values))
    }

    /// The same of rows that are in memory only where there is a calibration.
    pub(crate) fn cross_of(&self, rows: Rows<'_>) -> Option<Moments> {
        rows.and_then(|(cells, values)| self.cross(cells, values))
    }

    /// The degrees of freedom of a domain that has `linearised` under the design.
    pub(crate) fn df(&self, linearised: f64) -> f64 {
        // Replicates of a file know no domains: their degrees of freedom serve for all.
        match self.replicated {
            Some(replicated) if replicated.is_ready() => replicated.df() as f64,
            Some(replicated) => linearised.min(replicated.df() as f64),
            None => linearised,
        }
    }

    /// Statistics of the cells, whose expressions are `values`, with the covariances between them.
    pub(crate) fn joint(
        &self,
        cells: &[u32],
        values: &[&[f64]],
        statistics: &[Statistic],
    ) -> Result<Joint, Faults> {
        let prepared = self.prepared;
        let moments = Moments::of(&prepared.leaves, cells, &prepared.weights, values);
        let cross = self.cross(cells, values);
        let found = joint(&self.context(), &moments, cross.as_ref(), statistics)
            .map_err(|error| self.fault(&error))?;
        Ok(match self.replicated {
            Some(replicated) => {
                let own = replicated.statistics(&moments, Some((cells, values)), statistics);
                Joint { degrees_of_freedom: self.df(found.degrees_of_freedom), ..of_replicates(&own) }
            }
            None => found,
        })
    }

    pub(crate) fn numbers(&self, name: &str) -> Result<&'a [f64], Faults> {
        if let Some(Column::Number(values)) = self.prepared.frame.column(&number_of(name)) {
            return Ok(values);
        }
        self.source.numbers(&self.prepared.frame, name)
    }

    pub(crate) fn categories(&self, name: &str) -> Text {
        self.prepared.frame.column(name).map_or_else(|| Text::of([None::<&str>]), Column::categories)
    }

    pub(crate) fn fault(&self, error: &DesignError) -> Faults {
        design_fault(
            error,
            &self.source.path().display().to_string(),
            &self.request.design,
            &self.prepared.frame,
        )
    }

    /// Rows in the domain of study that lack one of the values.
    pub(crate) fn missing(&self, values: &[&[f64]]) -> u64 {
        let inside = |row: &usize| self.prepared.cells[*row] != OUTSIDE;
        let lacks = |row: &usize| values.iter().any(|column| column[*row].is_nan());
        (0..self.prepared.frame.rows).filter(inside).filter(lacks).count() as u64
    }
}

/// Where the numbers of a variable stand whose own column holds categories.
pub(crate) fn number_of(name: &str) -> String {
    format!("sounding: numbers of {name}")
}

/// What is said of rows without a value; nothing where there are none.
pub(crate) fn missing_words(missing: u64, names: &[&str]) -> Option<String> {
    (missing > 0).then(|| {
        format!(
            "{missing} rows have no value of {}; they count as outside the domain, and their units stay in the design",
            names.join(" or ")
        )
    })
}
