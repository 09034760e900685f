//! The codebook that follows from a questionnaire.

use sounding_survey::{Category, Codebook, Variable, VariableKind};

use crate::{Question, QuestionType, Questionnaire};

impl Questionnaire {
    /// A variable for every question that stores an answer. Notes store none; a calculation is a text, whatever it computes.
    pub fn codebook(&self) -> Codebook {
        Codebook { variables: self.questions.iter().filter_map(|question| self.variable(question)).collect() }
    }

    fn variable(&self, question: &Question) -> Option<Variable> {
        let categories = |list: &str| -> Vec<Category> {
            let choices = self.list(list).map_or(&[][..], |list| &list.choices);
            choices
                .iter()
                .map(|choice| Category {
                    code: choice.code.clone(),
                    label: choice.label.clone(),
                    role: choice.role,
                })
                .collect()
        };
        let kind = match &question.kind {
            QuestionType::SelectOne(list) => {
                VariableKind::One { categories: categories(list), ordered: question.ordered == Some(true) }
            }
            QuestionType::SelectMultiple(list) => VariableKind::Many { categories: categories(list) },
            QuestionType::Integer => VariableKind::Integer,
            QuestionType::Decimal => VariableKind::Decimal,
            QuestionType::Text | QuestionType::Calculate => VariableKind::Text,
            QuestionType::Date => VariableKind::Date,
            QuestionType::Note => return None,
        };
        let conditions: Vec<&str> =
            question.group_relevant.iter().chain(&question.relevant).map(String::as_str).collect();
        let relevant = match conditions.as_slice() {
            [] => None,
            [one] => Some((*one).to_owned()),
            several => Some(several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" and ")),
        };
        Some(Variable {
            name: question.name.clone(),
            label: question.label.clone(),
            short: question.short.clone(),
            hint: question.hint.clone(),
            kind,
            relevant,
            group: question.group.clone(),
        })
    }
}
