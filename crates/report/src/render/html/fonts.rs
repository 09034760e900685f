//! The report's typefaces for a page: only the letters that it has, inside the page itself.

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ttf_parser::Face;

use crate::theme;

/// The rules that give a stylesheet both weights with the letters of `text`.
pub(crate) fn faces(text: &str) -> String {
    [(400, theme::REGULAR), (700, theme::BOLD)]
        .map(|(weight, font)| face(weight, "normal", font, text))
        .concat()
}

/// The rule for the italic with the letters of `text`.
pub(crate) fn italic(text: &str) -> String {
    face(400, "italic", theme::ITALIC, text)
}

fn face(weight: u16, style: &str, font: &[u8], text: &str) -> String {
    // A page without its typeface is still a page: browsers take the next one.
    let Some(letters) = letters(font, text) else { return String::new() };
    format!(
        "@font-face{{font-family:\"{}\";font-weight:{weight};font-style:{style};src:url(data:font/ttf;base64,{}) format(\"truetype\")}}\n",
        theme::FAMILY,
        STANDARD.encode(letters)
    )
}

/// The typeface with the glyphs of `text` alone.
fn letters(font: &[u8], text: &str) -> Option<Vec<u8>> {
    let face = Face::parse(font, 0).ok()?;
    // The first glyph is the one for a missing letter.
    let mut glyphs = vec![0];
    glyphs.extend(text.chars().filter_map(|sign| face.glyph_index(sign)).map(|glyph| glyph.0));
    glyphs.sort_unstable();
    glyphs.dedup();
    let data = ReadScope::new(font).read::<FontData<'_>>().ok()?;
    subset(&data.table_provider(0).ok()?, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_text_are_there_and_no_others() {
        let text = "Thăm dò: Nguyễn Thị Ữ, 45,2% (Đắk Lắk)";
        let font = letters(theme::REGULAR, text).unwrap();
        let face = Face::parse(&font, 0).unwrap();
        for sign in text.chars() {
            let glyph = face.glyph_index(sign).unwrap_or_else(|| panic!("{sign}"));
            let whole = Face::parse(theme::REGULAR, 0).unwrap();
            let of = |face: &Face<'_>| face.glyph_hor_advance(face.glyph_index(sign).unwrap());
            assert_eq!(of(&face), of(&whole), "{sign}");
            assert!(sign == ' ' || face.glyph_bounding_box(glyph).is_some(), "{sign} has no outline");
        }
        assert!(face.glyph_index('z').is_none());
        assert!(font.len() < theme::REGULAR.len() / 8, "{} bytes", font.len());
    }

    #[test]
    fn letters_that_the_typeface_lacks_are_left_to_others() {
        assert!(faces("統計 ok").contains("@font-face"));
    }
}
