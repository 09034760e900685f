//! Score tests: does a fitted model lack columns?

use super::{Mixture, Wald, of_quadratic, positive, quadratic};
use crate::estimation::Context;
use crate::models::ModelError;
use crate::models::cholesky::{Cholesky, submatrix};
use crate::models::glm::{Glm, GlmInput, scores};

/// A score test of columns that a model does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreTest {
    /// The scores over their covariance under the design.
    pub design: Wald,
    /// The working score statistic (with the model's information) and its mixture.
    pub working: super::RatioTest,
}

/// Tests whether the columns of `input` after those of `reduced` belong into the model; `reduced` was fitted to its first columns
/// and to the same rows. Nothing is fitted again, so that the test also works where the larger model has no estimate.
///
/// Source: Rao, Scott and Skinner (1998), *Statistica Sinica* 8; `svyscoretest` of later versions of R's survey package.
pub fn score(context: &Context<'_>, input: &GlmInput<'_>, reduced: &Glm) -> Result<ScoreTest, ModelError> {
    let p = input.columns.len();
    let kept = reduced.coefficients.len();
    if kept >= p {
        return Err(ModelError::Empty);
    }
    let mut coefficients = reduced.coefficients.clone();
    coefficients.resize(p, 0.0);
    let at = scores(input, reduced.family, &coefficients)?;
    if at.rows != reduced.rows || at.weight != reduced.weight {
        return Err(ModelError::NotNested);
    }
    let (inside, tested): (Vec<usize>, Vec<usize>) = ((0..kept).collect(), (kept..p).collect());
    let own = submatrix(&at.information, p, &inside, &inside);
    let factor =
        Cholesky::new(&own, kept, super::DEPENDENT).map_err(|column| ModelError::Collinear { column })?;
    // Efficient scores: those of the tested columns less their regression on those of the model.
    let q = p - kept;
    let mut map = vec![0.0; q * p];
    let mut simple = submatrix(&at.information, p, &tested, &tested);
    for (row, &column) in tested.iter().enumerate() {
        map[row * p + column] = 1.0;
        let cross: Vec<f64> = inside.iter().map(|&other| at.information[column * p + other]).collect();
        let slope = factor.solve(&cross);
        for (into, value) in map[row * p..].iter_mut().zip(&slope) {
            *into = -value;
        }
        for (other, &with) in tested.iter().enumerate() {
            let explained: f64 =
                inside.iter().zip(&slope).map(|(&known, s)| s * at.information[with * p + known]).sum();
            simple[row * q + other] -= explained;
        }
    }
    for (row, &column) in tested.iter().enumerate() {
        let whole = at.information[column * p + column];
        if simple[row * q + row] <= super::DEPENDENT * whole {
            return Err(ModelError::Collinear { column });
        }
    }
    let efficient = at.totals.mapped(&map);
    let sums = efficient.sum();
    let covariance = efficient.covariance(context)?;
    let degrees_of_freedom = reduced.degrees_of_freedom - q as f64;
    positive(degrees_of_freedom)?;
    let design = of_quadratic(quadratic(&covariance, &sums)?, q, degrees_of_freedom);
    // To weights with a mean of 1, for which the model's information is meant.
    let mean = at.weight / at.rows as f64;
    let statistic = quadratic(&simple, &sums)? / mean;
    let scaled: Vec<f64> = covariance.iter().map(|value| value / mean).collect();
    let mixture = Mixture::of(&simple, &scaled, q, degrees_of_freedom)?;
    Ok(ScoreTest { design, working: super::RatioTest { statistic, mixture } })
}
