//! The tables that a study asks for: every figure with its uncertainty, protected and marked before anybody sees it.

mod estimator;
mod groups;
mod numbers;
mod people;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_designs;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use sounding_disclosure::{ReleaseRules, mark_reliability, protect, withhold};
use sounding_statistics::estimation::function::Function;
use sounding_statistics::numerics::normal_quantile;
use sounding_study::{ChartChoice, Statistic as StudyStatistic, TableRequest};
use sounding_survey::{
    Benchmark, CategoryRole, Cell, ChartKind, Column, Disclosure, Finding, Group, Language, Place,
    Provenance, Reliability, Results, SampleSummary, Statistic, Table, TableRole, Text as Words, Variable,
    VariableKind,
};

use crate::analyses::{Analysed, Guard, analyse};
use crate::answers::{Answers, filter_column, is_numeric};
use crate::data::{Column as Values, MISSING};
use crate::fault::Faults;
use crate::weights::Weighted;
pub(crate) use estimator::Estimator;
use estimator::{Ready, Replicated, Replication};
pub(crate) use groups::{Breakdown, everyone};
use numbers::NumberFigure;
pub(crate) use people::People;

/// What the answers of a study give.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluated {
    /// What a report is written from.
    pub results: Results,
    /// The results of the analyses as files have them, in the order of the study file.
    pub analyses: Vec<Analysed>,
}

/// As [`evaluate`], without the files of the analyses.
pub fn tabulate(
    answers: &Answers<'_>,
    weighted: &Weighted,
    sample: Option<SampleSummary>,
    provenance: Provenance,
) -> Result<Results, Faults> {
    evaluate(answers, weighted, sample, provenance).map(|evaluated| evaluated.results)
}

/// Estimates every table and analysis of the study, hides what must not leave, and gathers what a report is written from.
pub fn evaluate(
    answers: &Answers<'_>,
    weighted: &Weighted,
    sample: Option<SampleSummary>,
    provenance: Provenance,
) -> Result<Evaluated, Faults> {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let replication = Replication::new(answers, weighted, threads)?;
    let carried = replication.as_ref().map(|replication| replication.carry(answers, weighted)).transpose()?;
    let slices = Ready::slices(answers)?;
    let ready = Ready::new(answers, &slices, threads)?;
    let made = replication.as_ref().zip(carried.as_ref());
    let replicated = made.map(|(own, carried)| Replicated::Carried(own, carried));
    let estimator = Estimator::new(answers, weighted, replicated.or(ready.as_ref().map(Replicated::Ready)));
    let mut faults = Vec::new();
    let mut results =
        Results { respondents: answers.respondents(), sample, provenance, ..Results::default() };
    results.outcome = answers.outcome;
    results.codebook = answers.codebook().clone();
    results.warnings.extend(answers.warnings.iter().chain(&weighted.warnings).cloned());
    results.replicates = ready.as_ref().map(Ready::count);
    results.warnings.extend(ready.iter().flat_map(Ready::warnings));
    let mut people = People::new(answers, weighted);
    let mut ids = BTreeSet::new();
    for (at, request) in answers.study.definition.tables.iter().enumerate() {
        for topic in topics(answers, request) {
            match topic.and_then(|topic| {
                tables_of(&estimator, at, request, &topic, &mut people, &mut results.warnings)
            }) {
                Ok(tables) => {
                    for mut table in tables {
                        table.id = unique(&table.id, &mut ids);
                        if request.key && table.role == TableRole::Topline {
                            results.key_tables.push(table.id.clone());
                        }
                        results.tables.push(table);
                    }
                }
                Err(more) => faults.extend(more.0),
            }
        }
    }
    let mut seen = BTreeSet::new();
    faults.retain(|fault: &Finding| seen.insert(fault.to_string()));
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let rules = release_rules(answers);
    protect(&mut results.tables, people.known(), &rules);
    for table in &mut results.tables {
        mark_reliability(table, &rules);
    }
    let guard = Guard::new(answers, rules, people, &results.tables);
    let analysed = analyse(&estimator, guard, &results.tables)?;
    let (shown, analyses) = analysed.into_iter().unzip();
    results.analyses = shown;
    withhold(&mut results.tables);
    let mut weighting = weighted.summary.clone();
    weighting.typical_deff = typical_deff(&results.tables).unwrap_or(weighting.kish_deff);
    let simple = normal_quantile(0.975) * (0.25 / results.respondents as f64).sqrt();
    weighting.margin_of_error_srs = simple;
    weighting.margin_of_error = simple * weighting.typical_deff.max(0.0).sqrt();
    results.weighting = Some(weighting);
    Ok(Evaluated { results, analyses })
}

