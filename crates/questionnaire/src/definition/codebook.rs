//! The codebook that follows from a questionnaire: one variable for each answer that a respondent gives once.

use std::collections::BTreeSet;

use sounding_survey::{Category, CategoryRole, Codebook, Text, Variable, VariableKind};

use super::{ChoiceSource, Item, Kind, Options, Question, Questionnaire, Words};

/// What `or_other` adds to a list, as XLSForm defines it.
const OTHER: (&str, &str) = ("other", "Other");

impl Questionnaire {
    /// A variable for every question that stores an answer, in order.
    ///
    /// Not there are: notes, which store nothing; what the client knows about the interview, which is not an answer; and the
    /// questions of a repeat, whose answers are of each member of a roster and not of the respondent. A calculation is a text,
    /// whatever it computes; so are places, files, times and choices whose list is not in the form. Ranks are kept as codes
    /// separated by spaces, the preferred first. Where two groups have a question of the same name, the first is taken.
    pub fn codebook(&self) -> Codebook {
        let mut gathering = Gathering { questionnaire: self, variables: Vec::new(), names: BTreeSet::new() };
        gathering.items(&self.items, &mut Vec::new(), &mut Vec::new());
        Codebook { variables: gathering.variables }
    }
}

struct Gathering<'a> {
    questionnaire: &'a Questionnaire,
    variables: Vec<Variable>,
    names: BTreeSet<&'a str>,
}

impl<'a> Gathering<'a> {
    fn items(&mut self, items: &'a [Item], group: &mut Vec<Text>, conditions: &mut Vec<&'a str>) {
        for item in items {
            match item {
                Item::Question(question) => {
                    if self.names.insert(&question.node.name) {
                        self.question(question, group, conditions);
                    }
                }
                Item::Group(inner) => {
                    let (groups, before) = (group.len(), conditions.len());
                    group.extend(Some(inner.node.label.in_both()).filter(|label| !label.is_empty()));
                    conditions.extend(inner.node.relevant.as_deref());
                    self.items(&inner.items, group, conditions);
                    group.truncate(groups);
                    conditions.truncate(before);
                }
                Item::Repeat(_) => {}
            }
        }
    }

    fn question(&mut self, question: &'a Question, group: &[Text], conditions: &[&'a str]) {
        let Some(kind) = self.kind(question) else { return };
        let node = &question.node;
        let all: Vec<&str> = conditions.iter().copied().chain(node.relevant.as_deref()).collect();
        self.variables.push(Variable {
            name: node.name.clone(),
            label: node.label.in_both(),
            short: node.short.in_both(),
            hint: node.hint.in_both(),
            kind,
            relevant: joined(&all),
            group: group.to_vec(),
        });
        if question.options.as_ref().is_some_and(|options| options.or_other) {
            let condition = format!("selected(${{{}}}, '{}')", node.name, OTHER.0);
            let all: Vec<&str> = conditions.iter().copied().chain([condition.as_str()]).collect();
            self.variables.push(Variable {
                name: format!("{}_other", node.name),
                label: Words::plain("Specify other.").in_both(),
                short: Text::default(),
                hint: Text::default(),
                kind: VariableKind::Text,
                relevant: joined(&all),
                group: group.to_vec(),
            });
        }
    }

    fn kind(&self, question: &Question) -> Option<VariableKind> {
        let decimal = question.node.data_type.as_deref() == Some("decimal");
        Some(match question.kind {
            Kind::Note | Kind::Metadata(_) => return None,
            Kind::Integer | Kind::Range if !decimal => VariableKind::Integer,
            Kind::Integer | Kind::Range | Kind::Decimal => VariableKind::Decimal,
            Kind::Date => VariableKind::Date,
            Kind::SelectOne | Kind::SelectMultiple | Kind::Rank => match self.categories(question) {
                None => VariableKind::Text,
                Some(categories) if question.kind == Kind::SelectOne => {
                    VariableKind::One { categories, ordered: question.ordered == Some(true) }
                }
                Some(categories) => VariableKind::Many { categories },
            },
            Kind::Text
            | Kind::Time
            | Kind::DateTime
            | Kind::SelectOneExternal
            | Kind::Geopoint
            | Kind::Geotrace
            | Kind::Geoshape
            | Kind::Image
            | Kind::Audio
            | Kind::Video
            | Kind::File
            | Kind::Barcode
            | Kind::Osm
            | Kind::Acknowledge
            | Kind::Calculate
            | Kind::Hidden => VariableKind::Text,
        })
    }

    /// The choices, where their list is in the form.
    fn categories(&self, question: &Question) -> Option<Vec<Category>> {
        let Some(Options { source: ChoiceSource::List(name), or_other, .. }) = &question.options else {
            return None;
        };
        let list = self.questionnaire.list(name);
        let mut categories: Vec<Category> = list
            .map_or(&[][..], |list| &list.choices)
            .iter()
            .map(|choice| Category {
                code: choice.code.clone(),
                label: choice.label.in_both(),
                role: choice.role,
            })
            .collect();
        if *or_other && !categories.iter().any(|category| category.code == OTHER.0) {
            let (code, label) = OTHER;
            categories.push(Category {
                code: code.into(),
                label: Text::same(label),
                role: CategoryRole::default(),
            });
        }
        Some(categories)
    }
}

