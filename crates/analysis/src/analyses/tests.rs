//! Analyses of studies over the California samples against R, calibration and replicates included, and what is withheld.

use sounding_survey::{
    AnalysisRow, Distribution, Language, PartKind, Provenance, Subject, Text as Words, Withheld,
};

use crate::answers::Answers;
use crate::listing::{Listing, Values};
use crate::trial::Trial;
use crate::{Evaluated, evaluate, weigh};

const STYPE: [(&str, &str, f64); 3] = [("stype", "E", 4421.0), ("stype", "H", 755.0), ("stype", "M", 1018.0)];
const WIDE: [(&str, &str, f64); 2] = [("sch.wide", "No", 1072.0), ("sch.wide", "Yes", 5122.0)];

/// The cluster sample; R's fractions of population are those of its case.
const CLUSTERS: &str = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n";
const STRATA: &str = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nstrata = \"stype\"\nfpc = [\"fpc\"]\n";
const RAKED: &str = "[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\", \"sch.wide\"]\n";
const OPEN: &str = "[release]\nminimum_cell = 1\nminimum_base = 1\n";

fn analysis(name: &str, kind: &str, keys: &str) -> String {
    format!(
        "[[analyses]]\nname = \"{name}\"\ntitle = {{ vi = \"V\", en = \"E\" }}\nkind = \"{kind}\"\n{keys}\n"
    )
}

fn trial(data: &str, study: &str) -> Trial {
    Trial::new(data, study, &[STYPE.as_slice(), WIDE.as_slice()].concat())
}

fn of(trial: &Trial) -> Result<Evaluated, crate::Faults> {
    let answers = Answers::open(&trial.study, None)?;
    let weighted = weigh(&answers)?;
    evaluate(&answers, &weighted, None, Provenance::default())
}

fn run(data: &str, study: &str) -> Evaluated {
    of(&trial(data, study)).unwrap()
}

/// The numbers of the line of a frozen case that begins so, from the fifth field on.
fn frozen(case: &str, start: &str) -> Vec<f64> {
    let path = format!("{}/../../reference/{case}/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no case {start}"));
    line.split(',').skip(4).map(|field| field.parse().unwrap_or(f64::NAN)).collect()
}

fn named(case: &str, name: &str) -> f64 {
    let path = format!("{}/../../reference/{case}/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let line = text.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
    line.split_once(',').unwrap().1.parse().unwrap()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-7 * expected.abs(), "{found} is not {expected}");
}

fn rows(found: &Evaluated, at: usize, kind: PartKind) -> &[AnalysisRow] {
    let part = found.results.analyses[at].parts.iter().find(|part| part.kind == kind);
    part.map_or(&[], |part| &part.rows)
}

fn number(listing: &Listing, name: &str, row: usize) -> f64 {
    match &listing.fields.iter().find(|field| field.name == name).unwrap().values {
        Values::Number(values) => values[row],
        other => panic!("{other:?}"),
    }
}

#[test]
fn tests_after_raking_agree_with_r() {
    let keys = "groups = [\"api00~stype\", \"api00~sch.wide\"]\ntable = \"stype*sch.wide\"";
    let study = format!("{CLUSTERS}{OPEN}{RAKED}{}", analysis("a", "test", keys));
    let found = run("apiclus1", &study);
    let tests = rows(&found, 0, PartKind::Tests);
    assert_eq!(tests.len(), 6, "all groups, three pairs, two groups, a table");
    let all = frozen("testing/groups", "clus1_raking,stype,,all,");
    close(tests[0].test.as_ref().unwrap().value, all[1]);
    close(tests[0].p.unwrap(), all[4]);
    for (row, pair) in tests[1..4].iter().zip(["1-0", "2-0", "2-1"]) {
        let expected = frozen("testing/groups", &format!("clus1_raking,stype,,{pair},"));
        close(row.estimate.unwrap(), expected[0]);
        close(row.p.unwrap(), expected[4]);
    }
    assert_eq!(tests[1].subject, Subject::Difference(Words::same("H"), Words::same("E")));
    let two = frozen("testing/groups", "clus1_raking,sch.wide,,1-0,");
    close(tests[4].estimate.unwrap(), two[0]);
    close(tests[4].p.unwrap(), two[4]);
    let table = frozen("testing/table", "clus1_raking,type_by_wide,,F,");
    close(tests[5].test.as_ref().unwrap().value, table[0]);
    close(tests[5].p.unwrap(), table[3]);
    let Distribution::F(df1, df2) = tests[5].test.as_ref().unwrap().distribution else { panic!() };
    close(df1, table[1]);
    close(df2, table[2]);
}

