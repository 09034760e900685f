//! Interviews that take longer than people give.
#![doc = include_str!("time.md")]

use crate::Fault;
use crate::quality::form::{Form, at};
use crate::quality::length;

/// Minutes after which answers get worse.
const LONG: f64 = 30.0;
/// Minutes after which people break off, and refuse the next time.
const TOO_LONG: f64 = 45.0;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let length = length::of(form);
    let code = match length.minutes_typical {
        minutes if minutes > TOO_LONG => "W-QUALITY-096",
        minutes if minutes > LONG => "W-QUALITY-095",
        _ => return,
    };
    let minutes = |value: f64| format!("{value:.0}");
    found.push(
        Fault::warning(code, at("survey", 0, "type"))
            .with("typical", minutes(length.minutes_typical))
            .with("low", minutes(length.minutes_low))
            .with("high", minutes(length.minutes_high)),
    );
}
