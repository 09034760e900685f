//! Standard errors from replicates: those that are made from the design, and those that a table brings.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::quantile::QuantileRule;
use sounding_statistics::estimation::spread::{Spread, replicate_spreads};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::variance::replicates::{
    Centre, Dropped, Grouping, Psus, ReadyColumns, ReadyContent, ReadyError, ReadyInput, ReadyMethod,
    ReadyReplicates, ReadyRows, ReplicateEstimates, ReplicateWarning, Replicates, ReplicatesError,
    Replication as _, SdrParams, Triples, ValueCounts, bootstrap, brr, delete_a_group, fay, jk1, jk2, jkn,
    replicate_quantiles_by, replicate_statistics, sdr,
};

use crate::fault::Faults;
use crate::sample::Sample;
use crate::settings::Made;
use crate::table::Numbers;

/// Replicate weights that the table brings.
#[derive(Debug, Clone)]
pub(crate) struct ReadyNames {
    /// A column for each replicate.
    pub(crate) columns: Vec<String>,
    /// The method that they were made by.
    pub(crate) method: ReadyMethod,
    /// Whether the columns are weights or multipliers of them.
    pub(crate) content: ReadyContent,
    /// The factor common to all replicates, where the method leaves it open.
    pub(crate) scale: Option<f64>,
    /// The factor of each replicate, where the method leaves it open.
    pub(crate) rscales: Vec<f64>,
    /// Degrees of freedom, where the table's documentation gives them.
    pub(crate) df: Option<usize>,
}

/// Replicates of a design.
#[derive(Debug)]
pub(crate) struct Replicated {
    source: Origin,
    centre: Centre,
    threads: NonZeroUsize,
}

#[derive(Debug)]
enum Origin {
    Made { replicates: Replicates, psu_of_leaves: Vec<u32> },
    Ready { columns: Vec<Numbers>, names: ReadyNames, df: usize },
}

impl Replicated {
    /// Makes replicates from the first stage of the design.
    pub(crate) fn made(
        sample: &mut Sample,
        made: Made,
        seed: u64,
        order: Option<&str>,
        mse: bool,
    ) -> Result<(), Faults> {
        let design = &sample.design;
        let psu_of_leaves = design.psu_of_leaves();
        let order = match made {
            Made::Sdr(_) => selection(sample, order, &psu_of_leaves)?,
            _ => Vec::new(),
        };
        let replicates = Psus::of(design).and_then(|psus| match made {
            Made::Jk1 => jk1(&psus),
            Made::Jkn => jkn(&psus, sample.single.without_domains()),
            Made::Jk2 => jk2(&psus, Dropped::AtRandom(seed), Triples::TwoReplicates),
            Made::Brr => brr(&psus),
            Made::Fay(rho) => fay(&psus, rho),
            Made::Groups(groups) => {
                delete_a_group(&psus, Grouping::AtRandom { groups: groups as usize, seed })
            }
            Made::Sdr(replicates) => {
                sdr(&psus, &SdrParams { replicates: replicates as usize, order: Some(&order) })
            }
            Made::Bootstrap(count) => bootstrap(&psus, count as usize, seed),
        });
        let replicates = replicates.map_err(|error| made_fault(&error, sample))?;
        sample.variance = match made {
            Made::Jk1 => "variance by jackknife (JK1)".to_owned(),
            Made::Jkn => "variance by stratified jackknife (JKn)".to_owned(),
            Made::Jk2 => "variance by jackknife of pairs (JK2)".to_owned(),
            Made::Brr => "variance by balanced repeated replication".to_owned(),
            Made::Fay(rho) => format!("variance by Fay's method with coefficient {rho}"),
            Made::Groups(count) => {
                format!("variance by delete-a-group jackknife with {count} groups, seed {seed}")
            }
            Made::Sdr(_) => {
                "variance by successive difference replicates in the order of selection".to_owned()
            }
            Made::Bootstrap(count) => {
                format!("variance by Rao-Wu bootstrap with {count} replicates, seed {seed}")
            }
        };
        for warning in replicates.warnings() {
            sample.warnings.push(match warning {
                ReplicateWarning::SinglePsu { strata } => {
                    let named: Vec<String> = strata.iter().filter_map(|&at| sample.stratum(at)).collect();
                    format!(
                        "strata with a single sampling unit follow the rule single_psu=: {}",
                        named.join(", ")
                    )
                }
                other => other.to_string(),
            });
        }
        let centre = if mse { Centre::FullSample } else { replicates.centre() };
        let source = Origin::Made { replicates, psu_of_leaves };
        sample.replicated = Some(Replicated { source, centre, threads: threads() });
        Ok(())
    }

