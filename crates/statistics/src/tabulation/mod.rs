//! Tables of two factors: percentages of the whole, of rows and of columns, and tests of association.

mod crosstab;
mod rao_scott;

pub use crosstab::{Crosstab, CrosstabError, Share, Tabulated, crosstab};
pub(crate) use rao_scott::ROUNDING;
pub use rao_scott::{FTest, RaoScott, RaoScottError, Test, rao_scott};
