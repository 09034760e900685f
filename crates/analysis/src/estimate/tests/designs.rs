//! Designs beyond strata and clusters, and the measures that are functions of several totals, against R's frozen figures.

use super::*;
use sounding_statistics::variance::replicates::ReadyContent;

fn open(path: &str) -> Source {
    Source::open(&reference(path), Reading::default()).unwrap()
}

/// Value and standard error of a line of a frozen case.
fn line(case: &str, start: &str) -> [f64; 2] {
    let text = std::fs::read_to_string(reference(&format!("{case}/expected.csv"))).unwrap();
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no case {start}"));
    let fields: Vec<&str> = line.split(',').collect();
    std::array::from_fn(|at| fields[4 + at].parse().unwrap_or(f64::NAN))
}

#[track_caller]
fn agrees(figure: &Figure, [value, se]: [f64; 2]) {
    close(figure.value, value);
    close(figure.se, se);
}

/// The election's file of pairs in the form of `--joint`: units are numbered by their rows, from 1.
fn joint(dir: &std::path::Path) -> PathBuf {
    let text = std::fs::read_to_string(reference("data/election_joint.csv")).unwrap();
    let mut lines = vec!["a,b,p".to_owned()];
    for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let fields: Vec<&str> = line.split(',').collect();
        let unit = |at: usize| fields[at].parse::<u32>().unwrap() + 1;
        lines.push(format!("{},{},{}", unit(0), unit(1), fields[2]));
    }
    let path = dir.join("pairs.csv");
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

fn unequal(method: PpsMethod, form: Form, joint: Option<PathBuf>) -> Request {
    let columns = UnequalColumns { probabilities: vec!["p".into()], method, form, joint };
    Request {
        design: DesignColumns { unequal: Some(columns), ..DesignColumns::default() },
        measures: vec![
            Measure::Total("Bush".into()),
            Measure::Mean("Bush".into()),
            Measure::Ratio("Bush".into(), "Kerry".into()),
        ],
        ..Request::default()
    }
}

#[test]
fn unequal_probabilities_agree_with_r_by_every_method() {
    let dir = tempfile::tempdir().unwrap();
    let pairs = joint(dir.path());
    let cases = [
        ("ht", PpsMethod::Joint, Form::HorvitzThompson, Some(pairs.clone())),
        ("yg", PpsMethod::Joint, Form::YatesGrundy, Some(pairs)),
        ("hr_yg", PpsMethod::HartleyRao, Form::YatesGrundy, None),
        ("overton_ht", PpsMethod::Overton, Form::HorvitzThompson, None),
        ("brewer", PpsMethod::Brewer, Form::YatesGrundy, None),
        ("hajek", PpsMethod::Hajek, Form::YatesGrundy, None),
        ("deville", PpsMethod::Deville, Form::YatesGrundy, None),
    ];
    for (name, method, form, pairs) in cases {
        let mut request = unequal(method, form, pairs);
        let answer = estimate(&mut open("data/election_pps.csv"), &request).unwrap();
        for (figure, measure) in answer.figures.iter().zip(["total:Bush", "mean:Bush", "ratio:Bush/Kerry"]) {
            agrees(figure, line("election/pps", &format!("{name},{measure},,")));
        }
        request.filter = Some("\"TotPrecincts\" < 100".into());
        let answer = estimate(&mut open("data/election_pps.csv"), &request).unwrap();
        agrees(&answer.figures[1], line("election/pps", &format!("{name},mean:Bush,small,")));
    }
}

#[test]
fn joint_probabilities_that_do_not_fit_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let codes = |pairs: &str| {
        let path = dir.path().join("wrong.csv");
        std::fs::write(&path, pairs).unwrap();
        let request = unequal(PpsMethod::Joint, Form::YatesGrundy, Some(path));
        let faults = estimate(&mut open("data/election_pps.csv"), &request).unwrap_err();
        faults.0.iter().map(|finding| (finding.code, finding.place.line)).collect::<Vec<_>>()
    };
    assert_eq!(
        codes("a,b,p\n1,99,0.1\n1,2,0.2\n1,2,0.3\n"),
        [("E-EST-011", Some(2)), ("E-EST-011", Some(4))]
    );
    assert_eq!(codes("a,b,p\n1,2,0.99\n"), [("E-EST-011", None)]);
    let mut request = unequal(PpsMethod::Brewer, Form::YatesGrundy, None);
    request.design.unequal.as_mut().unwrap().probabilities = vec!["Bush".into()];
    let faults = estimate(&mut open("data/election_pps.csv"), &request).unwrap_err();
    assert!(faults.0.iter().all(|finding| finding.code == "E-EST-010"));
    assert_eq!(faults.0.len(), 11, "ten rows and how many more");
}

