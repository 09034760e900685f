//! Values and how they turn into each other: as JavaRosa, the engine of ODK Collect, does it.

use std::borrow::Cow;

use super::dates::{Moment, parse_date_time, parse_time_of_day};
use super::world::{DataType, Environment};

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a, N> {
    /// A single value.
    Atom(Atom<'a>),
    /// Nodes in the order of the document.
    Nodes(Vec<N>),
}

/// A single value.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number; NaN for what is none.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day or a moment.
    Date(Moment),
}

/// Numbers that differ by less are equal, and smaller ones are zero.
pub(crate) const TINY: f64 = 1e-12;

impl<'a> Atom<'a> {
    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Atom<'a> {
        Atom::Text(text.into())
    }

    /// The text of a node by its type. What does not fit the type stays a text.
    pub fn read(text: Cow<'a, str>, kind: DataType, environment: &Environment<'_>) -> Atom<'a> {
        if text.is_empty() {
            return Atom::Text(text);
        }
        let offset = environment.offset_minutes;
        let read = match kind {
            DataType::Text => None,
            DataType::Integer | DataType::Decimal => {
                Some(parse_number(&text)).filter(|number| !number.is_nan()).map(Atom::Number)
            }
            DataType::Boolean => match &*text {
                "true" | "1" => Some(Atom::Boolean(true)),
                "false" | "0" => Some(Atom::Boolean(false)),
                _ => None,
            },
            DataType::Date => {
                parse_date_time(&text, offset).map(|moment| Atom::Date(moment.day_start(offset)))
            }
            DataType::DateTime => parse_date_time(&text, offset).map(Atom::Date),
            DataType::Time => parse_time_of_day(&text, environment.now, offset).map(Atom::Date),
        };
        read.unwrap_or(Atom::Text(text))
    }

    /// As a number: a moment is the days from 1970 to its local day, and a text that is no number is NaN.
    pub fn to_number(&self, environment: &Environment<'_>) -> f64 {
        match self {
            Atom::Text(text) => parse_number(text),
            Atom::Number(number) => *number,
            Atom::Boolean(boolean) => f64::from(u8::from(*boolean)),
            Atom::Date(moment) => moment.days(environment.offset_minutes) as f64,
        }
    }

    /// As a truth: what is not empty, not zero and not NaN.
    pub fn to_boolean(&self) -> bool {
        match self {
            Atom::Text(text) => !text.is_empty(),
            Atom::Number(number) => number.abs() > TINY,
            Atom::Boolean(boolean) => *boolean,
            Atom::Date(_) => true,
        }
    }

    /// As a text: a moment is its local date.
    pub fn to_text(&self, environment: &Environment<'_>) -> Cow<'a, str> {
        match self {
            Atom::Text(text) => text.clone(),
            Atom::Number(number) => number_text(*number).into(),
            Atom::Boolean(true) => "true".into(),
            Atom::Boolean(false) => "false".into(),
            Atom::Date(moment) => moment.date_text(environment.offset_minutes).into(),
        }
    }

    /// As it is kept in a node of a type, and how it is to be read from there as long as the interview is open: a computed date stays
    /// a date and a truth a truth, also in a node of texts. NaN is kept as blank.
    pub fn to_stored(&self, kind: DataType, environment: &Environment<'_>) -> (String, DataType) {
        let offset = environment.offset_minutes;
        let truth = |truth: bool| (if truth { "1" } else { "0" }.to_owned(), DataType::Boolean);
        match (kind, self) {
            _ if self.is_blank() => (String::new(), kind),
            (DataType::Boolean, _) => truth(self.to_boolean()),
            (_, Atom::Boolean(boolean)) => truth(*boolean),
            (_, Atom::Text(text)) => (text.to_string(), kind),
            // Larger ones are cut off at 32 bits, as in Java.
            (DataType::Integer, Atom::Number(number)) => ((*number as i32).to_string(), kind),
            (_, Atom::Number(number)) => (stored_number(*number), DataType::Decimal),
            (DataType::Date, Atom::Date(moment)) => (moment.date_text(offset), kind),
            (DataType::Time, Atom::Date(moment)) => (moment.time_text(offset), kind),
            (_, Atom::Date(moment)) => (moment.date_time_text(offset), DataType::DateTime),
        }
    }

    /// Blank: an empty text or NaN.
    pub fn is_blank(&self) -> bool {
        match self {
            Atom::Text(text) => text.is_empty(),
            Atom::Number(number) => number.is_nan(),
            Atom::Boolean(_) | Atom::Date(_) => false,
        }
    }

    /// `=`: as truths if one is a truth, as numbers if one is a number, else as texts.
    pub fn equals(&self, other: &Atom<'_>, environment: &Environment<'_>) -> bool {
        match (self, other) {
            (Atom::Text(a), Atom::Text(b)) => a == b,
            (Atom::Boolean(_), _) | (_, Atom::Boolean(_)) => self.to_boolean() == other.to_boolean(),
            (Atom::Number(_), _) | (_, Atom::Number(_)) => {
                (self.to_number(environment) - other.to_number(environment)).abs() < TINY
            }
            _ => self.to_text(environment) == other.to_text(environment),
        }
    }

    /// The same value, owned.
    pub fn into_owned(self) -> Atom<'static> {
        match self {
            Atom::Text(text) => Atom::Text(Cow::Owned(text.into_owned())),
            Atom::Number(number) => Atom::Number(number),
            Atom::Boolean(boolean) => Atom::Boolean(boolean),
            Atom::Date(moment) => Atom::Date(moment),
        }
    }
}

