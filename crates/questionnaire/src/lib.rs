//! Questionnaires: reads an XLSForm workbook into questions and choices, says everything that is wrong with it at once, and
//! gives the codebook that follows from it; and writes a questionnaire as such a workbook. Routing is kept as written.
//!
//! ```
//! let (questionnaire, findings) = sounding_questionnaire::read_xlsx(b"not a workbook", "questionnaire.xlsx");
//! assert!(questionnaire.is_none());
//! assert_eq!(findings[0].code, "E-FORM-001");
//! ```
//!
//! This crate does not know files, the clock, answers, or statistics: it takes bytes.

mod codebook;
pub mod definition;
pub mod expression;
mod faults;
mod listed;
mod old_xlsform;
pub mod quality;
pub mod routing;
pub mod simulate;
mod workbook;
mod write;
pub mod xform;
pub mod xlsform;

pub use faults::{Fault, say_all, sort_faults};
pub use listed::{Choice, ChoiceList, Question, QuestionType, Questionnaire};
pub use old_xlsform::read_xlsx;
pub use write::write_xlsx;
