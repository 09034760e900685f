//! Lines over groups in the order of time, each with the band of its intervals. A line is broken where a figure is not shown.

mod figures;

use sounding_disclosure::Shown;
use sounding_survey::{CategoryRole, Statistic};

use super::colours;
use super::legend::{self, Entry, Point, Sign};
use super::page::Page;
use super::reading::Reading;
use super::scale::{Scale, Ticks};
use super::scene::{Anchor, Colour, Scene, Shape};
use super::text::Style;
use crate::theme;
use figures::Figures;

/// Lines in one plot; where there are more answers each has a plot of its own.
const TOGETHER: usize = 4;
/// Half the breadth of a point.
const MARK: f64 = 5.0;
/// How much a band covers: bands that lie over each other are all seen.
const BAND: f64 = 0.18;
/// Room over a plot for the figure of its highest point, under it for signs of what is not shown, between two plots.
const OVER: f64 = 14.0;
const SIGNS: f64 = 16.0;
const BETWEEN: f64 = 20.0;

/// One plot.
struct Plot {
    heading: Option<String>,
    /// The groups, in the order of time.
    groups: Vec<usize>,
    lines: Vec<Line>,
}

/// How one answer's line looks.
#[derive(Clone)]
struct Line {
    column: usize,
    colour: Colour,
    point: Point,
    dash: &'static str,
}

/// Whether a table has groups that follow each other: a crossing has several at a time.
pub(crate) fn fits(reading: &Reading<'_>) -> bool {
    reading.table.groups.iter().all(|group| group.codes.len() < 2)
        && (0..reading.table.breakdowns.len()).any(|breakdown| of_breakdown(reading, breakdown).len() > 1)
}

/// Whether any point in time has a figure that may be seen.
pub(crate) fn shows(reading: &Reading<'_>) -> bool {
    let groups = reading.table.groups.iter().enumerate().filter(|(_, group)| group.breakdown.is_some());
    let columns = reading.table.columns.len();
    groups.map(|(at, _)| at).any(|at| (0..columns).any(|column| reading.shown(at, column).figure().is_some()))
}

pub(crate) fn draw(page: &Page<'_>) -> Scene {
    let reading = page.reading;
    let lines = lines(reading);
    let together = lines.len() <= TOGETHER;
    let mut scene = Scene::new(page.width);
    let mut key: Vec<Entry> = Vec::new();
    if together && lines.len() > 1 {
        key.extend(lines.iter().map(|line| Entry {
            sign: Sign::Line(line.colour.clone(), line.point, line.dash),
            words: reading.column(line.column).to_owned(),
        }));
    }
    let sample = lines.first().map_or_else(|| theme::ACCENT.into(), |line| colours::band(&line.colour));
    key.push(Entry { sign: Sign::Colour(sample), words: reading.at_level(reading.words.band) });
    let mut top = legend::draw(page, &mut scene, 0.0, &key) + 8.0;
    let plots = plots(reading, &lines, together);
    let Some(range) = range(reading, &plots) else { return scene };
    let abreast = if page.narrow || plots.len() == 1 { 1 } else { 2 };
    let width = (page.width - BETWEEN * (abreast as f64 - 1.0)) / abreast as f64;
    for row in plots.chunks(abreast) {
        let head = page.plain(true);
        let heads: Vec<Vec<String>> = row
            .iter()
            .map(|plot| {
                plot.heading.as_ref().map_or_else(Vec::new, |words| page.measure.wrap(words, head, width))
            })
            .collect();
        let tallest = heads.iter().map(Vec::len).max().unwrap_or(0);
        let height = head.pitch() * tallest as f64;
        let mut bottom = top;
        for (at, (plot, lines)) in row.iter().zip(&heads).enumerate() {
            let left = (width + BETWEEN) * at as f64;
            scene.lines((left, top + height / 2.0), lines, head, Anchor::Start, theme::INK);
            let area = Area {
                left,
                width,
                top: top + height + OVER,
                height: if plots.len() == 1 { 230.0 } else { 150.0 },
            };
            bottom = bottom.max(one(page, &mut scene, &area, plot, range));
        }
        top = bottom + 12.0;
    }
    scene.height = legend::draw(page, &mut scene, top - 4.0, &legend::notes(reading)) + 4.0;
    scene
}

fn of_breakdown(reading: &Reading<'_>, breakdown: usize) -> Vec<usize> {
    let groups = reading.table.groups.iter().enumerate();
    groups.filter(|(_, group)| group.breakdown == Some(breakdown)).map(|(at, _)| at).collect()
}

