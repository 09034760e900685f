//! Any bytes as an XForm; what can be read is written and read again.
#![no_main]

use sounding_questionnaire::{open, xform};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let (Some(questionnaire), _) = open(bytes, "fuzz.xml")
        && let Ok(written) = xform::write(&questionnaire)
    {
        assert!(open(written.as_bytes(), "fuzz.xml").0.is_some());
    }
});
