//! The paper form in print.

use sounding_questionnaire::definition::Questionnaire;
use sounding_survey::Language;
use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use super::compose::paper;
use super::paper::{Answer, Asked, Matrix, Paper, Part, Roster, Shape, Tick};
use crate::render::pdf::print;
use crate::render::{Print, RenderError};
use crate::theme;
use crate::words::Words;

/// The questionnaire as a PDF in one language: the paper form with skips in words. The same questionnaire gives the same bytes.
pub fn form_pdf(questionnaire: &Questionnaire, language: Language) -> Result<Print, RenderError> {
    let paper = paper(questionnaire, language);
    print(&paper.title, include_str!("../../templates/form.typ"), data(&paper))
}

fn data(paper: &Paper) -> Dict {
    let words = Words::new(paper.language);
    // The engine knows the page; the places of its numbers are left open.
    let page = words.with("page-of", &[("page", "{page}"), ("pages", "{pages}")]);
    let person = words.with("form-roster-person", &[("number", "{number}")]);
    dict! {
        "language" => paper.language.tag(),
        "title" => &*paper.title,
        "subtitle" => &*paper.subtitle,
        "filled" => paper.filled.iter().map(|(term, boxes)| {
            dict! { "term" => &**term, "boxes" => *boxes }.into_value()
        }).collect::<Array>(),
        "instructions" => texts(&paper.instructions),
        "parts" => paper.parts.iter().map(|one| part(one).into_value()).collect::<Array>(),
        "footer" => &*paper.footer,
        "family" => theme::FAMILY,
        "words" => dict! {
            "instructions" => words.say("form-instructions"),
            "question" => words.say("form-roster-head"),
            "item" => words.say("form-matrix-head"),
            "person" => person,
            "page" => page,
        },
        "colours" => dict! {
            "ink" => theme::INK,
            "muted" => theme::MUTED,
            "rule" => theme::RULE,
            "ground" => theme::GROUND,
            "accent" => theme::ACCENT,
        },
    }
}

fn texts(texts: &[String]) -> Array {
    texts.iter().map(|text| text.as_str().into_value()).collect()
}

fn maybe(text: Option<&String>) -> Value {
    text.map_or(Value::None, |text| text.as_str().into_value())
}

fn part(part: &Part) -> Dict {
    match part {
        Part::Heading { level, text, condition } => dict! {
            "kind" => "heading", "level" => *level, "text" => &**text, "condition" => maybe(condition.as_ref()),
        },
        Part::Note { text, hint, condition } => dict! {
            "kind" => "note", "text" => &**text, "hint" => maybe(hint.as_ref()), "condition" => maybe(condition.as_ref()),
        },
        Part::Question(asked) => question(asked),
        Part::Matrix(matrix) => self::matrix(matrix),
        Part::Roster(roster) => self::roster(roster),
    }
}

fn question(asked: &Asked) -> Dict {
    let hints = [asked.hint.clone(), asked.instruction.clone()];
    let hint = hints.into_iter().flatten().collect::<Vec<_>>().join(" ");
    dict! {
        "kind" => "question",
        "number" => &*asked.number,
        "text" => &*asked.text,
        "hint" => maybe((!hint.is_empty()).then_some(&hint)),
        "condition" => maybe(asked.condition.as_ref()),
        "answer" => answer(&asked.answer),
        "leads" => texts(&asked.leads),
    }
}

fn answer(answer: &Answer) -> Dict {
    match answer {
        Answer::Choices { shape, columns, choices } => dict! {
            "kind" => "choices",
            "shape" => match shape { Shape::One => "one", Shape::Many => "many", Shape::Rank => "rank" },
            "columns" => *columns,
            "choices" => ticks(choices),
        },
        Answer::Scale(choices) => dict! { "kind" => "scale", "choices" => ticks(choices) },
        Answer::Card { text, boxes } => {
            dict! { "kind" => "card", "text" => &**text, "boxes" => *boxes }
        }
        Answer::Number { boxes, decimals, limits } => dict! {
            "kind" => "number",
            "boxes" => *boxes,
            "decimals" => *decimals,
            "limits" => maybe(limits.as_ref()),
        },
        Answer::Lines(count) => dict! { "kind" => "lines", "count" => *count },
        Answer::Fields(fields) => dict! {
            "kind" => "fields",
            "fields" => fields.iter().map(|(boxes, sign)| {
                dict! { "boxes" => *boxes, "sign" => &**sign }.into_value()
            }).collect::<Array>(),
        },
        Answer::Elsewhere(text) => dict! { "kind" => "elsewhere", "text" => &**text },
    }
}

fn ticks(choices: &[Tick]) -> Array {
    let tick = |choice: &Tick| {
        dict! {
            "code" => &*choice.code,
            "label" => &*choice.label,
            "lead" => maybe(choice.lead.as_ref()),
            "apart" => choice.apart,
        }
    };
    choices.iter().map(|choice| tick(choice).into_value()).collect()
}

fn matrix(matrix: &Matrix) -> Dict {
    let row = |(number, text, condition): &(String, String, Option<String>)| {
        dict! {
            "number" => &**number, "text" => &**text, "condition" => maybe(condition.as_ref()),
        }
    };
    dict! {
        "kind" => "matrix",
        "number" => &*matrix.number,
        "text" => &*matrix.text,
        "hint" => maybe(matrix.hint.as_ref()),
        "condition" => maybe(matrix.condition.as_ref()),
        "scale" => ticks(&matrix.scale),
        "rows" => matrix.rows.iter().map(|one| row(one).into_value()).collect::<Array>(),
    }
}

fn roster(roster: &Roster) -> Dict {
    let row = |row: &super::paper::RosterRow| {
        dict! {
            "number" => &*row.number,
            "text" => &*row.text,
            "condition" => maybe(row.condition.as_ref()),
            "codes" => ticks(&row.codes),
            "note" => maybe(row.note.as_ref()),
        }
    };
    let hints = [roster.count.clone(), roster.hint.clone()];
    let hint = hints.into_iter().flatten().collect::<Vec<_>>().join(" ");
    dict! {
        "kind" => "roster",
        "text" => &*roster.text,
        "hint" => maybe((!hint.is_empty()).then_some(&hint)),
        "condition" => maybe(roster.condition.as_ref()),
        "columns" => roster.columns,
        "rows" => roster.rows.iter().map(|one| row(one).into_value()).collect::<Array>(),
    }
}
