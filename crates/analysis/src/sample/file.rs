//! `out/sample.csv`: the sample as a table that fieldwork and weighting both read.

use std::collections::BTreeMap;

use sounding_survey::{Finding, Place};

use super::{Asked, Sample, SampleRow};
use crate::fault::Faults;

impl Sample {
    /// The file's text. Numbers are written so that they read back to the same bits.
    pub fn to_csv(&self) -> String {
        let stages = self.units.len();
        let counted = self.rows.iter().any(|row| row.invite.is_some());
        let populations = self.rows.iter().map(|row| row.populations.len()).min().unwrap_or(0);
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut head = vec!["stratum".to_owned()];
        head.extend(self.units.iter().cloned());
        head.extend((1..=stages).map(|stage| format!("probability_{stage}")));
        head.push("hits".into());
        if counted {
            head.extend(["invite".to_owned(), "available".to_owned()]);
        }
        head.extend(["weight", "variance_stratum", "variance_unit"].map(str::to_owned));
        head.extend((1..=populations).map(|stage| format!("population_{stage}")));
        let rotates = self.rows.iter().any(|row| row.rotation.is_some());
        if rotates {
            head.extend(["rotation_group", "waves"].map(str::to_owned));
        }
        let mut lines = vec![head];
        for row in &self.rows {
            let mut line = vec![row.stratum.clone()];
            line.extend(row.labels.iter().cloned());
            line.extend(row.probabilities.iter().map(f64::to_string));
            line.push(row.hits.to_string());
            if counted {
                let (take, count) = row.invite.unwrap_or((0, 0));
                line.extend([take.to_string(), count.to_string()]);
            }
            line.extend([row.weight.to_string(), row.variance_stratum.clone(), row.variance_unit.clone()]);
            line.extend(row.populations.iter().take(populations).map(u64::to_string));
            if rotates {
                let asked = row.rotation.clone().unwrap_or_default();
                let waves: Vec<String> = asked.waves.iter().map(u32::to_string).collect();
                line.extend([asked.group.to_string(), waves.join(" ")]);
            }
            lines.push(line);
        }
        for line in lines {
            // A write into memory does not fail.
            let _ = writer.write_record(&line);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// Reads the file's text; `units` are the names of the listed stages.
    pub fn from_csv(text: &str, units: &[String], file: &str) -> Result<Sample, Faults> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads: Vec<String> =
            reader.headers().map(|head| head.iter().map(str::to_owned).collect()).unwrap_or_default();
        let at: BTreeMap<&str, usize> =
            heads.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut needed: Vec<String> =
            ["stratum", "hits", "weight", "variance_stratum", "variance_unit"].map(str::to_owned).to_vec();
        needed.extend(units.iter().cloned());
        needed.extend((1..=units.len()).map(|stage| format!("probability_{stage}")));
        let missing: Vec<Finding> = needed
            .iter()
            .filter(|name| !at.contains_key(name.as_str()))
            .map(|name| {
                Finding::error(
                    "E-SAMPLE-007",
                    Place::file(file),
                    format!("the sample has no column \"{name}\""),
                    "draw the sample again with `sounding sample`",
                )
            })
            .collect();
        if !missing.is_empty() {
            return Err(Faults(missing));
        }
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        for (number, record) in reader.records().enumerate() {
            let line = number as u64 + 2;
            let Ok(record) = record else {
                faults.push(broken(file, line, "the line has another number of fields than the header"));
                continue;
            };
            let text = |name: &str| at.get(name).and_then(|&at| record.get(at)).unwrap_or("").to_owned();
            let mut number = |name: &str| -> f64 {
                let value = text(name);
                value.parse().unwrap_or_else(|_| {
                    faults.push(broken(
                        file,
                        line,
                        &format!("expected a number in \"{name}\", found \"{value}\""),
                    ));
                    0.0
                })
            };
            let probabilities =
                (1..=units.len()).map(|stage| number(&format!("probability_{stage}"))).collect();
            let invite =
                at.contains_key("invite").then(|| (number("invite") as u64, number("available") as u64));
            let (hits, weight) = (number("hits") as u32, number("weight"));
            let populations = (1..=heads.len())
                .map(|stage| format!("population_{stage}"))
                .take_while(|name| at.contains_key(name.as_str()))
                .map(|name| number(&name) as u64)
                .collect();
            let group = at.contains_key("rotation_group").then(|| number("rotation_group") as u32);
            let rotation = group.map(|group| {
                let own = text("waves");
                let waves = own.split(' ').map(str::parse).collect::<Result<Vec<u32>, _>>();
                let waves = waves.unwrap_or_else(|_| {
                    let message = format!("expected numbers of waves in \"waves\", found \"{own}\"");
                    faults.push(broken(file, line, &message));
                    Vec::new()
                });
                Asked { group, waves }
            });
            rows.push(SampleRow {
                stratum: text("stratum"),
                labels: units.iter().map(|name| text(name)).collect(),
                probabilities,
                hits,
                invite,
                weight,
                variance_stratum: text("variance_stratum"),
                variance_unit: text("variance_unit"),
                populations,
                rotation,
            });
        }
        if faults.is_empty() { Ok(Sample { units: units.to_vec(), rows }) } else { Err(Faults(faults)) }
    }
}

fn broken(file: &str, line: u64, message: &str) -> Finding {
    Finding::error(
        "E-SAMPLE-008",
        Place::file(file).line(line),
        message,
        "do not edit the sample; draw it again with `sounding sample`",
    )
}
