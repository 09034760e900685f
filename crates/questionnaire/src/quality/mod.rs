//! What a good methodologist would say of a questionnaire that is well formed: warnings on reach, answers, scales, wording,
//! translations, names and protection, and how long an interview lasts.
#![doc = include_str!("quality.md")]

mod answers;
mod form;
mod length;
mod reason;
mod rules;
mod scale;
mod speech;
#[cfg(test)]
mod tests;

pub use length::{Length, QuestionLength, length};

use crate::definition::Questionnaire;
use crate::{Fault, sort_faults};
use form::Form;

/// Everything that is doubtful about the questionnaire, in the order of its rows; all are warnings `W-QUALITY-nnn`.
pub fn check(questionnaire: &Questionnaire) -> Vec<Fault> {
    let form = Form::new(questionnaire);
    let mut found = Vec::new();
    for rule in rules::ALL {
        rule(&form, &mut found);
    }
    sort_faults(&mut found);
    found
}
