//! The section of tests and models: every kind of analysis, and what is withheld.

use sounding_survey::{
    Analysis, AnalysisMethod, AnalysisPart, AnalysisRow, Distribution, Measured, PartKind, StatisticValue,
    Subject, Withheld,
};

use super::*;

fn text(vi: &str, en: &str) -> Text {
    Text::new(vi, en)
}

fn tested(test: &'static str, distribution: Distribution, value: f64, p: f64) -> AnalysisRow {
    AnalysisRow {
        test: Some(StatisticValue { test, distribution, value }),
        p: Some(p),
        n: Some(1_200),
        ..AnalysisRow::default()
    }
}

fn estimated(subject: Subject, value: f64, se: f64) -> AnalysisRow {
    AnalysisRow {
        subject,
        estimate: Some(value),
        se: Some(se),
        interval: Some([value - 2.0 * se, value + 2.0 * se]),
        p: Some(0.0321),
        ..AnalysisRow::default()
    }
}

fn analysis(name: &str, method: AnalysisMethod, parts: Vec<(PartKind, Vec<AnalysisRow>)>) -> Analysis {
    let part = |(kind, rows)| AnalysisPart { kind, rows };
    Analysis {
        name: name.into(),
        title: text(&format!("Phân tích {name}"), &format!("Analysis {name}")),
        method,
        parts: parts.into_iter().map(part).collect(),
        level: 0.95,
        ..Analysis::default()
    }
}

