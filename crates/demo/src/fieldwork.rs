//! The fieldwork, played: who is invited in each drawn group, who answers, and what.

use std::collections::BTreeMap;
use std::sync::Arc;

use sounding_questionnaire::interview::{Files, Form};
use sounding_questionnaire::say_all;
use sounding_questionnaire::simulate::{Distributions, Ended, Plan};
use sounding_statistics::numerics::Stream;
use sounding_survey::{Finding, Language, Place};

use crate::questionnaire::questionnaire;
use crate::{Demo, Unit, model};

/// How often which answer is given where the simulated world does not decide.
pub(crate) const SHARES: &str = include_str!("../data/shares.csv");

/// The fieldwork's random streams begin here; each group has its own.
const FIELD: u64 = 10_000_000;
/// Those of interviews begin here; each has its own.
const INTERVIEW: u64 = 1_000_000_000;

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
        let tablet = Tablet::new(&self.population.units)?;
        let mut lines = vec![format!("id,group,disposition,{}", tablet.columns.join(","))];
        for (number, record) in reader.records().enumerate() {
            let line = number as u64 + 2;
            let record =
                record.map_err(|_| fault(line, "the line has another number of fields than the header"))?;
            let take: u32 =
                record[invite].parse().map_err(|_| fault(line, "expected a number in \"invite\""))?;
            let Some(&at) = of_label.get(&record[label]) else {
                return Err(fault(line, "the residential group is not in the demonstration's frame"));
            };
            self.visit(at, take, &tablet, &mut lines);
        }
        lines.push(String::new());
        Ok(lines.join("\n"))
    }

    /// Invites `take` adults of a group by simple random sampling.
    fn visit(&self, at: usize, take: u32, tablet: &Tablet, lines: &mut Vec<String>) {
        let group = &self.population.groups[at];
        let unit = &self.population.units[group.commune];
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
            // What the list of the residential group says is known of everybody.
            let mut known: BTreeMap<String, String> = [
                ("region", choice("region", group.region)),
                ("area", choice("area", usize::from(!group.urban))),
                ("sex", choice("sex", who.sex)),
                ("age_group", choice("age_group", who.age)),
            ]
            .map(|(name, code)| (name.to_owned(), code.to_owned()))
            .into();
            if disposition == "1.1" {
                let place_of = [("province", &unit.province), ("commune", &unit.code)];
                known.extend(place_of.map(|(name, code)| (name.to_owned(), code.clone())));
                known.insert("education".to_owned(), choice("education", who.education).to_owned());
                for (question, name) in model::NAMES.into_iter().enumerate() {
                    let answer = self.population.answer(group, question, cell, (place, cells[cell]));
                    known.insert(name.to_owned(), model::code(question, answer));
                }
                let own = INTERVIEW + (at as u64) * 1_000 + number as u64;
                known = tablet.interview(Stream::new(self.seed, own), &known);
            }
            let values = tablet.columns.iter().map(|name| known.get(name).map_or("", String::as_str));
            let values: Vec<&str> = values.collect();
            lines.push(format!(
                "{}-{:02},{},{disposition},{}",
                group.label,
                number + 1,
                group.label,
                values.join(",")
            ));
        }
    }
}

/// The form as it runs in the field.
struct Tablet {
    plan: Plan,
    /// The variables, in the form's order.
    columns: Vec<String>,
}

impl Tablet {
    fn new(units: &[Unit]) -> Result<Tablet, Box<Finding>> {
        let (questionnaire, mut faults) = questionnaire(units);
        let columns = questionnaire.codebook().variables.into_iter().map(|variable| variable.name).collect();
        let (form, more) = Form::compile(&questionnaire, &Files::new());
        faults.extend(more);
        let (shares, more) = Distributions::read_csv(SHARES, "shares.csv");
        faults.extend(more);
        match form {
            Some(form) if faults.is_empty() => {
                Ok(Tablet { plan: Plan::new(Arc::new(form), shares).0, columns })
            }
            // The form is the demonstration's own: a test says that nothing is wrong with it.
            _ => Err(Box::new(say_all(&faults, Language::En).into_iter().next().unwrap_or_else(|| {
                Finding::error(
                    "E-DEMO-002",
                    Place::file("questionnaire.xlsx"),
                    "the form cannot be run",
                    "report this",
                )
            }))),
        }
    }

    /// Holds an interview: what is known is answered so, everything else by the shares. Values have no commas: texts are left blank.
    fn interview(&self, mut stream: Stream, known: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let bits = Box::new(move || (stream.below(1 << 32) << 32) | stream.below(1 << 32));
        let walked = self.plan.walk(bits, known);
        debug_assert_eq!(walked.ended, Ended::Finished);
        let value = |name: &String| {
            let asked = walked.interview.is_asked(name);
            let value = walked.interview.value(name).filter(|value| asked && !value.is_empty())?;
            Some((name.clone(), value.to_owned()))
        };
        self.columns.iter().filter_map(value).collect()
    }
}
