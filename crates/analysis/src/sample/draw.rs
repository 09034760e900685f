//! Drawing a sample stage by stage, each unit carrying its inclusion probability.

use std::collections::BTreeMap;
use std::fmt::Display;

use sounding_statistics::numerics::Stream;
use sounding_statistics::sampling;
use sounding_study::{Definition, Frame, FrameSample, Selection, Stage};
use sounding_survey::{BalanceSummary, Place, SampleStageSummary, SampleSummary, StratumSummary};

use super::permanent::Register;
use super::{Drawn, STREAM, Sample, SampleRow, rotation};
use crate::fault::Faults;

/// Draws the sample that `[sample]` describes. Units keep the frame's order, which systematic selection follows; strata
/// are drawn in the order of their labels, but a balanced first stage is drawn in all of them at once.
pub fn draw(definition: &Definition, frame: &Frame) -> Result<Drawn, Faults> {
    let Some(design) = &definition.sample else {
        return Err(Faults::one(
            "E-SAMPLE-001",
            Place::file("study.toml").column("sample"),
            "the study does not say how a sample is drawn",
            "add [sample] with its stages",
        ));
    };
    let file = &definition.files.frame;
    let seed = definition.about.seed.unwrap_or(0);
    let draw = Draw::new(design, frame, file)?.with_register(seed)?;
    let strata = draw.strata();
    let sizes = draw.allocation(&strata)?;
    let parts: Vec<Part> = strata
        .iter()
        .zip(&sizes)
        .map(|((_, members), &size)| {
            let units = draw.units(0, members);
            Part { size: size.min(units.len() as u64) as usize, units }
        })
        .collect();
    let mut made = Made {
        stream: Stream::new(seed, STREAM),
        stages: design.stages.iter().map(summary).collect(),
        rows: Vec::new(),
    };
    let mut balanced = if design.stages.first().is_some_and(|stage| stage.method == Selection::Cube) {
        let first = draw.balanced(0, &parts, &mut made).map_err(|error| draw.fault(&error, ""))?;
        first.into_iter().map(Some).collect()
    } else {
        vec![None; parts.len()]
    };
    let mut summaries = Vec::new();
    for (at, ((label, _), part)) in strata.iter().zip(&parts).enumerate() {
        let start = Path { stratum: label.clone(), ..Path::default() };
        let drawn = draw.stage(0, &start, part, balanced[at].take(), &mut made)?;
        summaries.push(StratumSummary { label: label.clone(), frame_units: part.units.len() as u64, drawn });
    }
    let Made { stages, mut rows, .. } = made;
    if rows.is_empty() && design.stages.iter().any(|stage| stage.method.random_size()) {
        return Err(Faults::one(
            "E-SAMPLE-011",
            Place::file("study.toml").column("sample.stages"),
            "chance drew nobody at all",
            "expect more units, or use a method of fixed size, such as pareto",
        ));
    }
    let rotation_groups = match &design.rotation {
        Some(plan) => rotation::assign(plan, &mut rows, seed)?,
        None => 0,
    };
    let drawn = stages.last().map_or(0, |stage| stage.drawn);
    let listed = design.stages.iter().filter(|stage| stage.count.is_none());
    let sample = Sample { units: listed.map(|stage| stage.unit.clone()).collect(), rows };
    let summary = SampleSummary { stages, strata: summaries, drawn, seed, stream: STREAM, rotation_groups };
    Ok(Drawn { sample, summary })
}

fn summary(stage: &Stage) -> SampleStageSummary {
    SampleStageSummary {
        unit: stage.unit.clone(),
        method: stage.method.name().to_owned(),
        size: stage.size.clone(),
        balance: stage
            .balance
            .iter()
            .map(|column| BalanceSummary { column: column.clone(), ..BalanceSummary::default() })
            .collect(),
        ..SampleStageSummary::default()
    }
}

/// Units of a stage, each with its label and its rows of the frame.
pub(super) type Units = Vec<(String, Vec<usize>)>;

/// Units among which so many are drawn: a stratum, or what is inside a selected unit.
pub(super) struct Part {
    pub(super) units: Units,
    pub(super) size: usize,
}

/// What the draw makes on its way.
pub(super) struct Made {
    pub(super) stream: Stream,
    pub(super) stages: Vec<SampleStageSummary>,
    rows: Vec<SampleRow>,
}

/// What was selected on the way down to a unit.
#[derive(Debug, Clone, Default)]
struct Path {
    stratum: String,
    labels: Vec<String>,
    probabilities: Vec<f64>,
    hits: u32,
    certain: bool,
    populations: Vec<u64>,
    equal: bool,
}

pub(super) struct Draw<'a> {
    pub(super) design: &'a FrameSample,
    pub(super) frame: &'a Frame,
    pub(super) file: &'a str,
    pub(super) numbers: BTreeMap<&'a str, Vec<f64>>,
    pub(super) register: Register,
}

