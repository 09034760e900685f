//! `[[analyses]]` of a study: the tests and models that the commands make of files, over the study's own answers with their final weights,
//! design and variance, protected together with the tables.

mod counts;
mod guard;
mod plan;
mod said;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeSet;

use sounding_statistics::models::formula::Formula;
use sounding_study::{AnalysisKind, AnalysisRequest};
use sounding_survey::{
    Analysis, AnalysisMethod, AnalysisPart, Disclosure, Finding, Place, Statistic, Table, TableRole, Withheld,
};

use crate::answers::analysis_column;
use crate::estimate::{DesignFacts, Measure, Request, measured};
use crate::fault::Faults;
use crate::listing::Listing;
use crate::modelling::{ModelAnswer, curves, modelled};
use crate::tables::Estimator;
use crate::testing::{Hypothesis, tested};
use crate::variance_function::{FittedCurve, fitted_curve};
pub(crate) use guard::Guard;
use said::Labels;
use view::View;

/// The results of an analysis as files have them: what the commands on files would have written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysed {
    /// What its files are called.
    pub name: String,
    /// The listings, the chief one first; none where it is withheld.
    pub listings: Vec<Listing>,
    /// What was noticed.
    pub warnings: Vec<String>,
    /// The design, where there is one.
    pub design: Option<DesignFacts>,
    /// Confidence level.
    pub level: f64,
    /// Why it is not there.
    pub withheld: Option<Withheld>,
}

/// What an analysis found: the rows of the report, and the listings of the files.
type Found = (Vec<AnalysisPart>, Analysed);