/// The cluster sample with the 24 replicate columns of the frozen case.
fn with_replicates(dir: &std::path::Path, full: bool) -> PathBuf {
    let text = std::fs::read_to_string(reference("data/apiclus1.csv")).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let weight = head.split(',').position(|name| name == "pw").unwrap();
    let names: Vec<String> = (1..=24).map(|r| format!("rep{r}")).collect();
    let mut out = vec![format!("{head},{}", names.join(","))];
    for (i, line) in lines.enumerate() {
        let mut multipliers: Vec<f64> =
            (0..24).map(|r| ((7 * i + 13 * r + 3 * i * r) % 11 + 1) as f64 / 6.0).collect();
        multipliers[23] = f64::midpoint(multipliers[0], multipliers[1]);
        let pw: f64 = line.split(',').nth(weight).unwrap().parse().unwrap();
        let values = multipliers.iter().map(|m| if full { m * pw } else { *m }.to_string());
        out.push(format!("{line},{}", values.collect::<Vec<_>>().join(",")));
    }
    let path = dir.join("replicates.csv");
    std::fs::write(&path, out.join("\n")).unwrap();
    path
}

#[test]
fn replicate_weights_of_the_file_agree_with_r() {
    let dir = tempfile::tempdir().unwrap();
    let named = |name: &str| -> f64 {
        let text = std::fs::read_to_string(reference("apiclus1/ready/expected.csv")).unwrap();
        let line = text.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap().to_owned();
        line.split(',').nth(1).unwrap().parse().unwrap()
    };
    let cases = [
        ("jk1_scale", ReplicateMethod::Jk1, Some(0.7), false),
        ("fay", ReplicateMethod::Fay { rho: 0.3 }, None, true),
        ("bootstrap", ReplicateMethod::Bootstrap { average: 1.0 }, None, false),
        ("successive", ReplicateMethod::SuccessiveDifference, None, true),
    ];
    for (name, method, scale, full) in cases {
        let mut source = Source::open(&with_replicates(dir.path(), full), Reading::default()).unwrap();
        let content = if full { ReadyContent::Weights } else { ReadyContent::Multipliers };
        let columns = (1..=24).map(|r| format!("rep{r}")).collect();
        let replicates = ReplicateColumns {
            columns,
            content,
            method,
            scale,
            rscales: Vec::new(),
            around_estimate: false,
            df: None,
        };
        let request = Request {
            design: DesignColumns {
                weights: Some("pw".into()),
                replicates: Some(replicates),
                ..DesignColumns::default()
            },
            measures: vec![
                Measure::Mean("api00".into()),
                Measure::Total("enroll".into()),
                Measure::Ratio("api00".into(), "api99".into()),
                Measure::Table("stype".into(), "sch.wide".into()),
            ],
            ..Request::default()
        };
        let answer = estimate(&mut source, &request).unwrap();
        let test = &answer.tests[0];
        for (found, what) in [(test.f, "F"), (test.df1, "ndf"), (test.df2, "ddf"), (test.p_value, "p")] {
            close(found, named(&format!("{name}_{what}")));
        }
        for (figure, measure) in
            answer.figures.iter().zip(["mean_api00", "total_enroll", "ratio_api00_api99"])
        {
            close(figure.value, named(&format!("{name}_{measure}")));
            close(figure.se, named(&format!("{name}_{measure}_se")));
        }
        assert_eq!(
            answer.design.df as f64,
            named(&format!("{name}_degf")),
            "the rank of the replicates less one"
        );
    }
}

#[test]
fn a_hole_in_a_replicate_column_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.csv");
    std::fs::write(&path, "y,w,r1,r2\n1,2,2,2\n2,1,,1\n").unwrap();
    let replicates = ReplicateColumns {
        columns: vec!["r1".into(), "r2".into()],
        content: ReadyContent::Weights,
        method: ReplicateMethod::Brr,
        scale: None,
        rscales: Vec::new(),
        around_estimate: false,
        df: None,
    };
    let request = Request {
        design: DesignColumns {
            weights: Some("w".into()),
            replicates: Some(replicates),
            ..DesignColumns::default()
        },
        measures: vec![Measure::Mean("y".into())],
        ..Request::default()
    };
    let mut source = Source::open(&path, Reading::default()).unwrap();
    let faults = estimate(&mut source, &request).unwrap_err();
    let found = &faults.0[0];
    assert_eq!(
        (found.code, found.place.line, found.place.column.as_deref()),
        ("E-EST-014", Some(3), Some("r1"))
    );
}

