//! Legends and notes: signs with their meaning, set one after the other and wrapped like words.

use sounding_disclosure::Shown;
use sounding_survey::Statistic;

use super::page::Page;
use super::reading::Reading;
use super::scene::{Anchor, Colour, Scene, Shape};
use super::text::Style;
use crate::theme;

/// A sign with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) sign: Sign,
    pub(crate) words: String,
}

/// What stands before the words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sign {
    /// A field of colour.
    Colour(Colour),
    /// A line with the mark of its points.
    Line(Colour, Point, &'static str),
    /// An interval.
    Whisker,
    /// A dashed line.
    Dashed,
    /// A known outside figure.
    Diamond,
    /// Figures that are not shown.
    Hatch,
    /// A figure that cannot be relied on.
    Star,
}

/// The shape of the points of a line, so that lines are told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Disc,
    Square,
    Triangle,
    Cross,
}

impl Point {
    pub(crate) const ALL: [Point; 4] = [Point::Disc, Point::Square, Point::Triangle, Point::Cross];

    /// The point; hollow where it cannot be relied on.
    pub(crate) fn draw(self, scene: &mut Scene, (x, y): (f64, f64), colour: &Colour, hollow: bool) {
        let fill: Colour = if hollow { theme::PAPER.into() } else { colour.clone() };
        let radius = 4.0;
        let points = match self {
            Point::Disc => {
                scene.shapes.push(Shape::Disc { centre: (x, y), radius, fill, edge: colour.clone() });
                return;
            }
            Point::Square => vec![(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)],
            Point::Triangle => vec![(0.0, -4.8), (4.6, 3.6), (-4.6, 3.6)],
            Point::Cross => vec![
                (-1.6, -4.6),
                (1.6, -4.6),
                (1.6, -1.6),
                (4.6, -1.6),
                (4.6, 1.6),
                (1.6, 1.6),
                (1.6, 4.6),
                (-1.6, 4.6),
                (-1.6, 1.6),
                (-4.6, 1.6),
                (-4.6, -1.6),
                (-1.6, -1.6),
            ],
        };
        let points = points.into_iter().map(|(across, down)| (x + across, y + down)).collect();
        scene.shapes.push(Shape::Path {
            points,
            fill: Some(fill),
            cover: 1.0,
            edge: Some(colour.clone()),
            thickness: 1.5,
            dash: "",
        });
    }
}

/// Room between a sign and its words, and between two entries.
const AFTER_SIGN: f64 = 5.0;
const BETWEEN: f64 = 16.0;

/// Sets the entries from `top` on; gives the place under them.
pub(crate) fn draw(page: &Page<'_>, scene: &mut Scene, top: f64, entries: &[Entry]) -> f64 {
    let style = Style::small(false);
    let pitch = style.pitch() + 3.0;
    let (mut x, mut y) = (0.0, top);
    for entry in entries {
        let before = entry.sign.width() + AFTER_SIGN;
        let mut room = page.width - before;
        if x > 0.0 && x + before + page.measure.width(&entry.words, style) > page.width {
            (x, y) = (0.0, y + pitch);
        }
        room -= x;
        let lines = page.measure.wrap(&entry.words, style, room);
        entry.sign.draw(scene, (x, y + pitch / 2.0), style);
        for (number, line) in lines.iter().enumerate() {
            let baseline = style.baseline(y + pitch / 2.0 + style.pitch() * number as f64, 1);
            scene.words((x + before, baseline), line, style, Anchor::Start, theme::INK);
        }
        if lines.len() > 1 {
            y += style.pitch() * (lines.len() - 1) as f64;
            (x, y) = (0.0, y + pitch);
        } else {
            x += before + page.measure.width(&lines[0], style) + BETWEEN;
        }
    }
    if x > 0.0 { y + pitch } else { y }
}

/// What the marks of a table mean, those that occur in it only.
pub(crate) fn notes(reading: &Reading<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let words = reading.words;
    entries.extend(benchmarks(reading).into_iter().map(|words| Entry { sign: Sign::Diamond, words }));
    if reading.all().any(Shown::is_unreliable) {
        entries.push(Entry { sign: Sign::Star, words: words.unreliable.into() });
    }
    if reading.all().any(|shown| shown == Shown::Hidden) {
        entries.push(Entry { sign: Sign::Hatch, words: words.hidden.into() });
    }
    entries
}

/// Each source of known figures with its figures.
pub(crate) fn benchmarks(reading: &Reading<'_>) -> Vec<String> {
    let mut sources: Vec<(&str, Vec<String>)> = Vec::new();
    for benchmark in reading.table.benchmarks.iter().filter(|benchmark| benchmark.value.is_finite()) {
        let columns = &reading.table.columns;
        let Some(at) = columns.iter().position(|column| column.code == benchmark.column) else { continue };
        let value = reading.value(benchmark.value);
        let figure = if reading.table.statistic == Statistic::Percent {
            format!("{} {value}", reading.column(at))
        } else {
            value
        };
        let source = reading.text(&benchmark.source);
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, figures)) => figures.push(figure),
            None => sources.push((source, vec![figure])),
        }
    }
    sources.into_iter().map(|(source, figures)| format!("{source}: {}", figures.join("; "))).collect()
}

impl Sign {
    fn width(&self) -> f64 {
        match self {
            Sign::Line(..) | Sign::Whisker | Sign::Dashed => 22.0,
            Sign::Star => 7.0,
            _ => 12.0,
        }
    }

    fn draw(&self, scene: &mut Scene, (x, middle): (f64, f64), style: Style) {
        let end = x + self.width();
        match self {
            Sign::Colour(colour) => {
                scene.edged((x, middle - 5.5), (12.0, 11.0), colour.clone(), theme::MUTED);
            }
            Sign::Line(colour, point, dash) => {
                scene.shapes.push(Shape::Line {
                    from: (x, middle),
                    to: (end, middle),
                    colour: colour.clone(),
                    thickness: 2.0,
                    dash,
                });
                point.draw(scene, (x + 11.0, middle), colour, false);
            }
            Sign::Whisker => whisker(scene, (x + 1.0, end - 1.0), middle, &theme::INK.into()),
            Sign::Dashed => scene.dashed((x, middle), (end, middle), theme::MUTED, 1.2),
            Sign::Diamond => scene.diamond((x + 6.0, middle), 5.5),
            Sign::Hatch => scene.hatch((x, middle - 5.5), (12.0, 11.0)),
            Sign::Star => {
                scene.words(
                    (x, style.baseline(middle, 1)),
                    "*",
                    Style { bold: true, ..style },
                    Anchor::Start,
                    theme::INK,
                );
            }
        }
    }
}

/// An interval: a thin line with ends, visible on paper and on a bar.
pub(crate) fn whisker(scene: &mut Scene, (low, high): (f64, f64), middle: f64, colour: &Colour) {
    scene.line((low - 1.0, middle), (high + 1.0, middle), theme::PAPER, 3.2);
    for end in [low, high] {
        scene.line((end, middle - 4.0), (end, middle + 4.0), theme::PAPER, 3.2);
    }
    scene.line((low, middle), (high, middle), colour.clone(), 1.3);
    for end in [low, high] {
        scene.line((end, middle - 3.5), (end, middle + 3.5), colour.clone(), 1.3);
    }
}
