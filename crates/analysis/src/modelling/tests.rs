//! Models and curves of the California samples against R's frozen figures.

use std::path::{Path, PathBuf};

use super::*;
use crate::data::Reading;
use crate::estimate::DesignColumns;

fn reference(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference").join(path)
}

/// Value and standard error of the line of a frozen case that begins so.
fn frozen(case: &str, start: &str) -> (f64, f64) {
    let text = std::fs::read_to_string(reference(&format!("models/{case}/expected.csv"))).unwrap();
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no case {start}"));
    let fields: Vec<f64> = line.split(',').skip(4).map(|field| field.parse().unwrap_or(f64::NAN)).collect();
    (fields[0], fields[1])
}

#[track_caller]
fn agrees(found: &Coefficient, expected: (f64, f64), tolerance: f64) {
    assert!((found.value - expected.0).abs() <= tolerance * expected.0.abs(), "{found:?} {expected:?}");
    assert!((found.se - expected.1).abs() <= tolerance * expected.1, "{found:?} {expected:?}");
}

fn base() -> Request {
    let design = DesignColumns {
        weights: Some("pw".into()),
        strata: Some("stype".into()),
        fpc: vec!["fpc".into()],
        ..DesignColumns::default()
    };
    Request { design, ..Request::default() }
}

fn request(kind: ModelKind, formula: &str) -> ModelRequest {
    ModelRequest {
        base: base(),
        formula: Formula::parse(formula).unwrap(),
        kind,
        term_test: TermTest::Wald,
        margins: Vec::new(),
        against: None,
        small_sample: None,
        imputation: None,
    }
}

fn open(path: &Path) -> Source {
    Source::open(path, Reading::default()).unwrap()
}

fn run(request: &ModelRequest) -> Result<ModelAnswer, Faults> {
    model(&mut open(&reference("data/apistrat.csv")), request)
}

#[test]
fn generalised_linear_models_agree_with_r() {
    let logit = ModelKind::Glm(Family::Binomial(BinomialLink::Logit));
    let poisson = ModelKind::Glm(Family::Poisson);
    for (name, kind, formula) in [
        ("gaussian", ModelKind::Glm(Family::Gaussian), "api00 ~ ell + meals + mobility"),
        ("logit", logit, "sch.wide ~ ell + meals + mobility"),
        ("logit", logit, "I(sch.wide == \"Yes\") ~ ell + meals + mobility"),
        ("poisson", poisson, "api.stu ~ ell + meals + offset(log(enroll))"),
    ] {
        let answer = run(&request(kind, formula)).unwrap();
        for (at, found) in answer.models[0].coefficients.iter().enumerate() {
            agrees(found, frozen("glm", &format!("strat,{name},coefficient,{at},")), 1e-8);
        }
        assert_eq!(answer.models[0].coefficients[0].name, "(Intercept)");
        let (deviance, _) = frozen("glm", &format!("strat,{name},figure,deviance,"));
        let found = answer.models[0].facts.iter().find(|fact| fact.0 == "deviance").unwrap().1;
        assert!((found / deviance - 1.0).abs() < 1e-9);
    }
}

#[test]
fn margins_and_average_effects_agree_with_r() {
    let kind = ModelKind::Glm(Family::Binomial(BinomialLink::Logit));
    let mut asked = request(kind, "sch.wide ~ ell + meals + stype");
    asked.margins = vec!["stype".into(), "ell".into(), "meals".into()];
    let margins = run(&asked).unwrap().models[0].margins.clone();
    let names: Vec<&str> = margins.iter().map(|margin| margin.name.as_str()).collect();
    assert_eq!(names, ["stype=E", "stype=H", "stype=M", "d/d(ell)", "d/d(meals)"]);
    for (found, case) in margins.iter().zip(["margin,0", "margin,1", "margin,2", "effect,0", "effect,1"]) {
        agrees(found, frozen("margins", &format!("strat,logit,{case},")), 1e-8);
    }
    // The jackknife makes them again in every replicate: near the linearised ones in a sample of two hundred.
    asked.base.variance = VarianceMethod::Jkn;
    for (one, two) in margins.iter().zip(&run(&asked).unwrap().models[0].margins) {
        assert_eq!(one.value, two.value);
        assert!((one.se / two.se - 1.0).abs() < 0.1, "{one:?} {two:?}");
    }
    asked.margins = vec!["enroll".into()];
    assert_eq!(run(&asked).unwrap_err().0[0].code, "E-MODEL-001");
}

