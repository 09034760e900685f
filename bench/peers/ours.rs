//! Our side of the comparison: `ours data DIR` writes the answers for the other engines as raw little-endian columns, and
//! `ours run JOB [RUNS]` measures a job and prints its times, memory and figures as JSON.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use jobs::{Answers, MARGINS, Ready, SIZES};

mod jobs;

type Job = fn(&Answers, &Ready) -> Vec<f64>;

/// Names of the jobs, as everywhere in this folder.
const JOBS: &[(&str, Job)] = &[
    ("mean_cold", |answers, _| answers.mean_cold()),
    ("mean", Answers::mean),
    ("mean_by_600", Answers::means_by_group),
    ("total_by_6760", Answers::totals_by_cell),
    ("quantiles", Answers::quantiles),
    ("table", Answers::table),
    ("bootstrap", Answers::bootstrap),
    ("jackknife", Answers::jackknife),
    ("rake", |answers, _| answers.rake()),
    ("rake_in_replicates", Answers::rake_in_replicates),
    ("calibrate", |answers, _| answers.calibrate()),
    ("logistic", Answers::logistic),
];

/// A job is run again until so much time went by, or so many runs.
const ENOUGH: Duration = Duration::from_secs(2);
const RUNS: usize = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["data", directory] => {
            for (name, rows) in ["large", "small"].iter().zip(SIZES) {
                write(&Path::new(directory).join(name), &Answers::new(rows))?;
            }
            Ok(())
        }
        ["run", job] => run(job, RUNS),
        ["run", job, runs] => run(job, runs.parse()?),
        _ => Err("usage: ours data DIR, or ours run JOB [RUNS]".into()),
    }
}

/// Writes every column, and the totals of the margins as text.
fn write(directory: &Path, answers: &Answers) -> std::io::Result<()> {
    fs::create_dir_all(directory)?;
    let codes = |name: &str, codes: &[u32]| {
        let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
        fs::write(directory.join(format!("{name}.i32")), bytes)
    };
    let numbers = |name: &str, values: &[f64]| {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        fs::write(directory.join(format!("{name}.f64")), bytes)
    };
    codes("stratum", &answers.strata)?;
    codes("psu", &answers.psus)?;
    codes("group", &answers.groups)?;
    codes("cell", &answers.cells)?;
    codes("row", &answers.row)?;
    codes("column", &answers.column)?;
    numbers("weight", &answers.weights)?;
    numbers("y", &answers.y)?;
    numbers("voted", &answers.voted)?;
    for (number, x) in answers.x.iter().enumerate() {
        numbers(&format!("x{}", number + 1), x)?;
    }
    for (number, (margin, size)) in answers.margins.iter().zip(MARGINS).enumerate() {
        codes(&format!("m{size}"), margin)?;
        numbers(&format!("totals{size}"), &Answers::totals(number))?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is a bench")]
fn run(name: &str, runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let job = JOBS.iter().find(|job| job.0 == name).ok_or("no such job")?.1;
    let answers = Answers::new(SIZES[usize::from(name == "total_by_6760")]);
    let ready = answers.ready();
    let memory = peak();
    let (mut best, mut cpu, mut done) = (f64::INFINITY, 0.0, 0);
    let mut figures = Vec::new();
    let start = Instant::now();
    for number in 0..runs {
        if number > 0 && start.elapsed() > ENOUGH {
            break;
        }
        let (began, used) = (Instant::now(), processor());
        figures = job(&answers, &ready);
        best = best.min(began.elapsed().as_secs_f64());
        cpu += processor() - used;
        done += 1;
    }
    let figures: Vec<String> = figures.iter().map(|figure| format!("{figure:?}")).collect();
    writeln!(
        std::io::stdout(),
        "{{\"seconds\": {best}, \"cpu\": {}, \"added_kb\": {}, \"figures\": [{}]}}",
        cpu / f64::from(done),
        peak() - memory,
        figures.join(", ")
    )?;
    Ok(())
}

/// Largest resident memory so far in kB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or(0)
}

/// Processor seconds of all threads so far, in the system's hundredths.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
