//! Standard errors from replicates: made of the design's first-stage units, or brought by the file as weights.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::quantile::QuantileRule;
use sounding_statistics::estimation::spread::{Spread, replicate_spreads};
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::replicates::{
    Carried, Centre, CopiesScaling, Dropped, Grouping, Jackknife, Psus, QuadraticForm, ReadyReplicates,
    ReadyRows, ReplicateEstimates, Replicates, ReplicatesError, Replication, SdrParams, Triples, ValueCounts,
    bootstrap, brr, canty_davison, delete_a_group, fay, generalised_bootstrap, jk1, jk2, jkn, poisson,
    preston, replicate_quantiles_by, replicate_statistics, sdr,
};
use sounding_statistics::variance::{Design, SinglePsu};
use sounding_survey::Place;

use super::prepare::Prepared;
use super::{ReplicateColumns, Request, VarianceMethod, ready};
use crate::data::{Frame, Source};
use crate::fault::Faults;

/// Domain cell and expressions of each row, where the rows are in memory.
pub(crate) type Rows<'a> = Option<(&'a [u32], &'a [&'a [f64]])>;

const ROWS_KEPT: &str = "rows are kept where the file brings its replicates";

/// Replicates of a sample.
#[derive(Debug)]
pub(crate) struct Replicated<'a> {
    prepared: &'a Prepared,
    kind: Kind<'a>,
    centre: Centre,
    threads: NonZeroUsize,
}

#[derive(Debug)]
enum Kind<'a> {
    /// Multipliers of sampling units, with the unit of each leaf and of each row.
    Made { replicates: Replicates, units: Vec<u32>, of_rows: Vec<u32> },
    /// Weights of rows.
    Ready(ReadyReplicates<'a>),
    /// Factors of groups of rows whose weighting is made again in every replicate.
    Carried(CarriedRows<'a>),
}

/// Replicates through which a study's weighting is carried.
#[derive(Debug, Clone)]
pub(crate) struct CarriedRows<'a> {
    /// The replicates, whose units are groups of rows.
    pub(crate) carried: &'a Carried<'a>,
    /// The group of each row.
    pub(crate) of_rows: &'a [u32],
    /// The numbers of the groups, in their order.
    pub(crate) identity: Vec<u32>,
    /// Weight of each row before the adjustments.
    pub(crate) start: &'a [f64],
}

