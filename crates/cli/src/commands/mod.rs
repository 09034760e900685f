//! The subcommands, one file each: arguments, what they do, what they print.

pub(crate) mod check;
pub(crate) mod cluster;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod estimate;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod sample;
pub(crate) mod table;
pub(crate) mod weight;
