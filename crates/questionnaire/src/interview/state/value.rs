//! Values as they are kept: what a person answers, read by the type of the question, and what an expression gives, written as
//! JavaRosa writes it.

use crate::expression::{self, Atom, Environment, parse_date_time, parse_number, parse_time_of_day};
use crate::interview::compile::DataType;

/// Most digits of a whole number: it must be the same number in every program that reads it.
const DIGITS_LIMIT: usize = 15;

/// An answer as it is kept, or nothing when it is no value of the type. A blank is always a value.
pub(crate) fn read(written: &str, kind: DataType, environment: &Environment<'_>) -> Option<String> {
    let trimmed = written.trim();
    if trimmed.is_empty() {
        return Some(String::new());
    }
    let offset = environment.offset_minutes;
    match kind {
        DataType::Text | DataType::File => Some(written.to_owned()),
        DataType::Integer => {
            let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let short = plain && digits.trim_start_matches('0').len() <= DIGITS_LIMIT;
            short
                .then(|| trimmed.trim_start_matches('+').parse::<i64>().ok())
                .flatten()
                .map(|n| n.to_string())
        }
        DataType::Decimal => {
            let number = parse_number(trimmed);
            number.is_finite().then(|| decimal(number, trimmed))
        }
        DataType::Boolean => match trimmed {
            "true" | "1" => Some("true".to_owned()),
            "false" | "0" => Some("false".to_owned()),
            _ => None,
        },
        DataType::Date => parse_date_time(trimmed, offset).map(|moment| moment.date_text(offset)),
        DataType::Time => {
            parse_time_of_day(trimmed, environment.now, offset).map(|moment| moment.time_text(offset))
        }
        DataType::DateTime => parse_date_time(trimmed, offset).map(|moment| moment.date_time_text(offset)),
        DataType::Geopoint => is_point(trimmed).then(|| point(trimmed)),
        DataType::Geotrace => is_line(trimmed, 2).then(|| line(trimmed)),
        DataType::Geoshape => {
            let corners: Vec<&str> = trimmed.trim_end_matches(';').split(';').map(str::trim).collect();
            let closed = corners.len() >= 4 && corners.first() == corners.last();
            (is_line(trimmed, 4) && closed).then(|| line(trimmed))
        }
        DataType::Codes => Some(trimmed.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// A decimal with a point, also where it is whole.
fn decimal(number: f64, written: &str) -> String {
    if number == number.trunc() && number.abs() < 1e15 {
        return format!("{number:.1}");
    }
    written.trim_start_matches('+').replace(',', ".")
}

/// A place as clients write it: latitude, longitude, altitude and accuracy.
fn point(text: &str) -> String {
    let mut parts: Vec<String> =
        text.split_whitespace().map(|part| decimal(parse_number(part), part)).collect();
    parts.resize(4, "0.0".to_owned());
    parts.join(" ")
}

/// The places of a line or of the border of an area.
fn line(text: &str) -> String {
    text.trim_end_matches(';').split(';').map(point).collect::<Vec<_>>().join(";")
}

fn is_line(text: &str, least: usize) -> bool {
    let corners: Vec<&str> = text.trim_end_matches(';').split(';').map(str::trim).collect();
    corners.len() >= least && corners.iter().all(|corner| is_point(corner))
}

/// Latitude and longitude in degrees, then if need be altitude and accuracy.
fn is_point(text: &str) -> bool {
    let parts: Vec<f64> = text.split_whitespace().map(parse_number).collect();
    (2..=4).contains(&parts.len())
        && parts.iter().all(|part| part.is_finite())
        && parts[0].abs() <= 90.0
        && parts[1].abs() <= 180.0
}

/// What a computed value is kept as, and what it is for other expressions where that is not the element's own type.
pub(crate) fn computed(
    atom: &Atom<'_>,
    kind: DataType,
    environment: &Environment<'_>,
) -> (String, Option<expression::DataType>) {
    let offset = environment.offset_minutes;
    let truth = |truth: bool| (if truth { "1" } else { "0" }.to_owned(), Some(expression::DataType::Boolean));
    match atom {
        _ if atom.is_blank() => (String::new(), None),
        Atom::Boolean(value) => truth(*value),
        _ if kind == DataType::Boolean => truth(atom.to_boolean()),
        Atom::Number(value) => (number(*value, kind), Some(expression::DataType::Decimal)),
        Atom::Date(moment) => match kind {
            DataType::Date => (moment.date_text(offset), None),
            DataType::Time => (moment.time_text(offset), None),
            _ => (moment.date_time_text(offset), Some(expression::DataType::DateTime)),
        },
        Atom::Text(text) => (text.clone().into_owned(), Some(expression::DataType::Text)),
    }
}

/// What an action or a default sets: as computed, and then read by the element's type.
pub(crate) fn set(atom: &Atom<'_>, kind: DataType, environment: &Environment<'_>) -> String {
    let text = match atom {
        Atom::Boolean(_) => atom.to_text(environment).into_owned(),
        _ => computed(atom, kind, environment).0,
    };
    read(&text, kind, environment).unwrap_or(text)
}

/// Whole numbers as such, whatever their size; others with their decimals.
fn number(value: f64, kind: DataType) -> String {
    let whole = value.trunc();
    let integral = (value - whole).abs() < 1e-9 && whole.abs() < 9e18;
    if kind == DataType::Integer || integral {
        return format!("{}", whole as i64);
    }
    expression::number_text(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::Moment;

    fn environment() -> Environment<'static> {
        Environment { now: Moment(1_767_225_600_000), offset_minutes: 420, language: "vi", random: &|| 0 }
    }

    #[test]
    fn answers_are_read_by_the_type_of_the_question() {
        for (written, kind, kept) in [
            ("007", DataType::Integer, Some("7")),
            ("3000000000", DataType::Integer, Some("3000000000")),
            ("2.5", DataType::Integer, None),
            ("2,5", DataType::Decimal, Some("2.5")),
            ("hai", DataType::Decimal, None),
            ("2026-02-29", DataType::Date, None),
            ("2026-02-28", DataType::Date, Some("2026-02-28")),
            ("21.03 105", DataType::Geopoint, Some("21.03 105.0 0.0 0.0")),
            ("29", DataType::Decimal, Some("29.0")),
            ("95 105.85", DataType::Geopoint, None),
            ("b  a", DataType::Codes, Some("b a")),
            ("  ", DataType::Integer, Some("")),
            ("21 105.5; 21.5 106 7;", DataType::Geotrace, Some("21.0 105.5 0.0 0.0;21.5 106.0 7.0 0.0")),
            (
                "0 0;0 1;1 1;0 0",
                DataType::Geoshape,
                Some("0.0 0.0 0.0 0.0;0.0 1.0 0.0 0.0;1.0 1.0 0.0 0.0;0.0 0.0 0.0 0.0"),
            ),
            ("0 0;0 1;1 1;1 0", DataType::Geoshape, None),
        ] {
            assert_eq!(read(written, kind, &environment()).as_deref(), kept, "{written}");
        }
    }

    #[test]
    fn computed_values_are_kept_as_the_engine_of_collect_keeps_them() {
        let moment = parse_date_time("2026-01-02", 420).unwrap();
        for (atom, kind, kept) in [
            (Atom::Boolean(true), DataType::Text, "1"),
            (Atom::Number(3e9), DataType::Text, "3000000000"),
            (Atom::Number(2.5), DataType::Text, "2.5"),
            (Atom::Number(2.9), DataType::Integer, "2"),
            (Atom::Number(f64::NAN), DataType::Text, ""),
            (Atom::Date(moment), DataType::Date, "2026-01-02"),
            (Atom::Date(moment), DataType::Text, "2026-01-02T00:00:00.000+07:00"),
        ] {
            assert_eq!(computed(&atom, kind, &environment()).0, kept, "{atom:?}");
        }
        assert_eq!(set(&Atom::Boolean(true), DataType::Text, &environment()), "true");
    }
}
