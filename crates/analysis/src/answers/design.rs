//! The design of the answers: their own columns, or the sample that they are linked to.

use std::collections::BTreeMap;

use sounding_statistics::variance::{Design, DesignInput, SinglePsu};
use sounding_study::{
    PhaseMethod as StudyPhaseMethod, Pps, PpsForm, ReplicateType, SinglePsu as StudySinglePsu, Study,
};
use sounding_survey::{Finding, Place, Text as Words};

use super::LISTED;
use crate::data::{Column, Frame, MISSING, Source, Text};
use crate::estimate::{
    DesignColumns, Form, FrameColumns, PhaseMethod, PpsMethod, Prepared, ReadyContent, ReplicateColumns,
    ReplicateMethod, Request, SecondPhaseColumns, SinglePsuRule, UnequalColumns, collapse_fault,
    design_fault, join, ready,
};
use crate::fault::Faults;
use crate::sample::Sample;

/// A design with the base weights of the rows.
pub(super) struct OwnDesign {
    /// Columns that name strata and units in messages.
    pub(super) labels: Frame,
    pub(super) design: Design,
    pub(super) leaves: Vec<u32>,
    pub(super) base: Vec<f64>,
    pub(super) single: SinglePsu,
    /// Whether each row was asked at all, where the answers come from two phases.
    pub(super) asked: Option<Vec<bool>>,
    /// Replicate weights among `labels`.
    pub(super) replicates: Option<ReplicateColumns>,
    pub(super) warnings: Vec<Words>,
}

/// The design in columns of the answers, or simple random sampling with equal weights where none is given.
pub(super) fn own(study: &Study, source: &Source, faults: &mut Vec<Finding>) -> Option<OwnDesign> {
    let mut design = own_columns(study);
    match replicates(study, source) {
        Ok(own) => design.replicates = own,
        // What else is wrong with the design is said beside it.
        Err(more) => faults.extend(more.0),
    }
    let mut warnings = Vec::new();
    if design.weights.is_none() && design.fpc.is_empty() && design.unequal.is_none() {
        warnings.push(Words::new(
            "Bảng trả lời không có quyền số: mọi người được tính như nhau.",
            "The answers have no weights: everyone counts the same.",
        ));
    }
    let collapse_by = study.definition.variance.collapse_by.clone();
    let request = Request { design, single_psu: rule(study), collapse_by, ..Request::default() };
    let prepared = match Prepared::new(source, &request, &[]) {
        Ok(prepared) => prepared,
        Err(more) => {
            faults.extend(more.0);
            return None;
        }
    };
    warnings.extend(prepared.joined.iter().map(|labels| joined(labels)));
    let DesignColumns { second, replicates, .. } = request.design;
    if let Some(Err(more)) = replicates.as_ref().map(|own| ready::slices(source, own, &prepared.frame)) {
        faults.extend(more.0);
        return None;
    }
    let asked = second.and_then(|second| match prepared.frame.column(&second.selected) {
        Some(Column::Number(values)) => Some(values.iter().map(|value| *value == 1.0).collect()),
        _ => None,
    });
    Some(OwnDesign {
        labels: prepared.frame,
        design: prepared.design,
        leaves: prepared.leaves,
        base: prepared.weights,
        single: prepared.single,
        asked,
        replicates,
        warnings,
    })
}

