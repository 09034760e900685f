//! The subcommands, one file each: arguments, what they do, what they print.

pub(crate) mod doctor;
pub(crate) mod estimate;
