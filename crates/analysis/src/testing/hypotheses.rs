//! One hypothesis at a time, in every domain.

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::spread::{Spread, spread};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::tabulation::crosstab;
use sounding_statistics::testing::correlation::correlation_test;
use sounding_statistics::testing::goodness::goodness_of_fit;
use sounding_statistics::testing::groups::{equal, pairwise};
use sounding_statistics::testing::rank::{RankInput, RankScore, rank_test, replicate_rank_test};
use sounding_statistics::testing::table::Association;
use sounding_statistics::testing::{Outcome, TestingError, t};
use sounding_survey::{Finding, Place};

use super::{Adjustment, Hypothesis, Score, TestAnswer, TestRequest, Tested};
use crate::data::MISSING;
use crate::estimate::{Sampled, missing_words};
use crate::fault::Faults;

/// Why there is no test: faults of the file stop everything, a domain in which nothing can be tested does not.
enum Stop {
    Faults(Faults),
    Here(String),
}

impl From<Faults> for Stop {
    fn from(faults: Faults) -> Stop {
        Stop::Faults(faults)
    }
}

/// Adds the tests of one hypothesis.
pub(super) fn test(
    sampled: &Sampled<'_>,
    request: &TestRequest,
    hypothesis: &Hypothesis,
    answer: &mut TestAnswer,
) -> Result<(), Faults> {
    let names = hypothesis.variables();
    let numeric: &[&str] = match hypothesis {
        Hypothesis::Mean { .. } | Hypothesis::Groups { .. } | Hypothesis::Rank { .. } => &names[..1],
        Hypothesis::Paired(..) | Hypothesis::Correlation(..) => &names,
        Hypothesis::Table(..) | Hypothesis::Fit { .. } => &[],
    };
    let mut values = Vec::with_capacity(numeric.len());
    let mut faults: Vec<Finding> = Vec::new();
    for name in numeric {
        match sampled.numbers(name) {
            Ok(column) => values.push(column),
            Err(more) => faults.extend(more.0),
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    answer.warnings.extend(missing_words(sampled.missing(&values), numeric));
    for cell in 0..sampled.prepared.domains.len() as u32 {
        let one = One { sampled, request, hypothesis, values: &values, cell };
        match one.tests(&mut answer.warnings) {
            Ok(tests) => answer.tests.extend(tests),
            Err(Stop::Faults(faults)) => return Err(faults),
            Err(Stop::Here(reason)) => {
                let domain = &sampled.prepared.domains[cell as usize];
                let place =
                    if domain.is_empty() { String::new() } else { format!(" in {}", domain.join(", ")) };
                answer.warnings.push(format!("{hypothesis}{place} was not tested: {reason}"));
            }
        }
    }
    Ok(())
}

/// One hypothesis in one domain.
struct One<'a> {
    sampled: &'a Sampled<'a>,
    request: &'a TestRequest,
    hypothesis: &'a Hypothesis,
    values: &'a [&'a [f64]],
    cell: u32,
}

/// Rows of a domain by the categories that occur in it.
struct Grouped {
    cells: Vec<u32>,
    labels: Vec<String>,
    n: u64,
}

