//! The scale and rscales of a set of replicates, by the rules of R's `svrepdesign`.

use super::{ReadyColumns, ReadyContent, ReadyError, ReadyInput, ReadyMethod, ReadyWarning};

/// What one pass over the replicate columns tells.
pub(super) struct Seen {
    /// Largest value of each column.
    largest: Vec<f64>,
    /// Mean of all values.
    mean: f64,
    negative: usize,
}

impl Seen {
    pub(super) fn of(input: &ReadyInput<'_>) -> Result<Seen, ReadyError> {
        let (rows, replicates) = (input.weights.len(), input.columns.replicates());
        let mut largest = vec![f64::NEG_INFINITY; replicates];
        let (mut sum, mut negative) = (0.0, 0);
        let mut see = |row: usize, replicate: usize, value: f64| {
            if !value.is_finite() {
                return Err(ReadyError::ReplicateWeight { replicate, row, value });
            }
            largest[replicate] = largest[replicate].max(value);
            sum += value;
            negative += usize::from(value < 0.0);
            Ok(())
        };
        match input.columns {
            ReadyColumns::Slices(columns) => {
                for (replicate, column) in columns.iter().enumerate() {
                    for (row, &value) in column.iter().enumerate() {
                        see(row, replicate, value)?;
                    }
                }
            }
            ReadyColumns::RowMajor { values, .. } => {
                for (at, &value) in values.iter().enumerate() {
                    see(at / replicates, at % replicates, value)?;
                }
            }
        }
        Ok(Seen { largest, mean: sum / (rows * replicates) as f64, negative })
    }
}

/// Scale, rscales and warnings.
pub(super) fn settle(
    input: &ReadyInput<'_>,
    seen: &Seen,
) -> Result<(f64, Vec<f64>, Vec<ReadyWarning>), ReadyError> {
    let r = input.columns.replicates();
    let count = r as f64;
    let mut warnings = Vec::new();
    if let Some(value) = input.scale
        && !(value.is_finite() && value > 0.0)
    {
        return Err(ReadyError::Scale { value });
    }
    check("rscales", input.rscales, r, f64::INFINITY)?;
    check("corrections", input.corrections, r, 1.0)?;
    let multipliers = input.content == ReadyContent::Multipliers;
    let own = |scale: f64| (Some(scale), false);
    // The scale that belongs to the method, and whether rscales are open.
    let (fixed, open) = match input.method {
        ReadyMethod::Brr => (Some(1.0 / count), true),
        ReadyMethod::Fay { rho } => {
            if !(0.0..1.0).contains(&rho) {
                return Err(ReadyError::Rho { rho });
            }
            (Some(1.0 / (count * (1.0 - rho).powi(2))), true)
        }
        ReadyMethod::SuccessiveDifference => own(4.0 / count),
        ReadyMethod::Jk2 => own(1.0),
        ReadyMethod::Jk1 | ReadyMethod::Jkn | ReadyMethod::Bootstrap { .. } | ReadyMethod::Other => {
            (None, true)
        }
    };
    let scale = match (fixed, input.scale) {
        (Some(scale), given) => {
            if given.is_some() {
                warnings.push(ReadyWarning::ScaleNotUsed);
            }
            scale
        }
        (None, Some(scale)) => scale,
        (None, None) => match input.method {
            ReadyMethod::Bootstrap { average } if average.is_finite() && average > 0.0 => {
                average / (count - 1.0)
            }
            ReadyMethod::Bootstrap { average } => return Err(ReadyError::Average { average }),
            ReadyMethod::Jk1 => {
                let scale = if multipliers { 1.0 / seen.largest[0] } else { (count - 1.0) / count };
                if !(scale.is_finite() && scale > 0.0) {
                    return Err(ReadyError::Scale { value: scale });
                }
                warnings.push(ReadyWarning::ScaleDerived { scale });
                scale
            }
            ReadyMethod::Other if input.rscales.is_none() => return Err(ReadyError::ScaleMissing),
            _ => 1.0,
        },
    };
    let mut rscales = match input.rscales {
        Some(rscales) if open => rscales.to_vec(),
        None if input.method == ReadyMethod::Jkn && !multipliers => return Err(ReadyError::RscalesMissing),
        None if input.method == ReadyMethod::Jkn => {
            warnings.push(ReadyWarning::RscalesDerived);
            let derived: Vec<f64> = seen.largest.iter().map(|largest| 1.0 / largest).collect();
            check("rscales", Some(&derived), r, f64::INFINITY)?;
            derived
        }
        given => {
            if given.is_some() {
                warnings.push(ReadyWarning::RscalesNotUsed);
            }
            vec![1.0; r]
        }
    };
    if let Some(corrections) = input.corrections {
        if !matches!(input.method, ReadyMethod::Jk1 | ReadyMethod::Jkn | ReadyMethod::Other) {
            return Err(ReadyError::CorrectionNotUsed);
        }
        rscales.iter_mut().zip(corrections).for_each(|(rscale, correction)| *rscale *= correction);
    }
    if rscales.iter().all(|rscale| *rscale == 0.0) {
        return Err(ReadyError::NoFactor);
    }
    let (replicate_mean, weight_mean) =
        (seen.mean, input.weights.iter().sum::<f64>() / input.weights.len() as f64);
    let far = weight_mean / replicate_mean;
    if !multipliers && replicate_mean < 5.0 && far > 5.0 {
        warnings.push(ReadyWarning::LooksLikeMultipliers { replicate_mean, weight_mean });
    } else if multipliers && replicate_mean > 5.0 && far < 5.0 {
        warnings.push(ReadyWarning::LooksLikeWeights { replicate_mean, weight_mean });
    }
    if seen.negative > 0 {
        warnings.push(ReadyWarning::Negative { values: seen.negative });
    }
    Ok((scale, rscales, warnings))
}

fn check(which: &'static str, factors: Option<&[f64]>, expected: usize, most: f64) -> Result<(), ReadyError> {
    let Some(factors) = factors else { return Ok(()) };
    if factors.len() != expected {
        return Err(ReadyError::Factors { which, expected, found: factors.len() });
    }
    match factors.iter().position(|f| !(f.is_finite() && *f >= 0.0 && *f <= most)) {
        Some(replicate) => Err(ReadyError::Factor { which, replicate, value: factors[replicate] }),
        None => Ok(()),
    }
}