/// The design of the drawn unit that each row belongs to.
pub(super) fn linked(
    study: &Study,
    link: &str,
    sample: &Sample,
    frame: &Frame,
    file: &str,
    faults: &mut Vec<Finding>,
) -> Option<OwnDesign> {
    let text = frame.column(link)?.categories();
    let of_label: BTreeMap<&str, usize> = sample
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| row.labels.last().map(|label| (label.as_str(), at)))
        .collect();
    let known: Vec<Option<usize>> =
        text.labels.iter().map(|label| of_label.get(label.as_str()).copied()).collect();
    let mut units = vec![0; frame.rows];
    let (mut wrong, mut rows_of) = (0, vec![0u64; sample.rows.len()]);
    for (row, unit) in units.iter_mut().enumerate() {
        let code = text.codes[row];
        if let Some(at) = if code == MISSING { None } else { known[code as usize] } {
            *unit = at;
            rows_of[at] += 1;
        } else {
            wrong += 1;
            if wrong <= LISTED {
                faults.push(Finding::error(
                    "E-ANS-004",
                    Place::file(file).line(row as u64 + 2).column(link),
                    format!("\"{}\" is not in the sample", text.label(row).unwrap_or("")),
                    "correct the unit, or take the row out: only people who were drawn have a weight",
                ));
            }
        }
    }
    let mut warnings = Vec::new();
    let (mut missing, mut persons) = (0u64, 0u64);
    for (at, unit) in sample.rows.iter().enumerate() {
        let invited = unit.invite.map_or(1, |(take, _)| take);
        persons += invited;
        missing += invited.saturating_sub(rows_of[at]);
        if rows_of[at] > invited && faults.len() < 2 * LISTED {
            faults.push(Finding::error(
                "E-ANS-006",
                Place::file(file).column(link),
                format!(
                    "\"{}\" has {} rows, and {invited} were to be invited there",
                    unit.labels.last().map_or("", String::as_str),
                    rows_of[at]
                ),
                "give every invited person one row, and nobody else",
            ));
        }
    }
    if missing > 0 {
        warnings.push(Words::new(
            format!("{missing} trong {persons} người được mời không có dòng nào trong bảng trả lời; quyền số không tính đến họ."),
            format!("{missing} of the {persons} people invited have no row in the answers; the weights know nothing of them."),
        ));
    }
    if !faults.is_empty() {
        return None;
    }
    let rows: Vec<_> = units.iter().map(|&at| &sample.rows[at]).collect();
    let stages = sample.rows.iter().map(|row| row.populations.len()).min().unwrap_or(0);
    let mut strata = Text::of(rows.iter().map(|row| Some(&row.variance_stratum)));
    let mut units_of = vec![Text::of(rows.iter().map(|row| Some(&row.variance_unit))).codes];
    for stage in 1..sample.units.len().min(stages.max(1)) {
        units_of.push(Text::of(rows.iter().map(|row| Some(row.labels[..=stage].join("/")))).codes);
    }
    if stages > sample.units.len() {
        units_of.push((0..frame.rows as u32).collect());
    }
    let mut corrections: Vec<Vec<f64>> =
        (0..stages).map(|stage| rows.iter().map(|row| row.populations[stage] as f64).collect()).collect();
    let columns: Vec<&[u32]> = units_of.iter().map(Vec::as_slice).collect();
    let mut labels = Frame::new(frame.rows);
    labels.insert("stratum", Column::Text(strata.clone()));
    if rule(study) == SinglePsuRule::Collapse {
        match join(&mut strata, columns.first().copied(), corrections.first_mut(), None) {
            Ok(groups) => warnings.extend(groups.iter().map(|labels| joined(labels))),
            Err(error) => {
                faults.extend(collapse_fault(&error, file, &link_columns(), None, &labels).0);
                return None;
            }
        }
    }
    let fpc: Vec<&[f64]> = corrections.iter().map(Vec::as_slice).collect();
    let input = DesignInput { rows: frame.rows, strata: Some(&strata.codes), stages: &columns, fpc: &fpc };
    let made = Design::new(&input);
    match made {
        Ok((design, leaves)) => Some(OwnDesign {
            labels,
            design,
            leaves,
            base: rows.iter().map(|row| row.weight).collect(),
            single: rule(study).into(),
            asked: None,
            replicates: None,
            warnings,
        }),
        Err(error) => {
            faults.extend(design_fault(&error, file, &link_columns(), &labels).0);
            None
        }
    }
}

