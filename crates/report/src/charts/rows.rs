//! Horizontal bars from zero, and dots with their intervals: one mark for each figure, in one or several panels side by side.

use sounding_disclosure::Shown;
use sounding_survey::Statistic;

use super::colours;
use super::legend::{self, Point, Sign, whisker};
use super::page::Page;
use super::reading::Reading;
use super::scale::{Scale, Ticks};
use super::scene::{Anchor, Colour, Scene};
use super::stack::{self, Entry, Stack};
use super::text::Style;
use crate::locale::NOTHING;
use crate::theme;

/// How a figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Bar,
    Dot,
}

/// Room between a mark and its figure, between that and its interval, between two panels, and under the rows for the axis.
const AFTER_MARK: f64 = 7.0;
const AFTER_FIGURE: f64 = 6.0;
const BETWEEN: f64 = 18.0;
const AXIS: f64 = 18.0;
/// Half the height of a diamond.
const DIAMOND: f64 = 6.0;
/// Panels side by side on a wide page.
const ABREAST: usize = 3;

/// The rows and what stands in them.
struct Sheet {
    entries: Vec<Entry>,
    panels: Vec<Panel>,
}

/// One figure for each row.
struct Panel {
    heading: Option<String>,
    /// By the rows' numbers.
    cells: Vec<Cell>,
    /// Everyone's figure, to compare with.
    reference: Option<f64>,
}

/// What all panels have in common.
struct Frame {
    domain: (f64, f64),
    /// Room for figures at the right.
    reserved: f64,
    abreast: usize,
    mark: Mark,
}

struct Cell {
    shown: Shown,
    benchmarks: Vec<f64>,
    colour: Colour,
}

/// Draws a table's figures one by one.
pub(crate) fn draw(page: &Page<'_>, mark: Mark) -> Scene {
    let reading = page.reading;
    let sheet = sheet(reading, mark);
    let mut scene = Scene::new(page.width);
    let mut top = legend::draw(page, &mut scene, 0.0, &signs(reading, &sheet)) + 8.0;
    let abreast = if page.narrow { 1 } else { ABREAST.min(sheet.panels.len()) };
    // The same in every panel, so that lengths can be compared across them.
    let cells = sheet.panels.iter().flat_map(|panel| &panel.cells);
    let widths = cells.map(|cell| Figure::new(page, cell, abreast == 1).width);
    let frame = Frame {
        domain: domain(reading, &sheet, mark),
        reserved: widths.fold(0.0, f64::max) + AFTER_MARK + 2.0 * DIAMOND,
        abreast,
        mark,
    };
    for panels in sheet.panels.chunks(abreast) {
        top = chunk(page, &mut scene, top, (&sheet.entries, panels), &frame);
    }
    scene.height = legend::draw(page, &mut scene, top + 4.0, &legend::notes(reading)) + 4.0;
    scene
}

fn sheet(reading: &Reading<'_>, mark: Mark) -> Sheet {
    let (answers, apart) = reading.columns();
    let colour = |column: usize| -> Colour {
        if apart.contains(&column) { colours::dark(theme::APART[1]) } else { theme::ACCENT.into() }
    };
    let cell = |group: usize, column: usize, benchmarks: Vec<f64>| Cell {
        shown: reading.shown(group, column),
        benchmarks,
        colour: colour(column),
    };
    let order: Vec<usize> = answers.iter().chain(&apart).copied().collect();
    if let [group] = &reading.table.groups[..] {
        let mut entries = Vec::new();
        for (at, &column) in order.iter().enumerate() {
            if at == answers.len() && at > 0 {
                entries.push(Entry::Gap);
            }
            // A single statistic is everyone's.
            let label = if order.len() == 1 { reading.text(&group.label) } else { reading.column(column) };
            entries.push(Entry::Row { label: label.to_owned(), strong: false, at });
        }
        let cells = order.iter().map(|&column| cell(0, column, reading.benchmarks(column))).collect();
        return Sheet { entries, panels: vec![Panel { heading: None, cells, reference: None }] };
    }
    let panel = |&column: &usize| {
        let groups = reading.table.groups.iter().enumerate();
        let cells: Vec<Cell> = groups
            .map(|(at, group)| {
                let everyone = group.breakdown.is_none();
                cell(at, column, if everyone { reading.benchmarks(column) } else { Vec::new() })
            })
            .collect();
        let everyone = reading.table.groups.iter().position(|group| group.breakdown.is_none());
        let reference = everyone.filter(|_| mark == Mark::Dot).and_then(|at| cells[at].shown.figure());
        Panel {
            heading: (order.len() > 1).then(|| reading.column(column).to_owned()),
            cells,
            reference: reference.map(|figure| figure.value),
        }
    };
    Sheet { entries: stack::of_groups(reading, |_| false), panels: order.iter().map(panel).collect() }
}

