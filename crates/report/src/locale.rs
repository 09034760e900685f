//! How a language writes numbers and dates, and in which order it sorts names. All rounding of the report happens here.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use sounding_survey::{Language, Statistic};

/// What a figure is where there is none.
pub(crate) const NOTHING: &str = "–";

/// The habits of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    language: Language,
}

impl Locale {
    /// The habits of `language`.
    pub fn new(language: Language) -> Locale {
        Locale { language }
    }

    /// A whole number, in groups of three: `1.234` or `1,234`.
    pub fn count(self, count: u64) -> String {
        grouped(&count.to_string(), self.group())
    }

    /// A number rounded to `decimals` places: `1.234,5` or `1,234.5`. What rounds to zero has no sign.
    pub fn number(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let digits = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let negative = value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        let mut text = String::from(if negative { "−" } else { "" });
        text.push_str(&grouped(whole, self.group()));
        if !fraction.is_empty() {
            text.push(self.point());
            text.push_str(fraction);
        }
        text
    }

    /// A proportion as a percentage, with the sign: `63,2%` or `63.2%`.
    pub fn percent(self, proportion: f64, decimals: usize) -> String {
        format!("{}%", self.number(100.0 * proportion, decimals))
    }

    /// The level of an interval: `95%`, `99,5%`.
    pub fn level(self, level: f64) -> String {
        let whole = ((level * 100.0).round() - level * 100.0).abs() < 1e-9;
        self.percent(level, usize::from(!whole))
    }

    /// The two ends of an interval: `60,1–66,3`.
    pub fn range(self, low: f64, high: f64, decimals: usize) -> String {
        format!("{}–{}", self.number(low, decimals), self.number(high, decimals))
    }

    /// A date written `YYYY-MM-DD`: `25/11/2026` or `25 November 2026`. Anything else stays as it is.
    pub fn date(self, iso: &str) -> String {
        let parts: Vec<&str> = iso.split('-').collect();
        let [year, month, day] = parts[..] else { return iso.to_owned() };
        let at = month.parse::<usize>().unwrap_or(0).wrapping_sub(1);
        match (self.language, MONTHS.get(at)) {
            (Language::Vi, Some(_)) => format!("{day}/{month}/{year}"),
            (Language::En, Some(name)) => format!("{} {name} {year}", day.trim_start_matches('0')),
            (_, None) => iso.to_owned(),
        }
    }

    /// The order of names, `Ăn` after `An` and `Đà` after `Dĩ`, numbers by their value.
    pub fn compare(self, left: &str, right: &str) -> Ordering {
        self.collator()
            .map_or_else(|| left.cmp(right), |collator| collator.compare(left, right))
            .then_with(|| left.cmp(right))
    }

    fn collator(self) -> Option<CollatorBorrowed<'static>> {
        let locale: icu_locale_core::Locale = self.language.tag().parse().ok()?;
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Collator::try_new(preferences, CollatorOptions::default()).ok()
    }

    fn group(self) -> char {
        match self.language {
            Language::Vi => '.',
            Language::En => ',',
        }
    }

    fn point(self) -> char {
        match self.language {
            Language::Vi => ',',
            Language::En => '.',
        }
    }
}

/// Decimals of means, medians, ratios and totals, by the largest figure of their table.
pub(crate) fn decimals(largest: f64) -> usize {
    match largest {
        large if large >= 1000.0 => 0,
        middling if middling >= 10.0 => 1,
        _ => 2,
    }
}

/// The same for a function of totals, which may be a rate of change far under one.
pub(crate) fn decimals_of(statistic: Statistic, largest: f64) -> usize {
    match largest {
        small if statistic == Statistic::Function && small < 0.1 => 4,
        little if statistic == Statistic::Function && little < 1.0 => 3,
        other => decimals(other),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn grouped(digits: &str, mark: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const VI: Locale = Locale { language: Language::Vi };
    const EN: Locale = Locale { language: Language::En };

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!((VI.number(1234.56, 1), EN.number(1234.56, 1)), ("1.234,6".into(), "1,234.6".into()));
        assert_eq!((VI.count(999), EN.count(1_000_000)), ("999".into(), "1,000,000".into()));
        assert_eq!(VI.percent(0.6321, 1), "63,2%");
        assert_eq!((VI.level(0.95), VI.level(0.995)), ("95%".into(), "99,5%".into()));
        assert_eq!(EN.number(-0.04, 1), "0.0");
        assert_eq!(EN.number(-2.5, 1), "−2.5");
        assert_eq!(EN.number(f64::NAN, 1), NOTHING);
        assert_eq!(VI.range(0.601, 12.0, 1), "0,6–12,0");
    }

    #[test]
    fn dates_follow_the_language() {
        assert_eq!(
            (VI.date("2026-11-05"), EN.date("2026-11-05")),
            ("05/11/2026".into(), "5 November 2026".into())
        );
        assert_eq!(EN.date("soon"), "soon");
    }

    #[test]
    fn names_sort_as_their_readers_expect() {
        let mut names =
            ["Đà Nẵng", "Dĩ An", "Điện Biên", "An Giang", "Ấp 10", "Ấp 9", "Ăn Thi", "Êa Kar", "Em"];
        names.sort_by(|a, b| VI.compare(a, b));
        assert_eq!(
            names,
            ["An Giang", "Ăn Thi", "Ấp 9", "Ấp 10", "Dĩ An", "Đà Nẵng", "Điện Biên", "Em", "Êa Kar"]
        );
        assert_eq!(EN.compare("a", "a"), Ordering::Equal);
    }
}
