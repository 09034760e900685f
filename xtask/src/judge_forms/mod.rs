//! `cargo xtask judge-forms`: engines that are not ours judge what becomes of questionnaires. pyxform compiles every form of the corpus and is
//! compared with our compiler by meaning; JavaRosa and xforms-engine load our XForms and hold the same scripted interviews as our engine.
//!
//! What is compared, how scripts and traces are written, and the differences that are known and meant: `docs/forms-conformance.md`.

mod compare;
mod corpus;
mod listed;
mod masks;
mod ours;
mod report;
mod round;
mod scripts;
mod tools;
mod traces;
mod xform;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::python::{self, Outcome};
use crate::say;
use compare::Difference;
use corpus::{Form, Kind};
use masks::Masks;
use ours::Ours;
use tools::{Found, JavaRosa, Pyxform, XformsEngine};

const PYXFORM: &str = "pyxform";
const JAVAROSA: &str = "javarosa";
const ENGINE: &str = "xforms-engine";

/// What is asked of a run.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// A program to judge instead of the one that is built.
    program: Option<PathBuf>,
    /// The program is built already.
    built: bool,
    /// pyxform's output in place of ours: tries the harness.
    stand_in: bool,
    /// Only forms whose names contain this.
    only: Option<String>,
    /// Every so manieth form by chance; 1 for all.
    every: usize,
}

impl Options {
    /// Whether everything is judged, so that what does not occur is gone.
    fn whole(&self) -> bool {
        self.only.is_none() && self.every == 1 && !self.stand_in
    }

    /// `[--program PATH] [--stand-in] [--only TEXT] [--every N]`.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { every: 1, ..Self::default() };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                "--program" => options.program = Some(value()?.into()),
                "--only" => options.only = Some(value()?),
                "--every" => {
                    options.every = value()?.parse().map_err(|_| "--every wants a number".to_owned())?;
                }
                "--stand-in" => options.stand_in = true,
                _ => return Err(format!("no such option: {argument}")),
            }
        }
        options.every = options.every.max(1);
        Ok(options)
    }
}

/// One form on its way through the judges.
#[derive(Debug)]
struct Case {
    form: Form,
    folder: PathBuf,
    source: PathBuf,
    /// What pyxform, or JavaRosa on loading what pyxform made of it, says against it.
    refused: Option<String>,
    /// What we say against it.
    refusal: Option<String>,
    interviews: u64,
}

impl Case {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// As `cargo xtask test` judges: fewer of the forms by chance, and the program that the tests built: another choice of features would build the
/// libraries again.
pub(crate) fn quick(root: &Path) -> Outcome {
    run(root, &Options { every: 3, built: true, ..Options::default() })
}

/// Judges; says a table, and by name what was skipped.
pub(crate) fn run(root: &Path, options: &Options) -> Outcome {
    let judges = match python::target(root) {
        Some(target) => target.join("judges"),
        None => return Outcome::Failed,
    };
    let listed = match listed::read(root) {
        Ok(listed) => listed,
        Err(why) => {
            say(&why);
            return Outcome::Failed;
        }
    };
    let pyxform = Pyxform::find(root, &judges);
    let java = JavaRosa::find(root, &judges, &pyxform);
    let engine = XformsEngine::find(root, &judges);
    let Some(ours) = ours(root, options) else { return Outcome::Failed };
    let Ok(mut cases) = cases(root, &judges, options) else {
        say("the forms could not be written");
        return Outcome::Failed;
    };
    let mut differences = Vec::new();
    let mut judged: BTreeMap<&str, usize> = BTreeMap::new();
    let mut skipped = Vec::new();
    let Some(pyxform) = kept(pyxform, "pyxform", &mut skipped) else {
        return Outcome::Skipped(format!("the judges of forms: {}", skipped.join("; ")));
    };
    let java = kept(java, "JavaRosa", &mut skipped);
    let engine = kept(engine, "xforms-engine", &mut skipped);
    if !compiled(&pyxform, java.as_ref(), &judges, &mut cases) {
        say("pyxform's driver failed");
        return Outcome::Failed;
    }
    in_parallel(&mut cases, |case| {
        // What stands in for us refuses what the judge refuses.
        let refused = case.refused.clone().filter(|_| options.stand_in);
        let made = || ours.compile(&case.source, &case.file("theirs.xml"), &case.file("ours.xml")).err();
        case.refusal = refused.or_else(made);
    });
    let found: Vec<Difference> = cases.iter().flat_map(|case| by_pyxform(case, java.is_some())).collect();
    judged.insert(PYXFORM, cases.len());
    differences.extend(found);
    let found = round::go(&ours, &pyxform, &judges, &mut cases);
    if !options.stand_in {
        judged.insert(round::READ_BACK, found.read_back);
        judged.insert(round::REWRITTEN, found.rewritten);
    }
    differences.extend(found.differences);
    interviews(&ours, &mut cases);
    let trace =
        |name: &'static str| move |case: &Case, number: u64| case.file(&format!("{name}-{number}.json"));
    if let Some(java) = &java {
        let jobs = jobs(&cases, trace("javarosa"));
        held(&judges.join("jobs-javarosa.json"), &jobs, |path| java.hold(path));
        if !options.stand_in {
            let (forms, found) = traced(&cases, JAVAROSA, "ours", "javarosa");
            judged.insert(JAVAROSA, forms);
            differences.extend(found);
        }
    }
    if let Some(engine) = &engine {
        let jobs = jobs(&cases, trace("engine"));
        held(&judges.join("jobs-engine.json"), &jobs, |path| engine.hold(path));
        if !options.stand_in || java.is_some() {
            let beside = if options.stand_in { "javarosa" } else { "ours" };
            let (forms, found) = traced(&cases, ENGINE, beside, "engine");
            judged.insert(ENGINE, forms);
            differences.extend(found);
        }
    }
    let passed = report::say_all(&judges, &differences, &listed, &judged, options.whole());
    match (passed, skipped.is_empty()) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Passed,
        (true, false) => Outcome::Skipped(format!("judges of forms: {}", skipped.join("; "))),
    }
}

