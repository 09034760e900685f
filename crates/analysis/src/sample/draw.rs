//! Drawing a sample stage by stage, each unit carrying its inclusion probability.

use std::collections::BTreeMap;

use sounding_statistics::numerics::Stream;
use sounding_statistics::sampling::allocation::{Allocation, allocate};
use sounding_statistics::sampling::{self, SamplingError};
use sounding_study::{AllocationMethod, Definition, Frame, FrameSample, Selection, Stage};
use sounding_survey::{Finding, Place, SampleStageSummary, SampleSummary, StratumSummary};

use super::{Drawn, STREAM, Sample, SampleRow};
use crate::fault::Faults;

/// Draws the sample that `[sample]` describes. Units keep the frame's order, which systematic selection follows; strata
/// are drawn in the order of their labels.
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
    let draw = Draw::new(design, frame, file)?;
    let mut stream = Stream::new(seed, STREAM);
    let strata = draw.strata();
    let sizes = draw.allocation(&strata)?;
    let mut rows = Vec::new();
    let mut stages: Vec<SampleStageSummary> = design.stages.iter().map(summary).collect();
    let mut summaries = Vec::new();
    for ((label, members), &size) in strata.iter().zip(&sizes) {
        let units = draw.units(0, members).len() as u64;
        summaries.push(StratumSummary { label: label.clone(), frame_units: units, drawn: size });
        let start = Path { stratum: label.clone(), ..Path::default() };
        draw.stage(0, &start, members, size, &mut stream, &mut stages, &mut rows)?;
    }
    let drawn = stages.last().map_or(0, |stage| stage.drawn);
    let listed = design.stages.iter().filter(|stage| stage.count.is_none());
    let sample = Sample { units: listed.map(|stage| stage.unit.clone()).collect(), rows };
    Ok(Drawn { sample, summary: SampleSummary { stages, strata: summaries, drawn, seed, stream: STREAM } })
}

fn summary(stage: &Stage) -> SampleStageSummary {
    SampleStageSummary {
        unit: stage.unit.clone(),
        method: stage.method.name().to_owned(),
        size: stage.size.clone(),
        ..SampleStageSummary::default()
    }
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

struct Draw<'a> {
    design: &'a FrameSample,
    frame: &'a Frame,
    file: &'a str,
    numbers: BTreeMap<&'a str, Vec<f64>>,
}

