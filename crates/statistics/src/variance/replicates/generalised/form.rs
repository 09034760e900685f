//! Variance estimators as quadratic forms of the weighted totals of units.

use super::factor::{columns, nearest};
use super::parts::{Kind, Part};
use crate::variance::design::Special;
use crate::variance::linearised::CENSUS;
use crate::variance::pps::{Block, Form, JointProbabilities, PpsDesign, PpsVariance};
use crate::variance::replicates::psus::members;
use crate::variance::replicates::sdr::in_order;
use crate::variance::replicates::{Psus, ReplicateUnit, ReplicateWarning, ReplicatesError};
use crate::variance::{Design, SinglePsu};

/// The matrix Σ of a variance estimator y'Σy, where y are the weighted totals of the units, as the parts that it is made of. Kept as an operator: a matrix is
/// kept only for joint probabilities and for matrices that are given.
#[derive(Debug, Clone, PartialEq)]
pub struct QuadraticForm {
    pub(super) units: usize,
    pub(super) unit: ReplicateUnit,
    pub(super) warnings: Vec<ReplicateWarning>,
    parts: Vec<Part>,
    /// The rank; of a design in stages that of the first one that varies.
    pub(super) degrees_of_freedom: usize,
}

/// What is done with a matrix that is not positive semi-definite, and so gives negative variances to some variables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Indefinite {
    /// An error.
    #[default]
    Refuse,
    /// Its negative eigenvalues are taken as zero, with a warning: variances are too large rather than too small.
    Nearest,
}

/// Where a chain of successive differences ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chain {
    /// The first and the last PSU of a stratum are neighbours: SD2 of Ash (2014).
    #[default]
    Closed,
    /// They are not: SD1.
    Open,
}

impl QuadraticForm {
    /// The estimator that linearisation uses with a design, whatever its kind: [`QuadraticForm::multistage`], or
    /// [`QuadraticForm::unequal`] for one of unequal probabilities, which is made positive where it is not.
    pub fn of_design(design: &Design, single: SinglePsu) -> Result<QuadraticForm, ReplicatesError> {
        match &design.special {
            Some(Special::Unequal(unequal)) => unequal.quadratic_form(single),
            _ => QuadraticForm::multistage(design, single),
        }
    }

    /// The multistage estimator of a design, every stage with its correction: the one that Taylor linearisation uses. Its units are the leaves.
    /// Single units that were not certain are an error, or add nothing (remove, certainty).
    pub fn multistage(design: &Design, single: SinglePsu) -> Result<QuadraticForm, ReplicatesError> {
        let nothing = matches!(single, SinglePsu::Remove | SinglePsu::Certainty);
        if !nothing && single != SinglePsu::Fail {
            return Err(ReplicatesError::SingleRule { rule: single });
        }
        let mut of: Vec<u32> = (0..design.leaves() as u32).collect();
        let mut parts = Vec::with_capacity(design.levels.len());
        let mut degrees = 0;
        for (at, level) in design.levels.iter().enumerate().rev() {
            let (mut groups, mut alone) = (Vec::new(), Vec::new());
            for parent in 0..level.row.len() {
                let (n, left) = (level.sampled(parent), 1.0 - level.fraction[parent]);
                if left < CENSUS {
                    continue;
                }
                if n == 1 {
                    alone.push(parent);
                    continue;
                }
                let share = level.above[parent] * left * n as f64 / (n as f64 - 1.0);
                groups.push(((level.start[parent]..level.start[parent + 1]).collect(), share.sqrt()));
            }
            if !alone.is_empty() && !nothing {
                let rows = alone.iter().map(|&parent| level.row[parent]).collect();
                let error = ReplicatesError::SingleUnit { stage: at + 1, rows };
                return Err(if at == 0 { ReplicatesError::SinglePsu { strata: alone } } else { error });
            }
            let above = of.iter().map(|&unit| level.parent[unit as usize]).collect();
            let part = Part::of_stage(&of, level.parent.len(), Kind::Groups(groups));
            degrees = if part.rank() > 0 { part.rank() } else { degrees };
            parts.push(part);
            of = above;
        }
        let mut form = QuadraticForm::of(design.leaves(), ReplicateUnit::Leaf, parts)?;
        form.degrees_of_freedom = degrees;
        Ok(form)
    }

