//! One rule, one file, with a page beside it that says what it looks for, why, and when it is wrong.

mod absolutes;
mod battery;
mod case;
mod consent;
mod double_barrelled;
mod exclusive;
mod identity;
mod leading;
mod limits;
mod names;
mod negatives;
mod notes;
mod open;
mod period;
mod reach;
mod rotation;
mod scales;
mod sensitive;
mod time;
mod translations;
mod wordiness;

use super::form::Form;
use crate::Fault;

/// A rule: what it finds in a form is added.
pub(super) type Rule = fn(&Form<'_>, &mut Vec<Fault>);

/// Every rule.
pub(super) const ALL: &[Rule] = &[
    reach::check,
    sensitive::check,
    scales::check,
    double_barrelled::check,
    leading::check,
    absolutes::check,
    negatives::check,
    period::check,
    translations::check,
    wordiness::check,
    rotation::check,
    limits::check,
    exclusive::check,
    open::check,
    notes::check,
    names::check,
    case::check,
    identity::check,
    consent::check,
    battery::check,
    time::check,
];
