//! Bad forms, of which everything wrong is said; good ones, of which nothing is.

mod bad;
mod good;
pub(crate) mod table;

use super::check;
use crate::Fault;
use crate::definition::Questionnaire;

/// Codes with the question or list that they are said of.
fn codes(form: &Questionnaire) -> Vec<(&'static str, String)> {
    check(form).iter().map(|fault| (fault.code, of(fault))).collect()
}

fn of(fault: &Fault) -> String {
    let value =
        |name: &str| fault.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    value("question").or(value("list")).unwrap_or_default()
}

/// The codes said of one question or list.
fn said_of(form: &Questionnaire, name: &str) -> Vec<&'static str> {
    codes(form).into_iter().filter(|(_, of)| of == name).map(|(code, _)| code).collect()
}