fn lines(reading: &Reading<'_>) -> Vec<Line> {
    let (answers, apart) = reading.columns();
    let colours = colours::of_columns(&reading.table.columns, reading.table.ordered);
    let line = |(at, &column): (usize, &usize)| {
        let apart = reading.table.columns[column].role != CategoryRole::Substantive;
        Line {
            column,
            colour: if answers.len() == 1 && !apart {
                theme::ACCENT.into()
            } else {
                colours::dark(&colours[column])
            },
            point: Point::ALL[at % Point::ALL.len()],
            dash: if apart { "2 3" } else { "" },
        }
    };
    answers.iter().chain(&apart).enumerate().map(line).collect()
}

fn plots(reading: &Reading<'_>, lines: &[Line], together: bool) -> Vec<Plot> {
    let several = reading.table.breakdowns.len() > 1;
    let mut plots = Vec::new();
    for breakdown in 0..reading.table.breakdowns.len() {
        let groups = of_breakdown(reading, breakdown);
        let label = reading.table.breakdown_labels.get(breakdown).map_or("", |label| reading.text(label));
        if groups.is_empty() {
            continue;
        }
        if together {
            let heading = several.then(|| label.to_owned());
            plots.push(Plot { heading, groups, lines: lines.to_vec() });
            continue;
        }
        for line in lines {
            let answer = reading.column(line.column);
            let heading = if several { format!("{label}: {answer}") } else { answer.to_owned() };
            plots.push(Plot { heading: Some(heading), groups: groups.clone(), lines: vec![line.clone()] });
        }
    }
    plots
}