impl<'a> Replicated<'a> {
    /// Replicates of the first-stage units, as the request names them.
    pub(super) fn made(
        source: &Source,
        request: &Request,
        prepared: &'a Prepared,
    ) -> Result<Replicated<'a>, Faults> {
        let design = &prepared.design;
        let (frame, leaves) = (&prepared.frame, &prepared.leaves);
        let order = match request.variance {
            VarianceMethod::Sdr(_) => order(source, request.order.as_deref(), frame, design, leaves)?,
            _ => Vec::new(),
        };
        let unequal = request.design.unequal.as_ref();
        let probabilities = unequal.and_then(|unequal| unequal.probabilities.first()).map(String::as_str);
        let independent = match request.variance {
            VarianceMethod::Poisson(_) => independent(source, probabilities, frame, design, leaves)?,
            _ => Vec::new(),
        };
        let given = Given { order: &order, independent: &independent };
        let replicates = made(source, request, design, &prepared.frame, prepared.single, &given)?;
        let units = replicates.units_of_leaves(design);
        let of_rows = prepared.leaves.iter().map(|&leaf| units[leaf as usize]).collect();
        let centre = replicates.centre();
        Ok(Replicated {
            prepared,
            kind: Kind::Made { replicates, units, of_rows },
            centre,
            threads: threads(),
        })
    }

    /// The replicate weights of the file; `slices` are their columns.
    pub(super) fn ready(
        source: &Source,
        columns: &'a ReplicateColumns,
        slices: &'a [&'a [f64]],
        prepared: &'a Prepared,
    ) -> Result<(Replicated<'a>, Vec<String>), Faults> {
        let ready = ready::ready(source, columns, slices, &prepared.weights, threads())?;
        let notes = ready.warnings().iter().map(ToString::to_string).collect();
        let centre = columns.centre();
        Ok((Replicated { prepared, kind: Kind::Ready(ready), centre, threads: threads() }, notes))
    }

    /// Replicate weights that came with the answers of a study.
    pub(crate) fn of_answers(
        prepared: &'a Prepared,
        replicates: ReadyReplicates<'a>,
        centre: Centre,
        threads: NonZeroUsize,
    ) -> Replicated<'a> {
        Replicated { prepared, kind: Kind::Ready(replicates), centre, threads }
    }

    /// The replicates of a study.
    pub(crate) fn carried(
        prepared: &'a Prepared,
        rows: CarriedRows<'a>,
        centre: Centre,
        threads: NonZeroUsize,
    ) -> Replicated<'a> {
        Replicated { prepared, kind: Kind::Carried(rows), centre, threads }
    }

    /// Degrees of freedom of the replicates.
    pub(crate) fn df(&self) -> usize {
        match &self.kind {
            Kind::Made { replicates, .. } => replicates.degrees_of_freedom(),
            Kind::Ready(ready) => ready.degrees_of_freedom(),
            Kind::Carried(own) => own.carried.degrees_of_freedom(),
        }
    }

    /// Whether the file brought them.
    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.kind, Kind::Ready(_))
    }

    /// The replicates over sums that bear the weights of the sample.
    pub(crate) fn replication(&self) -> Weighted<'_> {
        match &self.kind {
            Kind::Made { replicates, .. } => Weighted::Made(replicates),
            Kind::Ready(ready) => Weighted::Ready(ready),
            Kind::Carried(own) => {
                let mut full = vec![0.0; own.carried.units()];
                own.carried.full(&mut full);
                Weighted::Carried(own.carried, full)
            }
        }
    }

    /// What sums are made by, for each row, and the replication's unit of each of these.
    pub(crate) fn leaves(&self) -> (&[u32], Vec<u32>) {
        let leaves = self.prepared.leaves.as_slice();
        match &self.kind {
            Kind::Made { units, .. } => (leaves, units.clone()),
            Kind::Ready(ready) => (leaves, (0..ready.rows() as u32).collect()),
            Kind::Carried(own) => (own.of_rows, own.identity.clone()),
        }
    }

    /// The replication's unit of each row.
    pub(crate) fn units_of_rows(&self) -> Vec<u32> {
        let (leaves, units) = self.leaves();
        leaves.iter().map(|&leaf| units[leaf as usize]).collect()
    }

    /// From where deviations are taken, and by how many threads.
    pub(crate) fn manner(&self) -> (Centre, NonZeroUsize) {
        (self.centre, self.threads)
    }

    /// Statistics of the cells of moments by leaf.
    ///
    /// # Panics
    /// If the replicates are those of a file and there are no rows.
    pub(crate) fn statistics(
        &self,
        moments: &Moments,
        rows: Rows<'_>,
        statistics: &[Statistic],
    ) -> ReplicateEstimates {
        match &self.kind {
            Kind::Made { replicates, units, .. } => {
                replicate_statistics(replicates, moments, units, statistics, self.centre, self.threads)
            }
            Kind::Ready(ready) => {
                let (cells, values) = rows.expect(ROWS_KEPT);
                ready.statistics(&ReadyRows { cells, values }, statistics, self.centre, self.threads)
            }
            Kind::Carried(own) => {
                let moments = own.moments(rows);
                let (centre, threads) = (self.centre, self.threads);
                replicate_statistics(own.carried, &moments, &own.identity, statistics, centre, threads)
            }
        }
    }

    /// Spreads, each of a cell of moments by leaf. Panics as [`Replicated::statistics`].
    pub(crate) fn spreads(
        &self,
        moments: &Moments,
        rows: Rows<'_>,
        spreads: &[(u32, Spread)],
    ) -> ReplicateEstimates {
        let centre = self.centre;
        match &self.kind {
            Kind::Made { replicates, units, .. } => {
                replicate_spreads(replicates, moments, units, spreads, centre, self.threads)
            }
            Kind::Ready(ready) => {
                let (cells, values) = rows.expect(ROWS_KEPT);
                let rows: Vec<u32> = (0..ready.rows() as u32).collect();
                let ones = vec![1.0; rows.len()];
                let moments = Moments::of(&rows, cells, &ones, values);
                replicate_spreads(ready, &moments, &rows, spreads, centre, self.threads)
            }
            Kind::Carried(own) => {
                let moments = own.moments(rows);
                replicate_spreads(own.carried, &moments, &own.identity, spreads, centre, self.threads)
            }
        }
    }

    /// The shares of neighbouring cells in all of them, and their covariance matrix. Panics as [`Replicated::statistics`].
    pub(super) fn shares_covariance(
        &self,
        moments: &Moments,
        rows: Rows<'_>,
        cells: std::ops::Range<u32>,
    ) -> (Vec<f64>, Vec<f64>) {
        let size = cells.len();
        let of = cells.clone();
        let asked: Vec<Statistic> = cells.map(|cell| Statistic::Share { cell, of: of.clone() }).collect();
        let found = self.statistics(moments, rows, &asked);
        let covariance = (0..size * size).map(|at| found.covariance(at / size, at % size)).collect();
        (found.estimates, covariance)
    }

    /// Standard errors of a quantile in every domain.
    pub(super) fn quantiles(
        &self,
        values: &[f64],
        domains: usize,
        probability: f64,
        rule: QuantileRule,
    ) -> Vec<f64> {
        let (cells, centre) = (&self.prepared.cells, self.centre);
        match &self.kind {
            Kind::Made { replicates, of_rows, .. } => {
                let count = if rule.of_rows() { ValueCounts::of_rows_by_cell } else { ValueCounts::by_cell };
                let counts = count(of_rows, cells, &self.prepared.weights, values, domains as u32);
                let error = |counts| {
                    replicate_quantiles_by(replicates, counts, &[probability], rule, centre, self.threads)
                        .standard_error(0)
                };
                counts.iter().map(error).collect()
            }
            Kind::Ready(ready) if rule != QuantileRule::Math => {
                let rows: Vec<u32> = (0..ready.rows() as u32).collect();
                let ones = vec![1.0; rows.len()];
                let counts = ValueCounts::of_rows_by_cell(&rows, cells, &ones, values, domains as u32);
                let error = |counts| {
                    replicate_quantiles_by(ready, counts, &[probability], rule, centre, self.threads)
                        .standard_error(0)
                };
                counts.iter().map(error).collect()
            }
            Kind::Ready(ready) => {
                let found =
                    ready.quantiles(cells, values, domains as u32, &[probability], centre, self.threads);
                (0..domains).map(|cell| found.standard_error(cell)).collect()
            }
            Kind::Carried(own) => {
                let count = if rule.of_rows() { ValueCounts::of_rows_by_cell } else { ValueCounts::by_cell };
                let counts = count(own.of_rows, cells, own.start, values, domains as u32);
                let error = |counts| {
                    replicate_quantiles_by(own.carried, counts, &[probability], rule, centre, self.threads)
                        .standard_error(0)
                };
                counts.iter().map(error).collect()
            }
        }
    }
}

