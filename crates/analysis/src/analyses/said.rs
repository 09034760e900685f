//! What was found, in the labels of the codebook: the rows of a report.

use sounding_statistics::models::formula::{Response, Transform, Variable};
use sounding_statistics::testing::{Outcome, Reference};
use sounding_survey::{
    AnalysisPart, AnalysisRow, Codebook, Distribution, Language, Measured, PartKind, StatisticValue, Subject,
    Text as Words,
};

use super::view::View;
use crate::data::Column;
use crate::estimate::{Answer, Measure, Request};
use crate::modelling::{Coefficient, CurveAnswer, Model, ModelAnswer, ModelKind, ModelRequest};
use crate::testing::{Hypothesis, TestAnswer, TestRequest};
use crate::variance_function::FittedCurve;

/// The words of names and codes.
#[derive(Clone, Copy)]
pub(super) struct Labels<'a>(pub(super) &'a Codebook);

impl Labels<'_> {
    pub(super) fn variable(self, name: &str) -> Words {
        self.0.variable(name).map_or_else(|| Words::same(name), |variable| variable.short_label().clone())
    }

    fn category(self, name: &str, code: &str) -> Words {
        let variable = self.0.variable(name);
        let known = variable.and_then(|own| own.categories().iter().find(|category| category.code == code));
        known.map_or_else(|| Words::same(code), |category| category.label.clone())
    }

    /// The categories of a domain in one line.
    fn domain(self, by: &[String], codes: &[String]) -> Words {
        let labels: Vec<Words> = by.iter().zip(codes).map(|(name, code)| self.category(name, code)).collect();
        joined(&labels, ", ")
    }
}