    /// The estimator of the first stage alone (ultimate clusters), with its corrections.
    pub fn first_stage(psus: &Psus) -> Result<QuadraticForm, ReplicatesError> {
        psus.check_for_variance()?;
        let groups = members(psus)
            .into_iter()
            .enumerate()
            .filter(|(h, own)| own.len() > 1 && psus.correction(*h) > 0.0)
            .map(|(h, own)| {
                let n = own.len() as f64;
                (own, (psus.correction(h) * n / (n - 1.0)).sqrt())
            })
            .collect();
        let parts = vec![Part::plain(Kind::Groups(groups))];
        QuadraticForm::of(psus.len(), ReplicateUnit::Psu, parts)
    }

    /// Successive differences of the PSUs of each stratum in order of selection, as [`super::super::SdrParams::order`].
    pub fn successive(
        psus: &Psus,
        order: Option<&[f64]>,
        chain: Chain,
    ) -> Result<QuadraticForm, ReplicatesError> {
        psus.check_for_variance()?;
        let parts = in_order(psus, order)?
            .into_iter()
            .enumerate()
            .filter(|(h, own)| own.len() > 1 && psus.correction(*h) > 0.0)
            .map(|(h, members)| {
                let n = members.len() as f64;
                let (closed, up) = match chain {
                    Chain::Closed => (true, 1.0),
                    Chain::Open => (false, n / (n - 1.0)),
                };
                Part::plain(Kind::Chain { members, closed, size: (psus.correction(h) * up / 2.0).sqrt() })
            })
            .collect();
        QuadraticForm::of(psus.len(), ReplicateUnit::Psu, parts)
    }

    /// Horvitz and Thompson's or Yates and Grundy's estimator from joint inclusion probabilities, of units in the order of that table.
    pub fn joint(
        joint: &JointProbabilities,
        form: Form,
        indefinite: Indefinite,
    ) -> Result<QuadraticForm, ReplicatesError> {
        let matrix = joint.matrix(form);
        QuadraticForm::matrix(&matrix, matrix.len().isqrt(), indefinite)
    }

    /// The estimator of a design of unequal probabilities by its rule: from joint probabilities or an approximation at the first stage, and by an
    /// approximation at later ones. Its units are the leaves. Single units that are not certain are an error, or add nothing (remove, certainty).
    pub fn unequal(
        design: &PpsDesign,
        variance: &PpsVariance<'_>,
        indefinite: Indefinite,
    ) -> Result<QuadraticForm, ReplicatesError> {
        let rule = variance.single;
        if !matches!(rule, SinglePsu::Fail | SinglePsu::Remove | SinglePsu::Certainty) {
            return Err(ReplicatesError::SingleRule { rule });
        }
        let (mut parts, mut warnings, mut degrees) = (Vec::new(), Vec::new(), 0);
        for stage in design.blocks(variance).map_err(ReplicatesError::Pps)? {
            let mut rank = 0;
            for block in stage.blocks {
                let kinds = match block {
                    Block::Centred { members, centre, roots } => {
                        vec![Kind::Weighted { members, centre, roots }]
                    }
                    Block::Matrix { members, values } => {
                        factored(&values, &members, indefinite, &mut warnings)?
                    }
                };
                for kind in kinds {
                    let part = Part::of_stage(&stage.of, stage.units, kind);
                    rank += part.rank();
                    parts.push(part);
                }
            }
            degrees = if degrees == 0 { rank } else { degrees };
        }
        let mut form = QuadraticForm::of(design.leaves(), ReplicateUnit::Leaf, parts)?;
        (form.warnings, form.degrees_of_freedom) = (warnings, degrees);
        Ok(form)
    }

