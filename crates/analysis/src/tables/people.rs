//! The respondents behind the tables, for the protection: who is in which column and in which group.

use sounding_disclosure::{Answered, Grouped, Respondents};

use super::groups::Breakdown;
use super::{Question, QuestionKind};
use crate::answers::Answers;
use crate::data::MISSING;
use crate::weights::Weighted;

/// Gathers what tables are made of. Who is in no table is nowhere here either.
#[derive(Debug, Clone)]
pub(crate) struct People {
    kept: Vec<bool>,
    respondents: Respondents,
}

impl People {
    pub(super) fn new(answers: &Answers<'_>, weighted: &Weighted) -> People {
        let kept = answers.responded.iter().zip(&weighted.weights).map(|(&yes, &weight)| yes && weight > 0.0);
        People { kept: kept.collect(), respondents: Respondents::default() }
    }

    /// The next tables, `count` of them, ask this question among those `inside`.
    pub(super) fn ask(&mut self, question: Question<'_>, inside: &[bool], count: usize) {
        let asked = |row: usize| self.kept[row] && inside[row];
        let rows = 0..self.kept.len();
        let answered = match question.kind {
            QuestionKind::One(mut codes) => {
                for (row, code) in codes.iter_mut().enumerate() {
                    if !asked(row) {
                        *code = MISSING;
                    }
                }
                Answered::One(codes)
            }
            QuestionKind::Many { answered, mut named } => {
                let answered: Vec<bool> = rows.map(|row| asked(row) && answered[row]).collect();
                for (named, &answered) in named.iter_mut().flat_map(|column| column.iter_mut().zip(&answered))
                {
                    *named &= answered;
                }
                Answered::Many { answered, named }
            }
            QuestionKind::Number { values, .. } => {
                let whole = |row: usize| values.iter().all(|column| !column[row].is_nan());
                Answered::Number(rows.map(|row| asked(row) && whole(row)).collect())
            }
        };
        let at = self.respondents.questions.len();
        self.respondents.questions.push(answered);
        self.respondents.asked.extend(std::iter::repeat_n(at, count));
    }

    /// The groups of a breakdown, and of the variables that a crossing is made of.
    pub(crate) fn divide(&mut self, answers: &Answers<'_>, name: &str, breakdown: &Breakdown) {
        self.group(name, breakdown);
        for part in name.split('*').filter(|part| *part != name) {
            if !self.respondents.groups.contains_key(part) {
                // What is wrong with its answers was said when the crossing was made.
                self.group(part, &Breakdown::new(answers, part, &mut Vec::new()));
            }
        }
    }

    fn group(&mut self, name: &str, breakdown: &Breakdown) {
        if self.respondents.groups.contains_key(name) {
            return;
        }
        let codes = breakdown.groups.iter().map(|(codes, _)| codes.join("*")).collect();
        let kept = breakdown.codes.iter().zip(&self.kept);
        let members = kept.map(|(&code, &kept)| if kept { code } else { MISSING }).collect();
        self.respondents.groups.insert(name.to_owned(), Grouped { codes, members });
    }

    /// The next table counts those in a base.
    pub(crate) fn count(&mut self, base: &[bool]) {
        let inside = base.iter().zip(&self.kept).map(|(inside, kept)| *inside && *kept).collect();
        self.respondents.asked.push(self.respondents.questions.len());
        self.respondents.questions.push(Answered::Number(inside));
    }

    /// Whether a row is a respondent with a weight.
    pub(crate) fn is_kept(&self, row: usize) -> bool {
        self.kept[row]
    }

    pub(crate) fn known(&self) -> &Respondents {
        &self.respondents
    }
}