fn joined(parts: &[Words], between: &str) -> Words {
    let of =
        |language: Language| parts.iter().map(|part| part.get(language)).collect::<Vec<_>>().join(between);
    Words::new(of(Language::Vi), of(Language::En))
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn interval(low: f64, high: f64) -> Option<[f64; 2]> {
    (low.is_finite() && high.is_finite()).then_some([low, high])
}

fn statistic(outcome: &Outcome) -> StatisticValue {
    let distribution = match &outcome.reference {
        Reference::StudentT { degrees_of_freedom } => Distribution::T(*degrees_of_freedom),
        Reference::F { numerator, denominator } => Distribution::F(*numerator, *denominator),
        Reference::ChiSquared { degrees_of_freedom } => Distribution::ChiSquared(*degrees_of_freedom),
        Reference::ChiSquaredSum { weights, .. } => Distribution::ChiSquared(weights.len() as f64),
    };
    StatisticValue { test: outcome.test.word(), distribution, value: outcome.statistic }
}

/// The tests.
pub(super) fn tests(labels: Labels<'_>, request: &TestRequest, answer: &TestAnswer) -> Vec<AnalysisPart> {
    let row = |tested: &crate::testing::Tested| {
        let hypothesis = request.hypotheses.iter().find(|own| own.to_string() == tested.hypothesis);
        let own = |hypothesis: &Hypothesis| match hypothesis {
            Hypothesis::Mean { y, null } => Subject::Mean(labels.variable(y), *null),
            Hypothesis::Groups { y, by } => Subject::Groups(labels.variable(y), labels.variable(by)),
            Hypothesis::Paired(a, b) => Subject::Paired(labels.variable(a), labels.variable(b)),
            Hypothesis::Rank { y, by } => Subject::Rank(labels.variable(y), labels.variable(by)),
            Hypothesis::Table(a, b) => Subject::Table(labels.variable(a), labels.variable(b)),
            Hypothesis::Fit { y, .. } => Subject::Fit(labels.variable(y)),
            Hypothesis::Correlation(a, b) => Subject::Correlation(labels.variable(a), labels.variable(b)),
        };
        let several = answer.tests.iter().any(|other| {
            other.pair.is_none() && other.hypothesis == tested.hypothesis && other.domain == tested.domain
        });
        let subject = match (&tested.pair, hypothesis) {
            // One of the pairs under the test of all groups.
            (Some([a, b]), Some(Hypothesis::Groups { by, .. } | Hypothesis::Rank { by, .. })) if several => {
                Subject::Difference(labels.category(by, a), labels.category(by, b))
            }
            (_, Some(hypothesis)) => own(hypothesis),
            (_, None) => Subject::Nothing,
        };
        let effect = tested.outcome.effect.as_ref();
        let pair = match (&tested.pair, hypothesis) {
            (Some(pair), Some(Hypothesis::Groups { by, .. } | Hypothesis::Rank { by, .. })) if !several => {
                Some([&pair[0], &pair[1]].map(|code| labels.category(by, code)))
            }
            _ => None,
        };
        AnalysisRow {
            domain: labels.domain(&request.base.by, &tested.domain),
            subject,
            pair,
            n: Some(tested.n),
            estimate: effect.and_then(|effect| finite(effect.estimate)),
            se: effect.and_then(|effect| finite(effect.standard_error)),
            interval: effect.and_then(|effect| interval(effect.interval.low, effect.interval.high)),
            test: Some(statistic(&tested.outcome)),
            p: finite(tested.p),
            adjusted: tested.adjusted.and_then(finite),
            ..AnalysisRow::default()
        }
    };
    let rows: Vec<AnalysisRow> = answer.tests.iter().map(row).collect();
    let part = AnalysisPart { kind: PartKind::Tests, rows };
    if part.rows.is_empty() { Vec::new() } else { vec![part] }
}

/// The tables of a model; `exp` adds exponentials of the coefficients.
pub(super) fn model(
    labels: Labels<'_>,
    request: &ModelRequest,
    answer: &ModelAnswer,
    exp: bool,
) -> Vec<AnalysisPart> {
    let by = &request.base.by;
    let names = Names { labels, request };
    let coefficient = |model: &Model, one: &Coefficient, subject: Subject| AnalysisRow {
        domain: labels.domain(by, &model.domain),
        subject,
        estimate: finite(one.value),
        se: finite(one.se),
        interval: interval(one.low, one.high),
        p: finite(one.p),
        ..AnalysisRow::default()
    };
    let mut parts: Vec<AnalysisPart> = [PartKind::Coefficients, PartKind::Terms, PartKind::Margins]
        .map(|kind| AnalysisPart { kind, rows: Vec::new() })
        .into();
    for model in &answer.models {
        for one in &model.coefficients {
            let exponentials = [one.value, one.low, one.high].map(f64::exp);
            let row = coefficient(model, one, names.coefficient(&one.name));
            let shown = exp && row.subject != Subject::Constant && exponentials.iter().all(|x| x.is_finite());
            parts[0].rows.push(AnalysisRow { exp: shown.then_some(exponentials), ..row });
        }
        for term in &model.terms {
            parts[1].rows.push(AnalysisRow {
                domain: labels.domain(by, &model.domain),
                subject: Subject::Words(names.term(&term.name)),
                test: Some(statistic(&term.outcome)),
                p: finite(term.outcome.p),
                ..AnalysisRow::default()
            });
        }
        for one in &model.margins {
            let row = coefficient(model, one, names.margin(&one.name));
            parts[2].rows.push(AnalysisRow { p: None, ..row });
        }
    }
    parts.retain(|part| !part.rows.is_empty());
    parts
}

/// The variables whose categories are compared with one of them, and which one that is.
pub(super) fn references(labels: Labels<'_>, view: &View<'_>, request: &ModelRequest) -> Vec<(Words, Words)> {
    if request.kind == ModelKind::Loglinear {
        return Vec::new();
    }
    let mut found = Vec::new();
    for variable in &request.formula.variables {
        let column = view.prepared.frame.column(&variable.name);
        let first = match (&variable.transform, column) {
            (Transform::Factor { reference: Some(reference) }, _) => Some(reference.clone()),
            (Transform::Factor { .. }, Some(column)) => column.categories().labels.first().cloned(),
            (Transform::None, Some(Column::Text(text))) => text.labels.first().cloned(),
            _ => None,
        };
        if let Some(code) = first {
            let one = (labels.variable(&variable.name), labels.category(&variable.name, &code));
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// What a model explains, and the category whose probability it is.
pub(super) fn response(
    labels: Labels<'_>,
    view: &View<'_>,
    request: &ModelRequest,
) -> Option<(Words, Option<Words>)> {
    match request.formula.response.as_ref()? {
        Response::Survival { time, .. } => Some((labels.variable(&time.name), None)),
        Response::Variable(variable) => {
            let names = Names { labels, request };
            let second = match (&request.kind, &variable.transform) {
                (ModelKind::Glm(_), Transform::None | Transform::Factor { .. }) => {
                    view.categories(&variable.name).and_then(|text| text.labels.get(1))
                }
                _ => None,
            };
            let category = second.map(|code| labels.category(&variable.name, code));
            Some((names.written(variable), category))
        }
    }
}

/// The names that a model gives its columns, in words.
struct Names<'a> {
    labels: Labels<'a>,
    request: &'a ModelRequest,
}

impl Names<'_> {
    fn coefficient(&self, name: &str) -> Subject {
        let formula = &self.request.formula;
        if name == "(Intercept)" {
            return Subject::Constant;
        }
        if self.request.kind == ModelKind::Loglinear {
            return Subject::Words(self.of_table(name));
        }
        for term in &formula.terms {
            let variables: Vec<&Variable> = term.iter().map(|&at| &formula.variables[at]).collect();
            if let Some(parts) = parts(name, &variables) {
                let words: Vec<Words> =
                    variables.iter().zip(parts).map(|(variable, code)| self.part(variable, code)).collect();
                return Subject::Words(joined(&words, " × "));
            }
        }
        match (name.split_once('|'), &formula.response) {
            (Some((below, above)), Some(Response::Variable(response))) => Subject::Threshold(
                self.labels.category(&response.name, below),
                self.labels.category(&response.name, above),
            ),
            _ => Subject::Words(Words::same(name)),
        }
    }

    /// A coefficient of a log-linear model: `a:b[x,y]`.
    fn of_table(&self, name: &str) -> Words {
        let Some((term, codes)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) else {
            return Words::same(name);
        };
        let words: Vec<Words> = term
            .split(':')
            .zip(codes.split(','))
            .map(|(name, code)| joined(&[self.labels.variable(name), self.labels.category(name, code)], ": "))
            .collect();
        joined(&words, " × ")
    }

    /// A variable as it stands in the formula, and its category where it has one.
    fn part(&self, variable: &Variable, code: &str) -> Words {
        let label = self.written(variable);
        match code {
            "" => label,
            code => joined(&[label, self.labels.category(&variable.name, code)], ": "),
        }
    }

    fn written(&self, variable: &Variable) -> Words {
        let label = self.labels.variable(&variable.name);
        match &variable.transform {
            Transform::None | Transform::Factor { .. } => label,
            Transform::Equals(code) => joined(&[label, self.labels.category(&variable.name, code)], ": "),
            _ => {
                let of = |language| variable.label.replace(&variable.name, label.get(language));
                Words::new(of(Language::Vi), of(Language::En))
            }
        }
    }

    fn term(&self, name: &str) -> Words {
        let formula = &self.request.formula;
        let at = formula.labels().iter().position(|label| label == name);
        match at {
            Some(at) => {
                let variables = formula.terms[at].iter().map(|&at| self.written(&formula.variables[at]));
                joined(&variables.collect::<Vec<_>>(), " × ")
            }
            None => Words::same(name),
        }
    }

    /// A margin `variable=category`, or an average effect `d/d(variable)`.
    fn margin(&self, name: &str) -> Subject {
        if let Some(variable) = name.strip_prefix("d/d(").and_then(|rest| rest.strip_suffix(')')) {
            return Subject::Effect(self.labels.variable(variable));
        }
        let Some((variable, code)) = name.split_once('=') else { return Subject::Words(Words::same(name)) };
        let words = [self.labels.variable(variable), self.labels.category(variable, code)];
        Subject::Words(joined(&words, ": "))
    }
}

/// The categories in the name of a column of a term, the empty text for numbers; `None` where it is none of the term's.
fn parts<'n>(name: &'n str, variables: &[&Variable]) -> Option<Vec<&'n str>> {
    let (first, others) = variables.split_first()?;
    let rest = name.strip_prefix(first.label.as_str())?;
    if others.is_empty() {
        return Some(vec![rest]);
    }
    // A category may have a colon in it.
    let colons = rest.char_indices().filter(|(_, sign)| *sign == ':');
    colons.into_iter().find_map(|(at, _)| {
        let mut found = vec![&rest[..at]];
        found.extend(parts(&rest[at + 1..], others)?);
        Some(found)
    })
}