#[test]
fn spreads_and_functions_agree_with_r() {
    let request = Request {
        measures: vec![
            Measure::Variance("api00".into()),
            Measure::Covariance("api00".into(), "enroll".into()),
            Measure::Function(Function::parse("total(api.stu) / total(enroll) - 1").unwrap()),
            Measure::Function(Function::parse("100 * (mean(api00) / mean(api99) - 1)").unwrap()),
        ],
        design: DesignColumns {
            weights: Some("pw".into()),
            fpc: vec!["fpc".into()],
            ..DesignColumns::default()
        },
        ..Request::default()
    };
    let answer = run("apisrs", &request).unwrap();
    agrees(&answer.figures[0], line("api/spread", "srs,variance:api00,,"));
    agrees(&answer.figures[1], line("api/spread", "srs,covariance:api00:enroll,,"));
    agrees(&answer.figures[2], line("api/function", "srs,total(api.stu) / total(enroll) - 1,,"));
    agrees(&answer.figures[3], line("api/function", "srs,100 * (mean(api00) / mean(api99) - 1),,"));
}

#[test]
fn strata_of_one_unit_are_joined_by_name_or_by_likeness() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.csv");
    std::fs::write(&path, "y,s,near\n1,a,1\n3,a,1\n2,b,9\n7,c,8\n9,c,8\n").unwrap();
    let run = |by: Option<&str>| {
        let request = Request {
            design: DesignColumns { strata: Some("s".into()), ..DesignColumns::default() },
            measures: vec![Measure::Total("y".into())],
            single_psu: SinglePsuRule::Collapse,
            collapse_by: by.map(str::to_owned),
            ..Request::default()
        };
        estimate(&mut Source::open(&path, Reading::default()).unwrap(), &request).unwrap()
    };
    // By hand: a and b are 1, 3 and 2, whose deviations from 2 have squares of 2 in all, times 3/2; c is 7 and 9: 2 times 2.
    let by_name = run(None);
    close(by_name.figures[0].se, (3.0f64 + 4.0).sqrt());
    assert_eq!(by_name.warnings, ["strata joined for the variance: a, b"]);
    // b with c: 2, 7, 9 around 6: 16 + 1 + 9 = 26, times 3/2; a: 2 times 2.
    let by_likeness = run(Some("near"));
    close(by_likeness.figures[0].se, (39.0f64 + 4.0).sqrt());
    assert_eq!(by_likeness.warnings, ["strata joined for the variance: b, c"]);
}

fn columns(path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(reference(path)).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let split = |line: &str| line.split(',').map(|field| field.trim_matches('"').to_owned()).collect();
    (split(lines.next().unwrap()), lines.map(split).collect())
}

fn written(dir: &std::path::Path, head: &[String], rows: &[Vec<String>]) -> Source {
    let path = dir.join("rows.csv");
    let lines: Vec<String> =
        std::iter::once(head.join(",")).chain(rows.iter().map(|row| row.join(","))).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    Source::open(&path, Reading::default()).unwrap()
}

#[test]
fn two_phases_agree_with_r() {
    // The case's second phase: every third of the elementary schools of a simple random sample, every second of the others.
    let dir = tempfile::tempdir().unwrap();
    let (mut head, mut rows) = columns("data/apisrs.csv");
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (stype, stu) = (at("stype"), at("api.stu"));
    let mut turns = std::collections::BTreeMap::new();
    head.push("selected".into());
    for row in &mut rows {
        let turn = turns.entry(row[stype].clone()).or_insert(0);
        *turn += 1;
        let selected = *turn % if row[stype] == "E" { 3 } else { 2 } == 1;
        if !selected {
            // Nobody asked them.
            row[stu] = String::new();
        }
        row.push(if selected { "1" } else { "0" }.into());
    }
    let mut request = Request {
        design: DesignColumns {
            fpc: vec!["fpc".into()],
            second: Some(SecondPhaseColumns {
                selected: "selected".into(),
                strata: Some("stype".into()),
                psu: Vec::new(),
                probabilities: None,
                method: PhaseMethod::Full,
            }),
            ..DesignColumns::default()
        },
        measures: vec![Measure::Total("api.stu".into()), Measure::Mean("api00".into())],
        ..Request::default()
    };
    let answer = estimate(&mut written(dir.path(), &head, &rows), &request).unwrap();
    agrees(&answer.figures[0], line("api/two_phase", "srs,total:api.stu,,"));
    agrees(&answer.figures[1], line("api/two_phase", "srs,mean:api00,,"));
    assert!(answer.warnings.is_empty(), "{:?}", answer.warnings);
    request.filter = Some("stype = 'E'".into());
    let answer = estimate(&mut written(dir.path(), &head, &rows), &request).unwrap();
    agrees(&answer.figures[0], line("api/two_phase", "srs,total:api.stu,E,"));
    request.variance = VarianceMethod::Jkn;
    let faults = estimate(&mut written(dir.path(), &head, &rows), &request).unwrap_err();
    assert_eq!(faults.0[0].code, "E-EST-009");
}