/// All analyses of the study, those that may not leave empty.
pub(crate) fn analyse(
    estimator: &Estimator<'_>,
    mut guard: Guard<'_>,
    tables: &[Table],
) -> Result<Vec<(Analysis, Analysed)>, Faults> {
    let requests = &estimator.answers.study.definition.analyses;
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (at, request) in requests.iter().enumerate() {
        let one = One { estimator, request, at };
        match one.analysed(&mut guard, tables) {
            Ok(analysed) => found.push(analysed),
            Err(more) => faults.extend(more.0.into_iter().map(|finding| one.placed(finding))),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
}

/// The variables that an analysis reads beside its domains.
pub(crate) fn variables(request: &AnalysisRequest) -> BTreeSet<String> {
    let formulas = |texts: &[&Option<String>]| -> BTreeSet<String> {
        let read = texts.iter().filter_map(|text| Formula::parse(text.as_ref()?).ok());
        read.flat_map(|formula| formula.names().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    match &request.kind {
        AnalysisKind::Test(test) => {
            let names = test.hypotheses.iter().flat_map(|own| {
                let (categories, numbers) = own.variables();
                [categories, numbers].concat()
            });
            names.map(str::to_owned).collect()
        }
        AnalysisKind::Model(model) => formulas(&[&Some(model.formula.clone()), &model.against]),
        AnalysisKind::Survival(own) => {
            [&own.time, &own.status].into_iter().chain(&own.start).cloned().collect()
        }
        AnalysisKind::Change(change) => {
            let measures = plan::measures(change);
            measures.iter().flat_map(Measure::variables).map(str::to_owned).collect()
        }
        AnalysisKind::VarianceFunction(_) => BTreeSet::new(),
    }
}

struct One<'a> {
    estimator: &'a Estimator<'a>,
    request: &'a AnalysisRequest,
    at: usize,
}

impl One<'_> {
    fn labels(&self) -> Labels<'_> {
        Labels(self.estimator.answers.codebook())
    }

    /// Results that may leave, or the reason why there are none.
    fn analysed(&self, guard: &mut Guard<'_>, tables: &[Table]) -> Result<(Analysis, Analysed), Faults> {
        let definition = &self.estimator.answers.study.definition;
        let request = self.request;
        let mut analysis = Analysis {
            name: request.name.clone(),
            title: request.title.clone(),
            universe: (!request.universe.is_empty()).then(|| request.universe.clone()),
            level: definition.variance.level,
            ..Analysis::default()
        };
        let found: Result<Found, Withheld> = match &request.kind {
            AnalysisKind::Test(test) => self.tests(test, guard, &mut analysis),
            AnalysisKind::Model(model) => self.model(model, guard, &mut analysis),
            AnalysisKind::Survival(survival) => self.curves(survival, guard, &mut analysis),
            AnalysisKind::Change(change) => {
                analysis.method = AnalysisMethod::Change(self.labels().variable(&change.wave));
                self.changes(change, guard)
            }
            AnalysisKind::VarianceFunction(curve) => self.variance_function(curve, tables, &mut analysis),
        }?;
        let name = request.name.clone();
        let level = definition.variance.level;
        Ok(match found {
            Ok((parts, analysed)) => {
                analysis.parts = parts;
                (analysis, Analysed { name, level, ..analysed })
            }
            Err(reason) => {
                analysis.withheld = Some(reason);
                analysis.facts.clear();
                (analysis.left_out, analysis.impossible) = (0, 0);
                let withheld = Some(reason);
                (analysis, Analysed { name, level, withheld, ..Analysed::default() })
            }
        })
    }

    /// A fault with the analysis in which it was found.
    fn placed(&self, finding: Finding) -> Finding {
        let path = format!("analyses[{}]", self.at);
        let place = match &finding.place.file {
            None => Place::file("study.toml").column(path),
            Some(_) => finding.place.clone(),
        };
        Finding {
            place,
            message: format!("analysis \"{}\": {}", self.request.name, finding.message),
            ..finding
        }
    }

    fn view(&self, request: Request) -> Result<View<'_>, Faults> {
        View::new(self.estimator, request, &analysis_column(self.at), &variables(self.request))
    }

    fn base(&self) -> Request {
        plan::base(self.estimator.answers.study, self.request)
    }

    fn tests(
        &self,
        test: &sounding_study::TestAnalysis,
        guard: &mut Guard<'_>,
        analysis: &mut Analysis,
    ) -> Result<Result<Found, Withheld>, Faults> {
        let view = self.view(self.base())?;
        let mut request = plan::test(view.request.clone(), test);
        self.given_shares(&view, &mut request.hypotheses)?;
        let counts = request.hypotheses.iter().flat_map(|own| counts::of_hypothesis(&view, own)).collect();
        if let Some(reason) = guard.admit(counts) {
            return Ok(Err(reason));
        }
        let answer = view.with(|sampled| tested(sampled, &request, Vec::new()))?;
        let domains = &view.prepared.domains;
        let made = |hypothesis: &Hypothesis, domain: &Vec<String>| {
            let text = hypothesis.to_string();
            answer.tests.iter().any(|one| one.hypothesis == text && one.domain == *domain)
        };
        let missing = |hypothesis| domains.iter().filter(|domain| !made(hypothesis, domain)).count() as u64;
        analysis.impossible = request.hypotheses.iter().map(missing).sum();
        let parts = said::tests(self.labels(), &request, &answer);
        let listings = vec![answer.listing(&request.base.by)];
        Ok(Ok((
            parts,
            Analysed {
                listings,
                warnings: answer.warnings,
                design: Some(answer.design),
                ..Analysed::default()
            },
        )))
    }

    /// Takes answers that nobody gave out of the shares to be tested, where their share is 0.
    fn given_shares(&self, view: &View<'_>, hypotheses: &mut [Hypothesis]) -> Result<(), Faults> {
        let mut faults = Vec::new();
        for hypothesis in hypotheses {
            let Hypothesis::Fit { y, shares } = hypothesis else { continue };
            let Some(text) = view.categories(y) else { continue };
            for (code, _) in shares.iter().filter(|(code, share)| *share > 0.0 && !text.labels.contains(code))
            {
                faults.push(Finding::error(
                    "E-ANL-003",
                    Place::file("study.toml").column(format!("analyses[{}].fit", self.at)),
                    format!(
                        "nobody gave the answer \"{code}\" to \"{y}\", so that its share cannot be tested"
                    ),
                    "give it the share 0, or derive a variable that joins it with another answer",
                ));
            }
            shares.retain(|(code, _)| text.labels.contains(code));
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
    }

    fn model(
        &self,
        model: &sounding_study::ModelAnalysis,
        guard: &mut Guard<'_>,
        analysis: &mut Analysis,
    ) -> Result<Result<Found, Withheld>, Faults> {
        let (family, link) = plan::model_names(model);
        analysis.method = AnalysisMethod::Model { family, link };
        analysis.formula = Some(model.formula.clone());
        let view = self.view(self.base())?;
        let Some(request) = plan::model(view.request.clone(), model) else { return Err(Faults(Vec::new())) };
        if request.small_sample.is_some() && self.estimator.weighted.calibration.is_some() {
            return Err(Faults::one(
                "E-ANL-002",
                Place::file("study.toml").column(format!("analyses[{}].small_sample", self.at)),
                "small-sample degrees of freedom know nothing of weights that were calibrated",
                "take small_sample out; the degrees of freedom are then those of the design",
            ));
        }
        if let Some(reason) = guard.admit(counts::of_model(&view, &request)) {
            return Ok(Err(reason));
        }
        let answer: ModelAnswer = view.with(|sampled| modelled(sampled, &request, Vec::new()))?;
        let minimum = guard.minimum();
        if answer.models.iter().any(|own| own.rows < own.coefficients.len() as u64 + minimum) {
            return Ok(Err(Withheld::TooFewRows));
        }
        analysis.impossible = (view.prepared.domains.len() - answer.models.len()) as u64;
        if let [own] = &answer.models[..] {
            analysis.facts.push(("n", own.rows as f64));
            analysis.facts.extend(own.facts.iter().filter(|(_, value)| value.is_finite()));
        }
        analysis.response = said::response(self.labels(), &view, &request);
        analysis.references = said::references(self.labels(), &view, &request);
        let by = &request.base.by;
        let parts = said::model(self.labels(), &request, &answer, model.exp);
        let listings =
            vec![answer.coefficients(by, model.exp), answer.terms(by), answer.margins(by), answer.fits(by)];
        Ok(Ok((
            parts,
            Analysed {
                listings,
                warnings: answer.warnings,
                design: Some(answer.design),
                ..Analysed::default()
            },
        )))
    }

    fn curves(
        &self,
        survival: &sounding_study::SurvivalAnalysis,
        guard: &mut Guard<'_>,
        analysis: &mut Analysis,
    ) -> Result<Result<Found, Withheld>, Faults> {
        analysis.method = AnalysisMethod::Survival(match survival.estimator {
            sounding_study::SurvivalEstimator::KaplanMeier => "kaplan-meier",
            sounding_study::SurvivalEstimator::NelsonAalen => "nelson-aalen",
        });
        let view = self.view(self.base())?;
        let request = plan::survival(view.request.clone(), survival);
        if let Some(reason) = guard.admit(counts::of_curves(&view, &request)) {
            return Ok(Err(reason));
        }
        let mut answer = view.with(|sampled| curves(sampled, &request, Vec::new()))?;
        analysis.left_out = counts::thin(&view, &request, guard.minimum(), &mut answer);
        let by = &request.base.by;
        let parts = said::curves(self.labels(), by, &answer);
        let listings = vec![answer.curves(by), answer.times(by), answer.test_listing()];
        Ok(Ok((
            parts,
            Analysed {
                listings,
                warnings: answer.warnings,
                design: Some(answer.design),
                ..Analysed::default()
            },
        )))
    }

    fn changes(
        &self,
        change: &sounding_study::ChangeAnalysis,
        guard: &mut Guard<'_>,
    ) -> Result<Result<Found, Withheld>, Faults> {
        let view = self.view(plan::change(self.base(), change))?;
        let counts =
            view.request.measures.iter().flat_map(|own| counts::of_values(&view, &own.variables())).collect();
        if let Some(reason) = guard.admit(counts) {
            return Ok(Err(reason));
        }
        let answer = view.with(|sampled| measured(sampled, Vec::new()))?;
        let request = &view.request;
        let parts = said::changes(self.labels(), request, &answer);
        let by: Vec<String> = request.by.iter().chain(&request.wave).cloned().collect();
        let listings = vec![answer.figures(&by)];
        Ok(Ok((
            parts,
            Analysed {
                listings,
                warnings: answer.warnings,
                design: Some(answer.design),
                ..Analysed::default()
            },
        )))
    }

    /// A curve through the standard errors of totals that the tables show. It knows nothing else, and needs no protection of its own.
    fn variance_function(
        &self,
        curve: &sounding_study::CurveAnalysis,
        tables: &[Table],
        analysis: &mut Analysis,
    ) -> Result<Result<Found, Withheld>, Faults> {
        let (request, name) = plan::curve(curve);
        analysis.method = AnalysisMethod::VarianceFunction(name);
        let asked =
            |table: &&Table| table.statistic == Statistic::Total && curve.questions.contains(&table.variable);
        let cells = |table: &'_ Table| -> Vec<sounding_survey::Cell> {
            // Everyone stands in the topline and over the groups, and counts once.
            let own = table.groups.iter().zip(&table.cells);
            let once = own.filter(|(group, _)| group.breakdown.is_some() || table.role == TableRole::Topline);
            once.map(|(_, cell)| cell.clone()).collect()
        };
        let figures: Vec<(f64, f64)> = tables
            .iter()
            .filter(asked)
            .flat_map(cells)
            .filter(|cell| cell.disclosure == Disclosure::Open)
            .filter_map(|cell| cell.estimate)
            .filter(|found| found.value.is_finite() && found.se.is_finite() && found.se > 0.0)
            .map(|found| (found.value, found.se))
            .collect();
        let place = Place::file("study.toml").column(format!("analyses[{}].questions", self.at));
        let fitted = fitted_curve(&figures, &request, place)?;
        analysis.facts = vec![("figures", fitted.figures as f64), ("r_squared", fitted.r_squared)];
        let parts = said::curve(&fitted, &request.at);
        let FittedCurve { coefficients, predictions, warnings, .. } = fitted;
        Ok(Ok((
            parts,
            Analysed { listings: vec![coefficients, predictions], warnings, ..Analysed::default() },
        )))
    }
}
