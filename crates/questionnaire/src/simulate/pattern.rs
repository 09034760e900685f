//! Random texts that match a regular expression, so that a question whose answers have a pattern can be answered at random.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::chance::Chance;

/// Repetitions without an upper limit end here at the latest.
const MOST: u32 = 12;
/// Longer texts are not made.
const LONGEST: usize = 4_096;

/// A text that matches `pattern`, or `None` where it is not a regular expression or none was found: assertions within the text are not
/// looked at, so that the caller must check the text.
pub(super) fn matching(pattern: &str, chance: &mut Chance<'_>) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut text = Vec::new();
    write(&hir, chance, &mut text);
    (text.len() <= LONGEST).then(|| String::from_utf8(text).ok())?
}

fn write(hir: &Hir, chance: &mut Chance<'_>, text: &mut Vec<u8>) {
    if text.len() > LONGEST {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.extend_from_slice(&literal.0),
        HirKind::Class(class) => {
            if let Some(letter) = of_class(class, chance) {
                text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or_else(|| repetition.min.saturating_add(MOST)).min(1_000);
            let least = repetition.min.min(most);
            let times = least as usize + chance.below((most - least) as usize + 1);
            for _ in 0..times {
                write(&repetition.sub, chance, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, chance, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, chance, text)),
        HirKind::Alternation(parts) => {
            let at = chance.below(parts.len());
            if let Some(part) = parts.get(at) {
                write(part, chance, text);
            }
        }
    }
}

/// A letter of a class: one that can be printed where there is one.
fn of_class(class: &Class, chance: &mut Chance<'_>) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
    };
    // What can be typed comes first: a class such as `.` would else give letters of any script.
    let typed: Vec<(u32, u32)> = ranges
        .iter()
        .map(|&(low, high)| (low.max(0x20), high.min(0x7E)))
        .filter(|(low, high)| low <= high)
        .collect();
    let ranges = if typed.is_empty() { ranges } else { typed };
    let sizes: Vec<f64> = ranges.iter().map(|(low, high)| f64::from(high - low + 1)).collect();
    let (low, high) = ranges[chance.weighted(&sizes)?];
    char::from_u32(low + chance.below((high - low) as usize + 1) as u32).or_else(|| char::from_u32(low))
}

#[cfg(test)]
mod tests {
    use super::super::chance::tests::counter;
    use super::*;

    #[test]
    fn texts_match_the_pattern_they_are_made_for() {
        let mut chance = Chance::new(counter(7));
        for pattern in ["^0[0-9]{9}$", "^[A-Z]{2}-\\d+$", "(có|không)( lắm)?", "^\\p{Lu}\\w*$", "^.{3,5}$"]
        {
            let regex = regex::Regex::new(pattern).unwrap();
            for _ in 0..200 {
                let text = matching(pattern, &mut chance).unwrap();
                assert!(regex.is_match(&text), "{text:?} for {pattern}");
            }
        }
        assert_eq!(matching("(", &mut chance), None);
    }

    #[test]
    fn a_pattern_that_would_grow_without_end_gives_nothing() {
        assert_eq!(matching("((a{900}){900}){900}", &mut Chance::new(counter(7))), None);
    }
}
