//! The expressions of forms: the part of XPath that ODK XForms have, and the `${name}` of XLSForm. Read and checked once, then
//! evaluated over any tree of answers. Knows no questionnaire, no interview, no clock and no randomness: they are given.

mod syntax;

pub use syntax::{
    Axis, Call, Chain, DEPTH_LIMIT, Expression, Kind, LENGTH_LIMIT, Operator, Path, Reference, Span, Start,
    Step, SyntaxError, SyntaxFault, Test, is_name, parse, references, replace_references,
};
