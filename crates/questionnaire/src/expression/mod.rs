//! The expressions of forms: the part of XPath that ODK XForms have, and the `${name}` of XLSForm. Read and checked once, then
//! evaluated over any tree of answers. Knows no questionnaire, no interview, no clock and no randomness: they are given.
//!
//! [`parse`] gives the tree, [`check`] what an author should know, [`dependencies`] what it depends on, [`compile`] what is
//! evaluated over a [`World`].

mod check;
mod compile;
mod dates;
mod dependencies;
mod evaluate;
mod fault;
mod functions;
mod names;
mod say;
mod syntax;
#[cfg(test)]
mod tests;
mod value;
mod world;

pub use check::{Remark, RemarkKind, check, nearest_function};
pub use compile::{Compiled, compile};
pub use dates::{Moment, parse_date_time, parse_time_of_day};
pub use dependencies::{Dependencies, NodePath, dependencies};
pub use fault::EvaluationError;
pub use functions::{Arity, function_names};
pub use names::{NameId, Names};
pub use syntax::{
    Axis, Call, Chain, DEPTH_LIMIT, Expression, Kind, LENGTH_LIMIT, Operator, Path, Reference, Span, Start,
    Step, SyntaxError, SyntaxFault, Test, is_name, parse, references, replace_references,
};
pub use value::{Atom, Value, number_text, parse_number};
pub use world::{DataType, Environment, Key, World};
