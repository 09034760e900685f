//! Whole-process runs of the starter study, hostile files, and a single file against R.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

mod support;

use support::{said, sounding};

fn starter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = sounding(&["new", "."], folder.path());
    assert!(made.status.success(), "{}", said(&made));
    folder
}

/// Name and content of everything in `out/`.
fn out(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder.join("out")).expect("out/");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

#[test]
fn the_starter_runs_and_a_second_run_has_nothing_to_do() {
    let folder = starter();
    let checked = sounding(&["check", "."], folder.path());
    assert!(checked.status.success() && !folder.path().join("out").exists(), "{}", said(&checked));
    let first = sounding(&["run", "."], folder.path());
    assert!(first.status.success() && said(&first).contains("wrote"), "{}", said(&first));
    let made = out(folder.path());
    assert_eq!(made.len(), 11, "sample, weights, report in two languages and four formats, provenance");
    let second = sounding(&["run", "."], folder.path());
    assert!(second.status.success() && !said(&second).contains("wrote"), "{}", said(&second));
    assert_eq!(said(&second).matches("up to date").count(), 3, "{}", said(&second));
    assert_eq!(out(folder.path()), made);
    let other = starter();
    assert!(sounding(&["run", "."], other.path()).status.success());
    let names =
        |files: Vec<(PathBuf, Vec<u8>)>| files.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert_eq!(names(out(other.path())), names(made), "another folder has the same bytes");
}

#[test]
fn a_changed_input_or_output_makes_its_step_due() {
    let folder = starter();
    assert!(sounding(&["run", "."], folder.path()).status.success());
    let made = out(folder.path());
    fs::write(folder.path().join("out/weights.csv"), "edited by hand\n").expect("written");
    let again = sounding(&["run", "."], folder.path());
    assert!(said(&again).contains("out/sample.csv is up to date"), "{}", said(&again));
    assert_eq!(out(folder.path()), made);
    let margins = folder.path().join("margins.csv");
    let text = fs::read_to_string(&margins).expect("margins");
    fs::write(&margins, format!("{text}\n")).expect("written");
    let again = sounding(&["run", "."], folder.path());
    assert!(
        again.status.success() && !said(&again).contains("weights.csv is up to date"),
        "{}",
        said(&again)
    );
}

#[test]
fn a_new_study_never_overwrites() {
    let folder = starter();
    fs::write(folder.path().join("study.toml"), "mine").expect("written");
    let refused = sounding(&["new", "."], folder.path());
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("E-OUT-003"), "{}", said(&refused));
    assert_eq!(fs::read(folder.path().join("study.toml")).expect("a file"), b"mine");
}

/// A workbook whose one sheet inflates to 200 MiB.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/workbook.xml", options).expect("started");
    let piece = vec![b' '; 1 << 20];
    for _ in 0..200 {
        archive.write_all(&piece).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

#[test]
fn hostile_files_have_a_code_and_leave_the_output_alone() {
    let folder = starter();
    assert!(sounding(&["run", "."], folder.path()).status.success());
    let made = out(folder.path());
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("a study");
    let answers = fs::read_to_string(folder.path().join("answers.csv")).expect("answers");
    let margins = fs::read_to_string(folder.path().join("margins.csv")).expect("margins");
    let frame = fs::read_to_string(folder.path().join("frame.csv")).expect("a frame");
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(answers.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let own = study.replace("link = \"commune\"", "").replacen(
        "[[weighting]]",
        "[design]\nweights = \"heavy\"\n\n[[weighting]]",
        1,
    );
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("answers.csv", utf16, "E-DATA-004"),
        ("margins.csv", margins.replace("sex,F,", "sex,F,1"), "E-STUDY-048").into_bytes_case(),
        ("margins.csv", Vec::new(), "E-STUDY-012"),
        ("frame.csv", frame.replace("X001,", "X001,many"), "E-STUDY-031").into_bytes_case(),
        ("frame.csv", frame.replace("adults", "people"), "E-STUDY-033").into_bytes_case(),
        ("questionnaire.xlsx", bomb(), "E-FORM-002"),
        ("study.toml", own, "E-DATA-011").into_bytes_case(),
        ("answers.csv", answers.replace(",1.1,", ",2.1,"), "E-ANS-002").into_bytes_case(),
    ];
    for (name, content, code) in cases {
        let path = folder.path().join(name);
        let good = fs::read(&path).expect("a good file");
        fs::write(&path, content).expect("written");
        let output = sounding(&["run", "."], folder.path());
        assert_eq!(output.status.code(), Some(1), "{name} {code}: {}", said(&output));
        assert!(
            said(&output).contains(code) && said(&output).contains("remedy:"),
            "{name} {code}: {}",
            said(&output)
        );
        assert!(out(folder.path()) == made, "{name} {code}");
        fs::write(&path, good).expect("written");
    }
    // Two gigabytes that take no room on the disk.
    for (name, code) in [("answers.csv", "E-DATA-002"), ("margins.csv", "E-STUDY-011")] {
        let path = folder.path().join(name);
        let good = fs::read(&path).expect("a good file");
        File::create(&path).and_then(|file| file.set_len(2 << 30)).expect("a sparse file");
        let output = sounding(&["run", "."], folder.path());
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert!(said(&output).contains(code), "{name}: {}", said(&output));
        assert!(out(folder.path()) == made, "{name}");
        fs::write(&path, good).expect("written");
    }
}

/// Lets a case be written with text.
trait Case {
    fn into_bytes_case(self) -> (&'static str, Vec<u8>, &'static str);
}

impl Case for (&'static str, String, &'static str) {
    fn into_bytes_case(self) -> (&'static str, Vec<u8>, &'static str) {
        (self.0, self.1.into_bytes(), self.2)
    }
}

fn estimate(file: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["estimate", file.to_str().expect("a path")];
    arguments.extend(more);
    sounding(&arguments, file.parent().expect("a folder"))
}

#[test]
fn weights_and_strata_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data.csv");
    for (content, code) in [
        ("w,s,y\n1,a,1\n-1,a,2\n1,b,3\n1,b,4\n", "E-EST-004"),
        ("w,s,y\n1,a,1\n,a,2\n1,b,3\n1,b,4\n", "E-EST-004"),
        ("w,s,y\n1,a,1\n1,a,2\n1,b,3\n", "E-EST-005"),
        ("w,s,y\n1,a,1\n1,a,two\n1,b,3\n1,b,4\n", "E-DATA-013"),
        ("w,s\n1,a\n", "E-DATA-011"),
        ("", "E-DATA-003"),
    ] {
        fs::write(&file, content).expect("written");
        let output = estimate(&file, &["--weights", "w", "--strata", "s", "--mean", "y"]);
        assert_eq!(output.status.code(), Some(1), "{content:?}: {}", said(&output));
        assert!(said(&output).contains(code), "{content:?} {code}: {}", said(&output));
    }
}

