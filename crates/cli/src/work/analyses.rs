//! The files of a study's analyses: what the commands on files would have written, one JSON and one CSV for each.

use serde_json::{Map, json};
use sounding_analysis::Analysed;
use sounding_study::{AnalysisKind, Study};
use sounding_survey::Language;

use super::Files;
use crate::terminal::Results;

/// The names of the files.
pub(super) fn names(study: &Study) -> Vec<String> {
    study
        .definition
        .analyses
        .iter()
        .flat_map(|one| [file(&one.name, "json"), file(&one.name, "csv")])
        .collect()
}

/// The files, in the order of their names.
pub(super) fn files(study: &Study, analyses: Vec<Analysed>) -> Files {
    let mut files = Files::new();
    for (request, found) in study.definition.analyses.iter().zip(analyses) {
        let kind = match request.kind {
            AnalysisKind::Test(_) => "test",
            AnalysisKind::Model(_) => "model",
            AnalysisKind::Survival(_) => "survival",
            AnalysisKind::Change(_) => "change",
            AnalysisKind::VarianceFunction(_) => "variance-function",
        };
        let title = |language| request.title.get(language);
        let withheld = found.withheld.map(sounding_survey::Withheld::word);
        let mut head = Map::new();
        head.insert("name".into(), json!(request.name));
        head.insert("kind".into(), json!(kind));
        head.insert("title".into(), json!({ "vi": title(Language::Vi), "en": title(Language::En) }));
        head.insert("withheld".into(), json!(withheld));
        let results = Results {
            listings: found.listings,
            remarks: Vec::new(),
            warnings: found.warnings,
            design: found.design,
            level: found.level,
        };
        let csv = match withheld {
            Some(word) => format!("withheld\n{word}"),
            None => results.csv(),
        };
        files.push((file(&request.name, "json"), (results.json(head) + "\n").into_bytes()));
        files.push((file(&request.name, "csv"), (csv + "\n").into_bytes()));
    }
    files
}

fn file(name: &str, ending: &str) -> String {
    format!("out/analyses/{name}.{ending}")
}
