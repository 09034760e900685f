//! The narrowest bounds within which the totals can be met: what to ask of a bounded distance.

use super::error::CalibrationError;
use super::groups::Groups;
use super::model::part_error;
use super::newton::solve;
use super::terms::CalibrationModel;
use super::{CalibrationParams, Distance};
use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// The narrowest interval about 1 that holds factors which meet all totals. The truncated linear distance reaches it; the logit
/// distance needs one that is a little wider, since its factors stay off their bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NarrowestBounds {
    /// Lower end, at most 1.
    pub lower: f64,
    /// Upper end, at least 1.
    pub upper: f64,
}

/// Distinct vectors of a part beyond which the simplex method takes minutes.
const MOST: usize = 5_000;

/// For each part the bounds L ≤ 1 ≤ U with the smallest U − L for which factors between them meet every total: a linear
/// programme over the distinct vectors. Totals that no factors meet are an error as in calibration with the linear distance.
pub fn narrowest_bounds(
    start: &[f64],
    model: &CalibrationModel<'_>,
) -> Result<Vec<NarrowestBounds>, CalibrationError> {
    model.check(start)?;
    let groups = Groups::new(start, model)?;
    let params = CalibrationParams { distance: Distance::Linear, tolerance: 1e-9, max_iterations: 20 };
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for part in 0..model.parts() {
        let totals = model.totals(part);
        let solved = match solve(&groups.part(part), &totals, &params) {
            Ok(solved) => solved,
            Err(unsolved) => {
                wrong.push(part_error(part as u32, unsolved, model));
                continue;
            }
        };
        let members: Vec<u32> = groups.parts[part]
            .iter()
            .copied()
            .filter(|&group| groups.weights[group as usize] > 0.0)
            .collect();
        if members.len() > MOST {
            return Err(CalibrationError::TooManyGroups { groups: members.len(), most: MOST });
        }
        let implied = |number: usize| solved.implied.binary_search(&(number as u32)).is_ok();
        let none = CalibrationError::NoBounds { part: part as u32 };
        found.push(programme(&groups, &members, &totals, implied).ok_or(none)?);
    }
    if wrong.is_empty() { Ok(found) } else { Err(CalibrationError::Parts(wrong)) }
}

/// Factors are L + h with 0 ≤ h ≤ W; W is to be small.
fn programme(
    groups: &Groups<'_>,
    members: &[u32],
    totals: &[f64],
    implied: impl Fn(usize) -> bool,
) -> Option<NarrowestBounds> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let lower = problem.add_var(0.0, (f64::NEG_INFINITY, 1.0));
    let width = problem.add_var(1.0, (0.0, f64::INFINITY));
    problem.add_constraint([(lower, 1.0), (width, 1.0)], ComparisonOp::Ge, 1.0);
    let mut sums: Vec<Vec<(microlp::Variable, f64)>> = vec![Vec::new(); totals.len()];
    let mut base = vec![0.0; totals.len()];
    let mut size = vec![0.0; totals.len()];
    let mut entries = Vec::new();
    for &group in members {
        let above = problem.add_var(0.0, (0.0, f64::INFINITY));
        problem.add_constraint([(above, 1.0), (width, -1.0)], ComparisonOp::Le, 0.0);
        groups.entries(group, &mut entries);
        for &(at, value) in entries.iter().filter(|entry| entry.1 != 0.0) {
            let sum = groups.weights[group as usize] * value;
            sums[at as usize].push((above, sum));
            base[at as usize] += sum;
            size[at as usize] += sum.abs();
        }
    }
    for (at, mut sum) in sums.into_iter().enumerate() {
        if sum.is_empty() || implied(at) {
            continue;
        }
        for (_, value) in &mut sum {
            *value /= size[at];
        }
        sum.push((lower, base[at] / size[at]));
        problem.add_constraint(sum.as_slice(), ComparisonOp::Eq, totals[at] / size[at]);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let (lower, width) = (solution[lower], solution[width]);
    Some(NarrowestBounds { lower, upper: lower + width })
}
