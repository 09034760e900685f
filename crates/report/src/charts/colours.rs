//! Which colour stands for which answer, and how a colour changes where a figure cannot be relied on.

use sounding_survey::{CategoryRole, Column};

use super::scene::Colour;
use crate::theme;

/// One colour for each column: sides of a scale where the answers are ordered, else one after the other; grey for what is no
/// opinion. A scale runs from the negative side to the positive one, as the questionnaire's guide asks.
pub(crate) fn of_columns(columns: &[Column], ordered: bool) -> Vec<Colour> {
    let answers = columns.iter().filter(|column| column.role == CategoryRole::Substantive).count();
    let (mut answer, mut apart) = (0, 0);
    let colour = |column: &Column| {
        if column.role == CategoryRole::Substantive {
            answer += 1;
            let at = answer - 1;
            return if ordered && answers > 1 { of_scale(at, answers) } else { of_category(at) };
        }
        apart += 1;
        theme::APART[(apart - 1) % theme::APART.len()].into()
    };
    columns.iter().map(colour).collect()
}

/// The colour of step `at` of a scale with `steps`.
fn of_scale(at: usize, steps: usize) -> Colour {
    let side = steps / 2;
    if at < side {
        shade(theme::AGAINST, at, side)
    } else if steps % 2 == 1 && at == side {
        theme::MIDDLE.into()
    } else {
        shade(theme::FOR, steps - 1 - at, side)
    }
}

/// Step `at` from the extreme inwards, of `steps` on that side.
fn shade(side: [&'static str; 3], at: usize, steps: usize) -> Colour {
    match (steps, at) {
        (1, _) => side[0].into(),
        (2 | 3, _) => side[at.min(2)].into(),
        _ => {
            let place = 2.0 * at as f64 / (steps - 1) as f64;
            let first = (place as usize).min(1);
            mixed(side[first], side[first + 1], place - first as f64)
        }
    }
}

fn of_category(at: usize) -> Colour {
    let round = at / theme::CATEGORIES.len();
    let colour = theme::CATEGORIES[at % theme::CATEGORIES.len()];
    // After the last colour the same ones come again, darker each time.
    if round == 0 { colour.into() } else { mixed(colour, theme::INK, (0.35 * round as f64).min(0.8)) }
}

/// A fill for what cannot be relied on; with an edge in the full colour it is no other answer's colour.
pub(crate) fn lighter(colour: &str) -> Colour {
    mixed(colour, theme::PAPER, 0.6)
}

/// The fill of the band around a line.
pub(crate) fn band(colour: &str) -> Colour {
    mixed(colour, theme::PAPER, 0.82)
}

/// The colour of words on a ground, whichever of ink and paper is told apart best.
pub(crate) fn words_on(ground: &str) -> &'static str {
    if contrast(ground, theme::PAPER) >= contrast(ground, theme::INK) { theme::PAPER } else { theme::INK }
}

/// A colour for words and lines on paper: the colour itself where it is dark enough, else a darker one of its kind.
pub(crate) fn dark(colour: &str) -> Colour {
    if contrast(colour, theme::PAPER) >= 3.0 {
        colour.to_owned().into()
    } else {
        mixed(colour, theme::INK, 0.45)
    }
}

/// Contrast as web accessibility rules define it: 1 for the same, 21 for black on white.
pub(crate) fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = parts(colour).map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// `share` of the way from one colour to another.
fn mixed(from: &str, to: &str, share: f64) -> Colour {
    let (from, to) = (parts(from), parts(to));
    let mix =
        |at: usize| (f64::from(from[at]) + share * (f64::from(to[at]) - f64::from(from[at]))).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2)).into()
}

fn parts(colour: &str) -> [u8; 3] {
    let part = |at: usize| {
        colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0)
    };
    [part(1), part(3), part(5)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use sounding_survey::Text;

    fn columns(answers: usize, apart: usize) -> Vec<Column> {
        let column = |role| move |at: usize| Column { code: at.to_string(), label: Text::same("x"), role };
        let mut all: Vec<Column> = (0..answers).map(column(CategoryRole::Substantive)).collect();
        all.extend((0..apart).map(column(CategoryRole::DontKnow)));
        all
    }

    #[test]
    fn no_two_answers_of_a_question_share_a_colour() {
        for ordered in [true, false] {
            for answers in 1..=16 {
                let mut found = of_columns(&columns(answers, 2), ordered);
                assert_eq!(found.len(), answers + 2);
                found.sort();
                found.dedup();
                assert_eq!(found.len(), answers + 2, "{answers} {ordered}");
            }
        }
    }

    #[test]
    fn a_scale_is_light_in_the_middle_and_its_ends_are_the_two_opposites() {
        let found = of_columns(&columns(11, 0), true);
        assert_eq!((&*found[0], &*found[5], &*found[10]), (theme::AGAINST[0], theme::MIDDLE, theme::FOR[0]));
        assert!(found[..6].windows(2).all(|pair| luminance(&pair[0]) < luminance(&pair[1])));
        assert!(found[5..].windows(2).all(|pair| luminance(&pair[0]) > luminance(&pair[1])));
    }

    #[test]
    fn words_are_readable_on_every_ground() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        let scale = of_columns(&columns(11, 2), true);
        for ground in theme::CATEGORIES.map(Colour::from).iter().chain(&scale) {
            for ground in [ground.clone(), lighter(ground)] {
                assert!(contrast(words_on(&ground), &ground) >= 4.0, "{ground}");
            }
            assert!(contrast(&dark(ground), theme::PAPER) >= 2.9, "{ground}");
        }
    }
}