/// The tables of curves of survival.
pub(super) fn curves(labels: Labels<'_>, by: &[String], answer: &CurveAnswer) -> Vec<AnalysisPart> {
    let row = |point: &crate::modelling::Point| AnalysisRow {
        domain: labels.domain(by, &point.group),
        at: Some(point.at),
        estimate: finite(point.value),
        se: finite(point.se),
        interval: interval(point.low, point.high),
        ..AnalysisRow::default()
    };
    let test = answer.test.iter().map(|outcome| AnalysisRow {
        subject: Subject::Words(joined(
            &by.iter().map(|name| labels.variable(name)).collect::<Vec<_>>(),
            " × ",
        )),
        test: Some(statistic(outcome)),
        p: finite(outcome.p),
        ..AnalysisRow::default()
    });
    let mut parts = vec![
        AnalysisPart { kind: PartKind::Curves, rows: answer.points.iter().map(row).collect() },
        AnalysisPart { kind: PartKind::Quantiles, rows: answer.quantiles.iter().map(row).collect() },
        AnalysisPart { kind: PartKind::Tests, rows: test.collect() },
    ];
    parts.retain(|part| !part.rows.is_empty());
    parts
}

/// Figures of waves and their changes.
pub(super) fn changes(labels: Labels<'_>, request: &Request, answer: &Answer) -> Vec<AnalysisPart> {
    let wave = request.wave.as_deref().unwrap_or_default();
    let row = |figure: &crate::estimate::Figure| {
        let found = request.measures.iter().find_map(|measure| {
            let rest = figure.measure.strip_suffix(&measure.to_string())?;
            Some((measured(labels, measure), rest))
        });
        let (last, domain) = figure.domain.split_last()?;
        let (of, what) = found?;
        let subject = match (what, last.split_once(" → ")) {
            ("change of " | "relative change of ", Some((from, to))) => Subject::Change {
                of,
                from: labels.category(wave, from),
                to: labels.category(wave, to),
                relative: what != "change of ",
            },
            _ => Subject::Wave(of, labels.category(wave, last)),
        };
        Some(AnalysisRow {
            domain: labels.domain(&request.by, domain),
            subject,
            n: Some(figure.n),
            estimate: finite(figure.value),
            se: finite(figure.se),
            interval: interval(figure.low, figure.high),
            ..AnalysisRow::default()
        })
    };
    let rows: Vec<AnalysisRow> = answer.figures.iter().filter_map(row).collect();
    let part = AnalysisPart { kind: PartKind::Changes, rows };
    if part.rows.is_empty() { Vec::new() } else { vec![part] }
}

