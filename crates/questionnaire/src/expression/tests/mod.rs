//! Tests over a world: what JavaRosa gives, what the specification says, and what must not happen.

mod here;
mod javarosa;
mod paths;
mod random;
pub(crate) mod tree;
