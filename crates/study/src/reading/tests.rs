//! A whole study file, every kind of fault, and texts that nobody would write.

use sounding_survey::Language;

use super::*;
use crate::definition::analyses::{Adjust, AnalysisKind, StudyHypothesis};
use crate::definition::{
    AllocationMethod, Distance, Eligibility, FrameSample, Mode, Permanent, Rotation, Selection, Statistic,
};

const WHOLE: &str = r#"
[study]
id = "services-2026"
title = { vi = "Khảo sát", en = "Survey" }
sponsor = "Viện"
conductor = { vi = "Viện", en = "Institute" }
purpose = "x"
population = "x"
contact = "x"
mode = "face-to-face"
fieldwork = { start = 2026-08-01, end = "2026-08-31" }
simulated = true
seed = 7

[files]
answers = "answers.parquet"

[sample]
description = "x"
strata = ["province", "area"]
allocation = { method = "fixed", sizes = { "01/urban" = 4 }, minimum = 2 }
[[sample.stages]]
unit = "commune"
method = "pps-systematic"
size = "adults"
[[sample.stages]]
unit = "person"
count = "adults"
method = "srs"
take = 10

[answers]
link = "group"
eligibility = 0.9

[variance]
method = "bootstrap"
replicates = 500

[[derive]]
name = "age_group"
sql = "CASE WHEN age < 30 THEN 'a' ELSE 'b' END"
label = "Age"
ordered = true
categories = [{ code = "a", label = "A" }, { code = "b", label = "B" }]

[variables.trust]
short = "Trust"
dont_know = ["98"]

[[weighting]]
step = "nonresponse-classes"
by = ["area"]
[[weighting]]
step = "calibrate"
distance = "logit"
bounds = [0.3, 3]
margins = ["sex*age_group"]

[[tables]]
questions = ["trust"]
by = ["sex", "sex*age_group"]
where = "age >= 25"
universe = "x"
statistic = "mean"
key = true

[release]
minimum_cell = 12
[report]
languages = ["en"]
formats = ["html", "csv"]
"#;

#[test]
fn a_whole_file_is_read() {
    let (found, findings) = read_definition(WHOLE, "study.toml");
    assert_eq!(findings, []);
    assert_eq!(found.about.title.get(Language::Vi), "Khảo sát");
    assert_eq!(found.about.mode, Some(Mode::FaceToFace));
    assert_eq!(found.about.fieldwork.unwrap().end, "2026-08-31");
    let sample = found.sample.unwrap();
    assert_eq!((sample.allocation.method, sample.allocation.sizes["01/urban"]), (AllocationMethod::Fixed, 4));
    assert_eq!((sample.stages[0].method, sample.stages[1].take), (Selection::PpsSystematic, Some(10)));
    assert_eq!(found.answers.eligibility, Eligibility::Given(0.9));
    assert_eq!(found.derive[0].categories[1].code, "b");
    assert_eq!(found.variables["trust"].dont_know, ["98"]);
    let calibration = found.weighting[1].calibration().unwrap();
    assert_eq!((calibration.distance, calibration.bounds), (Distance::Logit, Some((0.3, 3.0))));
    assert_eq!(found.tables[0].statistic, Statistic::Mean);
    assert_eq!(found.release.minimum_cell, 12);
    assert_eq!(found.report.languages, [Language::En]);
}

const PANEL: &str = r#"
[study]
id = "x"
[sample]
strata = ["area"]
allocation = { method = "equal", total = 4 }
permanent_key = "code"
permanent_start = 0.25
permanent_seed = 11
rotation = { pattern = [4, 8, 4], waves = 6 }
[[sample.stages]]
unit = "commune"
method = "cube"
size = "adults"
balance = ["adults", "women"]
[[sample.stages]]
unit = "group"
method = "pareto"
size = "adults"
take = 2
"#;

