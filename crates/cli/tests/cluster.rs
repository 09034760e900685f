//! A cluster of our own processes on the loopback: the same figures as without it, and what happens when an executor dies.
#![cfg(feature = "cluster")]

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use sounding_analysis::{Column, Frame, Text, write_parquet};

const ROWS: u64 = 240_000;
const FILES: u64 = 8;

/// A process that does not outlive the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sounding"));
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    Running(command.spawn().unwrap())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until `done`, at most two minutes: machines that test are busy.
#[track_caller]
fn wait(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..2_400 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{what} did not happen in two minutes");
}

struct Cluster {
    address: String,
    scheduler_port: String,
    _scheduler: Running,
}

impl Cluster {
    fn start() -> Cluster {
        let port = free_port();
        let scheduler_port = port.to_string();
        let scheduler = start(&["cluster", "scheduler", "--port", &scheduler_port, "--lost-after", "5"]);
        wait("the scheduler's start", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Cluster { address: format!("ballista://127.0.0.1:{port}"), scheduler_port, _scheduler: scheduler }
    }

    fn executor(&self, work: &Path) -> Running {
        let port = free_port();
        let (data, control) = (port.to_string(), free_port().to_string());
        let scheduler = format!("127.0.0.1:{}", self.scheduler_port);
        let folder = work.display().to_string();
        let running = start(&[
            "cluster",
            "executor",
            "--scheduler",
            &scheduler,
            "--port",
            &data,
            "--control-port",
            &control,
            "--cores",
            "1",
            "--work",
            &folder,
            "--memory",
            "1",
        ]);
        wait("the executor's start", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        running
    }
}

/// The same answers as one file, and dealt out to several in a folder.
struct Answers {
    whole: PathBuf,
    parts: PathBuf,
}

fn answers(folder: &Path) -> Answers {
    let (whole, parts) = (folder.join("answers.parquet"), folder.join("answers"));
    std::fs::create_dir(&parts).unwrap();
    write_parquet(&rows(0..ROWS), &whole).unwrap();
    for part in 0..FILES {
        let span = part * ROWS / FILES..(part + 1) * ROWS / FILES;
        write_parquet(&rows(span), &parts.join(format!("part-{part}.parquet"))).unwrap();
    }
    Answers { whole, parts }
}

fn rows(ids: std::ops::Range<u64>) -> Frame {
    let text = |of: &dyn Fn(u64) -> String| Column::Text(Text::of(ids.clone().map(|id| Some(of(id)))));
    let number = |of: &dyn Fn(u64) -> f64| Column::Number(ids.clone().map(of).collect());
    let mut frame = Frame::new((ids.end - ids.start) as usize);
    let (stratum, unit) = (|id| mixed(id, 1) % 20, |id| mixed(id, 2) % 15);
    frame.insert("stratum", text(&|id| format!("h{:02}", stratum(id))));
    frame.insert("psu", text(&|id| format!("u{:02}-{:02}", stratum(id), unit(id))));
    frame.insert("weight", number(&|id| 50.0 + (mixed(id, 3) % 1_000) as f64 / 7.0));
    frame.insert("kind", text(&|id| format!("c{}", mixed(id, 4) % 5)));
    frame.insert("vote", text(&|id| format!("v{}", (mixed(id, 5) + mixed(id, 4) % 5) % 6)));
    let score =
        |id| (mixed(id, 6) % 10_000) as f64 / 300.0 + stratum(id) as f64 / 3.0 + unit(id) as f64 / 9.0;
    frame.insert("score", number(&|id| if mixed(id, 7).is_multiple_of(50) { f64::NAN } else { score(id) }));
    frame
}

/// Well mixed bits of a row and a purpose (the finaliser of SplitMix64).
fn mixed(id: u64, purpose: u64) -> u64 {
    let mut bits =
        id.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(purpose.wrapping_mul(0xd1b5_4a32_d192_ed03));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The table job: a cross-table with its test, and figures of values by domain.
fn job(file: &Path, engine: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sounding"));
    command.arg("estimate").arg(file).args(["--engine", engine, "--strata", "stratum", "--psu", "psu"]);
    command.args(["--weights", "weight", "--table", "kind*vote", "--mean", "score", "--proportion", "vote"]);
    command.args(["--by", "kind", "--where", "vote <> 'v3'"]).args(more);
    command
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_cluster_gives_the_figures_of_this_process_and_outlives_an_executor() {
    let folder = tempfile::tempdir().unwrap();
    let answers = answers(folder.path());
    let cluster = Cluster::start();
    let output = job(&answers.parts, &cluster.address, &[]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[E-ENGINE-009]"), "nobody works yet");
    let work = [folder.path().join("one"), folder.path().join("two")];
    let one = cluster.executor(&work[0]);
    let _two = cluster.executor(&work[1]);

    // As printed: the rows of one file, its groups, and the groups of several files on two executors.
    let embedded = text(&job(&answers.whole, "embedded", &[]).output().unwrap());
    assert_eq!(text(&job(&answers.parts, &cluster.address, &[]).output().unwrap()), embedded);
    // In full precision: sums by group are exact, wherever they are made and however finely they are parted.
    let full = text(&job(&answers.parts, "grouped", &["--json"]).output().unwrap());
    let coarser = format!("{}?partitions=3", cluster.address);
    assert_eq!(text(&job(&answers.parts, &coarser, &["--json"]).output().unwrap()), full);
    for work in &work {
        assert!(!jobs(work).is_empty(), "both executors work");
    }
    let jackknife = ["--replicates", "jkn", "--json"];
    assert_eq!(
        text(&job(&answers.parts, &cluster.address, &jackknife).output().unwrap()),
        text(&job(&answers.parts, "grouped", &jackknife).output().unwrap())
    );

    // One dies when it has begun to write its part of a job.
    let before = jobs(&work[0]);
    let mut interrupted = job(&answers.parts, &cluster.address, &["--json"]);
    let interrupted = interrupted.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait("the first executor's part", || !jobs(&work[0]).is_subset(&before));
    drop(one);
    let output = interrupted.wait_with_output().unwrap();
    if output.status.success() {
        assert_eq!(text(&output), full);
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("error[E-ENGINE-004]"), "{said}");
    }
    // The other carries on alone.
    assert_eq!(text(&job(&answers.parts, &cluster.address, &["--json"]).output().unwrap()), full);
}

#[test]
fn a_scheduler_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers.parquet");
    write_parquet(&rows(0..10), &file).unwrap();
    let address = format!("ballista://127.0.0.1:{}", free_port());
    let output = job(&file, &address, &[]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("error[E-ENGINE-002]") && said.contains(&address), "{said}");
}

/// The jobs for which an executor has written partial sums.
fn jobs(work: &Path) -> BTreeSet<PathBuf> {
    let folder =
        |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    folder(work).filter(|job| folder(job).next().is_some()).collect()
}
