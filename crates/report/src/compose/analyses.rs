//! Tests and models: for each analysis what was asked, its results as tables, and how to read them; or why nothing is shown.

use sounding_survey::{Analysis, AnalysisMethod, AnalysisPart, AnalysisRow, PartKind, Subject, Withheld};

use super::cell::share;
use super::wording::Wording;
use super::{Composer, anchor};
use crate::document::{Block, Grid, GridCell, GridColumn, GridRow, RowKind, Section};
use crate::locale::{NOTHING, decimals};

/// The name of the section, which the workbook asks for.
pub(crate) const SECTION: &str = "analyses";

/// Points of one curve that a table shows at most; the data file has them all.
const POINTS: usize = 24;

/// The section; `None` where there are no analyses.
pub(super) fn section(composer: &Composer<'_>) -> Option<Section> {
    let analyses = &composer.results.analyses;
    if analyses.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Note(composer.say("analyses-aid"))];
    for (number, analysis) in analyses.iter().enumerate() {
        let id = anchor(SECTION, number + 1, &analysis.name);
        blocks.push(Block::Heading { id, text: analysis.title.get(composer.language).to_owned() });
        blocks.extend(opening(composer, analysis).map(Block::Paragraph));
        if let Some(reason) = analysis.withheld {
            blocks.push(Block::Warning(why(composer, reason)));
            continue;
        }
        if analysis.parts.is_empty() {
            blocks.extend(notes(composer, analysis).into_iter().map(Block::Note));
            continue;
        }
        let last = analysis.parts.len() - 1;
        for (at, part) in analysis.parts.iter().enumerate() {
            let mut grid = Showing { composer, analysis, part }.grid();
            if at == last {
                grid.notes.extend(notes(composer, analysis));
            }
            blocks.push(Block::Grid(grid));
        }
    }
    Some(Section { id: SECTION.into(), title: composer.say("analyses-title"), blocks })
}

/// What was done, with which formula, among whom; nothing where the rows say it.
fn opening(composer: &Composer<'_>, analysis: &Analysis) -> Option<String> {
    let mut sentences = Vec::new();
    match &analysis.method {
        AnalysisMethod::Test => {}
        AnalysisMethod::Model { family, link } => {
            let model = composer.say(self::family(family, *link));
            // Where the model has its name from the link it need not be said again.
            let named = matches!((*family, *link), ("binomial" | "ordinal", Some("logit")));
            sentences.push(match link {
                Some(link) if !named => {
                    composer.with("analyses-model-link", &[("model", &model), ("link", link)])
                }
                _ => composer.with("analyses-model", &[("model", &model)]),
            });
        }
        AnalysisMethod::Survival(estimator) => {
            let estimator = composer.say(match *estimator {
                "nelson-aalen" => "analyses-nelson-aalen",
                _ => "analyses-kaplan-meier",
            });
            sentences.push(composer.with("analyses-survival", &[("estimator", &estimator)]));
        }
        AnalysisMethod::Change(wave) => {
            sentences.push(composer.with("analyses-waves", &[("wave", wave.get(composer.language))]));
        }
        AnalysisMethod::VarianceFunction(model) => {
            sentences.push(composer.with("analyses-curve", &[("model", curve(model))]));
        }
    }
    if let Some((response, category)) = &analysis.response {
        let response = response.get(composer.language);
        sentences.push(match category {
            Some(category) => {
                let values = [("y", response), ("category", category.get(composer.language))];
                composer.with("analyses-probability", &values)
            }
            None => composer.with("analyses-response", &[("y", response)]),
        });
    }
    if let Some(universe) = &analysis.universe {
        sentences.push(composer.with("analyses-universe", &[("universe", universe.get(composer.language))]));
    }
    if let Some(formula) = &analysis.formula {
        sentences.push(composer.with("analyses-formula", &[("formula", formula)]));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn family(family: &str, link: Option<&str>) -> &'static str {
    match (family, link) {
        ("gaussian", _) => "analyses-family-gaussian",
        ("binomial", Some("logit")) => "analyses-family-logistic",
        ("binomial", _) => "analyses-family-binomial",
        ("quasibinomial", _) => "analyses-family-quasibinomial",
        ("poisson", _) => "analyses-family-poisson",
        ("quasipoisson", _) => "analyses-family-quasipoisson",
        ("gamma", _) => "analyses-family-gamma",
        ("ordinal", Some("logit")) => "analyses-family-ordinal",
        ("ordinal", _) => "analyses-family-cumulative",
        ("cox", _) => "analyses-family-cox",
        _ => "analyses-family-loglinear",
    }
}

/// A variance function as its formula, for an estimate X with the standard error S and V = S / X.
fn curve(model: &str) -> &'static str {
    match model {
        "inverse-square" => "V² = a + b / X + c / X², V = S / X",
        "log" => "log V² = a + b log X, V = S / X",
        "standard-error" => "S = a + b X + c X²",
        "coefficient" => "V = a + b / X + c / X², V = S / X",
        _ => "V² = a + b / X, V = S / X",
    }
}

