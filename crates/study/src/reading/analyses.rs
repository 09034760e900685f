//! Reading `[[analyses]]`.

use super::walk::{Section, Walk};
use crate::definition::analyses::{
    Adjust, Alternative, AnalysisKind, AnalysisRequest, ChangeAnalysis, CurveAnalysis, CurveFit, CurveModel,
    ModelAnalysis, ModelFamily, ModelLink, ModelTermTest, ModelTies, RankScore, SmallSample, StudyHypothesis,
    SurvivalAnalysis, SurvivalEstimator, TableStatistic, TestAnalysis,
};

#[derive(Debug, Clone, Copy)]
enum Kind {
    Test,
    Model,
    Survival,
    Change,
    VarianceFunction,
}

/// All analyses; names that stand twice are faults.
pub(super) fn analyses(root: &Section<'_>, walk: &mut Walk<'_>) -> Vec<AnalysisRequest> {
    let mut found: Vec<AnalysisRequest> = Vec::new();
    for section in root.sections(walk, "analyses") {
        let Some(one) = analysis(&section, walk) else { continue };
        if found.iter().any(|other| other.name == one.name) {
            let message = format!("there is another analysis \"{}\"", one.name);
            let remedy = "give every analysis a name of its own";
            walk.error("E-STUDY-071", section.at(), &section.path("name"), message, remedy);
        }
        found.push(one);
    }
    found
}

