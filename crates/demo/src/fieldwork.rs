//! The fieldwork, played: who is invited in each drawn group, who answers, and what.

use std::collections::BTreeMap;

use sounding_statistics::numerics::Stream;
use sounding_survey::{Finding, Place};

use crate::Demo;
use crate::model::{self, QUESTIONS};

/// The fieldwork's random streams begin here; each group has its own.
const FIELD: u64 = 10_000_000;

/// Codes of the lists that the simulated world knows, as in the questionnaire.
const CODES: [(&str, &[&str]); 6] = [
    ("region", &["1", "2", "3", "4", "5", "6"]),
    ("area", &["urban", "rural"]),
    ("sex", &["m", "f"]),
    ("age_group", &["18-29", "30-39", "40-49", "50-59", "60+"]),
    ("education", &["1", "2", "3"]),
    ("concerns", &["prices", "jobs", "health", "schools", "environment", "traffic"]),
];

/// Code of the `at`-th choice of a list; empty where there is none.
pub(crate) fn choice(list: &str, at: usize) -> &'static str {
    CODES.iter().find(|(name, _)| *name == list).and_then(|(_, codes)| codes.get(at)).copied().unwrap_or("")
}

impl Demo {
    /// Plays the fieldwork in a sample drawn from this study's frame, given as the text of `out/sample.csv`, and gives the
    /// text of `answers.csv`: one row for every invited person.
    pub fn answers(&self, sample_csv: &str) -> Result<String, Box<Finding>> {
        let fault = |line: u64, message: &str| {
            let place = Place::file("out/sample.csv").line(line);
            let remedy = "draw the sample again with `sounding sample`";
            Box::new(Finding::error("E-DEMO-001", place, message, remedy))
        };
        let mut reader = csv::Reader::from_reader(sample_csv.as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| heads.iter().position(|head| head == name);
        let (Some(label), Some(invite)) = (column("group"), column("invite")) else {
            return Err(fault(1, "the sample has no columns \"group\" and \"invite\""));
        };
        let of_label: BTreeMap<&str, usize> =
            self.population.groups.iter().enumerate().map(|(at, group)| (group.label.as_str(), at)).collect();
        let mut lines = vec![
            "id,group,disposition,region,area,sex,age_group,education,service,trust,concerns,aware,wait_before,wait_after,score"
                .to_owned(),
        ];
        for (number, record) in reader.records().enumerate() {
            let line = number as u64 + 2;
            let record =
                record.map_err(|_| fault(line, "the line has another number of fields than the header"))?;
            let take: u32 =
                record[invite].parse().map_err(|_| fault(line, "expected a number in \"invite\""))?;
            let Some(&at) = of_label.get(&record[label]) else {
                return Err(fault(line, "the residential group is not in the demonstration's frame"));
            };
            self.visit(at, take, &mut lines);
        }
        lines.push(String::new());
        Ok(lines.join("\n"))
    }

    /// Invites `take` adults of a group by simple random sampling.
    fn visit(&self, at: usize, take: u32, lines: &mut Vec<String>) {
        let group = &self.population.groups[at];
        let cells = group.cells();
        let mut stream = Stream::new(self.seed, FIELD + at as u64);
        let mut people: Vec<u32> = (0..group.adults).collect();
        stream.shuffle(&mut people);
        for (number, &person) in people.iter().take(take as usize).enumerate() {
            let (mut cell, mut place) = (0, person);
            while place >= cells[cell] {
                place -= cells[cell];
                cell += 1;
            }
            let who = model::who(cell);
            let (met, agreed, able) = (stream.uniform(), stream.uniform(), stream.uniform());
            let disposition = if met >= model::contact(who, group.urban) {
                "2.2"
            } else if able >= 0.985 {
                "2.3"
            } else if agreed >= model::cooperation(who, group.urban) {
                "2.1"
            } else {
                "1.1"
            };
            let mut line = format!(
                "{}-{:02},{},{disposition},{},{},{},{}",
                group.label,
                number + 1,
                group.label,
                choice("region", group.region),
                choice("area", usize::from(!group.urban)),
                choice("sex", who.sex),
                choice("age_group", who.age)
            );
            if disposition == "1.1" {
                line.push(',');
                line.push_str(choice("education", who.education));
                for question in 0..QUESTIONS {
                    let answer = self.population.answer(group, question, cell, (place, cells[cell]));
                    line.push(',');
                    line.push_str(&model::code(question, answer));
                }
            } else {
                line.push_str(&",".repeat(QUESTIONS + 1));
            }
            lines.push(line);
        }
    }
}
