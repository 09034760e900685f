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

pub(crate) use answers::excludes_others;
pub use answers::is_apart;
pub use length::{Length, QuestionLength, length};
#[cfg(test)]
pub(crate) use tests::table;

use crate::definition::{ChoiceList, Questionnaire};
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

/// Whether conditions can hold together, for others than the rules.
pub(crate) struct Reasoning<'a> {
    form: Form<'a>,
}

impl<'a> Reasoning<'a> {
    pub(crate) fn new(questionnaire: &'a Questionnaire) -> Reasoning<'a> {
        Reasoning { form: Form::new(questionnaire) }
    }

    /// Whether all can hold for someone; what is not understood is taken to be possible.
    pub(crate) fn possible(&self, conditions: &[&str]) -> bool {
        reason::Reason::new(&self.form).possible(conditions, true)
    }
}

/// Whether the choices of a list are a scale of opinion.
pub(crate) fn is_scale(list: &ChoiceList) -> bool {
    scale::recognise(list).is_some()
}
