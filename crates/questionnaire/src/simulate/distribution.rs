//! Which answers a simulated respondent gives how often, where the author says so: a table of question, answer and share.

use std::collections::BTreeMap;

use sounding_survey::Place;

use super::chance::Chance;
use crate::Fault;

/// Shares of answers by the name of the question. Questions that are not named are answered uniformly.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Distributions {
    by_question: BTreeMap<String, Vec<(Answer, f64)>>,
}

/// An answer that a share belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// As it is stored: a code, a number, codes separated by spaces.
    Stored(String),
    /// Any number from the first up to the second, both included.
    Between(f64, f64),
    /// No answer, where none is required.
    Blank,
}

impl Distributions {
    /// Reads a table with the columns `question`, `answer` and `share`: `age,18..29,0.2`; `trust,,0.05` for no answer. Shares of a
    /// question need not sum to one. All faults at once.
    pub fn read_csv(text: &str, file: &str) -> (Distributions, Vec<Fault>) {
        let mut found = Distributions::default();
        let mut faults = Vec::new();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| heads.iter().position(|head| head.trim() == name);
        let (Some(question), Some(answer), Some(share)) =
            (column("question"), column("answer"), column("share"))
        else {
            return (found, vec![Fault::error("E-SIM-001", Place::file(file).line(1))]);
        };
        for row in reader.records().flatten() {
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
            let place = Place::file(file).line(line);
            let weight: Option<f64> = cell(share).parse().ok();
            let Some(weight) = weight.filter(|weight| weight.is_finite() && *weight >= 0.0) else {
                faults.push(Fault::error("E-SIM-002", place.column("share")).with("found", cell(share)));
                continue;
            };
            let Some(answer) = Answer::read(cell(answer)) else {
                faults.push(Fault::error("E-SIM-003", place.column("answer")).with("found", cell(answer)));
                continue;
            };
            found.by_question.entry(cell(question).to_owned()).or_default().push((answer, weight));
        }
        (found, faults)
    }

    /// Adds an answer with its share.
    pub fn add(&mut self, question: &str, answer: Answer, share: f64) {
        self.by_question.entry(question.to_owned()).or_default().push((answer, share));
    }

    /// Questions that are named.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.by_question.keys().map(String::as_str)
    }

    /// Draws an answer to a question: `None` where the table does not name it; an empty text is no answer.
    pub(super) fn draw(&self, question: &str, whole: bool, chance: &mut Chance<'_>) -> Option<String> {
        let answers = self.by_question.get(question)?;
        let shares: Vec<f64> = answers.iter().map(|(_, share)| *share).collect();
        Some(match &answers[chance.weighted(&shares)?].0 {
            Answer::Stored(code) => code.clone(),
            Answer::Blank => String::new(),
            Answer::Between(low, high) => number_between(*low, *high, whole, chance),
        })
    }
}

impl Answer {
    fn read(written: &str) -> Option<Answer> {
        if written.is_empty() {
            return Some(Answer::Blank);
        }
        let Some((low, high)) = written.split_once("..") else {
            return Some(Answer::Stored(written.to_owned()));
        };
        let (low, high) = (low.trim().parse::<f64>().ok()?, high.trim().parse::<f64>().ok()?);
        (low.is_finite() && high.is_finite() && low <= high).then_some(Answer::Between(low, high))
    }
}

/// A number between two, as it is stored.
pub(super) fn number_between(low: f64, high: f64, whole: bool, chance: &mut Chance<'_>) -> String {
    if whole {
        let (low, high) = (low.ceil(), high.floor());
        let count = (high - low).clamp(0.0, 9e15) as usize + 1;
        return format!("{:.0}", low + chance.below(count) as f64);
    }
    // Decimals that an interviewer would type.
    let drawn = low + chance.uniform() * (high - low);
    let rounded = (drawn * 100.0).round() / 100.0;
    format!("{}", if (low..=high).contains(&rounded) { rounded } else { drawn })
}

#[cfg(test)]
mod tests {
    use super::super::chance::tests::counter;
    use super::*;

    #[test]
    fn a_table_gives_answers_in_its_shares_and_every_fault_is_said() {
        let text = "question,answer,share\nage,18..29,1\nage,60..60,1\ntrust,4,3\ntrust,,1\n";
        let (table, faults) = Distributions::read_csv(text, "shares.csv");
        assert_eq!(faults, []);
        assert_eq!(table.questions().collect::<Vec<_>>(), ["age", "trust"]);
        let mut chance = Chance::new(counter(5));
        let drawn: Vec<String> =
            (0..4_000).map(|_| table.draw("trust", true, &mut chance).unwrap()).collect();
        let blank = drawn.iter().filter(|answer| answer.is_empty()).count() as f64;
        // Four standard deviations of a binomial with p = 1/4.
        assert!((blank - 1_000.0).abs() < 4.0 * 27.4, "{blank}");
        let ages: Vec<f64> =
            (0..500).map(|_| table.draw("age", true, &mut chance).unwrap().parse().unwrap()).collect();
        assert!(ages.iter().all(|age| (18.0..=29.0).contains(age) || *age == 60.0));
        assert_eq!(table.draw("other", true, &mut chance), None);

        let (_, faults) =
            Distributions::read_csv("question,answer,share\na,1,-1\na,5..x,1\na,2..1,1\n", "s.csv");
        assert_eq!(
            faults.iter().map(|fault| fault.code).collect::<Vec<_>>(),
            ["E-SIM-002", "E-SIM-003", "E-SIM-003"]
        );
        assert_eq!(faults[1].place.line, Some(3));
        assert_eq!(Distributions::read_csv("a,b\n", "s.csv").1[0].code, "E-SIM-001");
    }
}