impl<'a> Draw<'a> {
    fn new(design: &'a FrameSample, frame: &'a Frame, file: &'a str) -> Result<Draw<'a>, Faults> {
        let mut faults = Vec::new();
        let mut numbers = BTreeMap::new();
        let allocation = &design.allocation;
        let stages = design
            .stages
            .iter()
            .flat_map(|stage| stage.size.iter().chain(&stage.count).chain(&stage.balance));
        for name in stages.chain(&allocation.size).chain(&allocation.sd).chain(&allocation.cost) {
            match frame.numbers(name, file) {
                Ok(values) => {
                    numbers.insert(name.as_str(), values);
                }
                Err(more) => faults.extend(more),
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        Ok(Draw { design, frame, file, numbers, register: Register::default() })
    }

    /// The draw with the permanent numbers of the stages that use them.
    fn with_register(mut self, seed: u64) -> Result<Draw<'a>, Faults> {
        self.register = Register::of(&self, seed)?;
        Ok(self)
    }

    /// Rows of each stratum, by label.
    fn strata(&self) -> Vec<(String, Vec<usize>)> {
        let mut strata: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in 0..self.frame.rows {
            let parts: Vec<&str> =
                self.design.strata.iter().map(|name| self.frame.columns[name][row].as_str()).collect();
            strata.entry(parts.join("/")).or_default().push(row);
        }
        strata.into_iter().collect()
    }

    /// The units of a listed stage among `members`, in the order of the frame, each with its rows.
    pub(super) fn units(&self, stage: usize, members: &[usize]) -> Units {
        let column = &self.frame.columns[&self.design.stages[stage].unit];
        let mut units = Units::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for &row in members {
            let label = column[row].as_str();
            let at = *known.entry(label).or_insert_with(|| {
                units.push((label.to_owned(), Vec::new()));
                units.len() - 1
            });
            units[at].1.push(row);
        }
        units
    }

    /// Selects units of a stage (or takes those that are `chosen` already) and goes on with the next stage in each. Says how many
    /// were drawn, counting each hit.
    fn stage(
        &self,
        at: usize,
        path: &Path,
        part: &Part,
        chosen: Option<Vec<sampling::Drawn>>,
        made: &mut Made,
    ) -> Result<u64, Faults> {
        let stage = &self.design.stages[at];
        let units = &part.units;
        made.stages[at].frame_units += units.len() as u64;
        if part.size == 0 {
            return Ok(0);
        }
        let chosen = match chosen {
            Some(chosen) => chosen,
            None => self.select(at, part, made).map_err(|error| {
                let labels = path.labels.iter().map(String::as_str);
                let inside: Vec<&str> = [path.stratum.as_str()].into_iter().chain(labels).collect();
                self.fault(&error, &inside.join(" / "))
            })?,
        };
        let equal = equal(stage) && (at == 0 || path.equal);
        for unit in &chosen {
            let (label, own) = &units[unit.unit];
            made.stages[at].drawn += 1;
            made.stages[at].certainty += u64::from(unit.certainty);
            let mut next = path.clone();
            next.labels.push(label.clone());
            next.probabilities.push(unit.probability);
            next.hits = unit.hits.max(1) * path.hits.max(1);
            next.equal = equal;
            if equal {
                next.populations.push(units.len() as u64);
            }
            if at == 0 {
                next.certain = unit.certainty && !equal;
            }
            match self.design.stages.get(at + 1) {
                None => made.rows.push(row(&next, None)),
                Some(last) if last.count.is_some() => {
                    let count = last.count.as_deref().map_or(0.0, |name| self.numbers[name][own[0]]) as u64;
                    let take = last.take.unwrap_or(1).min(count);
                    made.stages[at + 1].frame_units += count;
                    made.stages[at + 1].drawn += take;
                    if take > 0 {
                        made.rows.push(row(&next, Some((take, count))));
                    }
                }
                Some(following) => {
                    let units = self.units(at + 1, own);
                    let size = following.take.unwrap_or(1).min(units.len() as u64) as usize;
                    self.stage(at + 1, &next, &Part { units, size }, None, made)?;
                }
            }
        }
        Ok(chosen.iter().map(|unit| u64::from(unit.hits)).sum())
    }

    pub(super) fn fault(&self, error: &impl Display, place: &str) -> Faults {
        let inside = if place.is_empty() { String::new() } else { format!(" in {place}") };
        Faults::one(
            "E-SAMPLE-006",
            Place::file(self.file),
            format!("the sample cannot be drawn{inside}: {error}"),
            "correct the frame's sizes, or the sizes of the sample in study.toml",
        )
    }
}

/// Whether the units of a stage have equal probabilities in a sample of fixed size.
fn equal(stage: &Stage) -> bool {
    match stage.method {
        Selection::Srs | Selection::Systematic | Selection::SrsPermanent => true,
        Selection::Cube => stage.size.is_none(),
        _ => false,
    }
}

fn row(path: &Path, invite: Option<(u64, u64)>) -> SampleRow {
    let probability: f64 = path.probabilities.iter().product();
    let share = invite.map_or(1.0, |(take, count)| take as f64 / count as f64);
    let mut populations = path.populations.clone();
    if let (true, Some((_, count))) = (path.equal, invite) {
        populations.push(count);
    }
    // A unit drawn with certainty was not sampled at that stage: sampling error begins inside it.
    let (variance_stratum, variance_unit) = if path.certain && path.labels.len() > 1 {
        (format!("{}/{}", path.stratum, path.labels[0]), path.labels[..2].join("/"))
    } else {
        (path.stratum.clone(), path.labels[0].clone())
    };
    SampleRow {
        stratum: path.stratum.clone(),
        labels: path.labels.clone(),
        probabilities: path.probabilities.clone(),
        hits: path.hits,
        invite,
        weight: f64::from(path.hits) / (probability * share),
        variance_stratum,
        variance_unit,
        populations,
        rotation: None,
    }
}