fn signs(reading: &Reading<'_>, sheet: &Sheet) -> Vec<legend::Entry> {
    let mut signs =
        vec![legend::Entry { sign: Sign::Whisker, words: reading.at_level(reading.words.interval) }];
    if sheet.panels.iter().any(|panel| panel.reference.is_some()) {
        let everyone = reading.table.groups.iter().find(|group| group.breakdown.is_none());
        let everyone = everyone.map_or("", |group| reading.text(&group.label));
        let words = format!("{}: {everyone}", reading.words.reference);
        signs.push(legend::Entry { sign: Sign::Dashed, words });
    }
    signs
}

/// The range of all panels: bars begin at zero, and so do dots of shares.
fn domain(reading: &Reading<'_>, sheet: &Sheet, mark: Mark) -> (f64, f64) {
    let cells = || sheet.panels.iter().flat_map(|panel| &panel.cells);
    let mut ends: Vec<f64> = Vec::new();
    for cell in cells() {
        let Some(figure) = cell.shown.figure() else { continue };
        ends.push(figure.value);
        ends.extend(reading.span(&figure).into_iter().flat_map(|(low, high)| [low, high]));
        ends.extend(&cell.benchmarks);
    }
    let mut low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let mut high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if mark == Mark::Bar || reading.table.statistic == Statistic::Percent || (low > 0.0 && low < 0.4 * high) {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    if high <= low {
        high = low + 1.0;
    }
    if mark == Mark::Dot { Ticks::around(low, high, 5) } else { (low, high) }
}

/// Panels side by side over the same rows; gives the place under them.
fn chunk(
    page: &Page<'_>,
    scene: &mut Scene,
    top: f64,
    (entries, panels): (&[Entry], &[Panel]),
    &Frame { domain: (low, high), reserved, abreast, mark }: &Frame,
) -> f64 {
    let stack = Stack::new(page, entries);
    let alone = abreast == 1;
    let abreast = abreast as f64;
    let head = page.plain(true);
    let width = (page.width - stack.left - BETWEEN * (abreast - 1.0)) / abreast;
    let heads: Vec<Vec<String>> = panels
        .iter()
        .map(|panel| {
            let room = if alone { page.width } else { width };
            panel.heading.as_ref().map_or_else(Vec::new, |words| page.measure.wrap(words, head, room))
        })
        .collect();
    let lines = heads.iter().map(Vec::len).max().unwrap_or(0);
    let rows_top = top + if lines > 0 { head.pitch() * lines as f64 + 8.0 } else { 0.0 };
    let bottom = rows_top + stack.height;
    let left = |at: usize| stack.left + (width + BETWEEN) * at as f64;
    let scale = |at: usize| {
        let to = left(at) + (width - reserved).max(30.0);
        Scale { low, high, from: left(at) + 5.0, to }
    };
    for (at, (panel, lines)) in panels.iter().zip(&heads).enumerate() {
        let scale = scale(at);
        let x = if alone { 0.0 } else { scale.from };
        let middle = rows_top - 8.0 - head.pitch() * lines.len() as f64 / 2.0;
        scene.lines((x, middle), lines, head, Anchor::Start, theme::INK);
        axis(page, scene, scale, (rows_top - 2.0, bottom));
        if let Some(value) = panel.reference {
            let x = scale.place(value);
            scene.dashed((x, rows_top - 2.0), (x, bottom), theme::MUTED, 1.2);
        }
    }
    stack.draw(page, scene, rows_top);
    for (at, panel) in panels.iter().enumerate() {
        for (row, middle) in stack.rows(rows_top) {
            let cell = &panel.cells[row];
            let figure = Figure::new(page, cell, alone);
            let end = one(page, scene, scale(at), middle, cell, mark);
            let diamonds: Vec<f64> = match cell.shown {
                Shown::Figure(..) => cell.benchmarks.iter().map(|&value| scale(at).place(value)).collect(),
                _ => Vec::new(),
            };
            figure.draw(page, scene, (end, middle), left(at) + width, &diamonds);
            for x in diamonds {
                scene.diamond((x, middle), DIAMOND);
            }
        }
    }
    bottom + AXIS + 6.0
}

/// Grid, zero and the axis's numbers.
fn axis(page: &Page<'_>, scene: &mut Scene, scale: Scale, (top, bottom): (f64, f64)) {
    let style = Style::small(false);
    let sample = Ticks::inside(scale.low, scale.high, 5);
    let label = |ticks: &Ticks, value: f64| page.reading.tick(value, ticks.decimals);
    let widest = sample.values.iter().map(|&value| page.measure.width(&label(&sample, value), style));
    let gaps = (scale.to - scale.from) / (widest.fold(0.0, f64::max) + 8.0);
    let most = (gaps.floor() + 1.0).clamp(2.0, 6.0) as usize;
    let ticks = Ticks::inside(scale.low, scale.high, most);
    for &value in &ticks.values {
        let x = scale.place(value);
        let colour = if value == 0.0 { theme::MUTED } else { theme::RULE };
        scene.line((x, top), (x, bottom), colour, 1.0);
        let words = label(&ticks, value);
        // A number at the page's edge is moved inside.
        let half = page.measure.width(&words, style) / 2.0;
        let at = x.clamp(half, page.width - half);
        let baseline = style.baseline(bottom + AXIS / 2.0, 1);
        scene.words((at, baseline), words, style, Anchor::Middle, theme::MUTED);
    }
}

/// One mark; gives the place where it ends.
fn one(page: &Page<'_>, scene: &mut Scene, scale: Scale, middle: f64, cell: &Cell, mark: Mark) -> f64 {
    let zero = scale.place(0.0_f64.clamp(scale.low, scale.high));
    let Shown::Figure(figure, reliable) = cell.shown else {
        return if mark == Mark::Bar { zero } else { scale.from };
    };
    let x = scale.place(figure.value);
    let span = page.reading.span(&figure).map(|(low, high)| (scale.place(low), scale.place(high)));
    let mut end = x.max(zero);
    if mark == Mark::Bar {
        let thickness = page.thickness();
        let (at, size) = ((x.min(zero), middle - thickness / 2.0), ((x - zero).abs(), thickness));
        if reliable {
            scene.block(at, size, cell.colour.clone());
        } else {
            scene.edged(at, size, colours::lighter(&cell.colour), cell.colour.clone());
        }
    } else {
        end = x + 4.0;
    }
    if let Some((low, high)) = span {
        let colour = if mark == Mark::Bar { theme::INK.into() } else { cell.colour.clone() };
        whisker(scene, (low, high), middle, &colour);
        end = end.max(high);
    }
    if mark == Mark::Dot {
        Point::Disc.draw(scene, (x, middle), &cell.colour, !reliable);
    }
    end
}

/// Where words may begin: `gap` after what ends at `end`, and after every diamond that would lie on them.
fn beside(end: f64, gap: f64, width: f64, diamonds: &[f64]) -> f64 {
    let mut places = diamonds.to_vec();
    places.sort_by(f64::total_cmp);
    let end = places.iter().fold(end, |end, x| {
        let meets = x + DIAMOND > end && x - DIAMOND < end + gap + width + 2.0;
        if meets { end.max(x + DIAMOND) } else { end }
    });
    end + gap
}

/// The figure beside a mark.
struct Figure {
    words: String,
    detail: String,
    width: f64,
    hidden: bool,
}

impl Figure {
    fn new(page: &Page<'_>, cell: &Cell, alone: bool) -> Figure {
        let reading = page.reading;
        let (mut words, mut detail) = (String::new(), String::new());
        match cell.shown {
            Shown::Figure(figure, reliable) => {
                words = reading.value(figure.value);
                if !reliable {
                    words.push('*');
                }
                if alone && !page.narrow {
                    detail = reading.interval(&figure);
                }
            }
            Shown::Hidden => {}
            Shown::Nothing => NOTHING.clone_into(&mut words),
        }
        let mut width = page.measure.width(&words, page.plain(true));
        if !detail.is_empty() {
            width += AFTER_FIGURE + page.measure.width(&detail, Style::small(false));
        }
        Figure { words, detail, width, hidden: cell.shown == Shown::Hidden }
    }

    fn draw(
        &self,
        page: &Page<'_>,
        scene: &mut Scene,
        (end, middle): (f64, f64),
        limit: f64,
        diamonds: &[f64],
    ) {
        let (bold, small) = (page.plain(true), Style::small(false));
        if self.hidden {
            let x = end + AFTER_MARK;
            scene.hatch((x, middle - 5.5), (12.0, 11.0));
            let words = page.reading.words.not_shown;
            let (x, width) = (x + 17.0, page.measure.width(words, small));
            if x + width <= limit {
                scene.halo((x, middle), (width, small.size));
                scene.words((x, small.baseline(middle, 1)), words, small, Anchor::Start, theme::MUTED);
            }
            return;
        }
        let mut end = end;
        for (words, style, gap, colour) in
            [(&self.words, bold, AFTER_MARK, theme::INK), (&self.detail, small, AFTER_FIGURE, theme::MUTED)]
        {
            if words.is_empty() {
                continue;
            }
            let width = page.measure.width(words, style);
            let x = beside(end, gap, width, diamonds);
            // An interval after a diamond would be read as the diamond's: the whisker says it alone.
            if style == small && x > end + gap {
                continue;
            }
            scene.halo((x, middle), (width, style.size));
            scene.words((x, style.baseline(middle, 1)), words, style, Anchor::Start, colour);
            end = x + width;
        }
    }
}
