//! Forms as an institute would field them: no false alarm.

use sounding_survey::Language;

use super::table::read;
use super::*;
use crate::say_all;

const GOOD: &str = include_str!("good.md");

#[test]
fn nothing_is_said_of_a_good_form() {
    let said: Vec<String> =
        say_all(&check(&read(GOOD)), Language::Vi).iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn the_demonstrations_questionnaire_has_no_false_alarm() {
    let form = read(include_str!("../../../../demo/data/questionnaire.md"));
    let said: Vec<String> = say_all(&check(&form), Language::Vi).iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn a_form_of_the_demonstrations_length_takes_about_half_an_hour() {
    let form = read(include_str!("../../../../demo/data/questionnaire.md"));
    let length = super::super::length(&form);
    assert!(length.minutes_low < length.minutes_typical && length.minutes_typical < length.minutes_high);
    assert!((10.0..40.0).contains(&length.minutes_typical), "{}", length.minutes_typical);
    assert!(
        length.per_question.iter().all(|question| question.seconds.is_finite() && question.seconds > 0.0)
    );
}