fn kept<T>(found: Found<T>, name: &str, skipped: &mut Vec<String>) -> Option<T> {
    found.map_err(|why| skipped.push(format!("{name} ({why})"))).ok()
}

/// What is judged.
fn ours(root: &Path, options: &Options) -> Option<Ours> {
    if options.stand_in {
        return Some(Ours::StandIn);
    }
    if let Some(program) = &options.program {
        return Some(Ours::Program(program.clone()));
    }
    let name = if cfg!(windows) { "sounding.exe" } else { "sounding" };
    let program = python::target(root)?.join("debug").join(name);
    if options.built {
        return program.exists().then_some(Ours::Program(program)).or_else(|| {
            say("the program is not built");
            None
        });
    }
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--package", "sounding", "--locked"]).current_dir(root);
    build.status().is_ok_and(|status| status.success()).then_some(Ours::Program(program))
}

/// Writes the corpus, each form into a folder of its own.
fn cases(root: &Path, judges: &Path, options: &Options) -> std::io::Result<Vec<Case>> {
    let forms = judges.join("forms");
    // What an earlier run left must not be judged again.
    if forms.exists() {
        fs::remove_dir_all(&forms)?;
    }
    let wanted = |form: &Form| options.only.as_ref().is_none_or(|only| form.name.contains(only.as_str()));
    let number =
        |form: &Form| form.name.strip_prefix("random-").and_then(|number| number.parse::<usize>().ok());
    corpus::forms(root)
        .into_iter()
        .filter(wanted)
        .filter(|form| number(form).is_none_or(|number| number % options.every == 0))
        .map(|form| {
            let folder = forms.join(&form.name);
            let source = form.write(&folder)?;
            let interviews = if number(&form).is_some() || form.kind == Kind::File { 2 } else { 1 };
            Ok(Case { form, folder, source, refused: None, refusal: None, interviews })
        })
        .collect()
}

/// pyxform compiles everything; JavaRosa opens what came of it, as pyxform's own command lets ODK Validate do.
fn compiled(pyxform: &Pyxform, java: Option<&JavaRosa>, judges: &Path, cases: &mut [Case]) -> bool {
    let list: Vec<Value> = cases
        .iter()
        .map(|case| json!({ "name": case.form.name, "form": case.source, "xform": case.file("theirs.xml") }))
        .collect();
    let (jobs, said) = (judges.join("jobs-pyxform.json"), judges.join("said-pyxform.json"));
    if fs::write(&jobs, Value::from(list).to_string()).is_err() || !pyxform.compile(&jobs, &said) {
        return false;
    }
    let results = read(&said);
    for case in &mut *cases {
        let result = &results[case.form.name.as_str()];
        if result["accepted"] != true {
            case.refused = Some(result["message"].as_str().unwrap_or("no result").to_owned());
        }
    }
    let Some(java) = java else { return true };
    let script = judges.join("open.json");
    let opened = |case: &Case| case.file("opened.json");
    let list: Vec<Value> = cases
        .iter()
        .filter(|case| case.refused.is_none())
        .map(|case| json!({ "form": case.file("theirs.xml"), "script": script, "trace": opened(case) }))
        .collect();
    let written = fs::write(&script, scripts::Plan::default().script("open", 0).to_string()).is_ok();
    let held = written && held(&judges.join("jobs-opened.json"), &list, |path| java.hold(path));
    for case in cases.iter_mut().filter(|case| case.refused.is_none()) {
        if let Some(why) = read(&opened(case))["error"].as_str() {
            case.refused = Some(format!("ODK Validate: {why}"));
        }
    }
    held
}