#[test]
fn results_are_written_in_the_form_that_the_name_says() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference");
    let schools = reference.join("data/apistrat.csv");
    let folder = tempfile::tempdir().expect("a folder");
    let more = ["--weights", "pw", "--strata", "stype", "--mean", "api00", "--by", "stype"];
    let printed = estimate(&schools, &[&more[..], &["--csv"]].concat());
    let expected = String::from_utf8_lossy(&printed.stdout).into_owned();
    for name in ["figures.csv", "figures.parquet", "figures.json"] {
        let path = folder.path().join(name);
        let output = estimate(&schools, &[&more[..], &["--output", path.to_str().expect("a path")]].concat());
        assert!(output.status.success(), "{}", said(&output));
    }
    let written = |name: &str| fs::read(folder.path().join(name)).expect("written");
    assert_eq!(String::from_utf8_lossy(&written("figures.csv")), expected);
    let json: serde_json::Value = serde_json::from_slice(&written("figures.json")).expect("JSON");
    let mean = |line: &str| line.split(',').nth(4).and_then(|text| text.parse::<f64>().ok());
    assert_eq!(json["figures"][2]["estimate"].as_f64(), mean(expected.lines().nth(3).expect("three groups")));
    let again = ["--total", "n", "--csv"];
    let output = estimate(&folder.path().join("figures.parquet"), &again);
    assert!(String::from_utf8_lossy(&output.stdout).contains("total(n),,3,200,"), "{}", said(&output));
    let output = estimate(&schools, &[&more[..], &["--output", "figures.txt"]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn the_two_stage_mean_with_both_corrections_is_that_of_r() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference");
    let frozen = fs::read_to_string(reference.join("api/mean/expected.csv")).expect("R's figures");
    let line = frozen.lines().find(|line| line.starts_with("clus2,api00,,")).expect("the case");
    let expected: Vec<f64> =
        line.split(',').skip(4).take(4).map(|text| text.parse().expect("a number")).collect();
    let more = ["--psu", "dnum,snum", "--fpc", "fpc1,fpc2", "--mean", "api00", "--ci", "wald", "--csv"];
    let output = estimate(&reference.join("data/apiclus2.csv"), &more);
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let cells: Vec<&str> = lines.next().expect("a figure").split(',').collect();
    for (name, expected) in ["estimate", "se", "low", "high"].iter().zip(expected) {
        let at = head.iter().position(|column| column == name).expect("a column");
        let found: f64 = cells[at].parse().expect("a number");
        assert!((found / expected - 1.0).abs() < 1e-9, "{name}: {found} against {expected}");
    }
}

#[test]
fn a_questionnaire_that_goes_in_circles_is_found_by_check() {
    use sounding_questionnaire::definition::{Item, Kind, Question};
    use sounding_questionnaire::{open, xlsform};

    let folder = starter();
    let path = folder.path().join("questionnaire.xlsx");
    let bytes = fs::read(&path).expect("the questionnaire");
    let mut form = open(&bytes, "questionnaire.xlsx").0.expect("a form");
    for (name, of) in [("here", "${there} + 1"), ("there", "${here} + 1")] {
        let mut question = Question::new(name, Kind::Calculate);
        question.node.calculation = Some(of.into());
        form.items.push(Item::Question(question));
    }
    fs::write(&path, xlsform::write_xlsx(&form)).expect("written");
    let checked = sounding(&["check", "."], folder.path());
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    assert!(said(&checked).contains("error[E-EXPR-060]"), "{}", said(&checked));
}