/// The number that a text writes: digits, a sign and one point or comma; NaN for anything else, exponents included.
pub fn parse_number(text: &str) -> f64 {
    let text = text.trim_matches(|c| c <= ' ');
    let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'-');
    if text.bytes().all(plain) {
        return text.parse().unwrap_or(f64::NAN);
    }
    if text.bytes().all(|byte| plain(byte) || byte == b',') {
        return text.replace(',', ".").parse().unwrap_or(f64::NAN);
    }
    f64::NAN
}

/// A number as a text. Whole numbers of 32 bits are written as such; others as Java writes them, large and small ones with an
/// exponent: `2.5`, `3.0E9`, `1.0E-4`.
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.abs() < TINY {
        return "0".into();
    }
    if number.is_infinite() {
        return if number < 0.0 { "-Infinity" } else { "Infinity" }.into();
    }
    // A float that does not fit is cut off, and then differs.
    let whole = number as i32;
    if (number - f64::from(whole)).abs() < TINY {
        return whole.to_string();
    }
    java_text(number)
}

/// A number as it is kept: without decimals if it is whole and fits 64 bits.
fn stored_number(number: f64) -> String {
    let whole = number.trunc();
    if (number - whole).abs() < 1e-9 && whole.abs() < 9.2e18 {
        (whole as i64).to_string()
    } else {
        number_text(number)
    }
}