fn why(composer: &Composer<'_>, reason: Withheld) -> String {
    let minimum = composer.locale.count(composer.definition.release.minimum_cell);
    match reason {
        Withheld::SmallCell => composer.with("analyses-small", &[("minimum", &minimum)]),
        Withheld::Linked => composer.say("analyses-linked"),
        Withheld::TooFewRows => composer.with("analyses-few", &[("minimum", &minimum)]),
    }
}

/// What stands under the last table of an analysis.
fn notes(composer: &Composer<'_>, analysis: &Analysis) -> Vec<String> {
    let mut notes = Vec::new();
    if !analysis.references.is_empty() {
        let reference = |(variable, category): &(sounding_survey::Text, sounding_survey::Text)| {
            let [variable, category] = [variable, category].map(|text| text.get(composer.language));
            composer.with("analyses-reference", &[("variable", variable), ("category", category)])
        };
        let all: Vec<String> = analysis.references.iter().map(reference).collect();
        notes.push(composer.with("analyses-references", &[("references", &all.join("; "))]));
    }
    let facts: Vec<String> = analysis
        .facts
        .iter()
        .filter_map(|&(name, value)| {
            let (key, text) = match name {
                "n" => ("analyses-fact-n", composer.locale.number(value, 0)),
                "events" => ("analyses-fact-events", composer.locale.number(value, 0)),
                "figures" => ("analyses-fact-figures", composer.locale.number(value, 0)),
                "r_squared" => ("analyses-fact-r-squared", share(composer.locale, value, 1)),
                "deviance" => ("analyses-fact-deviance", composer.locale.number(value, 1)),
                "aic" => ("analyses-fact-aic", composer.locale.number(value, 1)),
                // Of other families it is known beforehand.
                "dispersion" if has_dispersion(&analysis.method) => {
                    ("analyses-fact-dispersion", composer.locale.number(value, 3))
                }
                _ => return None,
            };
            Some(composer.with(key, &[("value", &text)]))
        })
        .collect();
    if !facts.is_empty() {
        notes.push(facts.join(" "));
    }
    if analysis.impossible > 0 {
        notes.push(composer.counted("analyses-impossible", analysis.impossible));
    }
    if analysis.left_out > 0 {
        let minimum = composer.locale.count(composer.definition.release.minimum_cell);
        let count = composer.locale.count(analysis.left_out);
        notes.push(composer.with("analyses-left-out", &[("n", &count), ("minimum", &minimum)]));
    }
    let file = |ending: &str| format!("analyses/{}.{ending}", analysis.name);
    notes.push(composer.with("analyses-files", &[("csv", &file("csv")), ("json", &file("json"))]));
    notes
}

fn has_dispersion(method: &AnalysisMethod) -> bool {
    let known = ["binomial", "poisson"];
    matches!(method, AnalysisMethod::Model { family, .. } if !known.contains(family))
}

/// One table of an analysis.
struct Showing<'a> {
    composer: &'a Composer<'a>,
    analysis: &'a Analysis,
    part: &'a AnalysisPart,
}

