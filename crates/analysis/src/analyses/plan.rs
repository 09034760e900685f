//! From the words of `[[analyses]]` to the requests that the commands on files make.

use sounding_statistics::estimation::function::Function;
use sounding_statistics::models::formula::Formula;
use sounding_statistics::models::glm::{BinomialLink, Family, GammaLink};
use sounding_statistics::models::ordinal::OrdinalLink;
use sounding_statistics::models::small_sample::SmallSampleMethod;
use sounding_statistics::models::survival::cox::Ties;
use sounding_study::{
    Adjust, Alternative, AnalysisRequest, ChangeAnalysis, CurveAnalysis, CurveFit as StudyFit, CurveModel,
    Interval, ModelAnalysis, ModelFamily, ModelLink, ModelTermTest, ModelTies, RankScore, SmallSample, Study,
    StudyHypothesis, SurvivalAnalysis, SurvivalEstimator as StudyEstimator, TableStatistic, TestAnalysis,
    VarianceMethod as StudyMethod,
};

use crate::estimate::{IntervalMethod, Measure, Request, VarianceMethod};
use crate::modelling::{CurveRequest, ModelKind, ModelRequest, SurvivalEstimator, TermTest};
use crate::testing::{Adjustment, ChiSquaredStatistic, Hypothesis, Score, Side, TestRequest};
use crate::variance_function::{CurveFit, CurveOfVariance, VarianceModel};

/// What all requests of a study share.
pub(super) fn base(study: &Study, analysis: &AnalysisRequest) -> Request {
    let variance = &study.definition.variance;
    let count = variance.replicates as u32;
    Request {
        by: analysis.by.clone(),
        variance: match variance.method {
            StudyMethod::Taylor => VarianceMethod::Taylor,
            StudyMethod::Jk1 => VarianceMethod::Jk1,
            StudyMethod::Jkn => VarianceMethod::Jkn,
            StudyMethod::Brr => VarianceMethod::Brr,
            StudyMethod::Fay => VarianceMethod::Fay(variance.rho),
            StudyMethod::Jk2 => VarianceMethod::Jk2,
            StudyMethod::Groups => VarianceMethod::Groups(count),
            StudyMethod::Sdr => VarianceMethod::Sdr(count),
            StudyMethod::Bootstrap => VarianceMethod::Bootstrap(count),
            StudyMethod::Preston => VarianceMethod::Preston(count),
            StudyMethod::CantyDavison => VarianceMethod::CantyDavison(count),
            StudyMethod::Poisson => VarianceMethod::Poisson(count),
            StudyMethod::Generalised => VarianceMethod::Generalised(count),
        },
        interval: match variance.ci {
            Interval::Wald => IntervalMethod::Wald,
            Interval::Logit => IntervalMethod::Logit,
            Interval::Wilson => IntervalMethod::Wilson,
            Interval::KornGraubard => IntervalMethod::KornGraubard,
            Interval::Arcsine => IntervalMethod::Arcsine,
            Interval::Likelihood => IntervalMethod::Likelihood,
        },
        level: variance.level,
        seed: study.definition.about.seed.unwrap_or(1),
        ..Request::default()
    }
}

/// Tests of hypotheses.
pub(super) fn test(base: Request, test: &TestAnalysis) -> TestRequest {
    TestRequest {
        base,
        hypotheses: test.hypotheses.iter().map(hypothesis).collect(),
        statistic: match test.statistic {
            TableStatistic::F => ChiSquaredStatistic::F,
            TableStatistic::FirstOrder => ChiSquaredStatistic::FirstOrder,
            TableStatistic::SecondOrder => ChiSquaredStatistic::SecondOrder,
            TableStatistic::Exact => ChiSquaredStatistic::Exact,
            TableStatistic::Saddlepoint => ChiSquaredStatistic::Saddlepoint,
            TableStatistic::Wald => ChiSquaredStatistic::Wald,
            TableStatistic::AdjustedWald => ChiSquaredStatistic::AdjustedWald,
        },
        score: match test.score {
            RankScore::Wilcoxon => Score::Wilcoxon,
            RankScore::VanDerWaerden => Score::VanDerWaerden,
            RankScore::Median => Score::Median,
        },
        side: match test.alternative {
            Alternative::TwoSided => None,
            Alternative::Less => Some(Side::Below),
            Alternative::Greater => Some(Side::Above),
        },
        adjustment: test.adjust.map(|adjust| match adjust {
            Adjust::Bonferroni => Adjustment::Bonferroni,
            Adjust::Holm => Adjustment::Holm,
            Adjust::Hochberg => Adjustment::Hochberg,
            Adjust::BenjaminiHochberg => Adjustment::BenjaminiHochberg,
            Adjust::BenjaminiYekutieli => Adjustment::BenjaminiYekutieli,
        }),
    }
}