/// The study's rules of release.
fn release_rules(answers: &Answers<'_>) -> ReleaseRules {
    let release = answers.study.definition.release;
    ReleaseRules {
        minimum_cell: release.minimum_cell,
        minimum_base: release.minimum_base,
        maximum_width: release.maximum_width,
    }
}

/// What a table is about.
struct Topic<'a> {
    /// What its files and figures are called by.
    id: String,
    /// The variable, or the text of a function.
    name: String,
    question: Words,
    short: Words,
    statistic: Statistic,
    of: Of<'a>,
}

/// What is estimated.
enum Of<'a> {
    Variable(&'a Variable),
    Function(Arc<Function>),
}

/// What a request asks about.
fn topics<'a>(answers: &'a Answers<'_>, request: &TableRequest) -> Vec<Result<Topic<'a>, Faults>> {
    if let Some(text) = &request.function {
        // What is wrong with it was said when the answers were opened.
        return Function::parse(text)
            .ok()
            .map(|function| Ok(function_topic(answers, request, function)))
            .into_iter()
            .collect();
    }
    let variables = request.questions.iter().filter_map(|name| answers.codebook().variable(name));
    let topic = |variable: &'a Variable| {
        let statistic = statistic(answers, request, variable)?;
        Ok(Topic {
            id: variable.name.clone(),
            name: variable.name.clone(),
            question: variable.label.clone(),
            short: variable.short_label().clone(),
            statistic,
            of: Of::Variable(variable),
        })
    };
    variables.map(topic).collect()
}

/// A function, with what its variables are called.
fn function_topic<'a>(answers: &Answers<'_>, request: &TableRequest, function: Function) -> Topic<'a> {
    let words = |language: Language| {
        let variable = |name: &String| {
            let known = answers.codebook().variable(name);
            let label = known.map_or(name.as_str(), |variable| variable.short_label().get(language));
            format!("{name}: {label}")
        };
        let variables: Vec<String> = function.variables().iter().map(variable).collect();
        if variables.is_empty() {
            function.text().to_owned()
        } else {
            format!("{} ({})", function.text(), variables.join("; "))
        }
    };
    Topic {
        id: format!("function_{}", function.variables().join("_")),
        name: function.text().to_owned(),
        question: Words::new(words(Language::Vi), words(Language::En)),
        short: request.title.clone(),
        statistic: Statistic::Function,
        of: Of::Function(Arc::new(function)),
    }
}

/// The topline of a question and, where groups are asked for, the same by groups.
fn tables_of(
    estimator: &Estimator<'_>,
    request_at: usize,
    request: &TableRequest,
    topic: &Topic<'_>,
    people: &mut People,
    warnings: &mut Vec<Words>,
) -> Result<Vec<Table>, Faults> {
    let answers = estimator.answers;
    let statistic = topic.statistic;
    let mut faults = Vec::new();
    let inside: Vec<bool> = match answers.frame.column(&filter_column(request_at)) {
        Some(Values::Number(inside)) => inside.iter().map(|value| *value == 1.0).collect(),
        _ => vec![true; answers.rows()],
    };
    let mut breakdowns = vec![everyone(answers.rows())];
    breakdowns.extend(request.by.iter().map(|name| Breakdown::new(answers, name, &mut faults)));
    let question = match &topic.of {
        Of::Variable(variable) => Question::new(answers, variable, statistic, &inside, &mut faults),
        Of::Function(function) => {
            let names: Vec<&str> = function.variables().iter().map(String::as_str).collect();
            let figure = NumberFigure::Function(Arc::clone(function));
            Question::numbers(answers, &names, topic.short.clone(), figure, &mut faults)
        }
    };
    let kind = match &topic.of {
        Of::Variable(variable) => Some(&variable.kind),
        Of::Function(_) => None,
    };
    let Some(question) = question.filter(|_| faults.is_empty()) else { return Err(Faults(faults)) };

    let mut table = Table {
        id: topic.id.clone(),
        role: TableRole::Topline,
        variable: topic.name.clone(),
        question: topic.question.clone(),
        short: topic.short.clone(),
        universe: (!request.universe.is_empty()).then(|| request.universe.clone()),
        statistic,
        ordered: matches!(kind, Some(VariableKind::One { ordered: true, .. })),
        multiple: matches!(kind, Some(VariableKind::Many { .. })),
        chart: ChartKind::None,
        breakdowns: Vec::new(),
        breakdown_labels: Vec::new(),
        groups: Vec::new(),
        columns: question.columns.clone(),
        cells: Vec::new(),
        tests: Vec::new(),
        benchmarks: benchmarks(answers, &topic.name),
        level: answers.study.definition.variance.level,
    };
    table.chart = topline_chart(request.chart, statistic);
    estimator.fill(&mut table, None, &breakdowns[0], &question, &inside)?;
    let mut tables = vec![table.clone()];
    if !request.by.is_empty() {
        table.id = format!("{}_by_{}", topic.id, request.by.join("_").replace('*', "_x_"));
        table.role =
            if request.chart == ChartChoice::Trend { TableRole::Trend } else { TableRole::Breakdown };
        table.chart = breakdown_chart(request.chart, &table);
        table.benchmarks = Vec::new();
        for (at, (name, breakdown)) in request.by.iter().zip(&breakdowns[1..]).enumerate() {
            table.breakdowns.push(name.clone());
            table.breakdown_labels.push(breakdown.label.clone());
            estimator.fill(&mut table, Some(at), breakdown, &question, &inside)?;
            people.divide(answers, name, breakdown);
            if let Some(test) = estimator.test(at, breakdown, &question, &inside, warnings, &table.short)? {
                table.tests.push(test);
            }
        }
        tables.push(table);
    }
    people.ask(question, &inside, tables.len());
    Ok(tables)
}