    /// Takes the replicate weights of the table.
    pub(crate) fn ready(sample: &mut Sample, names: ReadyNames, mse: bool) -> Result<(), Faults> {
        let columns: Result<Vec<Numbers>, Faults> =
            names.columns.iter().map(|name| sample.table.numbers(name)).collect();
        let columns = columns?;
        let slices: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
        let input = input(&slices, &names, &sample.weights, names.df);
        let ready = ReadyReplicates::new(&input, threads()).map_err(|error| ready_fault(&error, &names))?;
        let df = ready.degrees_of_freedom();
        sample.warnings.extend(ready.warnings().iter().map(ToString::to_string));
        sample.variance = format!("variance by the {} replicate weights of the table", columns.len());
        let centre = if mse { Centre::FullSample } else { Centre::ReplicateMean };
        let source = Origin::Ready { columns, names, df };
        sample.replicated = Some(Replicated { source, centre, threads: threads() });
        Ok(())
    }

    /// Degrees of freedom of an estimate that has `df` where its domain occurs. Replicates of a table know no domains: their degrees
    /// of freedom serve for all.
    pub(crate) fn df(&self, df: f64) -> f64 {
        match &self.source {
            Origin::Made { replicates, .. } => df.min(replicates.degrees_of_freedom() as f64),
            Origin::Ready { df, .. } => *df as f64,
        }
    }

    /// Degrees of freedom of replicates that the table brought.
    pub(crate) fn own_df(&self) -> Option<usize> {
        match &self.source {
            Origin::Made { .. } => None,
            Origin::Ready { df, .. } => Some(*df),
        }
    }

    /// Number of replicates.
    pub(crate) fn count(&self) -> usize {
        match &self.source {
            Origin::Made { replicates, .. } => replicates.len(),
            Origin::Ready { columns, .. } => columns.len(),
        }
    }

    /// Statistics of domains with their replicates. `moments` are those of the same cells and values.
    pub(crate) fn statistics(
        &self,
        sample: &Sample,
        cells: &[u32],
        values: &[&[f64]],
        moments: &Moments,
        statistics: &[Statistic],
    ) -> Result<ReplicateEstimates, Faults> {
        match &self.source {
            Origin::Made { replicates, psu_of_leaves } => {
                let (centre, threads) = (self.centre, self.threads);
                Ok(replicate_statistics(replicates, moments, psu_of_leaves, statistics, centre, threads))
            }
            Origin::Ready { columns, names, df } => with_ready(sample, columns, names, *df, |ready| {
                ready.statistics(&ReadyRows { cells, values }, statistics, self.centre, self.threads)
            }),
        }
    }