    /// Horvitz and Thompson's estimator for units that were included independently with these probabilities.
    pub fn poisson(probabilities: &[f64]) -> Result<QuadraticForm, ReplicatesError> {
        if let Some(unit) = probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
            return Err(ReplicatesError::Probability { unit, value: probabilities[unit] });
        }
        let units: Vec<u32> =
            (0..probabilities.len() as u32).filter(|&unit| probabilities[unit as usize] < 1.0).collect();
        let sizes = units.iter().map(|&unit| (1.0 - probabilities[unit as usize]).sqrt()).collect();
        let parts = vec![Part::plain(Kind::Independent { units, sizes })];
        QuadraticForm::of(probabilities.len(), ReplicateUnit::Psu, parts)
    }

    /// Any symmetric matrix of `units` rows, row by row. Units that no entry connects are factored apart.
    pub fn matrix(
        matrix: &[f64],
        units: usize,
        indefinite: Indefinite,
    ) -> Result<QuadraticForm, ReplicatesError> {
        if matrix.len() != units * units {
            return Err(ReplicatesError::MatrixSize { expected: units * units, found: matrix.len() });
        }
        for row in 0..units {
            for column in 0..=row {
                let (value, mirror) = (matrix[row * units + column], matrix[column * units + row]);
                let even = (value - mirror).abs() <= 1e-9 * value.abs().max(mirror.abs());
                if !(value.is_finite() && even) {
                    return Err(ReplicatesError::MatrixEntry { row, column, value, mirror });
                }
            }
        }
        let members: Vec<u32> = (0..units as u32).collect();
        let mut warnings = Vec::new();
        let kinds = factored(matrix, &members, indefinite, &mut warnings)?;
        let parts = kinds.into_iter().map(Part::plain).collect();
        let mut form = QuadraticForm::of(units, ReplicateUnit::Psu, parts)?;
        form.warnings = warnings;
        Ok(form)
    }

    fn of(units: usize, unit: ReplicateUnit, mut parts: Vec<Part>) -> Result<QuadraticForm, ReplicatesError> {
        parts.retain(|part| part.inputs() > 0);
        if units == 0 {
            return Err(ReplicatesError::NoPsus);
        }
        if parts.is_empty() {
            return Err(ReplicatesError::Census);
        }
        let degrees_of_freedom = parts.iter().map(Part::rank).sum();
        Ok(QuadraticForm { units, unit, warnings: Vec::new(), parts, degrees_of_freedom })
    }

    /// Number of units.
    pub fn units(&self) -> usize {
        self.units
    }

    /// The variance of the sum of these weighted totals, one for each unit: y'Σy.
    ///
    /// # Panics
    /// If there is not one total for each unit.
    pub fn variance(&self, totals: &[f64]) -> f64 {
        assert_eq!(totals.len(), self.units, "one total for each unit");
        self.parts.iter().map(|part| part.variance(totals)).sum()
    }

    /// How many independent numbers the multipliers of one replicate are made from.
    pub fn inputs(&self) -> usize {
        self.parts.iter().map(Part::inputs).sum()
    }

    /// Adds to the numbers of the units what the parts make of `z`.
    pub(super) fn add(&self, z: &[f64], out: &mut [f64]) {
        let mut from = 0;
        for part in &self.parts {
            let inputs = part.inputs();
            part.add(&z[from..from + inputs], out);
            from += inputs;
        }
    }
}

/// A matrix over some units as columns over each set of them that entries connect.
fn factored(
    matrix: &[f64],
    units: &[u32],
    indefinite: Indefinite,
    warnings: &mut Vec<ReplicateWarning>,
) -> Result<Vec<Kind>, ReplicatesError> {
    let n = units.len();
    let mut kinds = Vec::new();
    for places in connected(matrix, n) {
        let own: Vec<f64> = places
            .iter()
            .flat_map(|&a| places.iter().map(move |&b| matrix[a as usize * n + b as usize]))
            .collect();
        let columns = match columns(&own, places.len()) {
            Ok(columns) => columns,
            Err((at, pivot)) => {
                let unit = units[places[at] as usize] as usize;
                let refused = ReplicatesError::NotSemidefinite { unit, pivot };
                if indefinite == Indefinite::Refuse {
                    return Err(refused);
                }
                let (columns, eigenvalue) = nearest(&own, places.len()).ok_or(refused)?;
                warnings.push(ReplicateWarning::NearestMatrix { eigenvalue });
                columns
            }
        };
        if !columns.is_empty() {
            let members = places.iter().map(|&place| units[place as usize]).collect();
            kinds.push(Kind::Columns { members, columns: columns.concat() });
        }
    }
    Ok(kinds)
}

/// The units in sets that no entry connects with each other, each in ascending order.
fn connected(matrix: &[f64], units: usize) -> Vec<Vec<u32>> {
    let mut seen = vec![false; units];
    let mut sets = Vec::new();
    for first in 0..units {
        if std::mem::replace(&mut seen[first], true) {
            continue;
        }
        let (mut set, mut at) = (vec![first as u32], 0);
        while at < set.len() {
            let row = &matrix[set[at] as usize * units..][..units];
            for (other, value) in row.iter().enumerate() {
                if *value != 0.0 && !std::mem::replace(&mut seen[other], true) {
                    set.push(other as u32);
                }
            }
            at += 1;
        }
        set.sort_unstable();
        sets.push(set);
    }
    sets
}
