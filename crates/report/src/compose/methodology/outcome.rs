//! What became of the cases, and AAPOR's outcome rates with the estimate of eligibility that they use.

use sounding_survey::{Disposition, Eligibility, OutcomeRates};

use super::{cells, columns};
use crate::compose::Composer;
use crate::document::{Block, Grid, GridRow, RowKind};
use crate::locale::NOTHING;

/// Dispositions and rates, or a sentence where none are known.
pub(super) fn blocks(composer: &Composer<'_>) -> Vec<Block> {
    let Some(outcome) = &composer.results.outcome else {
        return vec![Block::Paragraph(composer.say("outcome-unknown"))];
    };
    vec![
        Block::Paragraph(composer.say("outcome-standard")),
        Block::Grid(dispositions(composer, outcome)),
        Block::Grid(rates(composer, outcome)),
        Block::Paragraph(eligibility(composer, outcome)),
    ]
}

fn dispositions(composer: &Composer<'_>, outcome: &OutcomeRates) -> Grid {
    let locale = composer.locale;
    let total = outcome.tally.total();
    let row = |kind: RowKind, label: String, code: &str, count: u64| {
        let share = if total == 0 { f64::NAN } else { count as f64 / total as f64 };
        let share = if share.is_finite() { locale.percent(share, 1) } else { NOTHING.to_owned() };
        GridRow { kind, cells: cells(vec![label, code.to_owned(), locale.count(count), share]) }
    };
    let mut rows: Vec<GridRow> = Disposition::ALL
        .into_iter()
        .map(|case| row(RowKind::Body, composer.say(disposition(case)), case.code(), outcome.tally.get(case)))
        .collect();
    rows.push(row(RowKind::Total, composer.say("outcome-all"), "", total));
    let heads = [
        ("outcome-disposition", false),
        ("outcome-code", false),
        ("outcome-cases", true),
        ("outcome-share", true),
    ];
    Grid {
        caption: composer.say("outcome-dispositions"),
        columns: columns(composer, &heads),
        rows,
        notes: Vec::new(),
    }
}

fn disposition(case: Disposition) -> &'static str {
    match case {
        Disposition::Complete => "outcome-complete",
        Disposition::Partial => "outcome-partial",
        Disposition::Refusal => "outcome-refusal",
        Disposition::NonContact => "outcome-non-contact",
        Disposition::OtherEligible => "outcome-other",
        Disposition::UnknownHousehold => "outcome-unknown-household",
        Disposition::UnknownOther => "outcome-unknown-other",
        Disposition::NotEligible => "outcome-not-eligible",
    }
}

fn rates(composer: &Composer<'_>, outcome: &OutcomeRates) -> Grid {
    let rates = [
        ("RR1", "outcome-rr1", outcome.rr1),
        ("RR2", "outcome-rr2", outcome.rr2),
        ("RR3", "outcome-rr3", outcome.rr3),
        ("RR4", "outcome-rr4", outcome.rr4),
        ("RR5", "outcome-rr5", outcome.rr5),
        ("RR6", "outcome-rr6", outcome.rr6),
        ("COOP1", "outcome-coop1", outcome.coop1),
        ("REF2", "outcome-ref2", outcome.ref2),
        ("CON2", "outcome-con2", outcome.con2),
    ];
    let row = |(code, key, rate): (&str, &str, Option<f64>)| {
        let rate = rate.map_or(NOTHING.to_owned(), |rate| composer.locale.percent(rate, 1));
        GridRow { kind: RowKind::Body, cells: cells(vec![code.to_owned(), composer.say(key), rate]) }
    };
    let heads = [("outcome-rate", false), ("outcome-meaning", false), ("outcome-value", true)];
    Grid {
        caption: composer.say("outcome-rates"),
        columns: columns(composer, &heads),
        rows: rates.into_iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn eligibility(composer: &Composer<'_>, outcome: &OutcomeRates) -> String {
    let unknown = outcome.tally.unknown_household + outcome.tally.unknown_other;
    if unknown == 0 {
        return composer.say("outcome-none-unknown");
    }
    let key = match outcome.eligibility {
        Eligibility::Given(_) => "outcome-given",
        Eligibility::Proportional => "outcome-proportional",
    };
    let e = composer.locale.number(outcome.e, 3);
    composer.words.counted(key, unknown, &[("e", &e), ("n", &composer.locale.count(unknown))])
}
