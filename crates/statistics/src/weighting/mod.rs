//! From the sample's weights to the ones that estimates use: nonresponse, known totals, trimming.
//!
//! Every adjustment here depends on the sample only through the sums of start weights over *patterns*, the distinct
//! combinations of what it looks at. A row may therefore be a respondent or a collapsed pattern with the sum of its
//! weights: the factors are the same. A start weight of zero is legal and adds nothing.

pub mod calibrate;
pub mod classes;
pub mod design_effect;
pub mod poststratify;
pub mod propensity;
pub mod rake;
pub mod trim;

mod error;
mod patterns;
mod weights;

pub use error::WeightingError;
pub use patterns::Patterns;
pub use weights::{Weights, kish_design_effect};
