//! Samples in two phases, and samples from several frames.

use sounding_statistics::estimation::frames::{FrameEstimator, FramesInput, frame_weights};
use sounding_statistics::variance::two_phase::{SecondPhase, TwoPhase, TwoPhaseError, TwoPhaseInput};
use sounding_statistics::variance::{Design, DesignError, DesignInput, Linearised, SinglePsu};
use sounding_survey::{Finding, Place};

use super::design::design_fault;
use super::domains::texts;
use super::{DesignColumns, FrameColumns, SecondPhaseColumns};
use crate::data::{Column, Frame, MISSING, Source, Text};
use crate::fault::Faults;

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// The design of both phases, with leaf and weight of each row; rows that are not in the second phase weigh nothing.
pub(super) fn second(
    source: &Source,
    columns: &DesignColumns,
    second: &SecondPhaseColumns,
    frame: &Frame,
    first: &DesignInput<'_>,
    weights: Option<Vec<f64>>,
    single: SinglePsu,
) -> Result<(Design, Vec<u32>, Vec<f64>), Faults> {
    let mut faults = Vec::new();
    let selected = kept(flags(source, frame, &second.selected), &mut faults);
    let strata = second.strata.as_ref().map(|name| kept(codes(source, frame, name), &mut faults));
    let units: Vec<_> = second.psu.iter().map(|name| kept(codes(source, frame, name), &mut faults)).collect();
    let probabilities = second.probabilities.as_ref();
    let probabilities = probabilities.map(|name| kept(source.numbers(frame, name), &mut faults));
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let stages: Vec<&[u32]> = units.iter().map(Vec::as_slice).collect();
    let drawn = match probabilities {
        Some(probabilities) => SecondPhase::Independent(probabilities),
        None => SecondPhase::Stages { strata: strata.as_deref(), stages: &stages },
    };
    let place = || Place::file(source.path().display().to_string());
    let fault = |error: TwoPhaseError| match error {
        TwoPhaseError::First(error) => {
            design_fault(&error, &source.path().display().to_string(), columns, frame)
        }
        TwoPhaseError::EmptyStratum { row } => {
            let column = second.strata.clone().unwrap_or_default();
            let label = frame.column(&column).and_then(|column| column.label(row)).unwrap_or_default();
            Faults::one(
                "E-EST-016",
                place().line(row as u64 + 2).column(column),
                format!("nobody of the stratum \"{label}\" is in the second phase"),
                "join it with another stratum of the second phase: what nobody was asked cannot be estimated",
            )
        }
        TwoPhaseError::Probability { row, value } => Faults::one(
            "E-EST-010",
            place().line(row as u64 + 2).column(second.probabilities.clone().unwrap_or_default()),
            format!("expected a probability of inclusion above 0 and at most 1, found {value}"),
            "give every row the probability with which it was drawn into the second phase",
        ),
        other => Faults::one(
            "E-EST-016",
            place(),
            other.to_string(),
            "choose another --phase2-method or --single-psu (phase2_method and single_psu in study.toml), or look at the second phase's columns",
        ),
    };
    let (first_design, first_leaves) = Design::new(first)
        .map_err(|error| design_fault(&error, &source.path().display().to_string(), columns, frame))?;
    let first_weights = weights.unwrap_or_else(|| {
        if first.fpc.is_empty() { vec![1.0; first.rows] } else { first_design.weights(&first_leaves) }
    });
    let input = TwoPhaseInput { first: *first, selected: &selected, second: drawn };
    let (phases, mut own) = TwoPhase::new(&input).map_err(fault)?;
    let (rows, of_selected) = (phases.rows().to_vec(), phases.weights(&first_weights));
    // A single unit of the second phase is said here, where its phase is known, and not by the estimates.
    let nothing = Linearised { estimates: 1, ..Linearised::default() };
    if let Err(TwoPhaseError::Second(DesignError::SinglePsu { stage, rows: lonely })) =
        phases.covariance(&nothing, None, second.method, single)
    {
        let lonely = lonely.iter().map(|&at| rows[at]).collect();
        let of_second = DesignColumns {
            strata: second.strata.clone(),
            psu: second.psu.clone(),
            ..DesignColumns::default()
        };
        let error = DesignError::SinglePsu { stage, rows: lonely };
        return Err(design_fault(&error, &source.path().display().to_string(), &of_second, frame));
    }
    let design = phases.into_design(&mut own, second.method, single).map_err(fault)?;
    let (mut leaves, mut weights) = (vec![0; first.rows], vec![0.0; first.rows]);
    for ((&row, &leaf), &weight) in rows.iter().zip(&own).zip(&of_selected) {
        leaves[row] = leaf;
        weights[row] = weight;
    }
    Ok((design, leaves, weights))
}