pub(super) fn hypothesis(hypothesis: &StudyHypothesis) -> Hypothesis {
    match hypothesis.clone() {
        StudyHypothesis::Mean { y, null } => Hypothesis::Mean { y, null },
        StudyHypothesis::Groups { y, by } => Hypothesis::Groups { y, by },
        StudyHypothesis::Paired { a, b } => Hypothesis::Paired(a, b),
        StudyHypothesis::Rank { y, by } => Hypothesis::Rank { y, by },
        StudyHypothesis::Table { a, b } => Hypothesis::Table(a, b),
        StudyHypothesis::Fit { y, shares } => Hypothesis::Fit { y, shares },
        StudyHypothesis::Correlation { x, y } => Hypothesis::Correlation(x, y),
    }
}

/// A model; `None` where a formula cannot be read, which was said before.
pub(super) fn model(base: Request, model: &ModelAnalysis) -> Option<ModelRequest> {
    let against = match &model.against {
        Some(text) => Some(Formula::parse(text).ok()?),
        None => None,
    };
    Some(ModelRequest {
        base,
        formula: Formula::parse(&model.formula).ok()?,
        kind: kind(model),
        term_test: match model.term_test {
            ModelTermTest::Wald => TermTest::Wald,
            ModelTermTest::WorkingWald => TermTest::WorkingWald,
            ModelTermTest::LikelihoodRatio => TermTest::LikelihoodRatio,
            ModelTermTest::Score => TermTest::Score,
        },
        margins: model.margins.clone(),
        against,
        small_sample: model.small_sample.map(|method| match method {
            SmallSample::Linearised => SmallSampleMethod::Linearised,
            SmallSample::Cr2 => SmallSampleMethod::Cr2,
        }),
        imputation: None,
    })
}

/// The link of a model: the one named, or the family's usual one. Those that do not go together were refused.
fn link(model: &ModelAnalysis) -> Option<ModelLink> {
    model.link.or_else(|| model.family.links().first().copied())
}

fn kind(model: &ModelAnalysis) -> ModelKind {
    let link = link(model);
    let binomial = match link {
        Some(ModelLink::Probit) => BinomialLink::Probit,
        Some(ModelLink::Cloglog) => BinomialLink::Cloglog,
        _ => BinomialLink::Logit,
    };
    match model.family {
        ModelFamily::Gaussian => ModelKind::Glm(Family::Gaussian),
        ModelFamily::Binomial => ModelKind::Glm(Family::Binomial(binomial)),
        ModelFamily::Quasibinomial => ModelKind::Glm(Family::Quasibinomial(binomial)),
        ModelFamily::Poisson => ModelKind::Glm(Family::Poisson),
        ModelFamily::Quasipoisson => ModelKind::Glm(Family::Quasipoisson),
        ModelFamily::Gamma => ModelKind::Glm(Family::Gamma(match link {
            Some(ModelLink::Inverse) => GammaLink::Inverse,
            _ => GammaLink::Log,
        })),
        ModelFamily::Ordinal => ModelKind::Ordinal(match link {
            Some(ModelLink::Probit) => OrdinalLink::Probit,
            Some(ModelLink::Cloglog) => OrdinalLink::Cloglog,
            Some(ModelLink::Loglog) => OrdinalLink::Loglog,
            Some(ModelLink::Cauchit) => OrdinalLink::Cauchit,
            _ => OrdinalLink::Logit,
        }),
        ModelFamily::Cox => ModelKind::Cox(match model.ties {
            ModelTies::Efron => Ties::Efron,
            ModelTies::Breslow => Ties::Breslow,
        }),
        ModelFamily::Loglinear => ModelKind::Loglinear,
    }
}

