//! `cargo xtask bench [ROWS]`: whole processes in a release build, start and reading of files included. The kernels alone are measured
//! by `cargo bench -p sounding-statistics`, and other engines beside ours by `bench/peers/run`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::say;

/// Rows, where none are given.
const ROWS: u64 = 1_000_000;

/// Runs of each case; the median is said. Fewer over more rows.
const RUNS: u64 = 9;

/// 50 strata, 2,000 sampling units: what is asked of the rows.
const CASES: &[(&str, &[&str])] = &[
    ("mean", &["--mean", "score"]),
    ("mean by 600 cells", &["--mean", "score", "--by", "commune_type,age_group"]),
    ("shares of 20 by 30 groups", &["--proportion", "age_group", "--by", "commune_type"]),
    ("median by 30 groups", &["--quantile", "score@0.5", "--by", "commune_type"]),
    ("mean, 500 bootstrap replicates", &["--mean", "score", "--replicates", "bootstrap:500"]),
];

/// Builds, makes the file, measures, and says wall time and largest memory.
pub(crate) fn run(root: &Path, rows: Option<&str>) -> bool {
    let Some(rows) = rows.map_or(Some(ROWS), |text| text.parse().ok().filter(|rows| *rows > 0)) else {
        say("the number of rows is a positive whole number");
        return false;
    };
    let runs = (RUNS * ROWS / rows).clamp(1, RUNS) as usize;
    // In one build, so that both use the libraries with the same features: they take half an hour to compile.
    let packages = [
        "--package",
        "sounding",
        "--bin",
        "sounding",
        "--package",
        "sounding-analysis",
        "--example",
        "big_file",
    ];
    let build = Command::new("cargo").args(["build", "--release"]).args(packages).current_dir(root).status();
    let built = build.is_ok_and(|status| status.success());
    let Some(release) = built.then(|| target(root)).flatten() else { return false };
    let data = release.join("big_file.parquet");
    let made = Command::new(release.join("examples/big_file")).arg(&data).arg(rows.to_string()).status();
    if !made.is_ok_and(|status| status.success()) {
        say("the file could not be made");
        return false;
    }
    say(&format!(
        "{:<34} {:>9} {:>9} {:>9}",
        format!("{rows} rows from Parquet"),
        "median",
        "best",
        "memory"
    ));
    let mut passed = true;
    for (name, arguments) in CASES {
        let mut times = Vec::new();
        let mut memory = 0;
        for _ in 0..runs {
            let mut command = Command::new(release.join("sounding"));
            command.arg("estimate").arg(&data);
            command.args(["--weights", "weight", "--strata", "stratum", "--psu", "psu"]).args(*arguments);
            let Some((time, peak)) = measured(&mut command) else {
                say(&format!("failed: {name}"));
                passed = false;
                break;
            };
            times.push(time);
            memory = memory.max(peak);
        }
        times.sort();
        if let (Some(median), Some(best)) = (times.get(times.len() / 2), times.first()) {
            let seconds = |time: &Duration| format!("{:.3} s", time.as_secs_f64());
            say(&format!("{name:<34} {:>9} {:>9} {:>6} MB", seconds(median), seconds(best), memory / 1024));
        }
    }
    passed
}

/// Wall time of a process and its largest resident memory in kB (0 where the system does not tell).
#[expect(clippy::disallowed_methods, reason = "this is a bench")]
fn measured(command: &mut Command) -> Option<(Duration, u64)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().ok()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory = 0;
    loop {
        if let Some(ended) = child.try_wait().ok()? {
            return ended.success().then(|| (start.elapsed(), memory));
        }
        // The system keeps the largest so far; the last reading before the end is it.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
        memory = memory.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The folder of release builds.
fn target(root: &Path) -> Option<PathBuf> {
    let metadata = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .ok()?;
    let text = String::from_utf8(metadata.stdout).ok()?;
    let (_, rest) = text.split_once("\"target_directory\":\"")?;
    Some(PathBuf::from(rest.split('"').next()?).join("release"))
}
