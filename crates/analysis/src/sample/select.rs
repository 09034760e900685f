//! Selecting the units of one stage by its method.

use std::fmt;

use sounding_statistics::sampling::coordinated::{self, Coordination, CoordinationError};
use sounding_statistics::sampling::{
    self, CubeError, CubeInput, CubeLanding, CubeOrder, Drawn, SamplingError,
};
use sounding_study::Selection;

use super::draw::{Draw, Made, Part, Units};

/// Why units cannot be selected.
#[derive(Debug)]
pub(super) enum SelectionError {
    Sampling(SamplingError),
    Coordination(CoordinationError),
    Cube(CubeError),
}

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SelectionError::Sampling(error) => error.fmt(f),
            SelectionError::Coordination(error) => error.fmt(f),
            SelectionError::Cube(error) => error.fmt(f),
        }
    }
}

impl From<SamplingError> for SelectionError {
    fn from(error: SamplingError) -> SelectionError {
        SelectionError::Sampling(error)
    }
}

impl From<CoordinationError> for SelectionError {
    fn from(error: CoordinationError) -> SelectionError {
        SelectionError::Coordination(error)
    }
}

impl Draw<'_> {
    /// The units drawn in one part of a stage.
    pub(super) fn select(
        &self,
        at: usize,
        part: &Part,
        made: &mut Made,
    ) -> Result<Vec<Drawn>, SelectionError> {
        let stage = &self.design.stages[at];
        let (units, size) = (part.units.len(), part.size);
        if stage.method == Selection::Cube {
            let parts = self.balanced(at, std::slice::from_ref(part), made)?;
            return Ok(parts.into_iter().flatten().collect());
        }
        let probabilities = || self.probabilities(at, part);
        let numbers =
            if stage.method.permanent() { self.register.numbers(at, &part.units) } else { Vec::new() };
        let permanent = Coordination { numbers: &numbers, start: self.design.permanent.start.unwrap_or(0.0) };
        let stream = &mut made.stream;
        let sample = match stage.method {
            // Drawn above.
            Selection::Srs | Selection::Cube => sampling::srs(units, size, stream)?,
            Selection::SrsWithReplacement => sampling::srswr(units, size, stream)?,
            Selection::Systematic => sampling::systematic(units, size, stream)?,
            Selection::PpsSystematic => sampling::pps_systematic(&probabilities()?, stream)?,
            Selection::Brewer => sampling::brewer(&probabilities()?, stream)?,
            Selection::Sampford => sampling::sampford(&probabilities()?, stream)?,
            Selection::Tille => sampling::tille(&probabilities()?, stream)?,
            Selection::Pivotal => sampling::pivotal(&probabilities()?, stream)?,
            Selection::Poisson => sampling::poisson(&probabilities()?, stream)?,
            Selection::SrsPermanent => coordinated::sequential_srs(&permanent, units, size)?,
            Selection::PoissonPermanent => coordinated::sequential_ranges(&permanent, &probabilities()?)?,
            Selection::Pareto => coordinated::pareto(&permanent, &probabilities()?)?,
            Selection::SequentialPoisson => coordinated::sequential_poisson(&permanent, &probabilities()?)?,
        };
        Ok(sample.drawn)
    }

    /// Balanced samples of all parts, in each of its size and balanced in each as far as possible, and in all together.
    pub(super) fn balanced(
        &self,
        at: usize,
        parts: &[Part],
        made: &mut Made,
    ) -> Result<Vec<Vec<Drawn>>, SelectionError> {
        let stage = &self.design.stages[at];
        let (mut probabilities, mut strata) = (Vec::new(), Vec::new());
        for (number, part) in parts.iter().enumerate() {
            let own =
                if part.size == 0 { vec![0.0; part.units.len()] } else { self.probabilities(at, part)? };
            probabilities.extend(own);
            strata.extend(std::iter::repeat_n(number as u32, part.units.len()));
        }
        let column = |name: &String| parts.iter().flat_map(|part| self.sums(name, &part.units)).collect();
        let columns: Vec<Vec<f64>> = stage.balance.iter().map(column).collect();
        let input = CubeInput {
            probabilities: &probabilities,
            balancing: &columns.iter().map(Vec::as_slice).collect::<Vec<_>>(),
            strata: (parts.len() > 1).then_some(&strata[..]),
            order: CubeOrder::Random,
            landing: CubeLanding::GiveUp,
        };
        let found = sampling::cube(&input, &mut made.stream).map_err(SelectionError::Cube)?;
        for (sum, own) in made.stages[at].balance.iter_mut().zip(&found.balance) {
            sum.total += own.total;
            sum.estimate += own.estimate;
        }
        let mut first = 0;
        let starts = parts.iter().map(|part| {
            let start = first;
            first += part.units.len();
            start
        });
        let starts: Vec<usize> = starts.collect();
        let mut drawn = vec![Vec::new(); parts.len()];
        for unit in found.sample.drawn {
            let part = strata[unit.unit] as usize;
            drawn[part].push(Drawn { unit: unit.unit - starts[part], ..unit });
        }
        Ok(drawn)
    }

    /// Inclusion probabilities of the units: in proportion to size where the stage has one, else equal.
    fn probabilities(&self, at: usize, part: &Part) -> Result<Vec<f64>, SamplingError> {
        let sizes = match &self.design.stages[at].size {
            Some(name) => self.sums(name, &part.units),
            None => vec![1.0; part.units.len()],
        };
        sampling::inclusion_probabilities(&sizes, part.size).map(|found| found.probabilities)
    }

    /// A column of the frame, summed over the rows of each unit.
    fn sums(&self, name: &str, units: &Units) -> Vec<f64> {
        let values = &self.numbers[name];
        units.iter().map(|(_, rows)| rows.iter().map(|&row| values[row]).sum()).collect()
    }
}
