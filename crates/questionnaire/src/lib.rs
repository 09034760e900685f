//! Questionnaires: reads them from XLSForm and from ODK XForms, writes them as both, says everything that is wrong or doubtful, gives
//! the codebook that follows from them, holds interviews on them, and tries them out on simulated respondents.
//!
//! ```
//! use sounding_questionnaire::{open, say_all};
//! use sounding_survey::Language;
//!
//! let form = "| survey |\n| | type    | name | label |\n| | integer | age  | How old are you? |";
//! let (questionnaire, faults) = open(form.as_bytes(), "form.md");
//! assert_eq!(faults, []);
//! assert_eq!(questionnaire.unwrap().codebook().variables[0].name, "age");
//!
//! let (questionnaire, faults) = open(b"not a workbook", "form.xlsx");
//! assert!(questionnaire.is_none());
//! assert_eq!(say_all(&faults, Language::En)[0].code, "E-FORM-001");
//! ```
//!
//! This crate does not know files, the clock, randomness, or statistics: bytes, instants and random bits are given to it. It runs in
//! a browser as on a server.

pub mod client;
pub mod definition;
mod door;
pub mod expression;
mod faults;
pub mod interview;
pub mod quality;
pub mod routing;
pub mod simulate;
pub mod xform;
pub mod xlsform;

pub use definition::Questionnaire;
pub use door::{check, open};
pub use faults::{Fault, say_all, sort_faults};
