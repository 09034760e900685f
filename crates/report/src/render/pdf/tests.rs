//! What a print holds, whatever the words in it.

use super::*;
use crate::compose::tests::both;
use crate::document::Block;

fn holds(print: &[u8], what: &str) -> bool {
    print.windows(what.len()).any(|part| part == what.as_bytes())
}

#[test]
fn a_print_can_be_read_aloud_and_is_the_same_every_time() {
    for document in both() {
        let Print { bytes: print, unmet } = pdf(&document).unwrap();
        assert!(unmet.is_empty(), "{unmet:?}");
        assert!(print.starts_with(b"%PDF-"));
        assert!(holds(&print, "/StructTreeRoot"));
        assert!(holds(&print, "pdfuaid:part"), "the standard for reading aloud");
        assert!(holds(&print, &format!("({})", document.language.tag())), "the language");
        assert_eq!(print, pdf(&document).unwrap().bytes);
    }
}

#[test]
fn words_are_never_markup() {
    let [mut document, _] = both();
    let words = "#panic(\"x\") $ *a* _b_ `c` @d <e> \\ // = /* [ ] { }";
    document.title = words.to_owned();
    document.notice = Some(words.to_owned());
    document.sections[0].blocks =
        vec![Block::Paragraph(words.to_owned()), Block::List(vec![words.to_owned()])];
    assert!(pdf(&document).is_ok());
}

#[test]
fn a_letter_that_the_typeface_lacks_does_not_stop_the_print() {
    let [mut document, _] = both();
    document.sections.truncate(1);
    document.sections[0].blocks.push(Block::Paragraph("統計".into()));
    let print = pdf(&document).unwrap();
    assert!(!print.unmet.is_empty(), "the reason is said");
    assert!(!holds(&print.bytes, "pdfuaid:part") && holds(&print.bytes, "/StructTreeRoot"));
}