/// The columns in which the answers bring their design, replicate weights apart, which only the answers can tell by name.
pub(crate) fn own_columns(study: &Study) -> DesignColumns {
    let own = study.definition.design.clone().unwrap_or_default();
    let unequal = (!own.probabilities.is_empty()).then(|| UnequalColumns {
        probabilities: own.probabilities,
        method: match own.pps {
            Pps::Brewer => PpsMethod::Brewer,
            Pps::Hajek => PpsMethod::Hajek,
            Pps::Deville => PpsMethod::Deville,
            Pps::HartleyRao => PpsMethod::HartleyRao,
            Pps::Overton => PpsMethod::Overton,
            Pps::Joint => PpsMethod::Joint,
        },
        form: match own.pps_form {
            PpsForm::HorvitzThompson => Form::HorvitzThompson,
            PpsForm::YatesGrundy => Form::YatesGrundy,
        },
        joint: own.joint.map(|name| study.folder.join(name)),
    });
    let second = own.second.map(|second| SecondPhaseColumns {
        selected: second.selected,
        strata: second.strata,
        psu: second.psu,
        probabilities: second.probabilities,
        method: match second.method {
            StudyPhaseMethod::Full => PhaseMethod::Full,
            StudyPhaseMethod::Simple => PhaseMethod::Simple,
        },
    });
    let frames = own.frames.map(|frames| FrameColumns {
        frame: frames.frame,
        members: frames.members,
        share: frames.share,
    });
    DesignColumns {
        weights: own.weights,
        strata: own.strata,
        psu: own.psu,
        fpc: own.fpc,
        unequal,
        second,
        frames,
        replicates: None,
    }
}

/// The replicate weights that the answers bring. What the study asks or derives is an answer, whatever its name begins with.
fn replicates(study: &Study, source: &Source) -> Result<Option<ReplicateColumns>, Faults> {
    let Some(own) = study.definition.design.as_ref().and_then(|own| own.replicates.as_ref()) else {
        return Ok(None);
    };
    let columns = source.starred(&own.columns, |column| study.codebook.variable(column).is_none())?;
    let own = ReplicateColumns {
        columns,
        content: if own.multipliers { ReadyContent::Multipliers } else { ReadyContent::Weights },
        method: match own.method {
            ReplicateType::Jk1 => ReplicateMethod::Jk1,
            ReplicateType::Jkn => ReplicateMethod::Jkn,
            ReplicateType::Jk2 => ReplicateMethod::Jk2,
            ReplicateType::Brr => ReplicateMethod::Brr,
            ReplicateType::Fay { rho } => ReplicateMethod::Fay { rho },
            ReplicateType::Bootstrap { average } => ReplicateMethod::Bootstrap { average },
            ReplicateType::SuccessiveDifference => ReplicateMethod::SuccessiveDifference,
            ReplicateType::Other => ReplicateMethod::Other,
        },
        scale: own.scale,
        rscales: own.rscales.clone(),
        around_estimate: own.mse,
        df: own.df.map(|df| df as usize),
    };
    Ok(Some(own.spread()))
}

fn joined(labels: &str) -> Words {
    Words::new(
        format!("Các tầng được gộp khi tính phương sai: {labels}."),
        format!("Strata joined for the variance: {labels}."),
    )
}

/// What a linked design's columns are called in messages.
pub(crate) fn link_columns() -> DesignColumns {
    DesignColumns { strata: Some("stratum".into()), ..DesignColumns::default() }
}

fn rule(study: &Study) -> SinglePsuRule {
    match study.definition.variance.single_psu {
        StudySinglePsu::Fail => SinglePsuRule::Fail,
        StudySinglePsu::Remove => SinglePsuRule::Remove,
        StudySinglePsu::Certainty => SinglePsuRule::Certainty,
        StudySinglePsu::Adjust => SinglePsuRule::Adjust,
        StudySinglePsu::Average => SinglePsuRule::Average,
        StudySinglePsu::AdjustDomain => SinglePsuRule::AdjustDomain,
        StudySinglePsu::AverageDomain => SinglePsuRule::AverageDomain,
        StudySinglePsu::Collapse => SinglePsuRule::Collapse,
    }
}