#[test]
fn ordered_categories_agree_with_r() {
    let mut asked = request(ModelKind::Ordinal(OrdinalLink::Logit), "level ~ ell + meals");
    let sql = "CASE WHEN mobility <= 10 THEN 'a' WHEN mobility <= 16 THEN 'b' WHEN mobility <= 25 THEN 'c' ELSE 'd' END";
    asked.base.derive = vec![("level".into(), sql.into())];
    let answer = run(&asked).unwrap();
    let names: Vec<&str> = answer.models[0].coefficients.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["ell", "meals", "a|b", "b|c", "c|d"]);
    for (at, found) in answer.models[0].coefficients.iter().enumerate() {
        agrees(found, frozen("ordinal", &format!("strat,logit,parameter,{at},")), 1e-8);
    }
}

const TIMES: [(&str, &str); 2] =
    [("time", "ceil(\"api.stu\" / 10.0)"), ("event", "CASE WHEN \"sch.wide\" = 'Yes' THEN 1 ELSE 0 END")];

fn timed() -> Request {
    let derive = TIMES.iter().map(|&(name, sql)| (name.to_owned(), sql.to_owned())).collect();
    Request { derive, ..base() }
}

#[test]
fn hazards_agree_with_r() {
    for (ties, name) in [(Ties::Efron, "efron"), (Ties::Breslow, "breslow")] {
        let mut asked = request(ModelKind::Cox(ties), "Surv(time, event) ~ ell + meals + mobility");
        asked.base = timed();
        let answer = run(&asked).unwrap();
        for (at, found) in answer.models[0].coefficients.iter().enumerate() {
            agrees(found, frozen("cox", &format!("strat,plain_{name},coefficient,{at},")), 1e-7);
        }
    }
}

#[test]
fn curves_of_survival_and_their_test_agree_with_r() {
    let mut asked = CurveRequest {
        base: timed(),
        time: "time".into(),
        status: "event".into(),
        start: None,
        estimator: SurvivalEstimator::KaplanMeier,
        at: vec![13.0, 19.0, 25.0],
        quantiles: vec![0.5],
        rho: 0.0,
        gamma: 0.0,
    };
    let curves = |asked: &CurveRequest| survival_curves(&mut open(&reference("data/apistrat.csv")), asked);
    let answer = curves(&asked).unwrap();
    for (point, time) in answer.points.iter().zip([13, 19, 25]) {
        let (survival, se_log) = frozen("kaplan_meier", &format!("strat,product,all,{time},"));
        assert!((point.value / survival - 1.0).abs() < 1e-9);
        assert!((point.se / survival / se_log - 1.0).abs() < 1e-9, "{point:?} {se_log}");
    }
    assert!(answer.test.is_none());
    assert!(answer.quantiles[0].low <= answer.quantiles[0].value);
    asked.base.by = vec!["stype".into()];
    let answer = curves(&asked).unwrap();
    let (chi_squared, _) = frozen("log_rank", "strat,tied,0 0,chisq,");
    // The statistic is R's over its degrees of freedom.
    assert!((2.0 * answer.test.unwrap().statistic / chi_squared - 1.0).abs() < 1e-8);
    assert_eq!(answer.points.len(), 9);
    asked.at = vec![19.0, 13.0];
    assert_eq!(curves(&asked).unwrap_err().0[0].code, "E-MODEL-001");
}

