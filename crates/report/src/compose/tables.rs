//! What every table of results has around its figures: the question's wording, who was asked, base, marks, several answers.

use sounding_survey::{CategoryRole, Statistic, Table};

use super::Composer;
use crate::charts::figure;
use crate::document::{Block, GridRow, Mark};
use crate::locale::Locale;
use crate::words::Words;

/// Wording, universe, chart and the base under it.
pub(super) fn opening(composer: &Composer<'_>, table: &Table) -> Vec<Block> {
    let question = table.question.get(composer.language);
    let mut blocks = Vec::new();
    if !question.is_empty() {
        // What was computed from answers was not asked in these words.
        let derived = composer.definition.derive.iter().any(|derived| derived.name == table.variable);
        let key = match table.statistic {
            Statistic::Function => "tables-formula",
            _ if derived => "tables-derived",
            _ => "tables-question",
        };
        blocks.push(Block::Paragraph(composer.with(key, &[("question", question)])));
    }
    if let Some(figure) = figure(table, composer.language) {
        blocks.push(Block::Figure(figure));
        blocks.push(Block::Note(base(composer, table)));
    }
    blocks
}

/// The unweighted base of everyone in the table, and who they are.
pub(super) fn base(composer: &Composer<'_>, table: &Table) -> String {
    let universe = table.universe.as_ref().map(|universe| universe.get(composer.language));
    let who = universe.filter(|who| !who.is_empty());
    let base = composer.figures(table).base(0);
    match (base, who) {
        (Some(base), Some(who)) => composer.words.counted(
            "tables-base-universe",
            base,
            &[("n", &composer.locale.count(base)), ("universe", who)],
        ),
        (Some(base), None) => composer.counted("tables-base", base),
        (None, Some(who)) => composer.with("tables-universe", &[("universe", who)]),
        (None, None) => composer.say("tables-base-hidden"),
    }
}

/// What the figures are.
pub(super) fn statistic(composer: &Composer<'_>, statistic: Statistic) -> String {
    measured(&composer.words, composer.locale, statistic)
}

/// The same for those who have no composer.
pub(crate) fn measured(words: &Words, locale: Locale, statistic: Statistic) -> String {
    words.say(match statistic {
        Statistic::Percent => "tables-percent",
        Statistic::Mean => "tables-mean",
        Statistic::Total => "tables-total",
        Statistic::Median => "tables-median",
        Statistic::Ratio => "tables-ratio",
        Statistic::Deviation => "tables-deviation",
        Statistic::Variance => "tables-variance",
        Statistic::Function => "tables-function",
        Statistic::Quantile(p) => {
            return words.with("tables-quantile", &[("p", &locale.level(p.value()))]);
        }
    })
}

/// What the figures of a table are, where its heads do not say it.
pub(super) fn what(composer: &Composer<'_>, table: &Table) -> String {
    let what = statistic(composer, table.statistic);
    composer.with("tables-what", &[("what", &what), ("level", &composer.level())])
}

/// The notes under a grid of a table's figures: several answers, and the marks that stand in `rows`.
pub(super) fn notes(composer: &Composer<'_>, table: &Table, rows: &[GridRow]) -> Vec<String> {
    let mut notes = Vec::new();
    if table.multiple {
        notes.push(composer.say("tables-multiple"));
    }
    notes.extend(marks(composer, rows));
    notes
}

/// What the marks that stand in `rows` mean.
pub(super) fn marks(composer: &Composer<'_>, rows: &[GridRow]) -> Vec<String> {
    let has = |mark: &Mark| rows.iter().flat_map(|row| &row.cells).any(|cell| cell.mark == Some(*mark));
    [Mark::Confidential, Mark::Unreliable].into_iter().filter(has).map(|it| mark(composer, it)).collect()
}

/// What a mark means, with the thresholds.
pub(super) fn mark(composer: &Composer<'_>, mark: Mark) -> String {
    let release = composer.definition.release;
    match mark {
        Mark::Confidential => {
            let minimum = composer.locale.count(release.minimum_cell);
            composer.with("tables-confidential", &[("minimum", &minimum)])
        }
        Mark::Unreliable => {
            let base = composer.locale.count(release.minimum_base);
            let width = composer.locale.number(100.0 * release.maximum_width, 0);
            composer.with("tables-unreliable", &[("base", &base), ("width", &width)])
        }
    }
}

/// The columns that answer the question, and those that do not; each in the questionnaire's order.
pub(super) fn columns(table: &Table) -> (Vec<usize>, Vec<usize>) {
    let of = |answers: bool| {
        let role = |at: &usize| (table.columns[*at].role == CategoryRole::Substantive) == answers;
        (0..table.columns.len()).filter(role).collect()
    };
    (of(true), of(false))
}

/// What a column is called: its category, or the statistic.
pub(super) fn column(composer: &Composer<'_>, table: &Table, at: usize) -> String {
    if table.statistic == Statistic::Percent {
        table.columns[at].label.get(composer.language).to_owned()
    } else {
        statistic(composer, table.statistic)
    }
}

/// The label of a group, "everyone" where it has none.
pub(super) fn group(composer: &Composer<'_>, table: &Table, at: usize) -> String {
    let label = table.groups[at].label.get(composer.language);
    if label.is_empty() { composer.say("tables-everyone") } else { label.to_owned() }
}

/// A label as it stands inside a sentence: its first letter small, unless it is an abbreviation.
pub(super) fn inside(label: &str) -> String {
    let mut signs = label.chars();
    let Some(first) = signs.next() else { return String::new() };
    if signs.clone().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(signs).collect()
}