#[test]
fn a_model_after_raking_agrees_with_r_and_speaks_in_labels() {
    let study = format!(
        "{CLUSTERS}{OPEN}{RAKED}{}",
        analysis("m", "model", "formula = \"api00 ~ sch.wide\"\nterm_test = \"wald\"")
    );
    let found = run("apiclus1", &study);
    let coefficients = rows(&found, 0, PartKind::Coefficients);
    let expected = frozen("testing/groups", "clus1_raking,sch.wide,,1-0,");
    assert_eq!(coefficients[0].subject, Subject::Constant);
    assert_eq!(coefficients[1].subject, Subject::Words(Words::same("sch.wide: Yes")));
    close(coefficients[1].estimate.unwrap(), expected[0]);
    close(coefficients[1].estimate.unwrap() / coefficients[1].se.unwrap(), expected[1]);
    let analysis = &found.results.analyses[0];
    assert_eq!(analysis.references, [(Words::same("sch.wide"), Words::same("No"))]);
    assert_eq!(found.analyses[0].listings[0].name, "coefficients");
    assert_eq!(number(&found.analyses[0].listings[0], "estimate", 1), coefficients[1].estimate.unwrap());
}

#[test]
fn replicates_of_the_design_serve_analyses_as_in_r() {
    let keys = "groups = \"api00~sch.wide\"\ntable = \"stype*sch.wide\"";
    let study = format!("{CLUSTERS}{OPEN}[variance]\nmethod = \"jk1\"\n{}", analysis("a", "test", keys));
    let found = run("apiclus1", &study);
    let tests = rows(&found, 0, PartKind::Tests);
    let two = frozen("testing/groups", "jk_clus1,sch.wide,,1-0,");
    close(tests[0].estimate.unwrap(), two[0]);
    close(tests[0].estimate.unwrap() / tests[0].se.unwrap(), two[1]);
    let table = frozen("testing/table", "jk_clus1,type_by_wide,,F,");
    close(tests[1].test.as_ref().unwrap().value, table[0]);
    assert!(found.analyses[0].design.as_ref().unwrap().variance.contains("JK1"));
}

#[test]
fn the_weighting_is_carried_through_replicates_of_tests_and_models() {
    let test = analysis("a", "test", "mean = \"api00=650\"");
    let model = analysis("m", "model", "formula = \"api00 ~ 1\"");
    let study = format!("{CLUSTERS}{OPEN}[variance]\nmethod = \"jk1\"\n{RAKED}{test}{model}");
    let found = run("apiclus1", &study);
    let (mean, se) = ("rake_mean_api00", "rake_mean_api00_se");
    let [mean, se] = [mean, se].map(|name| named("apiclus1/carry", name));
    let one = &rows(&found, 0, PartKind::Tests)[0];
    close(one.se.unwrap(), se);
    let constant = &rows(&found, 1, PartKind::Coefficients)[0];
    close(constant.estimate.unwrap(), mean);
    close(constant.se.unwrap(), se);
}

#[test]
fn a_logistic_model_in_a_study_agrees_with_r() {
    let study = format!(
        "{STRATA}{OPEN}{}",
        analysis(
            "logit",
            "model",
            "formula = \"sch.wide ~ ell + meals + mobility\"\nfamily = \"binomial\"\nexp = true\nmargins = \"ell\""
        )
    );
    let found = run("apistrat", &study);
    for (at, row) in rows(&found, 0, PartKind::Coefficients).iter().enumerate() {
        let expected = frozen("models/glm", &format!("strat,logit,coefficient,{at},"));
        close(row.estimate.unwrap(), expected[0]);
        close(row.se.unwrap(), expected[1]);
        assert_eq!(row.exp.is_some(), at > 0, "the constant has no odds ratio");
    }
    assert_eq!(rows(&found, 0, PartKind::Margins)[0].subject, Subject::Effect(Words::same("ell")));
}

