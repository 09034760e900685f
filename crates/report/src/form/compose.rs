//! From a questionnaire to its paper form.

use sounding_questionnaire::definition::{Group, Item, Kind, Question, Questionnaire, Repeat};
use sounding_questionnaire::routing::{Answers, Condition, Lead, Routing, Step};
use sounding_survey::Language;

use super::answers::Writer;
use super::paper::{Answer, Asked, Matrix, Paper, Part, Roster, RosterRow};
use crate::words::Words;

/// Columns of a roster: more people go on a second sheet.
const PEOPLE: usize = 6;
/// A roster shows lists up to this length.
const CODES: usize = 16;
/// Groups inside groups deeper than this are flattened.
const DEEPEST: usize = 24;

/// The paper form in a language.
pub(crate) fn paper(questionnaire: &Questionnaire, language: Language) -> Paper {
    let routing = Routing::new(questionnaire);
    let words = Words::new(language);
    let settings = &questionnaire.settings;
    let title = routing.text(&settings.title, language);
    let title = title.or_else(|| settings.form_id.clone()).unwrap_or_else(|| words.say("form-untitled"));
    let mut about = Vec::new();
    if let Some(id) = &settings.form_id {
        about.push(words.with("form-id", &[("id", id)]));
    }
    if let Some(version) = &settings.version {
        about.push(words.with("form-version", &[("version", version)]));
    }
    let mut composer =
        Composer { writer: Writer { routing: &routing, language, words: &words }, parts: Vec::new() };
    composer.items(&questionnaire.items, 1, false);
    Paper {
        language,
        footer: title.clone(),
        title,
        subtitle: about.join(" · "),
        filled: vec![
            (words.say("form-fill-number"), 8),
            (words.say("form-fill-area"), 8),
            (words.say("form-fill-interviewer"), 6),
            (words.say("form-fill-date"), 8),
            (words.say("form-fill-begin"), 4),
            (words.say("form-fill-end"), 4),
        ],
        instructions: vec![
            words.say("form-read-bold"),
            words.say("form-read-italic"),
            words.say("form-read-marks"),
            words.say("form-read-arrow"),
            words.say("form-read-apart"),
        ],
        parts: composer.parts,
    }
}

struct Composer<'r, 'a> {
    writer: Writer<'r, 'a>,
    parts: Vec<Part>,
}

impl Composer<'_, '_> {
    fn items(&mut self, items: &[Item], level: usize, inside_conditions: bool) {
        if level > DEEPEST {
            return;
        }
        for item in items {
            match item {
                Item::Question(question) => self.question(question),
                Item::Group(group) if Routing::is_table(item) => self.matrix(group),
                Item::Group(group) => self.group(group, level, inside_conditions),
                Item::Repeat(repeat) => self.roster(repeat),
            }
        }
    }

    fn group(&mut self, group: &Group, level: usize, inside: bool) {
        if !speaks(&group.items) {
            return;
        }
        let text = self.text(&group.node.label);
        let condition = self.condition(group.node.relevant.as_deref());
        // A group that only holds others, such as one that asks for consent, is no section of its own.
        let holds_groups = group.items.iter().all(|item| !matches!(item, Item::Question(_)));
        let deeper = if let (true, Some(_), 1) = (holds_groups, &text, level) { level } else { level + 1 };
        if text.is_some() || condition.is_some() {
            let text = text.unwrap_or_default();
            self.parts.push(Part::Heading { level: level.min(3), text, condition });
        }
        self.items(&group.items, deeper, inside);
    }

    fn question(&mut self, question: &Question) {
        let Some(step) = self.writer.routing.step(&question.node.name) else { return };
        let condition = self.condition(question.node.relevant.as_deref());
        if question.kind == Kind::Note {
            let Some(text) = self.text(&question.node.label) else { return };
            let hint = self.text(&question.node.hint);
            self.parts.push(Part::Note { text, hint, condition });
        } else if step.is_asked() {
            let asked = self.asked(step, condition);
            self.parts.push(Part::Question(asked));
        }
    }

    fn asked(&self, step: &Step<'_>, condition: Option<String>) -> Asked {
        let writer = &self.writer;
        let node = &step.question.node;
        let numbers = step.leads.iter().filter(|lead| matches!(lead.answers, Answers::Between(..)));
        let numbers = numbers.map(|lead| self.lead(lead)).collect();
        let hints = [self.text(&node.hint), self.text(&node.guidance)];
        let hint = hints.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Asked {
            number: self.number(step),
            text: writer.routing.wording(step, writer.language),
            hint: (!hint.is_empty()).then_some(hint),
            instruction: writer.instruction(step.question),
            condition,
            answer: writer.answer(step),
            leads: numbers,
        }
    }

