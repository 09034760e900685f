//! A study over one of R's California samples, for the tests.

use std::collections::BTreeMap;

use sounding_questionnaire::Questionnaire;
use sounding_study::{Margin, Margins, Study, read_definition};
use sounding_survey::{Category, CategoryRole, Codebook, Text, Variable, VariableKind};

/// A study in a folder that lives as long as the trial.
#[derive(Debug)]
pub(crate) struct Trial {
    folder: tempfile::TempDir,
    pub(crate) study: Study,
}

impl Trial {
    /// The sample named `data` under the sections of `study`, with margins as (name, category, total).
    pub(crate) fn new(data: &str, study: &str, margins: &[(&str, &str, f64)]) -> Trial {
        let path = format!("{}/../../reference/data/{data}.csv", env!("CARGO_MANIFEST_DIR"));
        Trial::of(&std::fs::read_to_string(path).unwrap(), study, margins)
    }

    /// The same over any answers.
    pub(crate) fn of(answers: &str, study: &str, margins: &[(&str, &str, f64)]) -> Trial {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("answers.csv"), answers).unwrap();
        let (definition, _) = read_definition(study, "study.toml");
        let mut known: BTreeMap<String, Margin> = BTreeMap::new();
        for (name, category, total) in margins {
            known.entry((*name).to_owned()).or_default().categories.push(((*category).to_owned(), *total));
        }
        let study = Study {
            folder: folder.path().to_path_buf(),
            definition,
            questionnaire: Questionnaire::default(),
            codebook: codebook(),
            margins: Margins { margins: known },
        };
        Trial { folder, study }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

fn codebook() -> Codebook {
    let one = |name: &str, codes: &[&str]| {
        let categories = codes
            .iter()
            .map(|code| Category {
                code: (*code).into(),
                label: Text::same(*code),
                role: CategoryRole::Substantive,
            })
            .collect();
        variable(name, VariableKind::One { categories, ordered: false })
    };
    Codebook {
        variables: vec![
            one("stype", &["E", "H", "M"]),
            one("awards", &["No", "Yes"]),
            one("sch.wide", &["No", "Yes"]),
            variable("api00", VariableKind::Integer),
            variable("enroll", VariableKind::Integer),
            variable("api.stu", VariableKind::Integer),
            variable("ell", VariableKind::Integer),
            variable("meals", VariableKind::Integer),
            variable("mobility", VariableKind::Integer),
        ],
    }
}

fn variable(name: &str, kind: VariableKind) -> Variable {
    Variable {
        name: name.into(),
        label: Text::same(name),
        short: Text::default(),
        hint: Text::default(),
        kind,
        relevant: None,
        group: Vec::new(),
    }
}