/// Conditions that must all hold, as one.
fn joined(conditions: &[&str]) -> Option<String> {
    match conditions {
        [] => None,
        [one] => Some((*one).to_owned()),
        several => Some(several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use sounding_survey::Language;

    use super::*;
    use crate::xlsform::read_markdown;

    const FORM: &str = r"
        | survey |
        | | type                     | name   | label::Tiếng Việt (vi) | label::English (en) | relevant       | ordered | short::English (en) | parameters       |
        | | start                    | start  |                        |                     |                |         |                     |                  |
        | | note                     | hello  | Chào                   | Hello               |                |         |                     |                  |
        | | begin group              | trust  | Niềm tin               | Trust               | ${age} > 17    |         |                     |                  |
        | | select_one scale         | q1     | Có tin không?          | Do you trust?       |                | yes     | Trust               |                  |
        | | select_multiple worries or_other | q2 | Lo gì?             | What worries you?   | ${q1} = '1'    |         |                     |                  |
        | | rank worries             | q3     | Xếp hạng               | Rank                |                |         |                     |                  |
        | | end group                |        |                        |                     |                |         |                     |                  |
        | | integer                  | age    | Tuổi                   | Age                 |                |         |                     |                  |
        | | range                    | share  | Phần                   | Share               |                |         |                     | end=1 start=0 step=0.1 |
        | | range                    | score  | Điểm                   | Score               |                |         |                     | end=10 start=0   |
        | | date                     | born   | Ngày sinh              | Born                |                |         |                     |                  |
        | | select_one_from_file c.csv | commune | Xã                  | Commune             |                |         |                     |                  |
        | | begin repeat             | member | Thành viên             | Member              |                |         |                     |                  |
        | | integer                  | m_age  | Tuổi                   | Age                 |                |         |                     |                  |
        | | end repeat               |        |                        |                     |                |         |                     |                  |
        | choices |
        | | list_name | name | label::Tiếng Việt (vi) | label::English (en) | role      |
        | | scale     | 1    | Có                     | Yes                 |           |
        | | scale     | 98   | Không biết             | Don't know          | dont_know |
        | | worries   | jobs | Việc làm               | Jobs                |           |
        ";

    #[test]
    fn every_answer_of_a_respondent_is_a_variable() {
        let codebook = read_markdown(FORM, "form.md").0.unwrap().codebook();
        let names: Vec<&str> = codebook.variables.iter().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, ["q1", "q2", "q2_other", "q3", "age", "share", "score", "born", "commune"]);
        let q1 = codebook.variable("q1").unwrap();
        assert_eq!(q1.label.get(Language::Vi), "Có tin không?");
        assert_eq!(q1.short_label().get(Language::En), "Trust");
        assert_eq!(q1.relevant.as_deref(), Some("${age} > 17"));
        assert_eq!(q1.group[0].get(Language::En), "Trust");
        assert!(matches!(q1.kind, VariableKind::One { ordered: true, .. }));
        assert_eq!(q1.categories()[1].role, CategoryRole::DontKnow);
        let q2 = codebook.variable("q2").unwrap();
        assert_eq!(q2.relevant.as_deref(), Some("(${age} > 17) and (${q1} = '1')"));
        let codes: Vec<&str> = q2.categories().iter().map(|category| category.code.as_str()).collect();
        assert_eq!(codes, ["jobs", "other"]);
        let kind = |name: &str| codebook.variable(name).unwrap().kind.clone();
        assert!(matches!(kind("q3"), VariableKind::Many { .. }));
        assert_eq!(kind("share"), VariableKind::Decimal);
        assert_eq!(kind("score"), VariableKind::Integer);
        assert_eq!(kind("born"), VariableKind::Date);
        assert_eq!(kind("commune"), VariableKind::Text);
    }
}
