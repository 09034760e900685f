//! Changes between waves, whose samples may have sampling units in common.

use sounding_statistics::estimation::change::Change;
use sounding_statistics::estimation::contrast::Contrast;

use super::values::statistic;
use crate::estimate::sampled::Sampled;
use crate::estimate::{Answer, Figure, Measure};
use crate::fault::Faults;

impl Sampled<'_> {
    /// Differences and relative changes from each wave to the next, after the figures of the waves themselves.
    pub(super) fn changes(&self, measure: &Measure, first: usize, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let names = measure.variables();
        if statistic(measure, 0).is_none() {
            answer.warnings.push(format!(
                "{measure}: changes are estimated of means, totals, ratios and functions only"
            ));
            return Ok(());
        }
        let values = names.iter().map(|name| self.numbers(name)).collect::<Result<Vec<&[f64]>, Faults>>()?;
        let rows: Vec<u64> = (0..prepared.domains.len())
            .map(|cell| {
                let own =
                    answer.figures[first..].iter().find(|figure| figure.domain == prepared.domains[cell]);
                own.map_or(0, |figure| figure.n)
            })
            .collect();
        // Domains are in the order of their labels, the wave being the last variable: waves of one domain are neighbours.
        for (before, pair) in prepared.domains.windows(2).enumerate() {
            let (Some((from, group)), Some((to, other))) = (pair[0].split_last(), pair[1].split_last())
            else {
                continue;
            };
            let asked: Option<Vec<_>> =
                [before, before + 1].iter().map(|cell| statistic(measure, *cell as u32)).collect();
            let Some(asked) = asked.filter(|_| group == other) else { continue };
            let joint = self.joint(&prepared.cells, &values, &asked)?;
            let change = Change {
                estimates: [joint.estimates[0], joint.estimates[1]],
                variances: [joint.covariance(0, 0), joint.covariance(1, 1)],
                covariance: joint.covariance(0, 1),
                degrees_of_freedom: joint.degrees_of_freedom,
            };
            let level = self.request.level;
            for (word, contrast) in
                [("change", change.difference(level)), ("relative change", change.relative(level))]
            {
                match contrast {
                    Ok(contrast) => {
                        let domain = [group, &[format!("{from} → {to}")]].concat();
                        let n = rows[before] + rows[before + 1];
                        answer.figures.push(figure(&format!("{word} of {measure}"), domain, n, &contrast));
                    }
                    Err(reason) => {
                        answer.warnings.push(format!("no {word} of {measure} from {from} to {to}: {reason}"));
                    }
                }
            }
        }
        Ok(())
    }
}

fn figure(measure: &str, domain: Vec<String>, n: u64, contrast: &Contrast) -> Figure {
    Figure {
        measure: measure.to_owned(),
        domain,
        category: Vec::new(),
        n,
        value: contrast.estimate,
        se: contrast.standard_error,
        low: contrast.interval[0],
        high: contrast.interval[1],
        df: contrast.degrees_of_freedom,
        deff: None,
    }
}
