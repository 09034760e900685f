//! Measured text: how wide words are in the report's typefaces, and where they break into lines.

use ttf_parser::Face;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::theme;

/// Distance between baselines, in sizes: room for a capital with two marks over it.
const PITCH: f64 = 1.3;
/// From the middle of a line to its baseline, in sizes: half the height of a capital.
const MIDDLE: f64 = 0.36;
/// Width of a sign that the typeface does not have, in sizes: what another face will not exceed.
const UNKNOWN: f64 = 1.0;

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// Size in units of the chart.
    pub(crate) size: f64,
    /// Whether in bold.
    pub(crate) bold: bool,
}

impl Style {
    /// Legends, axes, notes.
    pub(crate) fn small(bold: bool) -> Style {
        Style { size: 11.0, bold }
    }

    /// Distance between two baselines.
    pub(crate) fn pitch(self) -> f64 {
        PITCH * self.size
    }

    /// The baseline of the first of `lines` lines whose middle is `middle`.
    pub(crate) fn baseline(self, middle: f64, lines: usize) -> f64 {
        middle - self.pitch() * lines.saturating_sub(1) as f64 / 2.0 + MIDDLE * self.size
    }
}

/// The report's typefaces, ready to measure.
pub(crate) struct Measure {
    regular: Option<Face<'static>>,
    bold: Option<Face<'static>>,
}

impl Measure {
    pub(crate) fn new() -> Measure {
        let face = |bytes| Face::parse(bytes, 0).ok();
        Measure { regular: face(theme::REGULAR), bold: face(theme::BOLD) }
    }

    /// The width of `words` on one line. Kerning is left out: it mostly draws letters together, so that the text fits all the better.
    pub(crate) fn width(&self, words: &str, style: Style) -> f64 {
        let Some(face) = (if style.bold { &self.bold } else { &self.regular }) else {
            return UNKNOWN * style.size * words.chars().count() as f64;
        };
        let em = f64::from(face.units_per_em());
        let advance = |sign: char| {
            let glyph = face.glyph_index(sign).and_then(|glyph| face.glyph_hor_advance(glyph));
            glyph.map_or(UNKNOWN, |advance| f64::from(advance) / em)
        };
        words.chars().map(advance).sum::<f64>() * style.size
    }

    /// The widest of several.
    pub(crate) fn widest<'a>(&self, words: impl IntoIterator<Item = &'a str>, style: Style) -> f64 {
        words.into_iter().map(|words| self.width(words, style)).fold(0.0, f64::max)
    }

    /// `words` in lines no wider than `room`, broken where the language allows it, and inside a word only where the word alone
    /// is too wide. At least one line.
    pub(crate) fn wrap(&self, words: &str, style: Style, room: f64) -> Vec<String> {
        let words = tidied(words);
        let mut lines = Vec::new();
        let (mut line, mut taken) = (String::new(), 0.0);
        let mut start = 0;
        for (end, opportunity) in linebreaks(&words) {
            let piece = &words[start..end];
            start = end;
            if !line.is_empty() && taken + self.width(piece.trim_end(), style) > room {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            for sign in piece.chars() {
                let width = self.width(sign.encode_utf8(&mut [0; 4]), style);
                if !line.is_empty() && !sign.is_whitespace() && taken + width > room {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(sign);
                taken += width;
            }
            if opportunity == BreakOpportunity::Mandatory {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        lines
    }
}

/// Blanks and line ends made single blanks; a no-break space stays.
fn tidied(words: &str) -> String {
    let blank = |sign: char| sign.is_ascii_whitespace() || sign.is_control();
    words.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { size: 10.0, bold: false };

    #[test]
    fn widths_are_those_of_the_typeface() {
        let measure = Measure::new();
        // From the font's own hmtx table: a digit is 1171 of 2048 units wide, a blank 532.
        assert!((measure.width("12 3", PLAIN) - 10.0 * (3.0 * 1171.0 + 532.0) / 2048.0).abs() < 1e-9);
        assert!(measure.width("Hài lòng", Style { bold: true, ..PLAIN }) > measure.width("Hài lòng", PLAIN));
        // A mark over a letter takes no room, written as one sign or as two.
        assert_eq!(measure.width("ệ", PLAIN), measure.width("e", PLAIN));
        assert_eq!(measure.width("e\u{302}\u{323}", PLAIN), measure.width("e", PLAIN));
    }

    #[test]
    fn lines_keep_every_word_and_stay_inside_their_room() {
        let measure = Measure::new();
        let words = "Duyên hải Nam Trung Bộ và Tây Nguyên, Trung du và miền núi phía Bắc";
        for room in [45.0, 60.0, 90.0, 200.0, 1000.0] {
            let lines = measure.wrap(words, PLAIN, room);
            assert_eq!(lines.join(" "), words, "{room}");
            assert!(lines.iter().all(|line| measure.width(line, PLAIN) <= room), "{room}: {lines:?}");
        }
        assert_eq!(measure.wrap(words, PLAIN, 1000.0).len(), 1);
    }

    #[test]
    fn a_word_wider_than_its_room_is_cut_and_blanks_are_made_single() {
        let measure = Measure::new();
        let lines = measure.wrap("aaaaaaaaaaaaaaaaaaaa", PLAIN, 50.0);
        assert_eq!(lines.concat(), "aaaaaaaaaaaaaaaaaaaa");
        assert!(lines.len() > 1 && lines.iter().all(|line| measure.width(line, PLAIN) <= 50.0));
        assert_eq!(measure.wrap(" a \n\t b ", PLAIN, 100.0), ["a b"]);
        assert_eq!(measure.wrap("", PLAIN, 100.0), [""]);
    }
}
