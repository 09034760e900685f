//! Questions that nobody is asked, codes that no list has, constraints that no answer meets.
#![doc = include_str!("reach.md")]

use crate::Fault;
use crate::definition::{ChoiceSource, Item, Kind};
use crate::expression::{Chain, Expression, Kind as Shape, Operator, parse};
use crate::quality::form::{Form, at};
use crate::quality::reason::Reason;
use crate::routing::{Subject, subject};

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let reason = Reason::new(form);
    form.questionnaire.walk(&mut |item, around| {
        unreachable(&reason, item, around, found);
        let node = item.node();
        let places = [
            ("relevant", &node.relevant),
            ("constraint", &node.constraint),
            ("calculation", &node.calculation),
            ("required", &node.required),
        ];
        for (column, written) in places {
            if let Some(written) = written {
                codes(&reason, item, column, written, found);
            }
        }
        if node.constraint.is_some() && !reason.answerable(&node.name) {
            found.push(
                Fault::warning("W-QUALITY-004", at("survey", node.row, "constraint"))
                    .with("question", &*node.name)
                    .with("condition", node.constraint.clone().unwrap_or_default()),
            );
        }
    });
}

fn unreachable(reason: &Reason<'_, '_>, item: &Item, around: &[&Item], found: &mut Vec<Fault>) {
    let node = item.node();
    let Some(own) = node.relevant.as_deref() else { return };
    let outer: Vec<&str> = around.iter().filter_map(|item| item.node().relevant.as_deref()).collect();
    let mut all = outer.clone();
    all.push(own);
    let code = if !reason.possible(&all, false) {
        // What is never asked as a whole is said once, of the group.
        if !outer.is_empty() && !reason.possible(&outer, false) {
            return;
        }
        "W-QUALITY-001"
    } else if !reason.possible(&all, true) {
        if !outer.is_empty() && !reason.possible(&outer, true) {
            return;
        }
        "W-QUALITY-002"
    } else {
        return;
    };
    let place = at("survey", node.row, "relevant");
    found.push(Fault::warning(code, place).with("question", &*node.name).with("condition", own));
}

/// Codes compared with a question that chooses from a list without them.
fn codes(reason: &Reason<'_, '_>, item: &Item, column: &str, written: &str, found: &mut Vec<Fault>) {
    let Ok(expression) = parse(written) else { return };
    let own = item.node();
    let mut compared = Vec::new();
    expression.walk(&mut |inner| match &inner.kind {
        Shape::Chain(Chain { first, rest }) => {
            if let [(Operator::Equal | Operator::NotEqual, second)] = &rest[..] {
                compared.extend(pair(first, second).or_else(|| pair(second, first)));
            }
        }
        Shape::Call(call) if call.name == "selected" => {
            if let [of, code] = &call.arguments[..] {
                compared.extend(pair(of, code));
            }
        }
        _ => {}
    });
    for (subject, code) in compared {
        let name = match &subject {
            Subject::Itself => &own.name,
            Subject::Question(name) => name,
        };
        let Some(question) = reason.question(name) else { continue };
        let Some(options) = &question.question.options else { continue };
        let chooses = matches!(question.question.kind, Kind::SelectOne | Kind::SelectMultiple | Kind::Rank);
        let in_list = matches!(options.source, ChoiceSource::List(_)) && question.list.is_some();
        let number = code.trim().parse::<f64>().ok();
        let known = question.choices().iter().any(|choice| {
            choice.code == code || (number.is_some() && choice.code.trim().parse::<f64>().ok() == number)
        });
        let other = options.or_other && code == "other";
        if chooses && in_list && !known && !other && !code.trim().is_empty() && !code.contains(' ') {
            found.push(
                Fault::warning("W-QUALITY-003", at("survey", own.row, column))
                    .with("question", &*own.name)
                    .with("other", name.as_str())
                    .with("choice", code)
                    .with("list", question.list.map_or("", |list| &list.name)),
            );
        }
    }
}

/// A question and the code that it is compared with.
fn pair(of: &Expression, code: &Expression) -> Option<(Subject, String)> {
    let code = match &code.kind {
        Shape::Text(text) => text.clone(),
        Shape::Number(number) => number.to_string(),
        _ => return None,
    };
    Some((subject(of)?, code))
}
