//! Answers to try for a question: those that its own condition seems to allow first. Whether one is allowed only the interview knows.

use super::chance::Chance;
use super::distribution::number_between;
use super::pattern;
use crate::expression::{Axis, Chain, Expression, Kind, Operator, Start, Test, parse};

/// What a condition on an answer says of the answer alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Hints {
    /// Lowest and highest number, as far as they are written.
    low: Option<f64>,
    high: Option<f64>,
    /// Numbers that are written anywhere in it: limits are often near them.
    numbers: Vec<f64>,
    /// Texts that are written in it.
    texts: Vec<String>,
    /// Regular expressions that the answer must match.
    patterns: Vec<String>,
}

impl Hints {
    /// Of a condition as written; nothing of one that cannot be read.
    pub(super) fn of(condition: Option<&str>) -> Hints {
        let mut hints = Hints::default();
        if let Some(expression) = condition.and_then(|written| parse(written).ok()) {
            hints.conjunct(&expression);
            expression.walk(&mut |part| match &part.kind {
                Kind::Number(number) => hints.numbers.push(*number),
                Kind::Text(text) => hints.texts.push(text.clone()),
                Kind::Call(call) if call.name == "regex" => {
                    if let [_, Expression { kind: Kind::Text(pattern), .. }] = call.arguments.as_slice() {
                        hints.patterns.push(pattern.clone());
                    }
                }
                _ => {}
            });
        }
        hints
    }

    /// Limits of parts that must all hold.
    fn conjunct(&mut self, expression: &Expression) {
        let Kind::Chain(Chain { first, rest }) = &expression.kind else { return };
        if rest.iter().all(|(operator, _)| *operator == Operator::And) {
            self.conjunct(first);
            for (_, part) in rest {
                self.conjunct(part);
            }
        } else if let [(operator, right)] = rest.as_slice() {
            match (is_answer(first), number(first), is_answer(right), number(right)) {
                (true, _, _, Some(limit)) => self.limit(*operator, limit),
                (_, Some(limit), true, _) => self.limit(turned(*operator), limit),
                _ => {}
            }
        }
    }

    fn limit(&mut self, operator: Operator, limit: f64) {
        match operator {
            Operator::Less | Operator::LessOrEqual => {
                self.high = Some(self.high.map_or(limit, |high| high.min(limit)));
            }
            Operator::Greater | Operator::GreaterOrEqual => {
                self.low = Some(self.low.map_or(limit, |low| low.max(limit)));
            }
            Operator::Equal => (self.low, self.high) = (Some(limit), Some(limit)),
            _ => {}
        }
    }

    /// A number: between the limits, or near a number that the condition names.
    pub(super) fn number(&self, whole: bool, chance: &mut Chance<'_>) -> String {
        if !self.numbers.is_empty() && chance.happens(0.05) {
            let near = self.numbers[chance.below(self.numbers.len())] + chance.below(3) as f64 - 1.0;
            return format!("{near}");
        }
        let (low, high) = match (self.low, self.high) {
            (Some(low), Some(high)) => (low, high.max(low)),
            (Some(low), None) => (low, low + 100.0),
            (None, Some(high)) => (if high >= 0.0 { 0.0 } else { high - 100.0 }, high),
            (None, None) => (0.0, 100.0),
        };
        number_between(low, high, whole, chance)
    }

    /// A text: of the pattern, or one that the condition names, or a few words.
    pub(super) fn text(&self, chance: &mut Chance<'_>) -> String {
        const WORDS: [&str; 6] = ["thử", "trả lời", "ý kiến", "không", "đường", "trường học"];
        if !self.patterns.is_empty() {
            let pattern = &self.patterns[chance.below(self.patterns.len())];
            if let Some(text) = pattern::matching(pattern, chance) {
                return text;
            }
        }
        if !self.texts.is_empty() && chance.happens(0.3) {
            return self.texts[chance.below(self.texts.len())].clone();
        }
        if chance.happens(0.15) {
            return self.number(true, chance);
        }
        let count = 1 + chance.below(3);
        (0..count).map(|_| WORDS[chance.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

/// Whether an expression is `.`, the answer itself.
fn is_answer(expression: &Expression) -> bool {
    let Kind::Path(path) = &expression.kind else { return false };
    path.start == Start::Context
        && matches!(path.steps.as_slice(), [step] if step.axis == Axis::Itself && step.test == Test::Node && step.predicates.is_empty())
}

fn number(expression: &Expression) -> Option<f64> {
    match &expression.kind {
        Kind::Number(number) => Some(*number),
        Kind::Negate(operand) => number(operand).map(|number| -number),
        _ => None,
    }
}

/// The same comparison with its sides exchanged.
fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

/// A set of choices: any, at least one where one is needed.
pub(super) fn several(codes: &[String], at_least_one: bool, chance: &mut Chance<'_>) -> String {
    let share = [0.15, 0.3, 0.6][chance.below(3)];
    let mut chosen: Vec<&str> = codes.iter().filter(|_| chance.happens(share)).map(String::as_str).collect();
    // One alone, too: "none of these" goes with nothing else.
    if !codes.is_empty() && (chosen.is_empty() && at_least_one || chance.happens(0.2)) {
        chosen = vec![&codes[chance.below(codes.len())]];
    }
    chosen.join(" ")
}

/// All choices in some order.
pub(super) fn ranking(codes: &[String], chance: &mut Chance<'_>) -> String {
    let mut order: Vec<&str> = codes.iter().map(String::as_str).collect();
    chance.shuffle(&mut order);
    order.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::chance::tests::counter;
    use super::*;

    #[test]
    fn limits_are_read_from_the_condition() {
        let hints = Hints::of(Some(". >= 18 and 120 >= . and (. != 99 or ${x} = 'a')"));
        assert_eq!((hints.low, hints.high), (Some(18.0), Some(120.0)));
        assert_eq!(hints.texts, ["a"]);
        let hints = Hints::of(Some(". > -5 or . < 3"));
        assert_eq!((hints.low, hints.high), (None, None), "either may hold");
        assert_eq!(Hints::of(Some("(")), Hints::default());
    }

    #[test]
    fn numbers_lie_between_the_limits_or_near_what_is_named() {
        let hints = Hints::of(Some(". >= 18 and . <= 20"));
        let mut chance = Chance::new(counter(3));
        for _ in 0..500 {
            let drawn: f64 = hints.number(true, &mut chance).parse().unwrap();
            assert!((17.0..=21.0).contains(&drawn) && drawn.fract() == 0.0, "{drawn}");
        }
    }

    #[test]
    fn one_choice_alone_is_tried_often_enough() {
        let codes: Vec<String> = ["a", "b", "c", "none"].map(String::from).to_vec();
        let mut chance = Chance::new(counter(4));
        let drawn: Vec<String> = (0..2_000).map(|_| several(&codes, true, &mut chance)).collect();
        assert!(drawn.iter().filter(|one| *one == "none").count() > 60);
        assert!(drawn.iter().all(|one| !one.is_empty()));
        assert!(drawn.iter().any(|one| one == "a b c"));
    }
}
