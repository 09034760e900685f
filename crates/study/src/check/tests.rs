//! What the frame must have for the sample, and analyses of the codebook.

use super::*;
use crate::{Margins, read_definition};

/// Code and place of everything that is wrong with stages over a frame of groups with their adults.
fn faults(sample: &str) -> Vec<(&'static str, String)> {
    let (definition, _) = read_definition(&format!("[sample]\n{sample}"), "study.toml");
    let study = Study {
        folder: "study".into(),
        definition,
        questionnaire: Questionnaire::default(),
        codebook: Codebook::default(),
        margins: Margins::default(),
    };
    let columns = ["commune", "group", "adults"].map(|name| (name.to_owned(), vec!["1".to_owned()]));
    let mut findings = Vec::new();
    frame(&study, &Frame { rows: 1, columns: columns.into() }, &mut findings);
    let said = findings.into_iter().map(|own| (own.code, own.place.column.unwrap_or(own.message)));
    said.collect()
}

#[test]
fn columns_of_balance_and_of_the_permanent_key_must_be_there() {
    let stages = "permanent_key = \"cod\"\n[[sample.stages]]\nunit = \"commune\"\nmethod = \"cube\"\nbalance = [\"adults\", \"women\"]\n[[sample.stages]]\nunit = \"group\"\nmethod = \"srs-permanent\"\ntake = 1\n";
    let no = |name: &str| ("E-STUDY-033", format!("the frame has no column \"{name}\""));
    assert_eq!(faults(stages), [no("cod"), no("women")]);
}

#[test]
fn only_the_first_stage_leaves_its_size_to_chance() {
    for method in ["poisson", "poisson-permanent"] {
        let stage = |unit: &str| {
            format!(
                "[[sample.stages]]\nunit = \"{unit}\"\nmethod = \"{method}\"\nsize = \"adults\"\ntake = 2\n"
            )
        };
        assert_eq!(faults(&stage("commune")), []);
        let found = faults(&(stage("commune") + &stage("group")));
        assert_eq!(found, [("E-STUDY-055", "sample.stages[1].method".to_owned())]);
    }
}

#[test]
fn analyses_need_variables_categories_shares_and_totals() {
    let entry = |kind: &str, keys: &str| {
        format!("[[analyses]]\nname = \"{kind}\"\ntitle = \"t\"\nkind = \"{kind}\"\n{keys}\n")
    };
    let text = [
        entry("test", "groups = \"age~age\"\nfit = \"sex:F=1,X=1\"\nby = \"aeg\""),
        entry("survival", "time = \"age\"\nstatus = \"left\""),
        entry("change", "wave = \"sex\"\nratio = \"age/size\""),
        entry("variance-function", "questions = \"age\""),
    ];
    let (definition, _) = read_definition(&text.concat(), "study.toml");
    let kind = |codes: &[&str]| {
        let category = |code: &&str| Category {
            code: (*code).to_owned(),
            label: sounding_survey::Text::default(),
            role: CategoryRole::Substantive,
        };
        match codes {
            [] => VariableKind::Integer,
            codes => VariableKind::One { categories: codes.iter().map(category).collect(), ordered: false },
        }
    };
    let variable = |name: &str, codes: &[&str]| Variable {
        name: name.to_owned(),
        label: sounding_survey::Text::default(),
        short: sounding_survey::Text::default(),
        hint: sounding_survey::Text::default(),
        kind: kind(codes),
        relevant: None,
        group: Vec::new(),
    };
    let study = Study {
        folder: "study".into(),
        definition,
        questionnaire: Questionnaire::default(),
        codebook: Codebook { variables: vec![variable("age", &[]), variable("sex", &["F", "M"])] },
        margins: Margins::default(),
    };
    let found: Vec<_> =
        study.check().into_iter().map(|one| (one.code, one.place.column.unwrap_or_default())).collect();
    let expected = [
        ("E-STUDY-051", "analyses[0].by"),
        ("E-STUDY-042", "analyses[0].groups"),
        ("E-STUDY-041", "analyses[0].fit"),
        ("E-STUDY-074", "analyses[0].fit"),
        ("E-STUDY-051", "analyses[1].status"),
        ("E-STUDY-051", "analyses[2].ratio"),
        ("E-STUDY-075", "analyses[3].questions"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code, path.to_owned())));
}
