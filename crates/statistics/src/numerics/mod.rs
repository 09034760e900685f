//! Numbers below the statistics: random streams, distributions, and a coder of pairs.

mod blocks;
mod distributions;
mod linear;
mod orthogonal;
mod pairs;
mod stream;
mod symmetric;

pub(crate) use blocks::in_blocks;
pub use distributions::{
    beta_quantile, chi_squared_upper_tail, f_upper_tail, normal_quantile, normal_upper_tail,
    student_t_quantile, student_t_two_sided,
};
pub(crate) use linear::{pseudo_inverse, times};
pub(crate) use orthogonal::{Orthonormal, dot};
pub use pairs::Pairs;
pub(crate) use pairs::{ordered_pairs, pair_codes};
pub use stream::Stream;
pub(crate) use symmetric::{Layout, Links};