/// Whether both accept or both refuse, and what differs between the two XForms. Where JavaRosa did not open what pyxform made, nobody knows
/// whether its expressions hold, and what we alone refuse is no difference.
fn by_pyxform(case: &Case, opened: bool) -> Vec<Difference> {
    let (judge, form) = (PYXFORM, case.form.name.clone());
    let single = |place: &str, ours: String, theirs: String| {
        vec![Difference {
            judge,
            form: form.clone(),
            place: place.into(),
            ours: Some(ours),
            theirs: Some(theirs),
        }]
    };
    match (&case.refusal, &case.refused) {
        (Some(ours), _) if ours.starts_with(ours::CRASHED) => {
            return single("crash", ours.clone(), "no crash".into());
        }
        (Some(_), Some(_)) => return Vec::new(),
        (Some(_), None) if !opened => return Vec::new(),
        (Some(ours), None) => return single("refused", ours.clone(), "accepted".into()),
        (None, Some(theirs)) => return single("accepted", "accepted".into(), theirs.clone()),
        (None, None) => {}
    }
    beside(judge, case, "ours.xml")
}

/// What differs between an XForm of the case and the one that pyxform made of its source.
fn beside(judge: &'static str, case: &Case, name: &str) -> Vec<Difference> {
    let form = case.form.name.clone();
    let facts = |name: &str| {
        let source = fs::read_to_string(case.file(name)).map_err(|fault| fault.to_string());
        source.and_then(|source| xform::facts(&source))
    };
    match (facts(name), facts("theirs.xml")) {
        (Ok(ours), Ok(theirs)) => compare::facts(judge, &form, &ours, &theirs),
        (ours, theirs) => {
            let say =
                |facts: Result<xform::Facts, String>| facts.err().unwrap_or_else(|| "can be read".into());
            let (ours, theirs) = (Some(say(ours)), Some(say(theirs)));
            vec![Difference { judge, form, place: "xml".into(), ours, theirs }]
        }
    }
}

/// Writes the scripts of every form that both accept, and holds our interviews.
fn interviews(ours: &Ours, cases: &mut [Case]) {
    in_parallel(cases, |case| {
        if case.refused.is_some() || case.refusal.is_some() {
            case.interviews = 0;
            return;
        }
        let source = fs::read_to_string(case.file("theirs.xml")).unwrap_or_default();
        let Some(plan) = scripts::Plan::read(&source) else {
            case.interviews = 0;
            return;
        };
        for number in 0..case.interviews {
            let script = case.file(&format!("script-{number}.json"));
            let trace = case.file(&format!("ours-{number}.json"));
            let written = fs::write(&script, plan.script(&case.form.name, number).to_string());
            let held = written
                .map_err(|fault| fault.to_string())
                .and_then(|()| ours.ask(&case.file("ours.xml"), &script, &trace));
            if let Err(why) = held {
                // A trace that says why there is none; where it cannot be written there is none.
                let _ = fs::write(&trace, json!({ "error": why }).to_string());
            }
        }
    });
}

fn jobs(cases: &[Case], trace: impl Fn(&Case, u64) -> PathBuf) -> Vec<Value> {
    let job = |case: &Case, number: u64| {
        let script = case.file(&format!("script-{number}.json"));
        json!({ "form": case.file("ours.xml"), "script": script, "trace": trace(case, number) })
    };
    cases
        .iter()
        .flat_map(|case| (0..case.interviews).map(|number| job(case, number)).collect::<Vec<_>>())
        .collect()
}

fn held(path: &Path, jobs: &[Value], hold: impl Fn(&Path) -> bool) -> bool {
    fs::write(path, Value::from(jobs).to_string()).is_ok() && hold(path)
}

/// What differs between two engines: how many forms were compared, and where.
fn traced(cases: &[Case], judge: &'static str, ours: &str, theirs: &str) -> (usize, Vec<Difference>) {
    let mut found = Vec::new();
    for case in cases {
        let masks =
            Masks::read(&fs::read_to_string(case.file("ours.xml")).unwrap_or_default(), judge == ENGINE);
        let mut seen = BTreeSet::new();
        for number in 0..case.interviews {
            let trace = |name: &str| {
                let trace = read(&case.file(&format!("{name}-{number}.json")));
                if trace.is_null() { json!({ "error": "there is no trace" }) } else { trace }
            };
            let differences =
                traces::differences(judge, &case.form.name, &trace(ours), &trace(theirs), &masks);
            found.extend(differences.into_iter().filter(|one| seen.insert(one.place.clone())));
        }
    }
    (cases.iter().filter(|case| case.interviews > 0).count(), found)
}

/// The judge's word, or nothing where there is none.
fn read(path: &Path) -> Value {
    fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Does the work on every case, on as many threads as the machine has.
fn in_parallel(cases: &mut [Case], work: impl Fn(&mut Case) + Sync) {
    let next = AtomicUsize::new(0);
    let waiting: Vec<Mutex<&mut Case>> = cases.iter_mut().map(Mutex::new).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(case) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Ok(mut case) = case.lock() {
                        work(&mut case);
                    }
                }
            });
        }
    });
}
