//! Two ways round: the XLSForm that we write is compiled by pyxform, and the XForm that pyxform wrote is read and written again by us. Both
//! must mean what pyxform made of the source.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::compare::Difference;
use super::ours::Ours;
use super::tools::Pyxform;
use super::{Case, beside, held, in_parallel, read};

/// Our XLSForm, compiled by pyxform.
pub(super) const REWRITTEN: &str = "pyxform-rewritten";
/// pyxform's XForm, read and written by us.
pub(super) const READ_BACK: &str = "pyxform-read-back";

/// What was found, and how many forms went each way.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    pub(super) read_back: usize,
    pub(super) rewritten: usize,
}

/// Goes both ways with every form that both accept.
pub(super) fn go(ours: &Ours, pyxform: &Pyxform, judges: &Path, cases: &mut [Case]) -> Found {
    let found = Mutex::new(Vec::new());
    in_parallel(cases, |case| {
        if case.refused.is_some() || case.refusal.is_some() {
            return;
        }
        let mut own = Vec::new();
        match ours.compile(&case.file("theirs.xml"), &case.file("theirs.xml"), &case.file("again.xml")) {
            Ok(()) => own.extend(beside(READ_BACK, case, "again.xml")),
            Err(why) => own.push(refused(READ_BACK, case, why)),
        }
        let made = fs::create_dir_all(case.file("rewritten")).map_err(|fault| fault.to_string());
        if let Err(why) = made.and_then(|()| ours.rewrite(&case.source, &workbook(case))) {
            own.push(refused(REWRITTEN, case, why));
        }
        if let Ok(mut found) = found.lock() {
            found.push((case.form.name.clone(), own));
        }
    });
    let mut each = found.into_inner().unwrap_or_default();
    each.sort_by(|one, other| one.0.cmp(&other.0));
    let mut found = Found { read_back: each.len(), ..Found::default() };
    found.differences.extend(each.into_iter().flat_map(|(_, own)| own));
    compiled(pyxform, judges, cases, &mut found);
    found
}

/// pyxform compiles the workbooks that we wrote.
fn compiled(pyxform: &Pyxform, judges: &Path, cases: &[Case], found: &mut Found) {
    let written: Vec<&Case> = cases.iter().filter(|case| workbook(case).exists()).collect();
    let job = |case: &&Case| json!({ "name": case.form.name, "form": workbook(case), "xform": case.file("rewritten.xml") });
    let jobs: Vec<Value> = written.iter().map(job).collect();
    if jobs.is_empty() {
        return;
    }
    let said = judges.join("said-rewritten.json");
    held(&judges.join("jobs-rewritten.json"), &jobs, |path| pyxform.compile(path, &said));
    let results = read(&said);
    for case in &written {
        let result = &results[case.form.name.as_str()];
        if result["accepted"] == true {
            found.differences.extend(beside(REWRITTEN, case, "rewritten.xml"));
        } else {
            let why = result["message"].as_str().unwrap_or("no result");
            found.differences.push(refused(REWRITTEN, case, format!("pyxform refuses what we wrote: {why}")));
        }
    }
    found.rewritten = written.len();
}

fn workbook(case: &Case) -> PathBuf {
    case.file("rewritten").join("form.xlsx")
}

fn refused(judge: &'static str, case: &Case, why: String) -> Difference {
    let (form, place) = (case.form.name.clone(), "refused".into());
    Difference { judge, form, place, ours: Some(why), theirs: Some("accepted".into()) }
}