#[test]
fn log_linear_models_are_tested_against_smaller_ones() {
    let mut asked = request(ModelKind::Loglinear, "~ stype * sch.wide");
    asked.against = Some(Formula::parse("~ sch.wide + stype").unwrap());
    let answer = run(&asked).unwrap();
    let model = &answer.models[0];
    assert_eq!(model.coefficients.len(), 5);
    assert!(model.facts.iter().any(|fact| fact.0 == "deviance" && fact.1.abs() < 1e-9), "{:?}", model.facts);
    // Pearson's statistic against independence is that of the table; its second-order F too.
    let pearson = &model.terms.last().unwrap().outcome;
    let table = crate::estimate::Request {
        measures: vec![crate::estimate::Measure::Table("stype".into(), "sch.wide".into())],
        ..base()
    };
    let table = crate::estimate::estimate(&mut open(&reference("data/apistrat.csv")), &table).unwrap();
    assert!(
        (pearson.p / table.tests[0].p_value - 1.0).abs() < 0.2,
        "{} {}",
        pearson.p,
        table.tests[0].p_value
    );
    asked.formula = Formula::parse("stype ~ sch.wide").unwrap();
    assert_eq!(run(&asked).unwrap_err().0[0].code, "E-MODEL-001");
}

#[test]
fn completed_data_sets_are_combined() {
    // Two data sets that differ in one variable: Rubin's rules by hand from the two models.
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(reference("data/apistrat.csv")).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let rows: Vec<&str> = lines.collect();
    let completed = |set: usize| -> Vec<String> {
        rows.iter().enumerate().map(|(at, row)| format!("{row},{},{set}", (at * 7 + set * 13) % 50)).collect()
    };
    let write = |name: &str, rows: &[String]| {
        let path = dir.path().join(name);
        std::fs::write(&path, format!("{head},x,set\n{}\n", rows.join("\n"))).unwrap();
        path
    };
    let (one, two) = (write("1.csv", &completed(1)), write("2.csv", &completed(2)));
    let both = write("both.csv", &[completed(1), completed(2)].concat());
    let mut asked = request(ModelKind::Glm(Family::Gaussian), "api00 ~ ell + x");
    let [a, b] =
        [&one, &two].map(|path| model(&mut open(path), &asked).unwrap().models[0].coefficients.clone());
    asked.imputation = Some("set".into());
    let combined = model(&mut open(&both), &asked).unwrap();
    for (at, found) in combined.models[0].coefficients.iter().enumerate() {
        let mean = f64::midpoint(a[at].value, b[at].value);
        let between = (a[at].value - b[at].value).powi(2) / 2.0;
        let within = f64::midpoint(a[at].se.powi(2), b[at].se.powi(2));
        agrees(found, (mean, (within + 1.5 * between).sqrt()), 1e-9);
        assert!(found.df < a[at].df && found.missing.is_some());
    }
    assert_eq!(model(&mut open(&one), &asked).unwrap_err().0[0].code, "E-MODEL-003");
}

#[test]
fn what_cannot_be_fitted_names_the_variable() {
    let fault = |formula: &str| {
        let found = run(&request(ModelKind::Glm(Family::Gaussian), formula)).unwrap_err().0[0].clone();
        (found.code, found.message)
    };
    assert_eq!(fault("api00 ~ ell + I(ell^1)").0, "E-MODEL-002");
    assert!(fault("api00 ~ ell + I(ell^1)").1.contains("I(ell^1)"));
    assert_eq!(fault("api00 ~ nothing").0, "E-DATA-011");
    assert_eq!(fault("~ ell").0, "E-MODEL-001");
    let counts = ModelKind::Glm(Family::Poisson);
    let found = run(&request(counts, "mobility ~ ell + meals")).map(|_| ());
    assert!(found.is_ok(), "{found:?}");
    let not_counts = run(&request(counts, "I(api00^0.5) ~ ell")).unwrap_err();
    assert_eq!(not_counts.0[0].code, "E-MODEL-002");
    assert!(not_counts.0[0].place.line.is_some());
}
