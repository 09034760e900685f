//! The text of expressions: read into a tree with places, gone through, changed, and written again. Knows no functions, no
//! questions and no values.

mod fault;
mod lexer;
mod name;
mod parser;
mod reference;
#[cfg(test)]
mod tests;
mod tree;
mod visit;
mod write;

pub use fault::{SyntaxError, SyntaxFault};
pub use name::is_name;
pub(crate) use parser::character;
pub use parser::{DEPTH_LIMIT, LENGTH_LIMIT, parse};
pub use reference::{references, replace_references};
pub use tree::{Axis, Call, Chain, Expression, Kind, Operator, Path, Reference, Span, Start, Step, Test};