fn analysis(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<AnalysisRequest> {
    for key in ["name", "title", "kind"] {
        section.require(walk, key);
    }
    let name = section.string(walk, "name").unwrap_or_default();
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "_-".contains(sign);
    if section.has("name") && (name.is_empty() || name.len() > 60 || !name.chars().all(plain)) {
        let message = format!("\"{name}\" cannot be the name of a file");
        let remedy = "use small letters without marks, digits, - and _, sixty at most";
        walk.error("E-STUDY-071", section.at(), &section.path("name"), message, remedy);
    }
    let title = section.text(walk, "title");
    let kind = section.choice(
        walk,
        "kind",
        &[
            ("test", Kind::Test),
            ("model", Kind::Model),
            ("survival", Kind::Survival),
            ("change", Kind::Change),
            ("variance-function", Kind::VarianceFunction),
        ],
    )?;
    let (mut by, mut filter, mut universe) = Default::default();
    // A curve through the figures of tables knows no people.
    if !matches!(kind, Kind::VarianceFunction) {
        by = section.one_or_more(walk, "by");
        filter = section.string(walk, "where");
        universe = section.text(walk, "universe");
        if filter.is_some() {
            section.require(walk, "universe");
        }
    }
    let kind = match kind {
        Kind::Test => AnalysisKind::Test(test(section, walk)),
        Kind::Model => AnalysisKind::Model(model(section, walk)),
        Kind::Survival => AnalysisKind::Survival(survival(section, walk)),
        Kind::Change => AnalysisKind::Change(change(section, walk)),
        Kind::VarianceFunction => AnalysisKind::VarianceFunction(curve(section, walk)),
    };
    section.finish(walk);
    Some(AnalysisRequest { name, title, by, filter, universe, kind })
}

fn test(section: &Section<'_>, walk: &mut Walk<'_>) -> TestAnalysis {
    let mut hypotheses = Vec::new();
    let two = |text: &str, sign: char| pair(text, sign);
    hypotheses.extend(section.parsed(walk, "mean", "a variable and a number, such as \"score=5\"", |text| {
        let (y, null) = two(text, '=')?;
        let null = null.parse().ok().filter(|null: &f64| null.is_finite())?;
        Some(StudyHypothesis::Mean { y, null })
    }));
    let by = "a variable and the variable of groups, such as \"score~area\"";
    hypotheses.extend(
        section.parsed(walk, "groups", by, |text| {
            two(text, '~').map(|(y, by)| StudyHypothesis::Groups { y, by })
        }),
    );
    hypotheses.extend(section.parsed(walk, "paired", "two variables, such as \"before,after\"", |text| {
        two(text, ',').map(|(a, b)| StudyHypothesis::Paired { a, b })
    }));
    hypotheses.extend(
        section
            .parsed(walk, "rank", by, |text| two(text, '~').map(|(y, by)| StudyHypothesis::Rank { y, by })),
    );
    hypotheses.extend(section.parsed(walk, "table", "two variables, such as \"trust*area\"", |text| {
        two(text, '*').map(|(a, b)| StudyHypothesis::Table { a, b })
    }));
    let shares = "a variable and the shares of its categories, such as \"sex:F=0.51,M=0.49\"";
    hypotheses.extend(section.parsed(walk, "fit", shares, fit));
    let both = "two variables, such as \"age*score\"";
    hypotheses.extend(section.parsed(walk, "correlation", both, |text| {
        two(text, '*').map(|(x, y)| StudyHypothesis::Correlation { x, y })
    }));
    let keys = ["mean", "groups", "paired", "rank", "table", "fit", "correlation"];
    if !keys.iter().any(|key| section.has(key)) {
        let message = "no hypothesis is named";
        let remedy = "add one or more of mean, groups, paired, rank, table, fit, correlation";
        walk.error("E-STUDY-072", section.at(), &section.path("kind"), message, remedy);
    }
    let statistics = [
        ("f", TableStatistic::F),
        ("first-order", TableStatistic::FirstOrder),
        ("second-order", TableStatistic::SecondOrder),
        ("exact", TableStatistic::Exact),
        ("saddlepoint", TableStatistic::Saddlepoint),
        ("wald", TableStatistic::Wald),
        ("adjusted-wald", TableStatistic::AdjustedWald),
    ];
    let scores = [
        ("wilcoxon", RankScore::Wilcoxon),
        ("van-der-waerden", RankScore::VanDerWaerden),
        ("median", RankScore::Median),
    ];
    let sides = [
        ("two-sided", Alternative::TwoSided),
        ("less", Alternative::Less),
        ("greater", Alternative::Greater),
    ];
    let adjustments = [
        ("bonferroni", Adjust::Bonferroni),
        ("holm", Adjust::Holm),
        ("hochberg", Adjust::Hochberg),
        ("bh", Adjust::BenjaminiHochberg),
        ("by", Adjust::BenjaminiYekutieli),
    ];
    TestAnalysis {
        hypotheses,
        statistic: section.choice(walk, "statistic", &statistics).unwrap_or_default(),
        score: section.choice(walk, "score", &scores).unwrap_or_default(),
        alternative: section.choice(walk, "alternative", &sides).unwrap_or_default(),
        adjust: section.choice(walk, "adjust", &adjustments),
    }
}

fn fit(text: &str) -> Option<StudyHypothesis> {
    let (y, rest) = pair(text, ':')?;
    let share = |part: &str| {
        let (code, share) = pair(part, '=')?;
        let share = share.parse().ok().filter(|share: &f64| share.is_finite() && *share >= 0.0)?;
        Some((code, share))
    };
    let shares = rest.split(',').map(share).collect::<Option<Vec<_>>>()?;
    let positive = shares.iter().any(|(_, share)| *share > 0.0);
    positive.then_some(StudyHypothesis::Fit { y, shares })
}

/// Two names around the first sign of that kind.
fn pair(text: &str, sign: char) -> Option<(String, String)> {
    let (left, right) = text.split_once(sign)?;
    let (left, right) = (left.trim(), right.trim());
    (!left.is_empty() && !right.is_empty()).then(|| (left.to_owned(), right.to_owned()))
}

const LINKS: [(&str, ModelLink); 7] = [
    ("logit", ModelLink::Logit),
    ("probit", ModelLink::Probit),
    ("cloglog", ModelLink::Cloglog),
    ("loglog", ModelLink::Loglog),
    ("cauchit", ModelLink::Cauchit),
    ("log", ModelLink::Log),
    ("inverse", ModelLink::Inverse),
];

fn model(section: &Section<'_>, walk: &mut Walk<'_>) -> ModelAnalysis {
    section.require(walk, "formula");
    let families = [
        ("gaussian", ModelFamily::Gaussian),
        ("binomial", ModelFamily::Binomial),
        ("quasibinomial", ModelFamily::Quasibinomial),
        ("poisson", ModelFamily::Poisson),
        ("quasipoisson", ModelFamily::Quasipoisson),
        ("gamma", ModelFamily::Gamma),
        ("ordinal", ModelFamily::Ordinal),
        ("cox", ModelFamily::Cox),
        ("loglinear", ModelFamily::Loglinear),
    ];
    let terms = [
        ("wald", ModelTermTest::Wald),
        ("working-wald", ModelTermTest::WorkingWald),
        ("likelihood-ratio", ModelTermTest::LikelihoodRatio),
        ("score", ModelTermTest::Score),
    ];
    let ties = [("efron", ModelTies::Efron), ("breslow", ModelTies::Breslow)];
    let small = [("linearised", SmallSample::Linearised), ("cr2", SmallSample::Cr2)];
    let model = ModelAnalysis {
        formula: section.string(walk, "formula").unwrap_or_default(),
        family: section.choice(walk, "family", &families).unwrap_or_default(),
        link: section.choice(walk, "link", &LINKS),
        ties: section.choice(walk, "ties", &ties).unwrap_or_default(),
        term_test: section.choice(walk, "term_test", &terms).unwrap_or_default(),
        margins: section.one_or_more(walk, "margins"),
        against: section.string(walk, "against"),
        small_sample: section.choice(walk, "small_sample", &small),
        exp: section.boolean(walk, "exp").unwrap_or(false),
    };
    if let Some(link) = model.link
        && !model.family.links().contains(&link)
    {
        let known = |link: &ModelLink| LINKS.iter().find(|(_, own)| own == link).map_or("", |(name, _)| name);
        let names: Vec<&str> = model.family.links().iter().map(known).collect();
        let remedy = match &names[..] {
            [] => "take the link out: this family has one only".to_owned(),
            names => format!("write one of {}", names.join(", ")),
        };
        let message = "the family has no such link";
        walk.error("E-STUDY-073", section.at(), &section.path("link"), message, &remedy);
    }
    model
}

fn survival(section: &Section<'_>, walk: &mut Walk<'_>) -> SurvivalAnalysis {
    for key in ["time", "status"] {
        section.require(walk, key);
    }
    let estimators =
        [("kaplan-meier", SurvivalEstimator::KaplanMeier), ("nelson-aalen", SurvivalEstimator::NelsonAalen)];
    let ascending = |times: &[f64]| times.windows(2).all(|pair| pair[0] < pair[1]);
    let shares = |shares: &[f64]| shares.iter().all(|share| *share > 0.0 && *share < 1.0);
    SurvivalAnalysis {
        time: section.string(walk, "time").unwrap_or_default(),
        status: section.string(walk, "status").unwrap_or_default(),
        start: section.string(walk, "start"),
        estimator: section.choice(walk, "estimator", &estimators).unwrap_or_default(),
        at: section.numbers_in(walk, "at", "a list of ascending numbers", ascending).unwrap_or_default(),
        quantiles: section
            .numbers_in(walk, "quantiles", "a list of numbers above 0 and below 1", shares)
            .unwrap_or_else(|| vec![0.5]),
        rho: section.number(walk, "rho").unwrap_or(0.0),
        gamma: section.number(walk, "gamma").unwrap_or(0.0),
    }
}

fn change(section: &Section<'_>, walk: &mut Walk<'_>) -> ChangeAnalysis {
    section.require(walk, "wave");
    let keys = ["mean", "total", "ratio", "function"];
    if !keys.iter().any(|key| section.has(key)) {
        let message = "nothing is named of which the change is wanted";
        let remedy = "add one or more of mean, total, ratio, function";
        walk.error("E-STUDY-072", section.at(), &section.path("kind"), message, remedy);
    }
    ChangeAnalysis {
        wave: section.string(walk, "wave").unwrap_or_default(),
        mean: section.one_or_more(walk, "mean"),
        total: section.one_or_more(walk, "total"),
        ratio: section
            .parsed(walk, "ratio", "two variables, such as \"spent/earned\"", |text| pair(text, '/')),
        function: section.one_or_more(walk, "function"),
    }
}

fn curve(section: &Section<'_>, walk: &mut Walk<'_>) -> CurveAnalysis {
    section.require(walk, "questions");
    let models = [
        ("inverse", CurveModel::Inverse),
        ("inverse-square", CurveModel::InverseSquare),
        ("log", CurveModel::Log),
        ("standard-error", CurveModel::StandardError),
        ("coefficient", CurveModel::Coefficient),
    ];
    let fits = [("equal", CurveFit::Equal), ("observed", CurveFit::Observed), ("fitted", CurveFit::Fitted)];
    CurveAnalysis {
        questions: section.one_or_more(walk, "questions"),
        model: section.choice(walk, "model", &models).unwrap_or_default(),
        fit: section.choice(walk, "fit", &fits),
        at: section.numbers_in(walk, "at", "a list of numbers", |_| true).unwrap_or_default(),
    }
}