/// Tests of every kind, every method of models, curves, changes, a variance function, and all reasons to withhold.
pub(crate) fn all() -> Vec<Analysis> {
    let (trust, area) = (text("Niềm tin", "Trust"), text("Nơi ở", "Residence"));
    let f = Distribution::F(1.9, 240.4);
    let subjects = [
        Subject::Groups(trust.clone(), area.clone()),
        Subject::Difference(text("Nữ", "Women"), text("Nam", "Men")),
        Subject::Paired(trust.clone(), area.clone()),
        Subject::Rank(trust.clone(), area.clone()),
        Subject::Table(trust.clone(), area.clone()),
        Subject::Fit(trust.clone()),
        Subject::Correlation(trust.clone(), area.clone()),
    ];
    let mut tests: Vec<AnalysisRow> = subjects
        .into_iter()
        .map(|subject| AnalysisRow { subject, ..tested("rao-scott-f", f, 3.214, 0.0004) })
        .collect();
    let mean = AnalysisRow {
        estimate: Some(5.2),
        se: Some(0.1),
        interval: Some([5.0, 5.4]),
        ..tested("one-sample-t", Distribution::T(120.0), 2.0, 0.0478)
    };
    tests.push(AnalysisRow { subject: Subject::Mean(trust.clone(), 4.5), adjusted: Some(0.0956), ..mean });
    let chi = Distribution::ChiSquared(3.0);
    for test in [
        "paired-t",
        "equal-groups",
        "correlation",
        "wilcoxon",
        "van-der-waerden",
        "median",
        "rank-score",
        "rao-scott-first-order",
        "rao-scott-second-order",
        "rao-scott-exact",
        "rao-scott-saddlepoint",
        "wald",
        "adjusted-wald",
        "working-wald",
        "likelihood-ratio",
        "score",
        "log-rank",
    ] {
        tests.push(AnalysisRow { subject: Subject::Fit(trust.clone()), ..tested(test, chi, 1.5, 0.2) });
    }
    let women = Subject::Words(text("Giới tính: Nữ", "Sex: Women"));
    let odds = AnalysisRow { exp: Some([1.236, 1.06, 1.44]), ..estimated(women.clone(), 0.212, 0.079) };
    let mut model = analysis(
        "logit",
        AnalysisMethod::Model { family: "binomial", link: Some("logit") },
        vec![
            (
                PartKind::Coefficients,
                vec![
                    estimated(Subject::Constant, -0.512, 0.116),
                    odds,
                    estimated(Subject::Threshold(trust.clone(), area.clone()), 1.0, 0.2),
                ],
            ),
            (
                PartKind::Terms,
                vec![AnalysisRow { subject: women.clone(), n: None, ..tested("wald", f, 7.2, 0.0075) }],
            ),
            (
                PartKind::Margins,
                vec![estimated(women, 0.43, 0.015), estimated(Subject::Effect(trust.clone()), 0.01, 0.002)],
            ),
        ],
    );
    model.formula = Some("trust ~ sex".into());
    model.universe = Some(text("Người từng khiếu nại", "Those who complained"));
    model.response = Some((trust.clone(), Some(text("Có", "Yes"))));
    model.references = vec![(text("Giới tính", "Sex"), text("Nam", "Men"))];
    model.facts = vec![
        ("n", 3_720.0),
        ("deviance", 5_093.3),
        ("aic", 5_110.3),
        ("dispersion", 1.0),
        ("events", 12.0),
        ("effective_parameters", 9.1),
    ];
    let others = [
        ("gaussian", None),
        ("binomial", Some("probit")),
        ("quasibinomial", Some("logit")),
        ("poisson", None),
        ("quasipoisson", None),
        ("gamma", Some("log")),
        ("ordinal", Some("logit")),
        ("ordinal", Some("probit")),
        ("cox", None),
        ("loglinear", None),
    ];
    let point = |at: f64| AnalysisRow {
        domain: area.clone(),
        at: Some(at),
        ..estimated(Subject::Nothing, 1.0 - at / 100.0, 0.01)
    };
    let mut curves = analysis(
        "curves",
        AnalysisMethod::Survival("kaplan-meier"),
        vec![
            (PartKind::Curves, (1..=60).map(|at| point(f64::from(at))).collect()),
            (
                PartKind::Quantiles,
                vec![AnalysisRow { at: Some(0.5), ..estimated(Subject::Nothing, 31.5, 1.2) }],
            ),
            (
                PartKind::Tests,
                vec![AnalysisRow {
                    subject: Subject::Words(area.clone()),
                    n: None,
                    ..tested("log-rank", f, 2.0, 0.1)
                }],
            ),
        ],
    );
    (curves.left_out, curves.impossible) = (4, 1);
    let change = |relative, of: Measured| Subject::Change {
        of,
        from: text("Đợt 1", "Wave 1"),
        to: text("Đợt 2", "Wave 2"),
        relative,
    };
    let changes = analysis(
        "changes",
        AnalysisMethod::Change(text("Đợt", "Wave")),
        vec![(
            PartKind::Changes,
            vec![
                estimated(Subject::Wave(Measured::Mean(trust.clone()), text("Đợt 1", "Wave 1")), 5.12, 0.21),
                estimated(change(false, Measured::Ratio(trust.clone(), area.clone())), 0.31, 0.21),
                estimated(change(true, Measured::Total(trust.clone())), 0.0612, 0.0412),
                estimated(change(true, Measured::Function("total(a) / total(b)".into())), -0.02, 0.05),
            ],
        )],
    );
    let mut curve = analysis(
        "curve",
        AnalysisMethod::VarianceFunction("inverse"),
        vec![
            (PartKind::CurveCoefficients, vec![estimated(Subject::Words(Text::same("a")), -0.0004, 0.0001)]),
            (
                PartKind::Predictions,
                vec![AnalysisRow { at: Some(5_000.0), se: Some(412.0), ..AnalysisRow::default() }],
            ),
        ],
    );
    curve.facts = vec![("figures", 12.0), ("r_squared", 0.913)];
    let mut found = vec![
        analysis("tests", AnalysisMethod::Test, vec![(PartKind::Tests, tests)]),
        model,
        curves,
        changes,
        curve,
    ];
    for (at, (family, link)) in others.into_iter().enumerate() {
        let rows = vec![AnalysisRow { exp: Some([1.0, 0.5, 2.0]), ..estimated(Subject::Constant, 0.0, 1.0) }];
        let method = AnalysisMethod::Model { family, link };
        found.push(analysis(&format!("model-{at}"), method, vec![(PartKind::Coefficients, rows)]));
    }
    found.push(analysis(
        "hazard",
        AnalysisMethod::Survival("nelson-aalen"),
        vec![(PartKind::Curves, vec![point(3.0)])],
    ));
    for (name, reason) in
        [("small", Withheld::SmallCell), ("linked", Withheld::Linked), ("few", Withheld::TooFewRows)]
    {
        found.push(Analysis { withheld: Some(reason), ..analysis(name, AnalysisMethod::Test, Vec::new()) });
    }
    found
}

