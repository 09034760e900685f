//! Whole-process runs over studies: what is good is said, what is bad has a code and leaves the output alone.

use std::fs;
use std::path::{Path, PathBuf};

mod support;

use support::{said, sounding};

const STUDY: &str = r#"
[study]
id = "frame"
title = { vi = "Khảo sát thử", en = "A trial survey" }
sponsor = "Institute"
conductor = "Institute"
purpose = "Trial"
population = "Adults"
contact = "Institute"
mode = "face-to-face"
fieldwork = { start = "2026-08-01", end = "2026-08-20" }
simulated = true
seed = 7

[sample]
strata = ["region"]
allocation = { method = "proportional", total = 6 }
[[sample.stages]]
unit = "commune"
method = "pps-systematic"
size = "adults"
[[sample.stages]]
unit = "person"
method = "srs"
count = "adults"
take = 10

[answers]
id = "id"
link = "commune"

[[weighting]]
step = "poststratify"
margins = ["sex"]

[[tables]]
questions = ["vote"]
by = ["sex"]
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A study with a frame of forty communes in two regions.
fn study() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("study.toml"), STUDY).expect("written");
    fs::copy(root().join("examples/chile1988/questionnaire.xlsx"), at("questionnaire.xlsx")).expect("copied");
    let mut frame = String::from("region,commune,adults\n");
    for commune in 0..40 {
        frame.extend([format!("r{},c{commune},{}\n", commune % 2, 500 + 37 * commune)]);
    }
    fs::write(at("frame.csv"), frame).expect("written");
    fs::write(at("margins.csv"), "margin,category,total\nsex,F,26000\nsex,M,24000\n").expect("written");
    folder
}

/// Ten answers in each drawn commune.
fn answer(folder: &Path) {
    let sample = fs::read_to_string(folder.join("out/sample.csv")).expect("a sample");
    let mut answers = String::from("id,commune,sex,vote\n");
    for (line, drawn) in sample.lines().skip(1).enumerate() {
        let commune = drawn.split(',').nth(1).expect("a commune");
        for person in 0..10 {
            let (sex, vote) = (["F", "M"][person % 2], ["Y", "N", "U"][person % 3]);
            answers.extend([format!("{line}-{person},{commune},{sex},{vote}\n")]);
        }
    }
    fs::write(folder.join("answers.csv"), answers).expect("written");
}

#[test]
fn a_study_goes_from_its_frame_to_a_protected_table() {
    let folder = study();
    let checked = sounding(&["check", "."], folder.path());
    assert!(checked.status.success() && said(&checked).contains("no answers yet"), "{}", said(&checked));
    let drawn = sounding(&["sample", "."], folder.path());
    assert!(drawn.status.success(), "{}", said(&drawn));
    let first = fs::read(folder.path().join("out/sample.csv")).expect("a sample");
    assert_eq!(String::from_utf8_lossy(&first).lines().count(), 7);
    answer(folder.path());
    let weighed = sounding(&["weight", "."], folder.path());
    assert!(weighed.status.success() && said(&weighed).contains("poststratify"), "{}", said(&weighed));
    let weights = fs::read_to_string(folder.path().join("out/weights.csv")).expect("weights");
    let sum: f64 =
        weights.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<f64>().unwrap()).sum();
    assert!((sum - 50_000.0).abs() < 1e-6, "{sum}");
    let table = sounding(&["table", ".", "--question", "vote", "--by", "sex"], folder.path());
    let text = said(&table);
    // Thirty women and thirty men; nobody abstained, and a cell of nobody is hidden.
    assert!(table.status.success() && text.contains("SEX") && text.contains("[c]"), "{text}");
    let again = sounding(&["sample", "."], folder.path());
    assert!(said(&again).contains("up to date"), "{}", said(&again));
    assert_eq!(fs::read(folder.path().join("out/sample.csv")).expect("a sample"), first);
}

#[test]
fn a_sample_that_may_be_in_the_field_is_not_replaced() {
    let folder = study();
    assert!(sounding(&["sample", "."], folder.path()).status.success());
    let first = fs::read(folder.path().join("out/sample.csv")).expect("a sample");
    fs::write(folder.path().join("study.toml"), STUDY.replace("seed = 7", "seed = 8")).expect("written");
    let refused = sounding(&["sample", "."], folder.path());
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("E-OUT-001"), "{}", said(&refused));
    assert_eq!(fs::read(folder.path().join("out/sample.csv")).expect("a sample"), first);
    assert!(sounding(&["sample", ".", "--redraw"], folder.path()).status.success());
    assert_ne!(fs::read(folder.path().join("out/sample.csv")).expect("a sample"), first);
}