impl<'a> Draw<'a> {
    fn new(design: &'a FrameSample, frame: &'a Frame, file: &'a str) -> Result<Draw<'a>, Faults> {
        let mut faults = Vec::new();
        let mut numbers = BTreeMap::new();
        let allocation = &design.allocation;
        let stages = design.stages.iter().flat_map(|stage| stage.size.iter().chain(&stage.count));
        for name in stages.chain(&allocation.size).chain(&allocation.sd).chain(&allocation.cost) {
            match frame.numbers(name, file) {
                Ok(values) => {
                    numbers.insert(name.as_str(), values);
                }
                Err(more) => faults.extend(more),
            }
        }
        if faults.is_empty() { Ok(Draw { design, frame, file, numbers }) } else { Err(Faults(faults)) }
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
    fn units(&self, stage: usize, members: &[usize]) -> Vec<(String, Vec<usize>)> {
        let column = &self.frame.columns[&self.design.stages[stage].unit];
        let mut units: Vec<(String, Vec<usize>)> = Vec::new();
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

    /// First-stage units for each stratum.
    fn allocation(&self, strata: &[(String, Vec<usize>)]) -> Result<Vec<u64>, Faults> {
        let wanted = &self.design.allocation;
        let capacity: Vec<u64> =
            strata.iter().map(|(_, members)| self.units(0, members).len() as u64).collect();
        let sum = |name: &str| -> Vec<f64> {
            strata.iter().map(|(_, rows)| rows.iter().map(|&row| self.numbers[name][row]).sum()).collect()
        };
        let measure = match &wanted.size {
            Some(name) => sum(name),
            None => capacity.iter().map(|&units| units as f64).collect(),
        };
        if wanted.method == AllocationMethod::Fixed {
            return self.fixed(strata, &capacity);
        }
        let constant = |name: &Option<String>, key: &str| -> Result<Vec<f64>, Faults> {
            let Some(name) = name else {
                return Err(Faults::one(
                    "E-SAMPLE-002",
                    Place::file("study.toml").column(format!("sample.allocation.{key}")),
                    format!("this allocation needs \"{key}\", the frame column that holds it"),
                    "name a column that has the stratum's value in each of its rows",
                ));
            };
            let values = &self.numbers[name.as_str()];
            let mut faults = Vec::new();
            let mut found = Vec::new();
            for (label, rows) in strata {
                let first = values[rows[0]];
                if let Some(&other) = rows.iter().find(|&&row| values[row] != first) {
                    faults.push(Finding::error(
                        "E-SAMPLE-003",
                        Place::file(self.file).line(other as u64 + 2).column(name),
                        format!("the stratum \"{label}\" has the values {first} and {}", values[other]),
                        "give every row of a stratum the same value",
                    ));
                }
                found.push(first);
            }
            if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
        };
        let power = wanted.power.unwrap_or(0.5);
        let (sd, cost);
        let method = match wanted.method {
            AllocationMethod::Proportional | AllocationMethod::Fixed => {
                Allocation::Proportional { measure: &measure }
            }
            AllocationMethod::Equal => Allocation::Equal,
            AllocationMethod::Neyman => {
                sd = constant(&wanted.sd, "sd")?;
                Allocation::Neyman { measure: &measure, sd: &sd }
            }
            AllocationMethod::Power => {
                sd = if wanted.sd.is_some() { constant(&wanted.sd, "sd")? } else { Vec::new() };
                Allocation::Power { measure: &measure, cv: wanted.sd.as_ref().map(|_| &sd[..]), power }
            }
            AllocationMethod::Optimal => {
                sd = constant(&wanted.sd, "sd")?;
                cost = constant(&wanted.cost, "cost")?;
                Allocation::Optimal { measure: &measure, sd: &sd, cost: &cost }
            }
        };
        let allocated = allocate(&method, wanted.total, wanted.minimum, &capacity)
            .map_err(|error| self.fault(&error, ""))?;
        Ok(allocated.sizes)
    }

    fn fixed(&self, strata: &[(String, Vec<usize>)], capacity: &[u64]) -> Result<Vec<u64>, Faults> {
        let sizes = &self.design.allocation.sizes;
        let mut faults = Vec::new();
        let place = || Place::file("study.toml").column("sample.allocation.sizes");
        for name in sizes.keys().filter(|name| !strata.iter().any(|(label, _)| label == *name)) {
            let known: Vec<&str> = strata.iter().map(|(label, _)| label.as_str()).collect();
            faults.push(Finding::error(
                "E-SAMPLE-004",
                place(),
                format!("there is no stratum \"{name}\""),
                format!("the strata are: {}", known.join(", ")),
            ));
        }
        let mut found = Vec::new();
        for ((label, _), &units) in strata.iter().zip(capacity) {
            match sizes.get(label) {
                Some(&size) if size <= units => found.push(size),
                Some(&size) => faults.push(Finding::error(
                    "E-SAMPLE-005",
                    place(),
                    format!("the stratum \"{label}\" has {units} units, and {size} are to be drawn"),
                    "draw fewer, or correct the frame",
                )),
                None => faults.push(Finding::error(
                    "E-SAMPLE-004",
                    place(),
                    format!("the stratum \"{label}\" has no size"),
                    "give every stratum its number of units",
                )),
            }
        }
        if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
    }

    /// Selects `size` units of a stage among `members` and goes on with the next stage in each.
    #[expect(clippy::too_many_arguments, reason = "a recursion over stages carries what it collects")]
    fn stage(
        &self,
        at: usize,
        path: &Path,
        members: &[usize],
        size: u64,
        stream: &mut Stream,
        stages: &mut [SampleStageSummary],
        rows: &mut Vec<SampleRow>,
    ) -> Result<(), Faults> {
        let stage = &self.design.stages[at];
        let units = self.units(at, members);
        let size = size.min(units.len() as u64) as usize;
        stages[at].frame_units += units.len() as u64;
        if size == 0 {
            return Ok(());
        }
        let chosen = self.select(stage, &units, size, stream).map_err(|error| {
            self.fault(
                &error,
                &[path.stratum.as_str()]
                    .into_iter()
                    .chain(path.labels.iter().map(String::as_str))
                    .collect::<Vec<_>>()
                    .join(" / "),
            )
        })?;
        let equal = matches!(stage.method, Selection::Srs | Selection::Systematic) && (at == 0 || path.equal);
        for unit in &chosen.drawn {
            let (label, own) = &units[unit.unit];
            stages[at].drawn += 1;
            stages[at].certainty += u64::from(unit.certainty);
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
                None => rows.push(row(&next, None)),
                Some(last) if last.count.is_some() => {
                    let count = last.count.as_deref().map_or(0.0, |name| self.numbers[name][own[0]]) as u64;
                    let take = last.take.unwrap_or(1).min(count);
                    stages[at + 1].frame_units += count;
                    stages[at + 1].drawn += take;
                    if take > 0 {
                        rows.push(row(&next, Some((take, count))));
                    }
                }
                Some(following) => {
                    let take = following.take.unwrap_or(1);
                    self.stage(at + 1, &next, own, take, stream, stages, rows)?;
                }
            }
        }
        Ok(())
    }

    fn select(
        &self,
        stage: &Stage,
        units: &[(String, Vec<usize>)],
        size: usize,
        stream: &mut Stream,
    ) -> Result<sampling::Sample, SamplingError> {
        let probabilities = || {
            let sizes: Vec<f64> = match &stage.size {
                Some(name) => units
                    .iter()
                    .map(|(_, rows)| rows.iter().map(|&row| self.numbers[name.as_str()][row]).sum())
                    .collect(),
                None => vec![1.0; units.len()],
            };
            sampling::inclusion_probabilities(&sizes, size).map(|found| found.probabilities)
        };
        match stage.method {
            Selection::Srs => sampling::srs(units.len(), size, stream),
            Selection::SrsWithReplacement => sampling::srswr(units.len(), size, stream),
            Selection::Systematic => sampling::systematic(units.len(), size, stream),
            Selection::PpsSystematic => sampling::pps_systematic(&probabilities()?, stream),
            Selection::Brewer => sampling::brewer(&probabilities()?, stream),
            Selection::Sampford => sampling::sampford(&probabilities()?, stream),
            Selection::Tille => sampling::tille(&probabilities()?, stream),
            Selection::Pivotal => sampling::pivotal(&probabilities()?, stream),
        }
    }

    fn fault(&self, error: &SamplingError, place: &str) -> Faults {
        let inside = if place.is_empty() { String::new() } else { format!(" in {place}") };
        Faults::one(
            "E-SAMPLE-006",
            Place::file(self.file),
            format!("the sample cannot be drawn{inside}: {error}"),
            "correct the frame's sizes, or the sizes of the sample in study.toml",
        )
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
    }
}