/// A question ready to be estimated.
pub(crate) struct Question<'a> {
    pub(crate) columns: Vec<Column>,
    pub(crate) kind: QuestionKind<'a>,
}

/// How the rows answer it.
pub(crate) enum QuestionKind<'a> {
    /// The column of each row, or [`MISSING`].
    One(Vec<u32>),
    /// Whether each row has an answer, and whether it named each column.
    Many { answered: Vec<bool>, named: Vec<Vec<bool>> },
    /// The values of each row, and what is made of them.
    Number { values: Vec<&'a [f64]>, figure: NumberFigure },
}

impl<'a> Question<'a> {
    /// One figure of one or several numbers.
    fn numbers(
        answers: &'a Answers<'_>,
        names: &[&str],
        label: Words,
        figure: NumberFigure,
        faults: &mut Vec<Finding>,
    ) -> Option<Question<'a>> {
        let mut values = Vec::new();
        for name in names {
            match answers.numbers(name) {
                Ok(column) => values.push(column),
                Err(more) => faults.extend(more.0),
            }
        }
        let columns = vec![Column { code: String::new(), label, role: CategoryRole::Substantive }];
        (values.len() == names.len())
            .then_some(Question { columns, kind: QuestionKind::Number { values, figure } })
    }

    fn new(
        answers: &'a Answers<'_>,
        variable: &Variable,
        statistic: Statistic,
        inside: &[bool],
        faults: &mut Vec<Finding>,
    ) -> Option<Question<'a>> {
        let column = |category: &sounding_survey::Category| Column {
            code: category.code.clone(),
            label: category.label.clone(),
            role: category.role,
        };
        if let Some(figure) = NumberFigure::of(statistic) {
            let label = variable.short_label().clone();
            return Question::numbers(answers, &[&variable.name], label, figure, faults);
        }
        if let VariableKind::Many { .. } = variable.kind {
            let mut several = answers.coding().several(variable, faults);
            // Whoever gave an answer that is none (does not apply) is outside the base.
            for (category, flags) in several.categories.iter().zip(&several.chosen) {
                if category.role == CategoryRole::NotApplicable {
                    for (answered, &named) in several.answered.iter_mut().zip(flags) {
                        *answered &= !named;
                    }
                }
            }
            let shown = |at: &usize| several.categories[*at].role != CategoryRole::NotApplicable;
            let kept: Vec<usize> = (0..several.categories.len()).filter(shown).collect();
            let columns = kept.iter().map(|&at| column(&several.categories[at])).collect();
            let named = kept.iter().map(|&at| std::mem::take(&mut several.chosen[at])).collect();
            return Some(Question {
                columns,
                kind: QuestionKind::Many { answered: several.answered, named },
            });
        }
        let coded = answers.coding().categories(&variable.name, faults);
        let mut next = 0;
        let map: Vec<u32> = coded
            .categories
            .iter()
            .map(|category| {
                if category.role == CategoryRole::NotApplicable {
                    return MISSING;
                }
                next += 1;
                next - 1
            })
            .collect();
        let codes = coded
            .codes
            .iter()
            .zip(inside)
            .map(|(&code, &inside)| map.get(code as usize).copied().filter(|_| inside).unwrap_or(MISSING))
            .collect();
        let shown = coded.categories.iter().filter(|category| category.role != CategoryRole::NotApplicable);
        Some(Question { columns: shown.map(column).collect(), kind: QuestionKind::One(codes) })
    }
}