/// A column of such a table.
struct Column<'a> {
    head: String,
    cell: Box<dyn Fn(&AnalysisRow) -> GridCell + 'a>,
}

impl<'a> Showing<'a> {
    fn grid(&self) -> Grid {
        let (columns, mut notes) = self.columns();
        let mut rows: Vec<GridRow> = Vec::new();
        let (shown, thinned) = self.shown();
        let mut current = None;
        for row in shown {
            let domain = row.domain.get(self.composer.language);
            // What has no name but its domain is in a row of it.
            let apart = !domain.is_empty() && row.subject != Subject::Nothing || row.at.is_some();
            if apart && current != Some(&row.domain) && !domain.is_empty() {
                rows.push(GridRow { kind: RowKind::Section, cells: vec![GridCell::words(domain)] });
            }
            current = Some(&row.domain);
            let cells = columns.iter().map(|column| (column.cell)(row)).collect();
            rows.push(GridRow { kind: RowKind::Body, cells });
        }
        if thinned {
            notes.push(self.composer.say("analyses-thinned"));
        }
        let caption = match self.part.kind {
            PartKind::Terms => self.composer.say("analyses-part-terms"),
            PartKind::Margins => self.composer.say("analyses-part-margins"),
            PartKind::Quantiles => self.composer.say("analyses-part-quantiles"),
            PartKind::Predictions => self.composer.say("analyses-part-predictions"),
            PartKind::Tests if matches!(self.analysis.method, AnalysisMethod::Survival(_)) => {
                self.composer.say("analyses-part-tests")
            }
            _ => String::new(),
        };
        let columns = columns
            .into_iter()
            .enumerate()
            .map(|(at, column)| GridColumn { head: column.head, numeric: at > 0 })
            .collect();
        Grid { caption, columns, rows, notes }
    }

    /// The rows that the table shows, and whether there are more.
    fn shown(&self) -> (Vec<&'a AnalysisRow>, bool) {
        if self.part.kind != PartKind::Curves {
            return (self.part.rows.iter().collect(), false);
        }
        let mut shown = Vec::new();
        let mut thinned = false;
        for curve in self.part.rows.chunk_by(|a, b| a.domain == b.domain) {
            let step = curve.len().div_ceil(POINTS).max(1);
            thinned |= step > 1;
            shown.extend(curve.iter().enumerate().filter(|(at, _)| (at + 1) % step == 0).map(|(_, row)| row));
        }
        (shown, thinned)
    }

