//! Nonresponse adjustment within classes.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::WeightingError;

/// What the adjustment did.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// Factor of each row: at least 1 for respondents, 0 for the others.
    pub factors: Vec<f64>,
    /// Classes with fewer respondents than asked for, and how many they have.
    pub small: Vec<(u32, u64)>,
    /// Largest factor.
    pub largest: f64,
}

/// Gives the weight of nonrespondents to the respondents of the same class. `classes` has a code and `responded` an
/// outcome for each row, both as long as `start`; classes with fewer than `minimum` respondents are reported.
pub fn nonresponse_classes(
    start: &[f64],
    classes: &[u32],
    responded: &[bool],
    minimum: u64,
) -> Result<Adjusted, WeightingError> {
    for found in [classes.len(), responded.len()] {
        if found != start.len() {
            return Err(WeightingError::Length { rows: start.len(), found });
        }
    }
    let count = classes.iter().max().map_or(0, |&class| class as usize + 1);
    let (mut all, mut answered, mut respondents) = (vec![0.0; count], vec![0.0; count], vec![0u64; count]);
    for row in 0..start.len() {
        let class = classes[row] as usize;
        all[class] += start[row];
        if responded[row] {
            answered[class] += start[row];
            respondents[class] += 1;
        }
    }
    let empty: Vec<u32> = (0..count)
        .filter(|&class| all[class] > 0.0 && answered[class] == 0.0)
        .map(|class| class as u32)
        .collect();
    if !empty.is_empty() {
        return Err(WeightingError::NoRespondents { classes: empty });
    }
    let factor: Vec<f64> = (0..count)
        .map(|class| if answered[class] > 0.0 { all[class] / answered[class] } else { 0.0 })
        .collect();
    let small = (0..count)
        .filter(|&class| all[class] > 0.0 && respondents[class] < minimum)
        .map(|class| (class as u32, respondents[class]))
        .collect();
    let factors = classes
        .iter()
        .zip(responded)
        .map(|(&class, &yes)| if yes { factor[class as usize] } else { 0.0 })
        .collect();
    Ok(Adjusted { factors, small, largest: factor.into_iter().fold(0.0, f64::max) })
}
