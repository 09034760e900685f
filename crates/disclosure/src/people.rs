//! The respondents behind the tables, as plain codes. Tables that divide the same people can give each other away: what they have
//! in common is found here and nowhere else, so that nobody has to declare it.

use std::collections::BTreeMap;

use sounding_survey::Table;

/// The code of a respondent who is in no category.
pub const NOWHERE: u32 = u32::MAX;

/// Who stands behind the cells of a set of tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Respondents {
    /// For each table, which of `questions` it is about.
    pub asked: Vec<usize>,
    /// The questions, each among those who are in the base of its tables.
    pub questions: Vec<Answered>,
    /// The groups of each breakdown by its name in [`Table::breakdowns`], and of each variable that is part of a crossing.
    pub groups: BTreeMap<String, Grouped>,
}

/// How the respondents answered a question; all its lists have one entry for each respondent, always in the same order.
#[derive(Debug, Clone, PartialEq)]
pub enum Answered {
    /// Only the tables are at hand.
    Unknown,
    /// One answer: the column of each respondent, [`NOWHERE`] outside the base.
    One(Vec<u32>),
    /// Several: who is in the base, and for each column who named it.
    Many {
        /// Who is in the base.
        answered: Vec<bool>,
        /// For each column who named it.
        named: Vec<Vec<bool>>,
    },
    /// A number: who is in the base.
    Number(Vec<bool>),
}

/// How the respondents fall into groups.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouped {
    /// Code of each group; of a crossing, the codes joined by `*`.
    pub codes: Vec<String>,
    /// Group of each respondent, or [`NOWHERE`].
    pub members: Vec<u32>,
}

impl Respondents {
    /// For when only the tables are at hand: tables of one question and universe are still protected together, and a crossing
    /// with its parts, but not different variables that determine each other.
    pub fn unknown(tables: &[Table]) -> Respondents {
        let mut known = Vec::new();
        let asked = tables
            .iter()
            .map(|table| {
                // The columns belong to it: two tables of one question may group its answers differently.
                let columns: Vec<&str> = table.columns.iter().map(|column| column.code.as_str()).collect();
                let question = (&table.variable, table.statistic, &table.universe, columns);
                known.iter().position(|other| *other == question).unwrap_or_else(|| {
                    known.push(question);
                    known.len() - 1
                })
            })
            .collect();
        Respondents { asked, questions: vec![Answered::Unknown; known.len()], groups: BTreeMap::new() }
    }
}
