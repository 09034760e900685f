//! Any text as an expression; what can be read is written and read again to the same tree.
#![no_main]

use sounding_questionnaire::expression::parse;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(expression) = parse(text) {
        assert_eq!(parse(&expression.to_string()).as_ref(), Ok(&expression), "{text}");
    }
});
