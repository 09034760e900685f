//! The demonstration's questionnaire: about services and policies in general.

use sounding_questionnaire::{Choice, ChoiceList, Question, QuestionType, Questionnaire};
use sounding_survey::{CategoryRole, Text};

use crate::words::{self, Choices};

/// The whole form.
pub(crate) fn questionnaire() -> Questionnaire {
    let one = |list: &str| QuestionType::SelectOne(list.into());
    let kinds: [(&str, QuestionType, bool); 12] = [
        ("region", one("region"), false),
        ("area", one("area"), false),
        ("sex", one("sex"), false),
        ("age_group", one("age_group"), true),
        ("education", one("education"), true),
        ("service", one("service"), true),
        ("trust", one("trust"), true),
        ("concerns", QuestionType::SelectMultiple("concerns".into()), false),
        ("aware", one("aware"), true),
        ("wait_before", one("service"), true),
        ("wait_after", one("service"), true),
        ("score", QuestionType::Integer, false),
    ];
    let questions = kinds.into_iter().map(|(name, kind, ordered)| question(name, kind, ordered)).collect();
    Questionnaire {
        title: words::TITLE.text(),
        form_id: Some("demo-services".into()),
        version: Some("2026070100".into()),
        questions,
        lists: words::LISTS.iter().map(list).collect(),
    }
}

fn question(name: &str, kind: QuestionType, ordered: bool) -> Question {
    let found = words::QUESTIONS.iter().find(|(known, ..)| *known == name);
    let (label, short) = found.map(|(_, label, short)| (label.text(), short.text())).unwrap_or_default();
    let score = kind == QuestionType::Integer;
    Question {
        row: 0,
        name: name.into(),
        ordered: matches!(kind, QuestionType::SelectOne(_)).then_some(ordered),
        kind,
        label,
        short,
        hint: Text::default(),
        relevant: None,
        constraint: score.then(|| ". >= 0 and . <= 10".into()),
        required: Some("yes".into()),
        calculation: None,
        group: Vec::new(),
        group_relevant: Vec::new(),
    }
}

fn list(&(name, choices): &(&str, Choices)) -> ChoiceList {
    let choices = choices
        .iter()
        .map(|(code, label)| Choice {
            row: 0,
            code: (*code).into(),
            label: label.text(),
            role: match *code {
                "98" => CategoryRole::DontKnow,
                "99" => CategoryRole::Refused,
                _ => CategoryRole::Substantive,
            },
        })
        .collect();
    ChoiceList { name: name.into(), choices }
}