/// The range of all plots, so that they can be compared; shares begin at zero. `None` where nothing may be seen.
fn range(reading: &Reading<'_>, plots: &[Plot]) -> Option<(f64, f64)> {
    let mut ends: Vec<f64> = Vec::new();
    for plot in plots {
        for line in &plot.lines {
            ends.extend(reading.benchmarks(line.column));
            for &group in &plot.groups {
                let Some(figure) = reading.shown(group, line.column).figure() else { continue };
                ends.push(figure.value);
                ends.extend(reading.span(&figure).into_iter().flat_map(|(low, high)| [low, high]));
            }
        }
    }
    let mut low = ends.iter().copied().reduce(f64::min)?;
    let mut high = ends.iter().copied().reduce(f64::max)?;
    if reading.table.statistic == Statistic::Percent || (low > 0.0 && low < 0.4 * high) {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    if high <= low {
        high = low + 1.0;
    }
    Some(Ticks::around(low, high, 5))
}

/// Where the points in time stand.
#[derive(Debug, Clone, Copy)]
struct Across {
    left: f64,
    slot: f64,
}

impl Across {
    fn place(self, at: usize) -> f64 {
        self.left + self.slot * (at as f64 + 0.5)
    }
}

/// Where a plot stands.
struct Area {
    left: f64,
    width: f64,
    top: f64,
    height: f64,
}

/// One plot; gives the place under it.
fn one(page: &Page<'_>, scene: &mut Scene, area: &Area, plot: &Plot, (low, high): (f64, f64)) -> f64 {
    let reading = page.reading;
    let small = Style::small(false);
    let bottom = area.top + area.height;
    let down = Scale { low, high, from: bottom, to: area.top };
    let ticks = Ticks::inside(low, high, 6);
    let words: Vec<String> = ticks.values.iter().map(|&value| reading.tick(value, ticks.decimals)).collect();
    let numbers = page.measure.widest(words.iter().map(String::as_str), small);
    let left = area.left + numbers + 8.0;
    let alone = plot.lines.len() == 1;
    let figures = Figures::new(page, plot, alone);
    let right = area.left + area.width - if alone { 0.0 } else { figures.widest + 10.0 };
    for (&value, words) in ticks.values.iter().zip(words) {
        let y = down.place(value);
        let colour = if value == 0.0 { theme::MUTED } else { theme::RULE };
        scene.line((left, y), (right, y), colour, 1.0);
        scene.words((left - 6.0, small.baseline(y, 1)), words, small, Anchor::End, theme::MUTED);
    }
    // The outermost points are marks with a breadth of their own.
    let slot = (right - left - 2.0 * MARK) / plot.groups.len() as f64;
    let across = Across { left: left + MARK, slot };
    for line in &plot.lines {
        for value in reading.benchmarks(line.column) {
            let y = down.place(value);
            scene.dashed((left, y), (right, y), theme::BENCHMARK, 1.3);
            scene.diamond((left + 6.0, y), 6.0);
        }
    }
    let shown = |line: &Line, at: usize| reading.shown(plot.groups[at], line.column);
    for line in &plot.lines {
        bands(scene, reading, plot, line, across, down);
    }
    for line in &plot.lines {
        for run in runs(plot.groups.len(), |at| shown(line, at).figure().is_some()) {
            let point = |at: usize| {
                shown(line, at).figure().map(|figure| (across.place(at), down.place(figure.value)))
            };
            let points: Vec<(f64, f64)> = run.filter_map(point).collect();
            if points.len() > 1 {
                let edge = Some(line.colour.clone());
                scene.shapes.push(Shape::Path {
                    points,
                    fill: None,
                    cover: 1.0,
                    edge,
                    thickness: 2.0,
                    dash: line.dash,
                });
            }
        }
        for at in 0..plot.groups.len() {
            if let Shown::Figure(figure, reliable) = shown(line, at) {
                line.point.draw(scene, (across.place(at), down.place(figure.value)), &line.colour, !reliable);
            }
        }
    }
    figures.draw(page, scene, plot, across, down, right);
    let hidden: Vec<usize> = (0..plot.groups.len())
        .filter(|&at| plot.lines.iter().any(|line| shown(line, at) == Shown::Hidden))
        .collect();
    for &at in &hidden {
        let width = (slot - 1.0).clamp(4.0, 12.0);
        scene.hatch((across.place(at) - width / 2.0, bottom + 3.0), (width, 11.0));
    }
    let under = bottom + if hidden.is_empty() { 4.0 } else { SIGNS + 2.0 };
    names(page, scene, plot, (area.left, area.left + area.width), across, under)
}

/// The bands of a line's intervals.
fn bands(scene: &mut Scene, reading: &Reading<'_>, plot: &Plot, line: &Line, across: Across, down: Scale) {
    let span = |at: usize| {
        let figure = reading.shown(plot.groups[at], line.column).figure()?;
        reading.span(&figure)
    };
    let single = plot.lines.len() == 1;
    for run in runs(plot.groups.len(), |at| span(at).is_some()) {
        let ends: Vec<(f64, (f64, f64))> = run.filter_map(|at| Some((across.place(at), span(at)?))).collect();
        if let [(x, (low, high))] = ends[..] {
            scene.line((x, down.place(low)), (x, down.place(high)), colours::band(&line.colour), 6.0);
            continue;
        }
        let upper = ends.iter().map(|&(x, (_, high))| (x, down.place(high)));
        let lower = ends.iter().rev().map(|&(x, (low, _))| (x, down.place(low)));
        let points: Vec<(f64, f64)> = upper.chain(lower).collect();
        // Where bands lie over each other their edges tell them apart.
        let edge = (!single).then(|| colours::lighter(&line.colour));
        let fill = Some(line.colour.clone());
        scene.shapes.push(Shape::Path { points, fill, cover: BAND, edge, thickness: 0.8, dash: "" });
    }
}

/// Runs of neighbours that are there.
fn runs(count: usize, there: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for at in (0..count).filter(|&at| there(at)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The names of the points in time, as many as have room, the last one always; gives the place under them.
fn names(
    page: &Page<'_>,
    scene: &mut Scene,
    plot: &Plot,
    (least, most): (f64, f64),
    across: Across,
    top: f64,
) -> f64 {
    let style = Style::small(false);
    let labels: Vec<&str> = plot.groups.iter().map(|&group| page.reading.group(group)).collect();
    // A name is set in lines as wide as its widest word, or a little more.
    let word = page.measure.widest(labels.iter().flat_map(|label| label.split(' ')), style).clamp(48.0, 90.0);
    let wrapped = labels.iter().flat_map(|label| page.measure.wrap(label, style, word));
    let need = wrapped.map(|line| page.measure.width(&line, style)).fold(0.0, f64::max) + 10.0;
    let every = (need / across.slot).ceil().max(1.0) as usize;
    let mut lowest = top;
    for (at, label) in labels.iter().enumerate() {
        if !(labels.len() - 1 - at).is_multiple_of(every) {
            continue;
        }
        let lines = page.measure.wrap(label, style, (across.slot * every as f64 - 10.0).max(word));
        let half = page.measure.widest(lines.iter().map(String::as_str), style) / 2.0;
        let x = across.place(at).clamp(least + half, (most - half).max(least + half));
        let height = style.pitch() * lines.len() as f64;
        scene.lines((x, top + height / 2.0), &lines, style, Anchor::Middle, theme::INK);
        lowest = lowest.max(top + height);
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_where_something_is_missing() {
        let there = [true, true, false, true, false, false, true, true, true];
        assert_eq!(runs(there.len(), |at| there[at]), [0..2, 3..4, 6..9]);
        assert!(runs(3, |_| false).is_empty());
    }
}