impl One<'_> {
    fn tests(&self, warnings: &mut Vec<String>) -> Result<Vec<Tested>, Stop> {
        let level = self.request.base.level;
        match self.hypothesis {
            Hypothesis::Mean { null, .. } => {
                let (cells, n) = self.rows();
                let joint =
                    self.sampled.joint(&cells, self.values, &[Statistic::Mean { cell: 0, expression: 0 }])?;
                self.alone(n, t::one_sample(&joint, 0, *null, level))
            }
            Hypothesis::Paired(_, _) => {
                let (cells, n) = self.rows();
                let means = [0, 1].map(|expression| Statistic::Mean { cell: 0, expression });
                let joint = self.sampled.joint(&cells, self.values, &means)?;
                self.alone(n, t::paired(&joint, [0, 1], 0.0, level))
            }
            Hypothesis::Groups { by, .. } => self.groups(by, warnings),
            Hypothesis::Rank { by, .. } => self.rank(by),
            Hypothesis::Table(a, b) => self.table(a, b),
            Hypothesis::Fit { y, shares } => self.fit(y, shares),
            Hypothesis::Correlation(_, _) => self.correlation(),
        }
    }

    /// Rows of the domain that have all values: cell 0, and their number.
    fn rows(&self) -> (Vec<u32>, u64) {
        let prepared = self.sampled.prepared;
        let mut n = 0;
        let cells = (0..prepared.cells.len()).map(|row| {
            let whole =
                prepared.cells[row] == self.cell && self.values.iter().all(|column| !column[row].is_nan());
            n += u64::from(whole && prepared.weights[row] > 0.0);
            if whole { 0 } else { OUTSIDE }
        });
        (cells.collect(), n)
    }

    /// Rows of the domain that have all values by the categories of a variable.
    fn grouped(&self, by: &str) -> Grouped {
        let (mut cells, _) = self.rows();
        let text = self.sampled.categories(by);
        let weights = &self.sampled.prepared.weights;
        let mut present = vec![false; text.labels.len()];
        for (row, cell) in cells.iter_mut().enumerate() {
            *cell = if *cell == OUTSIDE || text.codes[row] == MISSING { OUTSIDE } else { text.codes[row] };
            if *cell != OUTSIDE && weights[row] > 0.0 {
                present[*cell as usize] = true;
            }
        }
        let mut rank = vec![OUTSIDE; present.len()];
        let mut labels = Vec::new();
        for (code, _) in present.iter().enumerate().filter(|(_, present)| **present) {
            rank[code] = labels.len() as u32;
            labels.push(text.labels[code].clone());
        }
        let mut n = 0;
        for (cell, weight) in cells.iter_mut().zip(weights) {
            *cell = if *cell == OUTSIDE { OUTSIDE } else { rank[*cell as usize] };
            n += u64::from(*cell != OUTSIDE && *weight > 0.0);
        }
        Grouped { cells, labels, n }
    }

    fn groups(&self, by: &str, warnings: &mut Vec<String>) -> Result<Vec<Tested>, Stop> {
        let Grouped { cells, labels, n } = self.grouped(by);
        let level = self.request.base.level;
        let means: Vec<Statistic> =
            (0..labels.len() as u32).map(|cell| Statistic::Mean { cell, expression: 0 }).collect();
        let joint = self.sampled.joint(&cells, self.values, &means)?;
        if labels.len() == 2 {
            let outcome = t::two_groups(&joint, [1, 0], 0.0, level).map_err(|error| self.stop(&error))?;
            let pair = Some([labels[1].clone(), labels[0].clone()]);
            return Ok(vec![Tested { pair, ..self.tested(n, outcome) }]);
        }
        let all = equal(&joint).map_err(|error| self.stop(&error))?;
        let mut tests = vec![self.tested(n, all)];
        // Adjusted together with all other tests of the request.
        let pairs = pairwise(&joint, level, Adjustment::Bonferroni).map_err(|error| self.stop(&error))?;
        for found in pairs {
            let pair = found.groups.map(|group| labels[group].clone());
            match found.outcome {
                Ok(outcome) => tests.push(Tested { pair: Some(pair), ..self.tested(n, outcome) }),
                Err(reason) => warnings.push(format!(
                    "{}: {} was not compared with {}: {reason}",
                    self.hypothesis, pair[0], pair[1]
                )),
            }
        }
        Ok(tests)
    }

    fn rank(&self, by: &str) -> Result<Vec<Tested>, Stop> {
        let Grouped { cells, labels, n } = self.grouped(by);
        let prepared = self.sampled.prepared;
        let input = RankInput {
            values: self.values[0],
            groups: &cells,
            weights: &prepared.weights,
            leaves: &prepared.leaves,
            calibration: self.sampled.calibration_rows(),
        };
        let score = match self.request.score {
            Score::Wilcoxon => RankScore::Wilcoxon,
            Score::VanDerWaerden => RankScore::VanDerWaerden,
            Score::Median => RankScore::Median,
        };
        let level = self.request.base.level;
        let outcome = match self.sampled.replicated {
            None => rank_test(&self.sampled.context(), &input, score, level),
            Some(replicated) => {
                let present = cells.iter().zip(&prepared.leaves).filter(|(cell, _)| **cell != OUTSIDE);
                let mut leaves: Vec<u32> = present.map(|(_, leaf)| *leaf).collect();
                leaves.sort_unstable();
                leaves.dedup();
                let df = self.sampled.df(self.sampled.context().degrees_of_freedom(leaves.into_iter()));
                let (leaves, units) = replicated.leaves();
                replicate_rank_test(
                    &replicated.replication(),
                    &units,
                    &RankInput { leaves, ..input },
                    score,
                    df,
                    replicated.manner(),
                    level,
                )
            }
        };
        let pair = (labels.len() == 2).then(|| [labels[1].clone(), labels[0].clone()]);
        let outcome = outcome.map_err(|error| self.stop(&error))?;
        Ok(vec![Tested { pair, ..self.tested(n, outcome) }])
    }

    fn table(&self, a: &str, b: &str) -> Result<Vec<Tested>, Stop> {
        let (rows, columns) = (self.grouped(a), self.grouped(b));
        let size = (rows.labels.len(), columns.labels.len());
        let cross = |(row, column): (&u32, &u32)| {
            if *row == OUTSIDE || *column == OUTSIDE { OUTSIDE } else { row * size.1 as u32 + column }
        };
        let cells: Vec<u32> = rows.cells.iter().zip(&columns.cells).map(cross).collect();
        let prepared = self.sampled.prepared;
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, &[]);
        let cross = self.sampled.cross(&cells, &[]);
        let found = crosstab(&self.sampled.context(), &moments, cross.as_ref(), 0, size.0, size.1)
            .map_err(|error| Stop::Faults(self.sampled.fault(&error)))?
            .ok_or_else(|| Stop::Here("no row has both values and a positive weight".to_owned()))?;
        let association = match self.sampled.replicated {
            None => Association::linearised(&found),
            Some(replicated) => {
                let (centre, threads) = replicated.manner();
                let (leaves, units) = replicated.leaves();
                let moments = Moments::of(leaves, &cells, &prepared.weights, &[]);
                Association::replicated(
                    &replicated.replication(),
                    &moments,
                    &units,
                    0,
                    size,
                    self.sampled.df(found.degrees_of_freedom),
                    centre,
                    threads,
                )
                .map_err(|error| self.stop(&error))?
            }
        };
        self.alone(found.rows, association.test(self.request.statistic))
    }

    fn fit(&self, y: &str, given: &[(String, f64)]) -> Result<Vec<Tested>, Stop> {
        let text = self.sampled.categories(y);
        let file = self.sampled.source.path().display().to_string();
        let unknown = |message: String, remedy: &str| {
            Stop::Faults(Faults::one("E-TEST-001", Place::file(&file).column(y), message, remedy))
        };
        if let Some((label, _)) = given.iter().find(|(label, _)| !text.labels.contains(label)) {
            let message = format!("\"{y}\" has no category \"{label}\"");
            return Err(unknown(
                message,
                "give a share to each category that the column has, and to no other",
            ));
        }
        if let Some(label) = text.labels.iter().find(|label| !given.iter().any(|(known, _)| known == *label))
        {
            let message = format!("the category \"{label}\" of \"{y}\" has no share");
            return Err(unknown(message, "give a share to each category that the column has"));
        }
        let share =
            |label: &String| given.iter().find(|(known, _)| known == label).map_or(0.0, |(_, share)| *share);
        let sum: f64 = given.iter().map(|(_, share)| share).sum();
        let shares: Vec<f64> = text.labels.iter().map(|label| share(label) / sum).collect();
        let (mut cells, _) = self.rows();
        let mut n = 0;
        for (row, cell) in cells.iter_mut().enumerate() {
            *cell = if *cell == OUTSIDE || text.codes[row] == MISSING { OUTSIDE } else { text.codes[row] };
            n += u64::from(*cell != OUTSIDE && self.sampled.prepared.weights[row] > 0.0);
        }
        let all = 0..text.labels.len() as u32;
        let asked: Vec<Statistic> =
            all.clone().map(|cell| Statistic::Share { cell, of: all.clone() }).collect();
        let joint = self.sampled.joint(&cells, &[], &asked)?;
        self.alone(n, goodness_of_fit(&joint, n, &shares, self.request.statistic))
    }

    fn correlation(&self) -> Result<Vec<Tested>, Stop> {
        let (cells, n) = self.rows();
        let prepared = self.sampled.prepared;
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, self.values);
        let of = Spread::Correlation { x: 0, y: 1 };
        let cross = self.sampled.cross(&cells, self.values);
        let mut estimate = spread(&self.sampled.context(), &moments, cross.as_ref(), 0, of)
            .map_err(|error| Stop::Faults(self.sampled.fault(&error)))?
            .ok_or_else(|| Stop::Here("fewer than two rows, or one variable does not vary".to_owned()))?;
        if let Some(replicated) = self.sampled.replicated {
            let found = replicated.spreads(&moments, Some((&cells, self.values)), &[(0, of)]);
            estimate.se = found.standard_error(0);
            estimate.df = self.sampled.df(estimate.df);
        }
        self.alone(n, correlation_test(&estimate, 0.0, self.request.base.level))
    }

    fn alone(&self, n: u64, outcome: Result<Outcome, TestingError>) -> Result<Vec<Tested>, Stop> {
        outcome.map(|outcome| vec![self.tested(n, outcome)]).map_err(|error| self.stop(&error))
    }

    fn tested(&self, n: u64, outcome: Outcome) -> Tested {
        Tested {
            hypothesis: self.hypothesis.to_string(),
            domain: self.sampled.prepared.domains[self.cell as usize].clone(),
            pair: None,
            n,
            p: outcome.p,
            outcome,
            adjusted: None,
        }
    }

    fn stop(&self, error: &TestingError) -> Stop {
        match error {
            TestingError::Design(error) => Stop::Faults(self.sampled.fault(error)),
            other => Stop::Here(other.to_string()),
        }
    }
}