/// Code, path and line of a fault.
type Fault = (&'static str, String, Option<u64>);

fn of_sample(text: &str) -> (Option<FrameSample>, Vec<Fault>) {
    let (found, findings) = read_definition(text, "study.toml");
    let faults = findings.into_iter().map(|f| (f.code, f.place.column.unwrap_or_default(), f.place.line));
    (found.sample, faults.filter(|(_, path, _)| path.starts_with("sample")).collect())
}

#[test]
fn balance_permanent_numbers_and_rotation_are_read() {
    let (sample, faults) = of_sample(PANEL);
    assert_eq!(faults, []);
    let sample = sample.unwrap();
    assert_eq!(sample.permanent, Permanent { key: Some("code".into()), start: Some(0.25), seed: Some(11) });
    assert_eq!(sample.rotation, Some(Rotation { pattern: vec![4, 8, 4], waves: 6 }));
    assert_eq!((sample.stages[0].method, sample.stages[1].method), (Selection::Cube, Selection::Pareto));
    assert_eq!(sample.stages[0].balance, ["adults", "women"]);
}

#[test]
fn every_method_is_known_by_its_name_and_asks_for_its_keys() {
    for (method, needs) in [
        ("poisson", "size"),
        ("cube", "balance"),
        ("srs-permanent", ""),
        ("poisson-permanent", "size"),
        ("pareto", "size"),
        ("sequential-poisson", "size"),
    ] {
        let text = format!(
            "[sample]\nallocation = {{ method = \"equal\", total = 4 }}\n[[sample.stages]]\nunit = \"x\"\nmethod = \"{method}\"\n"
        );
        let (sample, faults) = of_sample(&text);
        assert_eq!(sample.unwrap().stages[0].method.name(), method);
        let missing: Vec<String> =
            faults.into_iter().map(|(code, path, _)| format!("{code} {path}")).collect();
        let expected = format!("E-STUDY-004 sample.stages[0].{needs}");
        assert_eq!(missing, if needs.is_empty() { vec![] } else { vec![expected] }, "{method}");
    }
}

#[test]
fn keys_of_another_method_and_impossible_rotations_are_faults() {
    let faults = |from: &str, to: &str| of_sample(&PANEL.replace(from, to)).1;
    let one = |code: &'static str, path: &str, line: u64| vec![(code, path.to_owned(), Some(line))];
    let srs = PANEL.replace("\"pareto\"", "\"srs\"");
    assert_eq!(of_sample(&srs).1[0].1, "sample.permanent_key");
    assert_eq!(of_sample(&srs).1[0].0, "E-STUDY-054");
    let balanced = faults("\"cube\"", "\"brewer\"");
    assert_eq!((balanced.len(), balanced[0].0), (1, "E-STUDY-053"));
    assert_eq!(balanced[0].1, "sample.stages[0].balance");
    let nothing = faults("[\"adults\", \"women\"]", "[]");
    assert_eq!((nothing.len(), nothing[0].0, &*nothing[0].1), (1, "E-STUDY-003", "sample.stages[0].balance"));
    assert_eq!(faults("= 0.25", "= 1"), one("E-STUDY-003", "sample.permanent_start", 8));
    for pattern in ["[4, 8]", "[]", "[0]", "[4, 0, 4]", "[4, -8, 4]", "[4, 8.5, 4]", "[1001]", "4"] {
        let found = faults("[4, 8, 4]", pattern);
        assert_eq!(found, one("E-STUDY-003", "sample.rotation.pattern", 10), "{pattern}");
    }
    for waves in ["0", "1.5", "-1", "1001", "\"6\""] {
        let found = faults("waves = 6", &format!("waves = {waves}"));
        assert_eq!(found, one("E-STUDY-003", "sample.rotation.waves", 10), "{waves}");
    }
    assert_eq!(faults(", waves = 6", ""), one("E-STUDY-004", "sample.rotation.waves", 10));
}

#[test]
fn every_fault_is_reported_at_once_with_its_line_and_key() {
    let text = "[study]\nid = 7\ntitel = \"x\"\nmode = \"fax\"\nfieldwork = { start = 2026-09-01, end = 2026-08-01 }\n\n[release]\nminimum_cell = -1\n[[tables]]\nby = [1]\n";
    let (_, findings) = read_definition(text, "study.toml");
    let has = |code: &str, path: &str, line: u64| {
        findings
            .iter()
            .any(|f| f.code == code && f.place.column.as_deref() == Some(path) && f.place.line == Some(line))
    };
    assert!(has("E-STUDY-003", "study.id", 2));
    assert!(has("E-STUDY-002", "study.titel", 3));
    assert!(has("E-STUDY-003", "study.mode", 4));
    assert!(has("E-STUDY-005", "study.fieldwork.end", 5));
    assert!(has("E-STUDY-003", "release.minimum_cell", 8));
    assert!(
        findings.iter().any(|f| f.code == "E-STUDY-004" && f.place.column.as_deref() == Some("study.title"))
    );
    assert!(
        findings
            .iter()
            .any(|f| f.code == "E-STUDY-004" && f.place.column.as_deref() == Some("tables[0].questions"))
    );
    assert!(has("E-STUDY-003", "tables[0].by", 10));
    let unknown = findings.iter().find(|f| f.code == "E-STUDY-002").unwrap();
    assert_eq!(unknown.remedy, "did you mean \"title\"?");
}

#[test]
fn a_calibration_names_its_margins_as_the_file_of_margins_does() {
    let text = "[[weighting]]\nstep = \"calibrate\"\ndistance = \"truncated\"\nbounds = [0, 3]\npartition = \"a*b\"\nmargins = [\"c*d\"]\ntotals = [\"n\"]\nstart = \"w\"\nvariance = \"v\"\n[[weighting]]\nstep = \"calibrate\"\nbounds = [0.5, 2]\ntotals = [\"n\"]\n";
    let (found, findings) = read_definition(text, "study.toml");
    let own = found.weighting[0].calibration().unwrap();
    assert_eq!((&own.margins[..], &own.totals[..]), (&["a*b*c*d".to_owned()][..], &["a*b*n".to_owned()][..]));
    assert_eq!((own.partition_width(), own.number("a*b*n"), own.distance), (2, "n", Distance::Truncated));
    assert_eq!((own.start.as_deref(), own.variance.as_deref()), (Some("w"), Some("v")));
    let plain = found.weighting[1].calibration().unwrap();
    assert_eq!((plain.number("n"), plain.is_more_than_margins()), ("n", true));
    // Raking has no bounds; a list of totals does without margins.
    let codes: Vec<&str> = findings.iter().map(|f| f.code).filter(|code| *code != "E-STUDY-004").collect();
    assert_eq!(codes, ["E-STUDY-057"]);
    let missing = |f: &&sounding_survey::Finding| f.place.column.as_deref() == Some("weighting[1].margins");
    assert_eq!(findings.iter().filter(missing).count(), 0);
}

#[test]
fn what_is_not_toml_is_said_with_its_line() {
    let (_, findings) = read_definition("[study]\nid = \n", "study.toml");
    assert_eq!((findings[0].code, findings[0].place.line), ("E-STUDY-001", Some(2)));
}

#[test]
fn mutilated_files_never_panic() {
    for at in 0..WHOLE.len() {
        if WHOLE.is_char_boundary(at) {
            let _ = read_definition(&WHOLE[..at], "study.toml");
            let _ = read_definition(&format!("{}={}", &WHOLE[..at], &WHOLE[at..]), "study.toml");
        }
    }
}

#[test]
fn a_table_of_a_function_stands_alone_and_a_quantile_needs_its_share() {
    let text = "[study]\nid = \"x\"\n[[tables]]\nfunction = \"total(a) / total(b)\"\nquestions = [\"a\"]\nstatistic = \"mean\"\n[[tables]]\nquestions = [\"a\"]\nstatistic = \"quantile\"\n[[tables]]\nquestions = [\"a\"]\np = 1.5\ntitle = \"b\"\n[[tables]]\nquestions = [\"a\"]\nstatistic = \"quantile\"\np = 0.9\n";
    let (definition, findings) = read_definition(text, "study.toml");
    let keys = findings.iter().map(|one| (one.code, one.place.column.as_deref().unwrap()));
    let found: Vec<_> = keys.filter(|(_, key)| key.starts_with("tables")).collect();
    assert_eq!(
        found,
        [
            ("E-STUDY-004", "tables[0].title"),
            ("E-STUDY-070", "tables[0].questions"),
            ("E-STUDY-070", "tables[0].statistic"),
            ("E-STUDY-004", "tables[1].p"),
            ("E-STUDY-070", "tables[2].title"),
            ("E-STUDY-070", "tables[2].p"),
            ("E-STUDY-003", "tables[2].p"),
        ]
    );
    assert_eq!((definition.tables[3].statistic, definition.tables[3].p), (Statistic::Quantile, Some(0.9)));
}

#[test]
fn analyses_have_the_keys_of_the_commands() {
    let text = "[study]\nid = \"x\"\n[[analyses]]\nname = \"a\"\ntitle = \"t\"\nkind = \"test\"\ngroups = \"score~area\"\nfit = [\"sex:F=0.51,M=0.49\"]\nadjust = \"holm\"\n[[analyses]]\nname = \"a\"\ntitle = \"t\"\nkind = \"model\"\nformula = \"y ~ x\"\nfamily = \"ordinal\"\nlink = \"log\"\n[[analyses]]\nname = \"Ω\"\ntitle = \"t\"\nkind = \"survival\"\ntime = \"t\"\nat = [6, 3]\n[[analyses]]\nname = \"b\"\ntitle = \"t\"\nkind = \"test\"\nmean = \"score\"\nformula = \"y ~ x\"\n[[analyses]]\nname = \"c\"\ntitle = \"t\"\nkind = \"change\"\nwave = \"w\"\n";
    let (definition, findings) = read_definition(text, "study.toml");
    let keys = findings.iter().map(|one| (one.code, one.place.column.as_deref().unwrap()));
    let found: Vec<_> = keys.filter(|(_, key)| key.starts_with("analyses")).collect();
    assert_eq!(
        found,
        [
            ("E-STUDY-071", "analyses[1].name"),
            ("E-STUDY-073", "analyses[1].link"),
            ("E-STUDY-004", "analyses[2].status"),
            ("E-STUDY-071", "analyses[2].name"),
            ("E-STUDY-003", "analyses[2].at"),
            ("E-STUDY-003", "analyses[3].mean"),
            ("E-STUDY-002", "analyses[3].formula"),
            ("E-STUDY-072", "analyses[4].kind"),
        ]
    );
    let AnalysisKind::Test(test) = &definition.analyses[0].kind else { panic!("a test") };
    assert_eq!(
        test.hypotheses,
        [
            StudyHypothesis::Groups { y: "score".into(), by: "area".into() },
            StudyHypothesis::Fit { y: "sex".into(), shares: vec![("F".into(), 0.51), ("M".into(), 0.49)] },
        ]
    );
    assert_eq!(test.adjust, Some(Adjust::Holm));
}