impl CarriedRows<'_> {
    /// The sums before the adjustments, by group of rows.
    fn moments(&self, rows: Rows<'_>) -> Moments {
        let (cells, values) = rows.expect(ROWS_KEPT);
        Moments::of(self.of_rows, cells, self.start, values)
    }
}

/// Replicates as factors of weighted sums, whoever made them.
pub(crate) enum Weighted<'a> {
    Made(&'a Replicates),
    Ready(&'a ReadyReplicates<'a>),
    /// With the factors of the full sample, which the weights have already.
    Carried(&'a Carried<'a>, Vec<f64>),
}

impl Replication for Weighted<'_> {
    fn units(&self) -> usize {
        match self {
            Weighted::Made(made) => made.units(),
            Weighted::Ready(ready) => ready.units(),
            Weighted::Carried(carried, _) => carried.units(),
        }
    }

    fn scales(&self) -> &[f64] {
        match self {
            Weighted::Made(made) => made.scales(),
            Weighted::Ready(ready) => ready.scales(),
            Weighted::Carried(carried, _) => carried.scales(),
        }
    }

    fn full(&self, out: &mut [f64]) {
        out.fill(1.0);
    }

    fn factors(&self, replicate: usize, out: &mut [f64]) {
        match self {
            Weighted::Made(made) => made.factors(replicate, out),
            Weighted::Ready(ready) => {
                ready.factors(replicate, out);
                let mut weights = vec![0.0; out.len()];
                ready.full(&mut weights);
                relative(out, &weights);
            }
            Weighted::Carried(carried, full) => {
                carried.factors(replicate, out);
                relative(out, full);
            }
        }
    }

    fn degrees_of_freedom(&self) -> usize {
        match self {
            Weighted::Made(made) => made.degrees_of_freedom(),
            Weighted::Ready(ready) => ready.degrees_of_freedom(),
            Weighted::Carried(carried, _) => carried.degrees_of_freedom(),
        }
    }

    fn jackknife(&self) -> Option<&Jackknife> {
        match self {
            Weighted::Made(made) => made.jackknife(),
            Weighted::Ready(_) | Weighted::Carried(..) => None,
        }
    }
}

/// Factors of what the weights of the full sample are multiplied by.
fn relative(factors: &mut [f64], full: &[f64]) {
    for (factor, full) in factors.iter_mut().zip(full) {
        // What has no weight has nothing that could be multiplied.
        *factor = if *full > 0.0 { *factor / full } else { 0.0 };
    }
}

/// The probability of each first-stage unit, where units were included independently; `column` is one of `frame`.
pub(crate) fn independent(
    source: &Source,
    column: Option<&str>,
    frame: &Frame,
    design: &Design,
    leaves: &[u32],
) -> Result<Vec<f64>, Faults> {
    let Some(column) = column else {
        return Err(Faults::one(
            "E-EST-009",
            Place::file(source.path().display().to_string()),
            "a Poisson bootstrap needs the probabilities with which units were included",
            "name their column with --probabilities (design.probabilities in study.toml)",
        ));
    };
    let values = source.numbers(frame, column)?;
    let psu = design.psu_of_leaves();
    let mut probabilities = vec![1.0; design.psus()];
    for (&leaf, &value) in leaves.iter().zip(values) {
        probabilities[psu[leaf as usize] as usize] = value;
    }
    Ok(probabilities)
}