/// A finite number that is not zero as `Double.toString` of Java writes it, with the fewest digits that read back as the same number.
fn java_text(number: f64) -> String {
    if (1e-3..1e7).contains(&number.abs()) {
        let text = number.to_string();
        return if text.contains('.') { text } else { text + ".0" };
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment<'static> {
        let now = Moment(1_700_000_000_000);
        Environment { now, offset_minutes: 420, language: "vi", random: &|| 0 }
    }

    #[test]
    fn numbers_are_written_as_javarosa_writes_them() {
        // What JavaRosa 5 gave for string(x) of each.
        let cases = [
            (2.0, "2"),
            (3e9, "3.0E9"),
            (12_345_678.5, "1.23456785E7"),
            (0.0001, "1.0E-4"),
            (1.0 / 3.0, "0.3333333333333333"),
            (100.0 / 3.0, "33.333333333333336"),
            (-0.5, "-0.5"),
            (1_000_000.0, "1000000"),
            (123_456.789, "123456.789"),
            (0.1 + 0.2, "0.30000000000000004"),
            (2_147_483_647.0, "2147483647"),
            (2_147_483_648.0, "2.147483648E9"),
            (-2_147_483_648.0, "-2147483648"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
            (-0.0, "0"),
            (6.195_942_628_454_84E9, "6.19594262845484E9"),
        ];
        for (number, text) in cases {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn texts_are_read_as_numbers_with_point_or_comma_and_without_exponent() {
        for (text, number) in
            [("12", 12.0), (" 12 ", 12.0), ("1,5", 1.5), ("-3", -3.0), (".5", 0.5), ("5.", 5.0)]
        {
            assert_eq!(parse_number(text), number, "{text}");
        }
        for text in ["", "1e3", "1.0E9", "abc", "2024-02-29", "1,234.5", "+1", "Infinity", "-"] {
            assert!(parse_number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn nodes_are_read_by_their_type_and_stay_texts_where_they_do_not_fit() {
        let read = |text: &'static str, kind| Atom::read(text.into(), kind, &environment());
        assert_eq!(read("5", DataType::Integer), Atom::Number(5.0));
        assert_eq!(read("5", DataType::Text), Atom::text("5"));
        assert_eq!(read("năm", DataType::Integer), Atom::text("năm"));
        assert_eq!(read("", DataType::Integer), Atom::text(""));
        assert_eq!(read("2024-02-29", DataType::Date).to_number(&environment()), 19782.0);
        assert_eq!(
            read("2024-02-29T13:05:09.250+07:00", DataType::DateTime).to_text(&environment()),
            "2024-02-29"
        );
    }

    #[test]
    fn values_are_kept_by_the_type_of_the_node() {
        let moment = |text: &str| Atom::Date(parse_date_time(text, 420).unwrap());
        let (noon, day) = (moment("2024-02-29T13:05:09.250+07:00"), moment("2024-02-29"));
        // What JavaRosa 5 wrote into a submission for such a calculation.
        let cases = [
            (Atom::Number(2.7), DataType::Integer, "2"),
            (Atom::Number(-2.7), DataType::Integer, "-2"),
            (Atom::Number(3e9), DataType::Integer, "2147483647"),
            (Atom::Number(3e9), DataType::Text, "3000000000"),
            (Atom::Number(-3.000_000_000_1), DataType::Text, "-3"),
            (Atom::Number(12_345_678.9), DataType::Decimal, "1.23456789E7"),
            (Atom::Number(1.0 / 3.0), DataType::Text, "0.3333333333333333"),
            (Atom::Number(f64::INFINITY), DataType::Decimal, "Infinity"),
            (Atom::Number(f64::NAN), DataType::Text, ""),
            (Atom::Number(19782.0), DataType::Date, "19782"),
            (Atom::Boolean(true), DataType::Text, "1"),
            (Atom::Boolean(false), DataType::Integer, "0"),
            (Atom::text("x"), DataType::Boolean, "1"),
            (Atom::text("2.50"), DataType::Decimal, "2.50"),
            (Atom::text("2024-02-29T10:00:00.000Z"), DataType::Date, "2024-02-29T10:00:00.000Z"),
            (noon.clone(), DataType::Text, "2024-02-29T13:05:09.250+07:00"),
            (noon.clone(), DataType::DateTime, "2024-02-29T13:05:09.250+07:00"),
            (noon.clone(), DataType::Date, "2024-02-29"),
            (noon, DataType::Time, "13:05:09.250+07:00"),
            (day.clone(), DataType::Text, "2024-02-29T00:00:00.000+07:00"),
            (day, DataType::Decimal, "2024-02-29T00:00:00.000+07:00"),
        ];
        for (atom, kind, text) in cases {
            assert_eq!(atom.to_stored(kind, &environment()).0, text, "{atom:?} {kind:?}");
        }
    }

    #[test]
    fn a_computed_date_in_a_node_of_texts_can_be_computed_with() {
        let today = Atom::Date(Moment(1_700_000_000_000).day_start(420));
        let (text, kind) = today.to_stored(DataType::Text, &environment());
        let again = Atom::read(text.into(), kind, &environment());
        assert_eq!(again.to_number(&environment()), today.to_number(&environment()));
    }
}
