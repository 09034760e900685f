//! Any text as a form in Markdown, compiled and judged where it can be read.
#![no_main]

use sounding_questionnaire::interview::Files;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let (Some(questionnaire), _) = sounding_questionnaire::open(bytes, "fuzz.md") {
        let _ = sounding_questionnaire::check(&questionnaire, &Files::new(), "fuzz.md");
    }
});