fn measured(labels: Labels<'_>, measure: &Measure) -> Measured {
    match measure {
        Measure::Total(y) => Measured::Total(labels.variable(y)),
        Measure::Ratio(y, x) => Measured::Ratio(labels.variable(y), labels.variable(x)),
        Measure::Mean(y) => Measured::Mean(labels.variable(y)),
        other => Measured::Function(other.to_string()),
    }
}

/// The rows of a variance function.
pub(super) fn curve(fitted: &FittedCurve, at: &[f64]) -> Vec<AnalysisPart> {
    let coefficient = |(at, (value, se)): (usize, &(f64, f64))| AnalysisRow {
        subject: Subject::Words(Words::same(["a", "b", "c"].get(at).copied().unwrap_or_default())),
        estimate: finite(*value),
        se: finite(*se),
        ..AnalysisRow::default()
    };
    let prediction =
        |(at, se): (&f64, &f64)| AnalysisRow { at: Some(*at), se: finite(*se), ..AnalysisRow::default() };
    let mut parts = vec![
        AnalysisPart {
            kind: PartKind::CurveCoefficients,
            rows: fitted.values.iter().enumerate().map(coefficient).collect(),
        },
        AnalysisPart {
            kind: PartKind::Predictions,
            rows: at.iter().zip(&fitted.predicted).map(prediction).collect(),
        },
    ];
    parts.retain(|part| !part.rows.is_empty());
    parts
}