    /// Standard errors of a quantile in the domains `0..count`.
    pub(crate) fn quantiles(
        &self,
        sample: &Sample,
        cells: &[u32],
        values: &[f64],
        count: u32,
        (probability, rule): (f64, QuantileRule),
    ) -> Result<Vec<f64>, Faults> {
        let (centre, threads, p) = (self.centre, self.threads, &[probability]);
        match &self.source {
            Origin::Made { replicates, psu_of_leaves } => {
                let psu: Vec<u32> = sample.leaves.iter().map(|&leaf| psu_of_leaves[leaf as usize]).collect();
                let by_cell =
                    if rule.of_rows() { ValueCounts::of_rows_by_cell } else { ValueCounts::by_cell };
                let counts = by_cell(&psu, cells, &sample.weights, values, count);
                let one = |counts| replicate_quantiles_by(replicates, counts, p, rule, centre, threads);
                Ok(counts.iter().map(|counts| one(counts).standard_error(0)).collect())
            }
            Origin::Ready { columns, names, df } => with_ready(sample, columns, names, *df, |ready| {
                if rule == QuantileRule::Math {
                    let found = ready.quantiles(cells, values, count, p, centre, threads);
                    return (0..count as usize).map(|cell| found.standard_error(cell)).collect();
                }
                let rows: Vec<u32> = (0..ready.rows() as u32).collect();
                let ones = vec![1.0; rows.len()];
                let counts = ValueCounts::of_rows_by_cell(&rows, cells, &ones, values, count);
                let one = |counts| replicate_quantiles_by(ready, counts, p, rule, centre, threads);
                counts.iter().map(|counts| one(counts).standard_error(0)).collect()
            }),
        }
    }

    /// Standard errors of a spread of the values in the domains `0..count`.
    pub(crate) fn spreads(
        &self,
        sample: &Sample,
        cells: &[u32],
        values: &[&[f64]],
        moments: &Moments,
        spreads: &[(u32, Spread)],
    ) -> Result<Vec<f64>, Faults> {
        let (centre, threads, count) = (self.centre, self.threads, spreads.len());
        let found = match &self.source {
            Origin::Made { replicates, psu_of_leaves } => {
                replicate_spreads(replicates, moments, psu_of_leaves, spreads, centre, threads)
            }
            Origin::Ready { columns, names, df } => {
                let products = Products::of(cells, values, moments, count);
                let own: Vec<&[f64]> = products.values.iter().map(Vec::as_slice).collect();
                let function = |totals: &[f64], out: &mut [f64]| {
                    for (result, (sums, (cell, spread))) in
                        out.iter_mut().zip(totals.chunks_exact(6).zip(spreads))
                    {
                        *result = products.spread(sums, *cell, *spread);
                    }
                };
                with_ready(sample, columns, names, *df, |ready| {
                    let rows = ReadyRows { cells, values: &own };
                    ready.functions(&rows, count as u32, count, function, centre, threads)
                })?
            }
        };
        Ok((0..count).map(|cell| found.standard_error(cell)).collect())
    }
}

/// Deviations of one or two variables from the means of their domain, and the products of the deviations.
struct Products {
    values: [Vec<f64>; 5],
    corrections: Vec<f64>,
}

impl Products {
    fn of(cells: &[u32], values: &[&[f64]], moments: &Moments, count: usize) -> Products {
        let (x, y) = (values[0], values[values.len() - 1]);
        let mut means = vec![(0.0, 0.0); count];
        let mut corrections = vec![f64::NAN; count];
        for cell in 0..count {
            if let Some(sums) = moments.cell_sums(cell as u32).filter(|sums| sums.rows > 1) {
                let mean = |e: usize| sums.values[e] / sums.weight;
                means[cell] = (mean(0), mean(values.len() - 1));
                corrections[cell] = sums.rows as f64 / (sums.rows as f64 - 1.0);
            }
        }
        let mut own: [Vec<f64>; 5] = std::array::from_fn(|_| Vec::with_capacity(cells.len()));
        for (row, &cell) in cells.iter().enumerate() {
            let (of_x, of_y) = if cell == OUTSIDE { (0.0, 0.0) } else { means[cell as usize] };
            let (x, y) = (x[row] - of_x, y[row] - of_y);
            for (column, value) in own.iter_mut().zip([x, y, x * x, x * y, y * y]) {
                column.push(value);
            }
        }
        Products { values: own, corrections }
    }