#[test]
fn changes_between_waves_are_differences_of_groups() {
    let study = format!("{STRATA}{OPEN}{}", analysis("c", "change", "wave = \"sch.wide\"\nmean = \"api00\""));
    let found = run("apistrat", &study);
    let rows = rows(&found, 0, PartKind::Changes);
    let expected = frozen("testing/groups", "strat,sch.wide,,1-0,");
    assert_eq!(rows.len(), 4, "two waves, a difference and a relative change");
    close(rows[2].estimate.unwrap(), expected[0]);
    close(rows[2].estimate.unwrap() / rows[2].se.unwrap(), expected[1]);
    let Subject::Change { from, to, relative: false, .. } = &rows[2].subject else { panic!() };
    assert_eq!((from.get(Language::En), to.get(Language::En)), ("No", "Yes"));
}

#[test]
fn the_design_of_an_analysis_is_that_of_its_domain_and_universe() {
    let keys = "mean = \"api00=650\"\nby = \"stype\"\nwhere = \"enroll > 300\"\nuniverse = \"large\"";
    let study = format!("{STRATA}{OPEN}{}", analysis("a", "test", keys));
    let found = run("apistrat", &study);
    let tests = rows(&found, 0, PartKind::Tests);
    let domains: Vec<&str> = tests.iter().map(|row| row.domain.get(Language::Vi)).collect();
    assert_eq!(domains, ["E", "H", "M"]);
    let whole = run(
        "apistrat",
        &format!(
            "{STRATA}{OPEN}{}",
            analysis("a", "test", "mean = \"api00=650\"\nwhere = \"enroll > 300\"\nuniverse = \"large\"")
        ),
    );
    let expected = frozen("testing/t", "strat,one,large,api00,");
    let one = &rows_of(&whole)[0];
    close(one.estimate.unwrap(), expected[0]);
    close(one.se.unwrap(), expected[1]);
}

fn rows_of(found: &Evaluated) -> &[AnalysisRow] {
    rows(found, 0, PartKind::Tests)
}

#[test]
fn an_analysis_with_a_small_cell_is_withheld_and_the_others_are_not() {
    let study = format!(
        "{CLUSTERS}{}{}{}",
        analysis("small", "test", "table = \"stype*sch.wide\""),
        analysis("large", "test", "mean = \"api00=650\""),
        analysis("logit", "model", "formula = \"awards ~ stype\"\nfamily = \"binomial\""),
    );
    let found = run("apiclus1", &study);
    let withheld: Vec<_> = found.results.analyses.iter().map(|one| one.withheld).collect();
    // Fourteen high schools: fewer than ten of them on each side.
    assert_eq!(withheld, [Some(Withheld::SmallCell), None, Some(Withheld::SmallCell)]);
    assert!(found.results.analyses[0].parts.is_empty() && found.analyses[0].listings.is_empty());
    assert_eq!(found.analyses[1].listings[0].rows(), 1);
}

#[test]
fn an_analysis_that_gives_a_hidden_figure_away_is_withheld() {
    // The table hides high schools among those below a size, and another group with them; the counts of an analysis would tell both.
    let table = "[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"mean\"\nwhere = \"enroll < 900\"\nuniverse = \"x\"\n";
    let same = "where = \"enroll < 900 AND stype <> 'H'\"\nuniverse = \"x\"\ngroups = \"api00~stype\"";
    let apart = "groups = \"api00~stype\"";
    let study = format!(
        "{CLUSTERS}[release]\nminimum_cell = 9\nminimum_base = 1\n{table}{}{}",
        analysis("same", "test", same),
        analysis("apart", "test", apart)
    );
    let found = run("apiclus1", &study);
    let hidden = found.results.tables[1].cells.iter().filter(|cell| cell.estimate.is_none()).count();
    assert!(hidden >= 2, "{:?}", found.results.tables[1].groups);
    assert_eq!(found.results.analyses[0].withheld, Some(Withheld::Linked));
    assert_eq!(found.results.analyses[1].withheld, None);
    // The tables are the same as without the analyses.
    let alone = run("apiclus1", &format!("{CLUSTERS}[release]\nminimum_cell = 9\nminimum_base = 1\n{table}"));
    assert_eq!(alone.results.tables, found.results.tables);
}