/// The names of family and link in the study file.
pub(super) fn model_names(model: &ModelAnalysis) -> (&'static str, Option<&'static str>) {
    let family = match model.family {
        ModelFamily::Gaussian => "gaussian",
        ModelFamily::Binomial => "binomial",
        ModelFamily::Quasibinomial => "quasibinomial",
        ModelFamily::Poisson => "poisson",
        ModelFamily::Quasipoisson => "quasipoisson",
        ModelFamily::Gamma => "gamma",
        ModelFamily::Ordinal => "ordinal",
        ModelFamily::Cox => "cox",
        ModelFamily::Loglinear => "loglinear",
    };
    let link = link(model).map(|link| match link {
        ModelLink::Logit => "logit",
        ModelLink::Probit => "probit",
        ModelLink::Cloglog => "cloglog",
        ModelLink::Loglog => "loglog",
        ModelLink::Cauchit => "cauchit",
        ModelLink::Log => "log",
        ModelLink::Inverse => "inverse",
    });
    (family, link)
}

/// Curves of survival.
pub(super) fn survival(base: Request, curves: &SurvivalAnalysis) -> CurveRequest {
    CurveRequest {
        base,
        time: curves.time.clone(),
        status: curves.status.clone(),
        start: curves.start.clone(),
        estimator: match curves.estimator {
            StudyEstimator::KaplanMeier => SurvivalEstimator::KaplanMeier,
            StudyEstimator::NelsonAalen => SurvivalEstimator::NelsonAalen,
        },
        at: curves.at.clone(),
        quantiles: curves.quantiles.clone(),
        rho: curves.rho,
        gamma: curves.gamma,
    }
}

/// Changes between waves.
pub(super) fn change(base: Request, change: &ChangeAnalysis) -> Request {
    Request { measures: measures(change), wave: Some(change.wave.clone()), ..base }
}

/// What changes.
pub(super) fn measures(change: &ChangeAnalysis) -> Vec<Measure> {
    let mut measures: Vec<Measure> = change.mean.iter().cloned().map(Measure::Mean).collect();
    measures.extend(change.total.iter().cloned().map(Measure::Total));
    measures.extend(change.ratio.iter().cloned().map(|(y, x)| Measure::Ratio(y, x)));
    let functions = change.function.iter().filter_map(|text| Function::parse(text).ok());
    measures.extend(functions.map(Measure::Function));
    measures
}

/// A variance function, with its name in the study file.
pub(super) fn curve(curve: &CurveAnalysis) -> (CurveOfVariance, &'static str) {
    let (model, name) = match curve.model {
        CurveModel::Inverse => (VarianceModel::Inverse, "inverse"),
        CurveModel::InverseSquare => (VarianceModel::InverseSquare, "inverse-square"),
        CurveModel::Log => (VarianceModel::Log, "log"),
        CurveModel::StandardError => (VarianceModel::StandardError, "standard-error"),
        CurveModel::Coefficient => (VarianceModel::Coefficient, "coefficient"),
    };
    let relative = matches!(model, VarianceModel::Inverse | VarianceModel::InverseSquare);
    let fit = match curve.fit {
        None if relative => CurveFit::Fitted,
        None | Some(StudyFit::Equal) => CurveFit::Equal,
        Some(StudyFit::Observed) => CurveFit::Observed,
        Some(StudyFit::Fitted) => CurveFit::Fitted,
    };
    let request =
        CurveOfVariance { estimate: String::new(), se: String::new(), model, fit, at: curve.at.clone() };
    (request, name)
}