/// The place of each sampling unit in the order of selection: that of its first row, or in `column` of `frame`.
pub(crate) fn order(
    source: &Source,
    column: Option<&str>,
    frame: &Frame,
    design: &Design,
    leaves: &[u32],
) -> Result<Vec<f64>, Faults> {
    let psu = design.psu_of_leaves();
    let given = column.map(|name| source.numbers(frame, name)).transpose()?;
    let mut order = vec![f64::NAN; design.psus()];
    for (row, &leaf) in leaves.iter().enumerate() {
        let unit = psu[leaf as usize];
        let place = given.map_or(row as f64, |given| given[row]);
        let known = &mut order[unit as usize];
        if known.is_nan() {
            *known = place;
        }
        if given.is_some() && *known != place {
            return Err(Faults::one(
                "E-EST-015",
                Place::file(source.path().display().to_string())
                    .line(row as u64 + 2)
                    .column(column.unwrap_or_default()),
                "the place in the order of selection is missing or differs within a sampling unit",
                "give all rows of a unit its place, a number",
            ));
        }
    }
    Ok(order)
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// What some replicates need of each first-stage unit.
pub(super) struct Given<'a> {
    /// Its place in the order of selection.
    pub(super) order: &'a [f64],
    /// Its probability.
    pub(super) independent: &'a [f64],
}

/// The replicates of a design; `frame` has a row of each stratum, to name it.
pub(super) fn made(
    source: &Source,
    request: &Request,
    design: &Design,
    frame: &Frame,
    single: SinglePsu,
    given: &Given<'_>,
) -> Result<Replicates, Faults> {
    let seed = request.seed;
    let made = Psus::of(design).and_then(|psus| match request.variance {
        VarianceMethod::Jk1 => jk1(&psus),
        VarianceMethod::Jkn | VarianceMethod::Taylor => jkn(&psus, single.without_domains()),
        VarianceMethod::Brr => brr(&psus),
        VarianceMethod::Fay(rho) => fay(&psus, rho),
        VarianceMethod::Jk2 => jk2(&psus, Dropped::AtRandom(seed), Triples::TwoReplicates),
        VarianceMethod::Groups(groups) => {
            delete_a_group(&psus, Grouping::AtRandom { groups: groups as usize, seed })
        }
        VarianceMethod::Sdr(replicates) => {
            sdr(&psus, &SdrParams { replicates: replicates as usize, order: Some(given.order) })
        }
        VarianceMethod::Bootstrap(count) => bootstrap(&psus, count as usize, seed),
        VarianceMethod::Preston(count) => preston(design, single, count as usize, seed),
        VarianceMethod::CantyDavison(count) => {
            canty_davison(&psus, CopiesScaling::Stratum, count as usize, seed)
        }
        VarianceMethod::Poisson(count) => poisson(given.independent, count as usize, seed),
        VarianceMethod::Generalised(count) => {
            let form = QuadraticForm::of_design(design, single)?;
            generalised_bootstrap(form, count as usize, seed)
        }
    });
    made.map_err(|error| fault(&error, source, request, design, frame))
}

fn fault(
    error: &ReplicatesError,
    source: &Source,
    request: &Request,
    design: &Design,
    frame: &Frame,
) -> Faults {
    let label = |stratum: &usize| {
        let row = design.row_of_strata().get(*stratum);
        let column = request.design.strata.as_deref().and_then(|name| frame.column(name));
        let label = row.zip(column).and_then(|(row, column)| column.label(*row));
        label.unwrap_or_else(|| "all rows".to_owned())
    };
    let sized = |strata: &[(usize, usize)]| {
        let named: Vec<String> =
            strata.iter().map(|(stratum, units)| format!("{} has {units}", label(stratum))).collect();
        named.join(", ")
    };
    let message = match error {
        ReplicatesError::SinglePsu { strata } => {
            let named: Vec<String> = strata.iter().map(label).collect();
            format!("strata with a single sampling unit: {}", named.join(", "))
        }
        ReplicatesError::NotPaired { strata } => {
            format!("every stratum needs two sampling units: {}", sized(strata))
        }
        ReplicatesError::NotPairedOrTriple { strata } => {
            format!("every stratum needs two or three sampling units: {}", sized(strata))
        }
        other => other.to_string(),
    };
    Faults::one(
        "E-EST-009",
        Place::file(source.path().display().to_string()),
        format!("these replicates cannot be made from this design: {message}"),
        "choose another kind of replicates, join the strata, or use Taylor linearisation (leave --replicates out)",
    )
}
