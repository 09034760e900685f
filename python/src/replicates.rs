//! Standard errors from replicates: those that are made from the design, and those that a table brings.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::spread::{Spread, replicate_spreads};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::variance::replicates::{
    Centre, Psus, ReadyColumns, ReadyContent, ReadyError, ReadyInput, ReadyMethod, ReadyReplicates,
    ReadyRows, ReadyWarning, ReplicateEstimates, ReplicateWarning, Replicates, ReplicatesError, ValueCounts,
    bootstrap, brr, fay, jk1, jkn, replicate_quantiles, replicate_statistics,
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
    /// Its name as written.
    pub(crate) named: String,
    /// Whether the columns are weights, and not multipliers of them.
    pub(crate) combined: bool,
    /// The factor common to all replicates, where the method leaves it open.
    pub(crate) scale: Option<f64>,
    /// The factor of each replicate, where the method leaves it open.
    pub(crate) rscales: Option<Vec<f64>>,
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
    pub(crate) fn made(sample: &mut Sample, made: Made, seed: u64, mse: bool) -> Result<(), Faults> {
        let design = &sample.design;
        let replicates = Psus::of(design).and_then(|psus| match made {
            Made::Jk1 => jk1(&psus),
            Made::Jkn => jkn(&psus, sample.single),
            Made::Brr => brr(&psus),
            Made::Fay(rho) => fay(&psus, rho),
            Made::Bootstrap(count) => bootstrap(&psus, count as usize, seed),
        });
        let replicates = replicates.map_err(|error| made_fault(&error, sample))?;
        sample.variance = match made {
            Made::Jk1 => "variance by jackknife (JK1)".to_owned(),
            Made::Jkn => "variance by stratified jackknife (JKn)".to_owned(),
            Made::Brr => "variance by balanced repeated replication".to_owned(),
            Made::Fay(rho) => format!("variance by Fay's method with coefficient {rho}"),
            Made::Bootstrap(count) => {
                format!("variance by Rao-Wu bootstrap with {count} replicates, seed {seed}")
            }
        };
        for warning in replicates.warnings() {
            sample.warnings.push(match warning {
                ReplicateWarning::FractionNotUsed => {
                    "these replicates have no finite population correction: fpc is not used, and standard errors are too large rather than too small".to_owned()
                }
                ReplicateWarning::DifferencesShared { replicates } => format!(
                    "successive differences share replicates, and the variance is less stable than with {replicates} of them"
                ),
                ReplicateWarning::SinglePsu { strata } => {
                    let named: Vec<String> = strata.iter().filter_map(|&at| sample.stratum(at)).collect();
                    format!("strata with a single sampling unit follow the rule single_psu=: {}", named.join(", "))
                }
            });
        }
        let psu_of_leaves = design.psu_of_leaves();
        sample.replicated = Some(Replicated::of(Origin::Made { replicates, psu_of_leaves }, mse));
        Ok(())
    }

    /// Takes the replicate weights of the table.
    pub(crate) fn ready(sample: &mut Sample, names: ReadyNames, mse: bool) -> Result<(), Faults> {
        let columns: Result<Vec<Numbers>, Faults> =
            names.columns.iter().map(|name| sample.table.numbers(name)).collect();
        let mut origin = Origin::Ready { columns: columns?, names, df: 0 };
        let threads = threads();
        let (found, warnings) = {
            let Origin::Ready { columns, names, .. } = &origin else { return Ok(()) };
            let slices: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
            let input = input(&slices, names, &sample.weights, names.df);
            let ready = ReadyReplicates::new(&input, threads).map_err(|error| ready_fault(&error, names))?;
            let df = sounding_statistics::variance::replicates::Replication::degrees_of_freedom(&ready);
            (df, ready.warnings().iter().map(noticed).collect::<Vec<String>>())
        };
        if let Origin::Ready { df, names, columns } = &mut origin {
            *df = found;
            sample.variance =
                format!("variance by {} replicate weights of the table ({})", columns.len(), names.named);
        }
        sample.warnings.extend(warnings);
        sample.replicated = Some(Replicated::of(origin, mse));
        Ok(())
    }

    fn of(source: Origin, mse: bool) -> Replicated {
        let centre = if mse { Centre::FullSample } else { Centre::ReplicateMean };
        Replicated { source, centre, threads: threads() }
    }

    /// Degrees of freedom where they are those of the replicates and not of the domain.
    pub(crate) fn df(&self) -> Option<f64> {
        match &self.source {
            Origin::Made { .. } => None,
            Origin::Ready { df, .. } => Some(*df as f64),
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
        probability: f64,
    ) -> Result<Vec<f64>, Faults> {
        let (centre, threads, p) = (self.centre, self.threads, &[probability]);
        match &self.source {
            Origin::Made { replicates, psu_of_leaves } => {
                let psu: Vec<u32> = sample.leaves.iter().map(|&leaf| psu_of_leaves[leaf as usize]).collect();
                let counts = ValueCounts::by_cell(&psu, cells, &sample.weights, values, count);
                let one = |counts| replicate_quantiles(replicates, counts, p, centre, threads);
                Ok(counts.iter().map(|counts| one(counts).standard_error(0)).collect())
            }
            Origin::Ready { columns, names, df } => with_ready(sample, columns, names, *df, |ready| {
                let found = ready.quantiles(cells, values, count, p, centre, threads);
                (0..count as usize).map(|cell| found.standard_error(cell)).collect()
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
        content: if names.combined { ReadyContent::Weights } else { ReadyContent::Multipliers },
        method: names.method,
        scale: names.scale,
        rscales: names.rscales.as_deref(),
        corrections: None,
        degrees_of_freedom: df,
    }
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn made_fault(error: &ReplicatesError, sample: &Sample) -> Faults {
    let strata: Vec<usize> = match error {
        ReplicatesError::SinglePsu { strata } => strata.clone(),
        ReplicatesError::NotPaired { strata } => strata.iter().map(|pair| pair.0).collect(),
        _ => Vec::new(),
    };
    let labels: Vec<String> = strata.into_iter().filter_map(|stratum| sample.stratum(stratum)).collect();
    let named = if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) };
    Faults::one(
        "E-EST-009",
        "replicates",
        format!("these replicates cannot be made from this design: {error}{named}"),
        "choose another kind of replicates, join the strata, or use Taylor linearisation (leave replicates= out)",
    )
}

fn ready_fault(error: &ReadyError, names: &ReadyNames) -> Faults {
    let column = |replicate: usize| names.columns.get(replicate).map_or("rep_weights", String::as_str);
    let (place, remedy) = match error {
        ReadyError::ReplicateWeight { replicate, .. } => {
            (column(*replicate), "give every row its weight in every replicate")
        }
        ReadyError::RscalesMissing => ("rep_rscales", "give rep_rscales= as the data's documentation states"),
        ReadyError::ScaleMissing => ("rep_scale", "give rep_scale= as the data's documentation states"),
        ReadyError::Scale { .. } => ("rep_scale", "give a positive scale, or leave it out"),
        ReadyError::Factors { .. } | ReadyError::Factor { .. } | ReadyError::NoFactor => {
            ("rep_rscales", "give one factor of zero or more for each replicate")
        }
        ReadyError::TooFew { .. } => ("rep_weights", "name all replicate columns"),
        _ => ("rep_weights", "look at rep_type= and at the columns"),
    };
    let message = format!("these replicate weights cannot be used: {error}");
    Faults::one("E-PY-004", place, message, remedy)
}

fn noticed(warning: &ReadyWarning) -> String {
    match warning {
        ReadyWarning::ScaleNotUsed => "rep_scale is not used: the method has a scale of its own".to_owned(),
        ReadyWarning::RscalesNotUsed => "rep_rscales are not used: the method has its own".to_owned(),
        ReadyWarning::ScaleDerived { scale } => {
            format!("rep_scale was not given, and {scale} follows from the replicates")
        }
        ReadyWarning::RscalesDerived => {
            "rep_rscales were not given, and follow from the multipliers".to_owned()
        }
        ReadyWarning::LooksLikeMultipliers { replicate_mean, weight_mean } => format!(
            "the replicate columns look like multipliers (mean {replicate_mean:.4}, weights {weight_mean:.4}): is rep_combined=False meant?"
        ),
        ReadyWarning::LooksLikeWeights { replicate_mean, weight_mean } => format!(
            "the replicate columns look like weights (mean {replicate_mean:.4}, weights {weight_mean:.4}): is rep_combined=True meant?"
        ),
        ReadyWarning::Negative { values } => format!("{values} replicate weights are negative"),
    }
}