    fn wording(&self) -> Wording<'a> {
        let composer = self.composer;
        Wording { words: &composer.words, locale: composer.locale, language: composer.language }
    }

    /// The columns, the first of which names the rows, and what must be said of them.
    fn columns(&self) -> (Vec<Column<'a>>, Vec<String>) {
        let composer = self.composer;
        let wording = self.wording();
        let mut notes = Vec::new();
        let subject = |key: &str| {
            let wording = self.wording();
            self.column(key, move |row| GridCell::words(wording.subject(row)))
        };
        let columns = match self.part.kind {
            PartKind::Tests | PartKind::Terms => {
                let terms = self.part.kind == PartKind::Terms || is_curves(self.analysis);
                let first = if terms { "analyses-term" } else { "analyses-hypothesis" };
                let mut columns = vec![subject(first)];
                if self.any(|row| row.estimate.is_some()) {
                    columns.push(self.estimate("analyses-estimate"));
                    notes.extend(self.differs());
                }
                let mut tests: Vec<String> =
                    self.part.rows.iter().filter_map(|row| Some(wording.test(row.test.as_ref()?))).collect();
                tests.dedup();
                if tests.len() > 1 {
                    columns.push(self.method());
                } else if let Some(test) = tests.first() {
                    notes.push(composer.with("analyses-method", &[("test", test)]));
                }
                columns.push(self.statistic());
                columns.push(self.probability("analyses-p", |row| row.p));
                if self.any(|row| row.adjusted.is_some()) {
                    columns.push(self.probability("analyses-adjusted", |row| row.adjusted));
                }
                // What is the same in every row is said once.
                match self.part.rows.first().and_then(|row| row.n) {
                    Some(n) if !self.any(|row| row.n != Some(n)) => {
                        notes
                            .push(composer.with("analyses-respondents", &[("n", &composer.locale.count(n))]));
                    }
                    Some(_) => columns.push(self.respondents()),
                    None => {}
                }
                columns
            }
            PartKind::Coefficients => {
                let mut columns = vec![
                    subject("analyses-term"),
                    self.estimate("analyses-beta"),
                    self.error(),
                    self.probability("analyses-p", |row| row.p),
                ];
                if self.any(|row| row.exp.is_some()) {
                    columns.insert(3, self.exponential());
                }
                columns
            }
            PartKind::Margins => {
                vec![subject("analyses-term"), self.estimate("analyses-estimate"), self.error()]
            }
            PartKind::Changes => vec![
                subject("analyses-measure"),
                self.estimate("analyses-estimate"),
                self.error(),
                self.respondents(),
            ],
            PartKind::CurveCoefficients => {
                vec![subject("analyses-coefficient"), self.estimate("analyses-coefficient"), self.error()]
            }
            PartKind::Curves => vec![self.at("analyses-time"), self.survival()],
            PartKind::Quantiles => vec![self.share_at(), self.estimate("analyses-time-of")],
            PartKind::Predictions => vec![self.at("analyses-at"), self.error(), self.variation()],
        };
        (columns, notes)
    }

    /// What the estimates of tests are.
    fn differs(&self) -> Vec<String> {
        let mut said = Vec::new();
        for row in self.part.rows.iter().filter(|row| row.estimate.is_some()) {
            let key = match &row.subject {
                Subject::Mean(..) => "analyses-differs-mean",
                Subject::Paired(..) => "analyses-differs-paired",
                Subject::Rank(..) => "analyses-differs-rank",
                Subject::Correlation(..) => "analyses-differs-correlation",
                _ => "analyses-differs-groups",
            };
            let sentence = self.composer.say(key);
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
        said
    }

    fn any(&self, has: impl Fn(&AnalysisRow) -> bool) -> bool {
        self.part.rows.iter().any(has)
    }

    fn column(&self, key: &str, cell: impl Fn(&AnalysisRow) -> GridCell + 'a) -> Column<'a> {
        let level = self.composer.locale.level(self.analysis.level);
        Column { head: self.composer.with(key, &[("level", &level)]), cell: Box::new(cell) }
    }

    /// The decimals in which the smallest standard error of the table has two digits, four at most.
    fn decimals(&self) -> usize {
        let relative = |row: &&AnalysisRow| !is_relative(row);
        let errors = self.part.rows.iter().filter(relative).filter_map(|row| row.se).filter(|se| *se > 0.0);
        let smallest = errors.fold(f64::INFINITY, f64::min);
        if smallest.is_finite() {
            return (1 - smallest.log10().floor() as i32).clamp(0, 4) as usize;
        }
        let values = self.part.rows.iter().filter_map(|row| row.estimate);
        decimals(values.map(f64::abs).fold(0.0, f64::max))
    }

    fn estimate(&self, key: &str) -> Column<'a> {
        let (locale, places) = (self.composer.locale, self.decimals());
        self.column(key, move |row| {
            let percent = is_relative(row);
            let write = move |value: f64| {
                if percent { locale.percent(value, 1) } else { locale.number(value, places) }
            };
            figure(row.estimate, row.interval, write)
        })
    }

    fn error(&self) -> Column<'a> {
        let (locale, places) = (self.composer.locale, self.decimals());
        self.column("analyses-se", move |row| {
            let percent = is_relative(row);
            let write = |se: f64| if percent { locale.percent(se, 1) } else { locale.number(se, places) };
            GridCell::words(row.se.map_or_else(|| NOTHING.to_owned(), write))
        })
    }

    fn exponential(&self) -> Column<'a> {
        let locale = self.composer.locale;
        let key = match &self.analysis.method {
            AnalysisMethod::Model {
                family: "binomial" | "quasibinomial" | "ordinal",
                link: Some("logit"),
            } => "analyses-odds",
            AnalysisMethod::Model { family: "poisson" | "quasipoisson", .. } => "analyses-rates",
            AnalysisMethod::Model { family: "cox", .. } => "analyses-hazards",
            _ => "analyses-exp",
        };
        self.column(key, move |row| {
            let write = move |value: f64| locale.number(value, decimals(value));
            let ends = row.exp.map(|[_, low, high]| [low, high]);
            figure(row.exp.map(|[value, ..]| value), ends, write)
        })
    }

    fn statistic(&self) -> Column<'a> {
        let wording = self.wording();
        self.column("analyses-statistic", move |row| {
            let text = row.test.as_ref().map(|test| wording.statistic(test));
            GridCell::words(text.unwrap_or_else(|| NOTHING.to_owned()))
        })
    }

    fn method(&self) -> Column<'a> {
        let wording = self.wording();
        self.column("analyses-test", move |row| {
            let text = row.test.as_ref().map(|test| wording.test(test));
            GridCell::words(text.unwrap_or_else(|| NOTHING.to_owned()))
        })
    }

    fn probability(&self, key: &str, of: fn(&AnalysisRow) -> Option<f64>) -> Column<'a> {
        let wording = self.wording();
        self.column(key, move |row| {
            let text = of(row).map(|p| wording.probability(p));
            GridCell::words(text.unwrap_or_else(|| NOTHING.to_owned()))
        })
    }

    fn respondents(&self) -> Column<'a> {
        let locale = self.composer.locale;
        self.column("analyses-n", move |row| {
            GridCell::words(row.n.map_or_else(|| NOTHING.to_owned(), |n| locale.count(n)))
        })
    }

    fn at(&self, key: &str) -> Column<'a> {
        let locale = self.composer.locale;
        // Times and sizes are written as they were asked for.
        let places =
            |value: f64| value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len().min(4));
        let places = self.part.rows.iter().filter_map(|row| row.at).map(places).max().unwrap_or(0);
        self.column(key, move |row| {
            GridCell::words(row.at.map_or_else(|| NOTHING.to_owned(), |at| locale.number(at, places)))
        })
    }

    fn share_at(&self) -> Column<'a> {
        let locale = self.composer.locale;
        self.column("analyses-share", move |row| {
            GridCell::words(row.at.map_or_else(|| NOTHING.to_owned(), |at| locale.level(at)))
        })
    }

    fn survival(&self) -> Column<'a> {
        let locale = self.composer.locale;
        self.column("analyses-survives", move |row| {
            let ends = row.interval.map(|ends| ends.map(|end| end.clamp(0.0, 1.0)));
            figure(row.estimate, ends, move |value| share(locale, value, 1))
        })
    }

    fn variation(&self) -> Column<'a> {
        let locale = self.composer.locale;
        self.column("analyses-cv", move |row| {
            let cv = row.se.zip(row.at).map(|(se, at)| locale.percent(se / at, 1));
            GridCell::words(cv.unwrap_or_else(|| NOTHING.to_owned()))
        })
    }
}

/// Whether the tests are those under curves of survival, whose rows are named by what makes the groups.
fn is_curves(analysis: &Analysis) -> bool {
    matches!(analysis.method, AnalysisMethod::Survival(_))
}

/// Whether a row is a change relative to where it began, which is written as a percentage.
fn is_relative(row: &AnalysisRow) -> bool {
    matches!(row.subject, Subject::Change { relative: true, .. })
}

/// A figure with its interval under it, whose ends have no sign of percent.
fn figure(value: Option<f64>, interval: Option<[f64; 2]>, write: impl Fn(f64) -> String) -> GridCell {
    let Some(value) = value else { return GridCell::words(NOTHING) };
    let detail = interval.map(|[low, high]| {
        // Next to a minus sign the dash needs room.
        let between = if low < 0.0 { " – " } else { "–" };
        let end = |value: f64| write(value).trim_end_matches('%').to_owned();
        format!("{}{between}{}", end(low), end(high))
    });
    GridCell { text: write(value), detail, mark: None }
}
