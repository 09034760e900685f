//! What the rows of tests and models are called. Pages and workbooks say it in the same words.

use sounding_survey::{AnalysisRow, Distribution, Language, Measured, StatisticValue, Subject, Text};

use crate::locale::Locale;
use crate::words::Words;

/// The words of one language.
pub(crate) struct Wording<'a> {
    pub(crate) words: &'a Words,
    pub(crate) locale: Locale,
    pub(crate) language: Language,
}

impl Wording<'_> {
    /// What a row is about; of two groups, which is taken from which.
    pub(crate) fn subject(&self, row: &AnalysisRow) -> String {
        let text = self.named(row);
        let Some([a, b]) = &row.pair else { return text };
        format!("{text} ({} − {})", a.get(self.language), b.get(self.language))
    }

    fn named(&self, row: &AnalysisRow) -> String {
        let both = |key: &str, y: &Text, by: &Text| {
            self.words.with(key, &[("y", y.get(self.language)), ("by", by.get(self.language))])
        };
        let one = |key: &str, y: &Text| self.words.with(key, &[("y", y.get(self.language))]);
        match &row.subject {
            Subject::Nothing => row.domain.get(self.language).to_owned(),
            Subject::Words(words) => words.get(self.language).to_owned(),
            Subject::Mean(y, value) => {
                // As it stands in the study file, with the decimals that it has there.
                let text = value.to_string();
                let places = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let value = self.locale.number(*value, places);
                self.words.with("analyses-is-mean", &[("y", y.get(self.language)), ("value", &value)])
            }
            Subject::Groups(y, by) => both("analyses-is-groups", y, by),
            Subject::Paired(y, by) => both("analyses-is-paired", y, by),
            Subject::Rank(y, by) => both("analyses-is-rank", y, by),
            Subject::Table(y, by) => both("analyses-is-table", y, by),
            Subject::Fit(y) => one("analyses-is-fit", y),
            Subject::Correlation(y, by) => both("analyses-is-correlation", y, by),
            Subject::Difference(y, by) => both("analyses-is-difference", y, by),
            Subject::Effect(y) => one("analyses-is-effect", y),
            Subject::Constant => self.words.say("analyses-is-constant"),
            Subject::Threshold(y, by) => both("analyses-is-threshold", y, by),
            Subject::Wave(of, wave) => {
                let what = self.measured(of, capital);
                self.words.with("analyses-wave", &[("what", &what), ("wave", wave.get(self.language))])
            }
            Subject::Change { of, from, to, relative } => {
                let key = if *relative { "analyses-relative" } else { "analyses-change" };
                let (from, to) = (from.get(self.language), to.get(self.language));
                let what = self.measured(of, small);
                self.words.with(key, &[("what", &what), ("from", from), ("to", to)])
            }
        }
    }

    /// What is measured, beginning as `letter` has it; a formula stays as it is.
    fn measured(&self, of: &Measured, letter: fn(&str) -> String) -> String {
        let one = |key: &str, y: &str| self.words.with(key, &[("y", y)]);
        let text = match of {
            Measured::Mean(y) => one("analyses-of-mean", y.get(self.language)),
            Measured::Total(y) => one("analyses-of-total", y.get(self.language)),
            Measured::Ratio(y, x) => {
                let values = [("y", y.get(self.language)), ("x", x.get(self.language))];
                self.words.with("analyses-of-ratio", &values)
            }
            Measured::Function(text) => return one("analyses-of-function", text),
        };
        letter(&text)
    }

    /// The name of a test.
    pub(crate) fn test(&self, statistic: &StatisticValue) -> String {
        let several = matches!(statistic.distribution, Distribution::F(numerator, _) if numerator > 1.0);
        self.words.say(match statistic.test {
            "one-sample-t" | "two-sample-t" | "independent-t" | "contrast-t" => "analyses-test-t",
            "paired-t" => "analyses-test-paired-t",
            "equal-groups" => "analyses-test-equal-groups",
            "correlation" => "analyses-test-correlation",
            "wilcoxon" if several => "analyses-test-kruskal",
            "wilcoxon" => "analyses-test-wilcoxon",
            "van-der-waerden" => "analyses-test-van-der-waerden",
            "median" => "analyses-test-median",
            "rank-score" => "analyses-test-rank-score",
            "rao-scott-f" => "analyses-test-rao-scott",
            "rao-scott-first-order" => "analyses-test-rao-scott-first",
            "rao-scott-second-order" => "analyses-test-rao-scott-second",
            "rao-scott-exact" => "analyses-test-rao-scott-exact",
            "rao-scott-saddlepoint" => "analyses-test-rao-scott-saddlepoint",
            "adjusted-wald" => "analyses-test-adjusted-wald",
            "working-wald" => "analyses-test-working-wald",
            "likelihood-ratio" => "analyses-test-likelihood-ratio",
            "score" | "working-score" => "analyses-test-score",
            "log-rank" => "analyses-test-log-rank",
            _ => "analyses-test-wald",
        })
    }

    /// A statistic with its degrees of freedom: `F(2; 140) = 3,21`.
    pub(crate) fn statistic(&self, statistic: &StatisticValue) -> String {
        let degrees = |value: f64| {
            if value == f64::INFINITY {
                "∞".to_owned()
            } else {
                self.locale.number(value, usize::from((value - value.round()).abs() > 1e-9))
            }
        };
        let value = self.locale.number(statistic.value, 2);
        match statistic.distribution {
            Distribution::T(df) => format!("t({}) = {value}", degrees(df)),
            Distribution::F(a, b) => format!("F({}; {}) = {value}", degrees(a), degrees(b)),
            Distribution::ChiSquared(df) => format!("χ²({}) = {value}", degrees(df)),
        }
    }

    /// A probability: three decimals, and what is less is said to be less.
    pub(crate) fn probability(&self, p: f64) -> String {
        if p < 0.001 { format!("<{}", self.locale.number(0.001, 3)) } else { self.locale.number(p, 3) }
    }
}

fn capital(text: &str) -> String {
    changed(text, |first| first.to_uppercase().collect())
}

fn small(text: &str) -> String {
    changed(text, |first| first.to_lowercase().collect())
}

fn changed(text: &str, change: impl Fn(char) -> String) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| change(first) + signs.as_str())
}
