//! Any bytes as a workbook.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sounding_questionnaire::open(bytes, "fuzz.xlsx");
});