/// Strata that keep frames apart, and what weights are multiplied by so that all samples together count nobody twice.
pub(super) fn frames(
    source: &Source,
    columns: &FrameColumns,
    frame: &Frame,
    strata: Option<&Text>,
) -> Result<(Vec<u32>, Vec<f64>), Faults> {
    let place = || Place::file(source.path().display().to_string());
    let own = frame.column(&columns.frame).map_or_else(|| Text::of([None::<&str>]), Column::categories);
    let of = codes(source, frame, &columns.frame)?;
    let count = own.labels.len();
    if columns.members.len() != count {
        return Err(Faults::one(
            "E-EST-017",
            place().column(&columns.frame),
            format!(
                "there are {count} frames ({}) and {} columns that say who belongs to them",
                own.labels.join(", "),
                columns.members.len()
            ),
            "name one column for each frame, in the order of the frames' labels",
        ));
    }
    let mut member = vec![0u64; frame.rows];
    let mut faults = Vec::new();
    for (number, name) in columns.members.iter().enumerate() {
        let belongs = match flags(source, frame, name) {
            Ok(belongs) => belongs,
            Err(more) => {
                faults.extend(more.0);
                continue;
            }
        };
        let strangers = (0..frame.rows).filter(|&row| of[row] as usize == number && !belongs[row]);
        faults.extend(strangers.take(LISTED).map(|row| {
            Finding::error(
                "E-EST-017",
                place().line(row as u64 + 2).column(name),
                format!("the row was drawn from the frame \"{}\" and does not belong to it", own.labels[number]),
                "correct the frame, or the column that says who belongs to it; its columns stand in the order of the frames' labels",
            )
        }));
        for (bits, belongs) in member.iter_mut().zip(belongs) {
            *bits |= u64::from(belongs) << (number % 64);
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let ones = vec![1.0; frame.rows];
    let input = FramesInput { frames: count, frame: &of, member: &member, weights: &ones };
    let estimator = columns.share.map_or(FrameEstimator::Multiplicity, FrameEstimator::Fixed);
    let shared = frame_weights(&input, &estimator).map_err(|error| {
        Faults::one(
            "E-EST-017",
            place().column(&columns.frame),
            error.to_string(),
            "every row belongs to the frame from which it was drawn; a share of the overlap is for two frames",
        )
    })?;
    let size = strata.map_or(1, |strata| strata.labels.len() as u32);
    let crossed = |row: usize| of[row] * size + strata.map_or(0, |strata| strata.codes[row]);
    Ok(((0..frame.rows).map(crossed).collect(), shared))
}

/// A column, or none of its values where something is wrong with it, which is kept to be said with the rest.
fn kept<T: Default>(read: Result<T, Faults>, faults: &mut Vec<Finding>) -> T {
    read.unwrap_or_else(|more| {
        faults.extend(more.0);
        T::default()
    })
}

/// Codes of a column in which every row has a value.
fn codes(source: &Source, frame: &Frame, name: &String) -> Result<Vec<u32>, Faults> {
    let Some(text) = frame.column(name).map(texts) else { return Ok(vec![0; frame.rows]) };
    let faults: Vec<Finding> = (0..frame.rows)
        .filter(|&row| text.codes[row] == MISSING)
        .take(LISTED)
        .map(|row| {
            let place = Place::file(source.path().display().to_string()).line(row as u64 + 2).column(name);
            let remedy = "give every row its stratum, its units and its frame";
            Finding::error("E-EST-002", place, "the row has no stratum, sampling unit or frame", remedy)
        })
        .collect();
    if faults.is_empty() { Ok(text.codes.clone()) } else { Err(Faults(faults)) }
}

/// A column of ones and noughts.
fn flags(source: &Source, frame: &Frame, name: &str) -> Result<Vec<bool>, Faults> {
    let values = source.numbers(frame, name)?;
    let faults: Vec<Finding> = (values.iter().enumerate())
        .filter(|(_, value)| **value != 0.0 && **value != 1.0)
        .take(LISTED)
        .map(|(row, value)| {
            let place = Place::file(source.path().display().to_string()).line(row as u64 + 2).column(name);
            let found = if value.is_nan() { "nothing".to_owned() } else { value.to_string() };
            Finding::error(
                "E-EST-018",
                place,
                format!("expected 1 or 0, found {found}"),
                "write 1 for yes and 0 for no",
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(values.iter().map(|value| *value == 1.0).collect())
    } else {
        Err(Faults(faults))
    }
}