#[test]
fn the_mean_of_yes_and_no_is_a_share_and_held_to_both_sides() {
    let derive =
        "[[derive]]\nname = \"big\"\nsql = \"CASE WHEN enroll > 1400 THEN 1 ELSE 0 END\"\nlabel = \"b\"\n";
    let study = format!("{CLUSTERS}{derive}{}", analysis("a", "test", "mean = \"enroll=500\""));
    let mut of_number = trial("apiclus1", &study);
    assert_eq!(of(&of_number).unwrap().results.analyses[0].withheld, None);
    // As the codebook of an opened study has it.
    let mut big = of_number.study.codebook.variable("enroll").unwrap().clone();
    big.name = "big".into();
    of_number.study.codebook.variables.push(big);
    let study = format!("{CLUSTERS}{derive}{}", analysis("a", "test", "mean = \"big=0.1\""));
    let mut of_share = trial("apiclus1", &study);
    of_share.study.codebook = of_number.study.codebook.clone();
    assert_eq!(of(&of_share).unwrap().results.analyses[0].withheld, Some(Withheld::SmallCell));
}

#[test]
fn curves_leave_out_points_that_few_people_stand_behind() {
    let mut data = String::from("api00,enroll,stype\n");
    for at in 1..=80 {
        // Everyone has the event, one after the other.
        let group = if at % 2 == 0 { "E" } else { "H" };
        data.extend([at.to_string().as_str(), ",1,", group, "\n"]);
    }
    let keys = "time = \"api00\"\nstatus = \"enroll\"\nby = \"stype\"";
    let study = format!("[study]\nid = \"x\"\n{}", analysis("s", "survival", keys));
    let found = of(&Trial::of(&data, &study, &[])).unwrap();
    let points = rows(&found, 0, PartKind::Curves);
    let times: Vec<f64> = points.iter().map(|row| row.at.unwrap()).collect();
    assert_eq!(times, [20.0, 40.0, 60.0, 19.0, 39.0, 59.0], "ten events between the points");
    assert!((points[0].estimate.unwrap() - 0.75).abs() < 1e-12);
    assert_eq!(found.results.analyses[0].left_out, 74);
    assert!(number(&found.analyses[0].listings[0], "events", 0).is_nan());
    assert_eq!(rows(&found, 0, PartKind::Tests).len(), 1, "the log-rank test");
}

#[test]
fn a_variance_function_goes_through_the_totals_that_are_shown() {
    let table =
        "[[tables]]\nquestions = [\"enroll\"]\nby = [\"stype\", \"sch.wide\"]\nstatistic = \"total\"\n";
    let keys = "questions = \"enroll\"\nat = [1000000]";
    let study = format!("{STRATA}{table}{}", analysis("v", "variance-function", keys));
    let found = run("apistrat", &study);
    let shown = &found.results.analyses[0];
    assert_eq!(shown.facts[0], ("figures", 6.0), "everyone once, three types, two answers");
    let se = rows(&found, 0, PartKind::Predictions)[0].se.unwrap();
    assert_eq!(se, number(&found.analyses[0].listings[1], "se", 0));
    assert!(se > 0.0);
}

#[test]
fn everything_wrong_with_analyses_is_said_at_once() {
    let study = format!(
        "{STRATA}{}{}{}",
        analysis("a", "model", "formula = \"api00 sch.wide\""),
        analysis("b", "model", "formula = \"api00 ~ api98\""),
        analysis("c", "change", "wave = \"stype\"\nfunction = \"total(\"")
    );
    let faults = of(&trial("apistrat", &study)).unwrap_err();
    let found: Vec<_> =
        faults.0.iter().map(|fault| (fault.code, fault.place.column.as_deref().unwrap())).collect();
    assert_eq!(
        found,
        [
            ("E-ANL-001", "analyses[0].formula"),
            ("E-STUDY-051", "analyses[1].formula"),
            ("E-TAB-005", "analyses[2].function")
        ]
    );
    let study = format!(
        "{STRATA}{}{}",
        analysis("a", "model", "formula = \"~ api00\""),
        analysis("b", "test", "mean = \"stype=1\"")
    );
    let faults = of(&trial("apistrat", &study)).unwrap_err();
    assert_eq!((faults.0[0].code, faults.0[0].place.column.as_deref()), ("E-MODEL-001", Some("analyses[0]")));
    assert!(faults.0[0].message.starts_with("analysis \"a\": "), "{}", faults.0[0].message);
    assert_eq!(faults.0[1].code, "E-DATA-013");
}