fn document(language: Language) -> Document {
    let mut found = results();
    found.analyses = all();
    compose(&definition(), &found, language)
}

#[test]
fn every_kind_of_analysis_has_its_words_in_both_languages() {
    for language in Language::ALL {
        sound(&document(language));
    }
    assert!(both().iter().all(|document| document.sections.iter().all(|own| own.id != "analyses")));
}

#[test]
fn hypotheses_and_their_tests_are_written_as_statisticians_do() {
    let vi = document(Language::Vi);
    let grid = grids(&vi, "analyses")[0];
    let table = row(grid, "“Niềm tin” và “Nơi ở” độc lập với nhau");
    let words: Vec<&str> = table.cells[1..].iter().map(|cell| cell.text.as_str()).collect();
    let method = "kiểm định Rao–Scott, hiệu chỉnh bậc hai, thống kê F";
    assert_eq!(words, ["–", method, "F(1,9; 240,4) = 3,21", "<0,001", "–"]);
    let mean = row(grid, "Trung bình của “Niềm tin” bằng 4,5");
    assert_eq!(mean.cells[1], cell("5,20", "5,00–5,40", None));
    let words: Vec<&str> = mean.cells[3..].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(words, ["t(120) = 2,00", "0,048", "0,096"]);
    assert!(grid.notes.iter().any(|note| note == "Số người trả lời: 1.200 (chưa gia quyền)."));
}

#[test]
fn a_model_says_what_it_explains_and_with_what_it_compares() {
    let en = document(Language::En);
    assert!(says(
        &en,
        "Model: logistic regression. Response: Trust, probability of “Yes”. Among: Those who complained. Formula: trust ~ sex"
    ));
    assert!(says(&en, "Reference groups: Sex: Men."));
    assert!(says(
        &en,
        "Respondents in the model: 3,720. Deviance: 5,093.3. AIC under the design: 5,110.3. Events: 12."
    ));
    assert!(says(&en, "All figures: analyses/logit.csv, analyses/logit.json."));
    let coefficients = grids(&en, "analyses")[1];
    let women = row(coefficients, "Sex: Women");
    assert_eq!(women.cells[1], cell("0.212", "0.054–0.370", None));
    assert_eq!(women.cells[3], cell("1.24", "1.06–1.44", None));
    assert_eq!(coefficients.columns[3].head, "Odds ratio (95% confidence interval)");
    assert_eq!(row(coefficients, "Constant").cells[3].text, "–");
    assert!(says(&en, "Model: binomial regression, probit link."));
}

#[test]
fn curves_are_thinned_and_relative_changes_are_percentages() {
    let vi = document(Language::Vi);
    let grids = grids(&vi, "analyses");
    let curve = grids.iter().find(|grid| grid.columns[0].head == "Thời gian").unwrap();
    assert_eq!(curve.rows.len(), 1 + 20, "the domain, and every third of sixty points");
    assert_eq!(row(curve, "30").cells[1], cell("70,0%", "68,0–72,0", None));
    assert!(says(&vi, "1 kết quả không tính được; lý do nêu trong tệp số liệu JSON."));
    assert!(says(&vi, "Không hiển thị 4 điểm vì có dưới 10 người trả lời làm căn cứ."));
    let changes = grids.iter().find(|grid| grid.columns[0].head == "Chỉ tiêu").unwrap();
    let total = row(changes, "Thay đổi tương đối của tổng số “Niềm tin”: Đợt 1 → Đợt 2");
    assert_eq!(total.cells[1], cell("6,1%", "−2,1 – 14,4", None));
    assert_eq!(total.cells[2].text, "4,1%");
    assert!(says(&vi, "Trung bình “Niềm tin”: Đợt 1"));
    assert!(says(&vi, "total(a) / total(b)"));
}

#[test]
fn what_is_withheld_has_its_heading_and_the_reason() {
    let vi = document(Language::Vi);
    let warnings: Vec<&String> = section(&vi, "analyses")
        .blocks
        .iter()
        .filter_map(|block| if let Block::Warning(text) = block { Some(text) } else { None })
        .collect();
    assert_eq!(warnings.len(), 3);
    assert!(warnings[0].contains("dưới 10 người trả lời"), "{}", warnings[0]);
    assert!(says(&vi, "Phân tích small"));
    assert!(!says(&vi, "analyses/small.csv"));
}