    /// The spread from the weight and the five totals of a domain.
    fn spread(&self, sums: &[f64], cell: u32, spread: Spread) -> f64 {
        let (x, y) = (sums[1] / sums[0], sums[2] / sums[0]);
        let second =
            |product: f64, centres: f64| self.corrections[cell as usize] * (product / sums[0] - centres);
        let (xx, xy, yy) = (second(sums[3], x * x), second(sums[4], x * y), second(sums[5], y * y));
        match spread {
            Spread::Variance { .. } | Spread::Covariance { .. } => xy,
            Spread::Deviation { .. } => xy.max(0.0).sqrt(),
            Spread::Correlation { .. } => xy / (xx * yy).sqrt(),
        }
    }
}

fn with_ready<T>(
    sample: &Sample,
    columns: &[Numbers],
    names: &ReadyNames,
    df: usize,
    estimate: impl FnOnce(&ReadyReplicates<'_>) -> T,
) -> Result<T, Faults> {
    let slices: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    let input = input(&slices, names, &sample.weights, Some(df));
    let ready = ReadyReplicates::new(&input, threads()).map_err(|error| ready_fault(&error, names))?;
    Ok(estimate(&ready))
}

fn input<'a>(
    slices: &'a [&'a [f64]],
    names: &'a ReadyNames,
    weights: &'a [f64],
    df: Option<usize>,
) -> ReadyInput<'a> {
    ReadyInput {
        weights,
        columns: ReadyColumns::Slices(slices),
        content: names.content,
        method: names.method,
        scale: names.scale,
        rscales: (!names.rscales.is_empty()).then_some(names.rscales.as_slice()),
        corrections: None,
        degrees_of_freedom: df,
    }
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The place of each sampling unit in the order of selection: that of the column, or of the rows.
fn selection(sample: &Sample, name: Option<&str>, psu_of_leaves: &[u32]) -> Result<Vec<f64>, Faults> {
    let given = name.map(|name| sample.table.numbers(name)).transpose()?;
    let mut order = vec![f64::NAN; sample.design.psus()];
    for (row, &leaf) in sample.leaves.iter().enumerate() {
        let place = given.as_ref().map_or(row as f64, |given| given[row]);
        let known = &mut order[psu_of_leaves[leaf as usize] as usize];
        if known.is_nan() {
            *known = place;
        }
        if given.is_some() && *known != place {
            return Err(Faults::one(
                "E-EST-015",
                name.unwrap_or_default(),
                format!(
                    "row {row}: the place in the order of selection is missing or differs within a sampling unit"
                ),
                "give all rows of a unit its place, a number",
            ));
        }
    }
    Ok(order)
}

fn made_fault(error: &ReplicatesError, sample: &Sample) -> Faults {
    let label = |stratum: &usize| sample.stratum(*stratum).unwrap_or_else(|| "all rows".to_owned());
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
        "replicates",
        format!("these replicates cannot be made from this design: {message}"),
        "choose another kind of replicates, join the strata, or use Taylor linearisation (leave replicates= out)",
    )
}

/// What is wrong with replicate weights, in the names of the table.
fn ready_fault(error: &ReadyError, names: &ReadyNames) -> Faults {
    let (place, message, remedy) = match error {
        ReadyError::ReplicateWeight { replicate, row, value } => {
            let found = if value.is_nan() { "nothing".to_owned() } else { value.to_string() };
            (
                names.columns.get(*replicate).map_or("rep_weights", String::as_str),
                format!("row {row}: expected a replicate weight, found {found}"),
                "give every row a weight in every replicate; who is left out of a replicate has 0",
            )
        }
        ReadyError::TooFew { replicates } => (
            "rep_weights",
            format!("{replicates} column of replicate weights is too few: two at least make a variance"),
            "name all columns of replicate weights, such as rep_weights=\"repw*\"",
        ),
        ReadyError::ScaleMissing | ReadyError::RscalesMissing => (
            "rep_weights",
            error.to_string(),
            "give rep_scale= or rep_rscales= as the data's documentation has them",
        ),
        _ => (
            "rep_weights",
            error.to_string(),
            "see the data's documentation for the method and the scale of its replicates",
        ),
    };
    Faults::one("E-EST-014", place, message, remedy)
}