#[test]
fn bad_input_has_a_code_and_leaves_the_output_alone() {
    let folder = study();
    assert!(sounding(&["sample", "."], folder.path()).status.success());
    answer(folder.path());
    assert!(sounding(&["weight", "."], folder.path()).status.success());
    let weights = fs::read(folder.path().join("out/weights.csv")).expect("weights");
    let answers = fs::read_to_string(folder.path().join("answers.csv")).expect("answers");
    let margins = fs::read_to_string(folder.path().join("margins.csv")).expect("margins");
    let latin = [b"id,commune,sex,vote\n1,c1,F,".as_slice(), &[0xE9, b'\n']].concat();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("answers.csv", Vec::new(), "E-DATA-"),
        ("answers.csv", latin, "E-DATA-004"),
        ("answers.csv", answers.replace("id,commune,sex", "id,commune,sexx").into_bytes(), "E-DATA-"),
        ("answers.csv", answers.replacen(",F,", ",Q,", 1).into_bytes(), "E-ANS-"),
        ("answers.csv", answers.replace(",F,", ",M,").into_bytes(), "E-WGT-003"),
        ("margins.csv", margins.replace("sex,M", "sex,X").into_bytes(), "E-STUDY-047"),
        ("margins.csv", margins.replace("24000", "many").into_bytes(), "E-STUDY-024"),
        ("questionnaire.xlsx", b"PK\x03\x04 no workbook".to_vec(), "E-FORM-001"),
        ("study.toml", STUDY.replace("seed", "sead").into_bytes(), "E-STUDY-002"),
    ];
    for (name, content, code) in cases {
        let path = folder.path().join(name);
        let good = fs::read(&path).expect("a good file");
        fs::write(&path, content).expect("written");
        let output = sounding(&["weight", "."], folder.path());
        assert_eq!(output.status.code(), Some(1), "{name} {code}: {}", said(&output));
        assert!(said(&output).contains(code), "{name} {code}: {}", said(&output));
        assert!(said(&output).contains("remedy:"), "{name} {code}");
        assert_eq!(
            fs::read(folder.path().join("out/weights.csv")).expect("weights"),
            weights,
            "{name} {code}"
        );
        fs::write(&path, good).expect("written");
    }
    fs::remove_file(folder.path().join("out/sample.csv")).expect("removed");
    assert!(said(&sounding(&["weight", "."], folder.path())).contains("E-OUT-002"));
}

#[test]
fn a_report_says_so_where_the_sample_in_the_field_is_not_the_one_described() {
    let folder = study();
    assert!(sounding(&["sample", "."], folder.path()).status.success());
    answer(folder.path());
    let page = || fs::read_to_string(folder.path().join("out/report.en.html")).expect("a page");
    let study = format!("{STUDY}\n[report]\nlanguages = [\"en\"]\nformats = [\"html\", \"csv\"]\n");
    fs::write(folder.path().join("study.toml"), &study).expect("written");
    let told = sounding(&["report", "."], folder.path());
    assert!(told.status.success() && !said(&told).contains("the sample in the field"), "{}", said(&told));
    assert!(page().contains("ChaCha20, stream 1, seed 7"));
    let mut written: Vec<String> = fs::read_dir(folder.path().join("out"))
        .expect("out/")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    written.sort();
    assert_eq!(written, ["provenance.json", "report.en.html", "sample.csv", "tables.en.csv"]);
    fs::write(folder.path().join("study.toml"), study.replace("seed = 7", "seed = 8")).expect("written");
    let told = sounding(&["report", "."], folder.path());
    assert!(
        told.status.success() && said(&told).contains("note: The sample in the field is not"),
        "{}",
        said(&told)
    );
    assert!(page().contains("The sample in the field is not") && !page().contains("ChaCha20"));
}

#[test]
fn analyses_have_files_of_their_own_and_what_is_small_is_withheld() {
    let folder = study();
    let analyses = r#"
[[analyses]]
name = "sex"
title = { vi = "Giới tính", en = "Sex" }
kind = "test"
fit = "sex:F=0.6,M=0.4"
groups = "number~sex"

[[derive]]
name = "number"
sql = "CAST(split_part(id, '-', 1) AS DOUBLE) * CAST(split_part(id, '-', 2) AS DOUBLE)"
label = { vi = "Số thứ tự", en = "Number" }

[[analyses]]
name = "few"
title = { vi = "Vài người", en = "A few people" }
kind = "test"
table = "vote*sex"
where = "id LIKE '0-%'"
universe = { vi = "Một xã", en = "One commune" }
"#;
    fs::write(folder.path().join("study.toml"), format!("{STUDY}{analyses}")).expect("written");
    let drawn = sounding(&["sample", "."], folder.path());
    assert!(drawn.status.success(), "{}", said(&drawn));
    answer(folder.path());
    let output = sounding(&["run", "."], folder.path());
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect(name);
    let csv = read("analyses/sex.csv");
    assert!(csv.starts_with("hypothesis,pair,test,n,"), "{csv}");
    assert!(csv.contains("\nmean(number) by sex,M - F,two-sample-t,60,"), "{csv}");
    // The weights meet the population's shares of sex, and nothing is left to be tested.
    assert!(
        !csv.contains("shares(sex)")
            && said(&output).contains("note: analysis sex: shares(sex) was not tested")
    );
    assert_eq!(read("analyses/few.csv"), "withheld\nsmall-cell\n");
    let json: serde_json::Value = serde_json::from_str(&read("analyses/few.json")).expect("JSON");
    assert_eq!(json["withheld"], "small-cell");
    assert!(json.get("tests").is_none(), "{json}");
    let page = read("report.vi.html");
    assert!(page.contains("Kiểm định và mô hình") && page.contains("dưới 10 người trả lời"));
    assert!(page.contains("1 kết quả không tính được"));
    assert!(read("provenance.json").contains("out/analyses/sex.json"));
    let again = said(&sounding(&["run", "."], folder.path()));
    assert_eq!(again.matches("is up to date").count(), 3, "{again}");
    fs::remove_file(folder.path().join("out/analyses/sex.csv")).expect("removed");
    assert!(sounding(&["run", "."], folder.path()).status.success());
    assert_eq!(read("analyses/sex.csv"), csv);
}
