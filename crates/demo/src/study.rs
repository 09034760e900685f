//! The study's files, and the truth about its population.

use std::fmt::Write;

use sounding_questionnaire::xlsform;

use crate::fieldwork::choice;
use crate::model::{self, NAMES};
use crate::{Demo, Truth, questionnaire};

const STUDY: &str = include_str!("../data/study.toml");

impl Demo {
    /// The files of the study by name, without answers: `study.toml`, `questionnaire.xlsx`, `frame.csv`, `margins.csv`.
    pub fn study_files(&self) -> Vec<(String, Vec<u8>)> {
        let study = STUDY.replace("SEED", &self.seed.to_string());
        let form = xlsform::write_xlsx(&questionnaire::questionnaire(&self.population.units).0);
        [
            ("study.toml", study.into_bytes()),
            ("questionnaire.xlsx", form),
            ("frame.csv", self.frame().into_bytes()),
            ("margins.csv", self.margins().into_bytes()),
        ]
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .to_vec()
    }

    fn frame(&self) -> String {
        let mut text = String::from("region,area,province,commune,commune_name,group,adults\n");
        for group in &self.population.groups {
            let unit = &self.population.units[group.commune];
            let (region, area) = (choice("region", group.region), choice("area", usize::from(!group.urban)));
            // A write into memory does not fail; names have no commas or quotes.
            let _ = writeln!(
                text,
                "{region},{area},{},{},{},{},{}",
                unit.province, unit.code, unit.name, group.label, group.adults
            );
        }
        text
    }

    fn margins(&self) -> String {
        let mut text = String::from("margin,category,total\n");
        let mut line = |margin: &str, category: &str, total: u64| {
            let _ = writeln!(text, "{margin},{category},{total}");
        };
        for (at, &total) in self.counts.region.iter().enumerate() {
            line("region", choice("region", at), total);
        }
        for (at, &total) in self.counts.area.iter().enumerate() {
            line("area", choice("area", at), total);
        }
        for sex in 0..2 {
            for age in 0..5 {
                let total = self.adults_where(|who| who.sex == sex && who.age == age);
                let category = format!("{}*{}", choice("sex", sex), choice("age_group", age));
                line("sex*age_group", &category, total);
            }
        }
        text
    }

    fn adults_where(&self, keep: impl Fn(model::Who) -> bool) -> u64 {
        self.counts.cells.iter().enumerate().filter(|(cell, _)| keep(model::who(*cell))).map(|(_, n)| n).sum()
    }

    /// The true figure of every question's answers, over all simulated adults.
    pub fn truth(&self) -> Vec<Truth> {
        let all = self.adults() as f64;
        let mut truth = Vec::new();
        let mut add = |variable: &str, category: &str, count: u64| {
            let (variable, category) = (variable.to_owned(), category.to_owned());
            truth.push(Truth { variable, category, value: count as f64 / all });
        };
        for (question, name) in NAMES.into_iter().enumerate() {
            let counts = &self.counts.answers[question];
            match name {
                "score" => {}
                "concerns" => {
                    for concern in (0..).map(|at| choice("concerns", at)).take_while(|code| !code.is_empty())
                    {
                        let named = |set: &str| set.split(' ').any(|code| code == concern);
                        let sets = model::CONCERNS.iter().zip(counts).filter(|(set, _)| named(set));
                        add(name, concern, sets.map(|(_, count)| count).sum());
                    }
                }
                _ => {
                    let answers = self.population.model.limits(question, 0, 0, false).len();
                    for answer in 0..answers {
                        add(name, &model::code(question, answer), counts[answer]);
                    }
                }
            }
        }
        let scores = &self.counts.answers[NAMES.len() - 1];
        let sum: u64 = scores.iter().enumerate().map(|(score, count)| score as u64 * count).sum();
        truth.push(Truth { variable: "score".into(), category: String::new(), value: sum as f64 / all });
        truth
    }
}
