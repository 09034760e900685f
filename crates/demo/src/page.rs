//! The page *How close did we come?*.

use sounding_report::{
    Block, Document, Grid, GridCell, GridColumn, GridRow, Locale, RowKind, Section, figure,
};
use sounding_survey::Language;

use crate::compare::{Comparison, Line};
use crate::words;

/// The page in one language.
pub fn how_close(comparison: &Comparison, language: Language) -> Document {
    let say = |words: words::Words| words.get(language).to_owned();
    let locale = Locale::new(language);
    let (raw, weighted) = comparison.mean_errors();
    let covered = say(words::COVERED)
        .replace("{covered}", &comparison.covered().to_string())
        .replace("{all}", &comparison.lines.len().to_string());
    let errors = say(words::ERRORS)
        .replace("{raw}", &locale.number(raw * 100.0, 1))
        .replace("{weighted}", &locale.number(weighted * 100.0, 1));
    let pictures =
        comparison.tables.iter().filter_map(|table| figure(table, language)).map(Block::Figure).collect();
    let summary = [covered, errors, say(words::LESSON)].map(Block::Paragraph).to_vec();
    Document {
        language,
        title: say(words::CLOSE_TITLE),
        subtitle: say(words::SUBTITLE),
        notice: Some(say(words::NOTICE)),
        facts: Vec::new(),
        sections: vec![
            Section { id: "summary".into(), title: say(words::SUMMARY), blocks: summary },
            Section { id: "pictures".into(), title: say(words::PICTURES), blocks: pictures },
            Section {
                id: "figures".into(),
                title: say(words::DETAILS),
                blocks: vec![Block::Grid(grid(comparison, language))],
            },
        ],
        level: comparison.tables.first().map(|table| locale.level(table.level)).unwrap_or_default(),
        marks: Vec::new(),
        footer: say(words::NOTICE),
    }
}

fn grid(comparison: &Comparison, language: Language) -> Grid {
    let columns = words::HEADS
        .iter()
        .enumerate()
        .map(|(at, head)| GridColumn { head: head.get(language).to_owned(), numeric: (1..6).contains(&at) });
    let mut rows = Vec::new();
    let mut variable = "";
    for line in &comparison.lines {
        if line.variable != variable {
            variable = &line.variable;
            let cells = vec![GridCell::words(line.question.get(language))];
            rows.push(GridRow { kind: RowKind::Section, cells });
        }
        rows.push(GridRow { kind: RowKind::Body, cells: cells(line, language) });
    }
    Grid {
        caption: String::new(),
        columns: columns.collect(),
        rows,
        notes: vec![words::UNITS_NOTE.get(language).to_owned()],
    }
}

fn cells(line: &Line, language: Language) -> Vec<GridCell> {
    let locale = Locale::new(language);
    let figure = |value: f64| {
        if line.mean { locale.number(value, 2) } else { locale.percent(value, 1) }
    };
    let error = |value: f64| {
        let (scale, digits) = if line.mean { (1.0, 2) } else { (100.0, 1) };
        let text = locale.number((value - line.truth) * scale, digits);
        let zero = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        if !zero && value > line.truth { format!("+{text}") } else { text }
    };
    let answer = if line.mean { words::MEAN.get(language) } else { line.answer.get(language) };
    let estimate = GridCell {
        text: figure(line.estimate.value),
        detail: Some(format!("{} – {}", figure(line.estimate.low), figure(line.estimate.high))),
        mark: None,
    };
    let held = if line.covered() { words::YES } else { words::NO };
    let mut cells = vec![GridCell::words(answer), estimate];
    let texts = [
        figure(line.truth),
        figure(line.unweighted),
        error(line.unweighted),
        error(line.estimate.value),
        held.get(language).to_owned(),
    ];
    cells.extend(texts.map(GridCell::words));
    cells
}