    fn matrix(&mut self, group: &Group) {
        let routing = self.writer.routing;
        let mut rows = Vec::new();
        let mut scale = Vec::new();
        let mut number = String::new();
        for item in &group.items {
            let Item::Question(question) = item else { continue };
            let Some(step) = routing.step(&question.node.name).filter(|step| step.is_asked()) else {
                continue;
            };
            if let (true, Some(list)) = (scale.is_empty(), routing.list(question)) {
                scale = self.writer.ticks(step, &list.choices);
                for tick in &mut scale {
                    tick.lead = None;
                }
                self.number(step)
                    .trim_end_matches(|sign: char| sign.is_ascii_lowercase())
                    .clone_into(&mut number);
            }
            let condition = self.condition(question.node.relevant.as_deref());
            rows.push((self.number(step), routing.wording(step, self.writer.language), condition));
        }
        let own = rows.iter().any(|(row, ..)| *row == number);
        self.parts.push(Part::Matrix(Matrix {
            number: if own { String::new() } else { number },
            text: self.text(&group.node.label).unwrap_or_default(),
            hint: self.text(&group.node.hint),
            condition: self.condition(group.node.relevant.as_deref()),
            scale,
            rows,
        }));
    }

    fn roster(&mut self, repeat: &Repeat) {
        let mut rows = Vec::new();
        let mut inner = Vec::new();
        self.roster_rows(&repeat.items, None, 0, &mut rows, &mut inner);
        let count = repeat.count.as_deref().map(|count| self.count(count));
        self.parts.push(Part::Roster(Roster {
            text: self.text(&repeat.node.label).unwrap_or_else(|| repeat.node.name.clone()),
            hint: self.text(&repeat.node.hint),
            condition: self.condition(repeat.node.relevant.as_deref()),
            count,
            columns: PEOPLE,
            rows,
        }));
        for repeat in inner {
            self.roster(repeat);
        }
    }

    /// How many rounds: a number, or as many as an answer says.
    fn count(&self, count: &str) -> String {
        let words = self.writer.words;
        let name = count.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let step = name.and_then(|name| self.writer.routing.step(name));
        match step.and_then(|step| self.writer.routing.number(step, self.writer.language)) {
            Some(number) => words.with("form-roster-as-in", &[("number", &number)]),
            None if count.trim().chars().all(|sign| sign.is_ascii_digit()) => {
                words.with("form-roster-times", &[("number", count.trim())])
            }
            None => words.say("form-roster-all"),
        }
    }

    fn roster_rows<'i>(
        &self,
        items: &'i [Item],
        outer: Option<&str>,
        depth: usize,
        rows: &mut Vec<RosterRow>,
        inner: &mut Vec<&'i Repeat>,
    ) {
        for item in items {
            match item {
                Item::Question(question) => rows.extend(self.roster_row(question, outer)),
                Item::Group(group) if depth < DEEPEST => {
                    let own = self.condition(group.node.relevant.as_deref());
                    self.roster_rows(&group.items, own.as_deref().or(outer), depth + 1, rows, inner);
                }
                Item::Group(_) => {}
                Item::Repeat(repeat) => inner.push(repeat),
            }
        }
    }

    fn roster_row(&self, question: &Question, outer: Option<&str>) -> Option<RosterRow> {
        let routing = self.writer.routing;
        let step = routing.step(&question.node.name).filter(|step| step.is_asked())?;
        let list = routing.list(question).map_or(&[][..], |list| &list.choices);
        let codes = if list.len() <= CODES { self.writer.ticks(step, list) } else { Vec::new() };
        let mut notes: Vec<String> = self.text(&question.node.hint).into_iter().collect();
        notes.extend(self.writer.instruction(question));
        match self.writer.answer(step) {
            Answer::Number { limits: Some(limits), .. } => notes.push(limits),
            Answer::Card { text, .. } => notes.push(text),
            _ => {}
        }
        // Leads of codes stand behind the codes, where the row has them.
        let apart = |lead: &&Lead| codes.is_empty() || matches!(lead.answers, Answers::Between(..));
        let leads: Vec<String> = step.leads.iter().filter(apart).map(|lead| self.lead(lead)).collect();
        if !leads.is_empty() {
            notes.push(leads.join("; ") + ".");
        }
        let own = self.condition(question.node.relevant.as_deref());
        Some(RosterRow {
            number: self.number(step),
            text: routing.wording(step, self.writer.language),
            condition: own.or_else(|| outer.map(str::to_owned)),
            codes,
            note: (!notes.is_empty()).then(|| notes.join(" ")),
        })
    }

    /// `Từ 5 trở xuống → C9`.
    fn lead(&self, lead: &Lead) -> String {
        let answers = self.writer.routing.answers(lead, self.writer.language);
        let mut signs = answers.chars();
        let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{} {}", signs.as_str(), self.writer.arrow(&lead.to))
    }

    fn number(&self, step: &Step<'_>) -> String {
        self.writer.routing.number(step, self.writer.language).unwrap_or_default()
    }

    fn text(&self, words: &sounding_questionnaire::definition::Words) -> Option<String> {
        self.writer.routing.text(words, self.writer.language)
    }

    fn condition(&self, written: Option<&str>) -> Option<String> {
        let condition = Condition::read(written?);
        self.writer.routing.asked_if(&condition, self.writer.language)
    }
}

/// Whether anything in it is asked or read out.
fn speaks(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Question(question) => {
            question.kind == Kind::Note || (question.kind.is_asked() && question.node.calculation.is_none())
        }
        other => speaks(other.items()),
    })
}