#[test]
fn samples_from_two_frames_agree_with_r() {
    let dir = tempfile::tempdir().unwrap();
    let (head, rows) = columns("api/frames/samples.csv");
    let frame = head.iter().position(|column| column == "frame").unwrap();
    let two: Vec<Vec<String>> = rows.into_iter().filter(|row| row[frame] != "C").collect();
    let request = |share: Option<f64>| Request {
        design: DesignColumns {
            weights: Some("w".into()),
            strata: Some("stratum".into()),
            psu: vec!["unit".into()],
            fpc: vec!["fpc".into()],
            frames: Some(FrameColumns {
                frame: "frame".into(),
                members: vec!["A".into(), "B".into()],
                share,
            }),
            ..DesignColumns::default()
        },
        measures: vec![Measure::Total("enroll".into()), Measure::Mean("api00".into())],
        ..Request::default()
    };
    for (name, share) in [("fixed", Some(0.3)), ("multiplicity2", None)] {
        let answer = estimate(&mut written(dir.path(), &head, &two), &request(share)).unwrap();
        agrees(&answer.figures[0], line("api/frames", &format!("{name},total:enroll,,")));
        agrees(&answer.figures[1], line("api/frames", &format!("{name},mean:api00,,")));
    }
    let mut wrong = request(None);
    wrong.design.frames.as_mut().unwrap().members.pop();
    let faults = estimate(&mut written(dir.path(), &head, &two), &wrong).unwrap_err();
    assert_eq!(faults.0[0].code, "E-EST-017");
}

#[test]
fn a_change_between_waves_of_the_same_units_agrees_with_r() {
    let dir = tempfile::tempdir().unwrap();
    let (mut head, rows) = columns("data/apistrat.csv");
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (first, second) = (at("api99"), at("api00"));
    head.extend(["y".to_owned(), "wave".to_owned()]);
    let with = |row: &Vec<String>, value: usize, wave: &str| {
        let mut row = row.clone();
        row.extend([row[value].clone(), wave.to_owned()]);
        row
    };
    let mut stacked: Vec<Vec<String>> = rows.iter().map(|row| with(row, first, "1")).collect();
    let later = rows.iter().enumerate().filter(|(at, _)| (at + 1) % 7 != 0);
    stacked.extend(later.map(|(_, row)| with(row, second, "2")));
    let request = Request {
        design: DesignColumns {
            weights: Some("pw".into()),
            strata: Some("stype".into()),
            psu: vec!["snum".into()],
            fpc: vec!["fpc".into()],
            ..DesignColumns::default()
        },
        measures: vec![Measure::Mean("y".into())],
        wave: Some("wave".into()),
        ..Request::default()
    };
    let answer = estimate(&mut written(dir.path(), &head, &stacked), &request).unwrap();
    let found: Vec<&str> = answer.figures.iter().map(|figure| figure.measure.as_str()).collect();
    assert_eq!(found, ["mean(y)", "mean(y)", "change of mean(y)", "relative change of mean(y)"]);
    for (figure, name) in answer.figures.iter().zip(["before", "after", "difference", "relative"]) {
        agrees(figure, line("api/change", &format!("strat,{name},,")));
    }
    assert_eq!(answer.figures[2].domain, ["1 → 2"]);
}

#[test]
fn a_variance_that_comes_out_negative_is_said() {
    // Yates and Grundy's estimator of two units: (p p - p12) / p12 = -0.375 times (2 - 6) squared.
    let dir = tempfile::tempdir().unwrap();
    let (rows, pairs) = (dir.path().join("rows.csv"), dir.path().join("pairs.csv"));
    std::fs::write(&rows, "y,p\n1,0.5\n3,0.5\n").unwrap();
    std::fs::write(&pairs, "a,b,p\n1,2,0.4\n").unwrap();
    let request = Request {
        measures: vec![Measure::Total("y".into())],
        ..unequal(PpsMethod::Joint, Form::YatesGrundy, Some(pairs))
    };
    let answer = estimate(&mut Source::open(&rows, Reading::default()).unwrap(), &request).unwrap();
    close(answer.figures[0].value, 8.0);
    assert!(answer.figures[0].se.is_nan());
    assert!(
        answer.warnings.iter().any(|warning| warning.contains("no standard error")),
        "{:?}",
        answer.warnings
    );
}
