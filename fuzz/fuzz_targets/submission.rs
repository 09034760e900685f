//! Any bytes as a submission: gone through again, and taken up to be edited.
#![no_main]

use std::sync::{Arc, LazyLock};

use sounding_questionnaire::expression::Moment;
use sounding_questionnaire::interview::{Files, Form, Interview, Surroundings, revalidate};
use sounding_questionnaire::open;

const FORM: &str = include_str!("../../examples/forms/roster.md");

static COMPILED: LazyLock<Arc<Form>> = LazyLock::new(|| {
    let questionnaire = open(FORM.as_bytes(), "form.md").0.unwrap();
    Arc::new(Form::compile(&questionnaire, &Files::new()).0.unwrap())
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let around = Surroundings::default();
    let _ = revalidate(&COMPILED, bytes, &around, Moment(0));
    let _ = Interview::edit(Arc::clone(&COMPILED), around, bytes, Moment(0));
});