fn statistic(
    answers: &Answers<'_>,
    request: &TableRequest,
    variable: &Variable,
) -> Result<Statistic, Faults> {
    let numeric = is_numeric(&variable.kind);
    let wrong = |message: String, remedy: &str| {
        let place = Place::file("study.toml").column("tables.statistic");
        Err(Faults::from(Finding::error("E-TAB-001", place, message, remedy)))
    };
    match request.statistic {
        StudyStatistic::Percent if variable.categories().is_empty() => wrong(
            format!("\"{}\" has no categories to give percentages of", variable.name),
            "ask for the mean, total, a quantile or the spread of a number, or derive a variable with categories",
        ),
        StudyStatistic::Percent => Ok(Statistic::Percent),
        // A column of codes may still be numbers: a mean of a 0 to 10 scale is asked for by name.
        _ if !numeric && answers.numbers(&variable.name).is_err() => wrong(
            format!("\"{}\" is not a number", variable.name),
            "ask for percentages, or derive a number from it",
        ),
        StudyStatistic::Mean => Ok(Statistic::Mean),
        StudyStatistic::Total => Ok(Statistic::Total),
        StudyStatistic::Median => Ok(Statistic::Median),
        StudyStatistic::Quantile => Ok(Statistic::Quantile(numbers::share(request.p))),
        StudyStatistic::Sd => Ok(Statistic::Deviation),
        StudyStatistic::Variance => Ok(Statistic::Variance),
    }
}

#[expect(clippy::match_same_arms, reason = "the arms follow the words of the study file")]
fn topline_chart(choice: ChartChoice, statistic: Statistic) -> ChartKind {
    match choice {
        ChartChoice::None => ChartKind::None,
        ChartChoice::Auto | ChartChoice::Trend if statistic == Statistic::Percent => ChartKind::Bars,
        ChartChoice::Stacked => ChartKind::Stacked,
        ChartChoice::Diverging => ChartKind::Diverging,
        ChartChoice::Bars => ChartKind::Bars,
        ChartChoice::Dots => ChartKind::Dots,
        // One figure needs no picture.
        ChartChoice::Auto | ChartChoice::Trend => ChartKind::None,
    }
}

#[expect(clippy::match_same_arms, reason = "the arms follow the words of the study file")]
fn breakdown_chart(choice: ChartChoice, table: &Table) -> ChartKind {
    let answers = table.columns.iter().filter(|column| column.role == CategoryRole::Substantive).count();
    match choice {
        ChartChoice::None => ChartKind::None,
        ChartChoice::Bars | ChartChoice::Stacked => ChartKind::Stacked,
        ChartChoice::Diverging => ChartKind::Diverging,
        ChartChoice::Dots => ChartKind::Dots,
        ChartChoice::Trend => ChartKind::Trend,
        ChartChoice::Auto if table.statistic != Statistic::Percent => ChartKind::Dots,
        // Several answers a person do not fill 100 %, and one panel each would fill a page.
        ChartChoice::Auto if table.multiple => ChartKind::None,
        ChartChoice::Auto if table.ordered && answers >= 4 => ChartKind::Diverging,
        ChartChoice::Auto if answers <= 6 => ChartKind::Stacked,
        ChartChoice::Auto => ChartKind::None,
    }
}

fn benchmarks(answers: &Answers<'_>, variable: &str) -> Vec<Benchmark> {
    let own = answers.study.definition.benchmarks.iter().filter(|benchmark| benchmark.question == variable);
    own.map(|benchmark| Benchmark {
        column: benchmark.category.clone(),
        value: benchmark.value,
        source: benchmark.source.clone(),
    })
    .collect()
}

/// The median design effect of the toplines' percentages that are neither rare nor nearly everyone.
fn typical_deff(tables: &[Table]) -> Option<f64> {
    let toplines = tables
        .iter()
        .filter(|table| table.role == TableRole::Topline && table.statistic == Statistic::Percent);
    let mut found: Vec<f64> = toplines
        .flat_map(|table| &table.cells)
        .filter_map(|cell| cell.estimate)
        .filter(|estimate| (0.1..=0.9).contains(&estimate.value))
        .filter_map(|estimate| estimate.deff)
        .collect();
    found.sort_by(f64::total_cmp);
    found.get(found.len() / 2).copied()
}

fn unique(id: &str, ids: &mut BTreeSet<String>) -> String {
    let mut found = id.to_owned();
    let mut number = 1;
    while !ids.insert(found.clone()) {
        number += 1;
        found = format!("{id}_{number}");
    }
    found
}

/// A cell that has not been looked at by the rules of release.
pub(crate) fn open_cell(count: u64, estimate: Option<sounding_survey::Estimate>) -> Cell {
    Cell { count, estimate, disclosure: Disclosure::Open, reliability: Reliability::Reliable }
}

/// A group with its base.
pub(crate) fn group(
    breakdown: Option<usize>,
    codes: Vec<String>,
    label: Words,
    base: u64,
    effective_base: f64,
) -> Group {
    Group { breakdown, codes, label, base, effective_base }
}
