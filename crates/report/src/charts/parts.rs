//! Bars whose parts fill 100 %: one after the other, or on two sides of the middle of a scale. What is no opinion stands apart.

use super::colours;
use super::legend::{self, Entry, Sign};
use super::page::Page;
use super::reading::Reading;
use super::scene::{Anchor, Colour, Scene};
use super::stack::{self, Stack};
use super::text::Style;
use crate::locale::NOTHING;
use crate::theme;
use sounding_disclosure::Shown;

/// Room before what stands apart in the same bar, and before a panel of its own.
const APART: f64 = 4.0;
const PANEL: f64 = 16.0;
/// A sign of what is not shown, and the room before it.
const SIGN: f64 = 12.0;
const SIGN_GAP: f64 = 3.0;
/// Between the figures of two answers that stand apart.
const TOGETHER: &str = " + ";
/// Room between a bar apart and its figure.
const BESIDE: f64 = 4.0;
/// Width that the heading of that panel may take.
const HEADING: f64 = 110.0;

/// One group's bar.
enum Bar {
    /// Its parts.
    Parts {
        answers: Vec<Part>,
        apart: Vec<Part>,
        /// What the hidden figures are together, where there are two or more of them: their places in the bar would tell each.
        rest: Option<f64>,
        /// Whether something is hidden before the scale's middle, from the middle on, and in what stands apart.
        cut: [bool; 3],
    },
    Hidden,
    Nothing,
}

/// One answer's part of a bar.
#[derive(Debug, Clone, Copy)]
struct Part {
    column: usize,
    value: f64,
    reliable: bool,
}

impl Bar {
    fn new(reading: &Reading<'_>, group: usize) -> Bar {
        let (answers, apart) = reading.columns();
        let parts = |columns: &[usize]| {
            let part = |&column: &usize| match reading.shown(group, column) {
                Shown::Figure(figure, reliable) => {
                    Some(Part { column, value: figure.value.clamp(0.0, 1.0), reliable })
                }
                _ => None,
            };
            columns.iter().filter_map(part).collect::<Vec<Part>>()
        };
        let hides = |column: &usize| reading.shown(group, *column) == Shown::Hidden;
        let (before, after) = answers.split_at(answers.len() / 2);
        let cut = [before.iter().any(hides), after.iter().any(hides), apart.iter().any(hides)];
        let (answers, apart) = (parts(&answers), parts(&apart));
        let hidden = reading.hidden(group);
        if answers.is_empty() && apart.is_empty() {
            return if hidden > 0 { Bar::Hidden } else { Bar::Nothing };
        }
        let sum: f64 = answers.iter().chain(&apart).map(|part| part.value).sum();
        Bar::Parts { answers, apart, rest: (hidden > 1).then_some((1.0 - sum).max(0.0)), cut }
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        let (answers, apart): (&[Part], &[Part]) = match self {
            Bar::Parts { answers, apart, .. } => (answers, apart),
            _ => (&[], &[]),
        };
        answers.iter().chain(apart)
    }
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy)]
struct Ground {
    /// Units for a share of 1.
    unit: f64,
    /// Where stacked bars begin, or where the middle of the scale is.
    zero: f64,
    /// Where the panel of what stands apart begins; `None` when it follows in the same bar.
    panel: Option<f64>,
    /// Whether that panel's figures stand beside its bars.
    beside: bool,
}

/// Draws each group's answers as parts of a whole; on two sides when `diverging`.
pub(crate) fn draw(page: &Page<'_>, diverging: bool) -> Scene {
    let reading = page.reading;
    let bars: Vec<Bar> = (0..reading.table.groups.len()).map(|group| Bar::new(reading, group)).collect();
    let colours = colours::of_columns(&reading.table.columns, reading.table.ordered);
    let mut scene = Scene::new(page.width);
    let (answers, apart) = reading.columns();
    let key = answers.iter().chain(&apart).map(|&column| Entry {
        sign: Sign::Colour(colours[column].clone()),
        words: reading.column(column).to_owned(),
    });
    let mut top = legend::draw(page, &mut scene, 0.0, &key.collect::<Vec<_>>()) + 8.0;

    // The asterisk goes to the label where a part has no room for it; the place does not depend on it by more than a few units.
    let all =
        |group: usize| bars[group].parts().all(|part| !part.reliable) && bars[group].parts().next().is_some();
    let bare = Stack::new(page, &stack::of_groups(reading, |_| true));
    let ground = ground(page, &bars, bare.left, diverging);
    let starred = |group: usize| {
        all(group)
            || bars[group]
                .parts()
                .any(|part| !part.reliable && inside(page, part, ground.unit, true).is_none())
    };
    let stack = Stack::new(page, &stack::of_groups(reading, starred));

    if let Some(panel) = ground.panel {
        let style = Style::small(false);
        let lines = page.measure.wrap(reading.words.apart, style, HEADING.max(page.width - panel));
        let height = style.pitch() * lines.len() as f64;
        let widest = page.measure.widest(lines.iter().map(String::as_str), style);
        let x = panel.min(page.width - widest);
        scene.lines((x, top + height / 2.0), &lines, style, Anchor::Start, theme::MUTED);
        top += height + 6.0;
    }
    if diverging {
        let ends = (top - 3.0, top + stack.height - 2.0);
        scene.line((ground.zero, ends.0), (ground.zero, ends.1), theme::MUTED, 1.0);
    }
    stack.draw(page, &mut scene, top);
    for (group, middle) in stack.rows(top) {
        let draw = Row { page, ground, colours: &colours, middle, star: !all(group) };
        draw.bar(&mut scene, &bars[group], bare.left, diverging);
    }
    top += stack.height;
    scene.height = legend::draw(page, &mut scene, top + 2.0, &legend::notes(reading)) + 4.0;
    scene
}

/// The largest unit with which every bar fits.
fn ground(page: &Page<'_>, bars: &[Bar], left: f64, diverging: bool) -> Ground {
    let room = page.width - left - 1.0;
    if !diverging {
        return Ground { unit: room - 2.0 * APART, zero: left, panel: None, beside: false };
    }
    let (mut before, mut after, mut apart) = (0.0_f64, 0.0_f64, 0.0_f64);
    let mut cuts = [false; 3];
    for bar in bars {
        let Bar::Parts { answers, apart: none, cut, .. } = bar else { continue };
        let (left, right) = sides(page.reading, answers);
        (before, after) = (before.max(left), after.max(right));
        apart = apart.max(none.iter().map(|part| part.value).sum());
        for (all, one) in cuts.iter_mut().zip(cut) {
            *all |= *one;
        }
    }
    let [cut_before, cut_after, cut_apart] = cuts.map(|cut| if cut { SIGN + SIGN_GAP } else { 0.0 });
    let columns = page.reading.columns().1.len();
    // More than two figures beside a bar would be a table.
    let beside = columns == 1 || columns == 2;
    let mut fixed = cut_before + cut_after;
    if columns > 0 {
        fixed += PANEL + cut_apart;
    }
    if beside {
        let widest = bars.iter().map(|bar| {
            let Bar::Parts { apart, .. } = bar else { return 0.0 };
            let numbers = apart.iter().map(|part| number(page.reading, part, true));
            page.measure.width(&numbers.collect::<Vec<_>>().join(TOGETHER), Style::small(false))
        });
        fixed += widest.fold(0.0, f64::max) + BESIDE;
    }
    let whole = before + after + apart;
    let unit = if whole > 0.0 { (room - fixed) / whole } else { room - fixed };
    let zero = left + cut_before + before * unit;
    let panel = (columns > 0).then_some(zero + after * unit + cut_after + PANEL);
    Ground { unit, zero, panel, beside }
}

/// What stands before and after the middle of the scale; a middle answer by halves.
fn sides(reading: &Reading<'_>, answers: &[Part]) -> (f64, f64) {
    let columns = reading.columns().0;
    let (mut before, mut after) = (0.0, 0.0);
    for part in answers {
        let at = columns.iter().position(|&column| column == part.column).unwrap_or(0);
        // Twice the distance from the middle keeps whole numbers.
        match (2 * at + 1).cmp(&columns.len()) {
            std::cmp::Ordering::Less => before += part.value,
            std::cmp::Ordering::Equal => {
                before += part.value / 2.0;
                after += part.value / 2.0;
            }
            std::cmp::Ordering::Greater => after += part.value,
        }
    }
    (before, after)
}

/// The number inside a part, where it has room.
fn inside(page: &Page<'_>, part: &Part, unit: f64, star: bool) -> Option<String> {
    let words = number(page.reading, part, star);
    (page.measure.width(&words, Style::small(false)) + 4.0 <= part.value * unit).then_some(words)
}

/// A part's figure in whole points.
fn number(reading: &Reading<'_>, part: &Part, star: bool) -> String {
    let mark = if star && !part.reliable { "*" } else { "" };
    format!("{}{mark}", reading.points(part.value))
}

/// One row while it is drawn.
struct Row<'a> {
    page: &'a Page<'a>,
    ground: Ground,
    colours: &'a [Colour],
    middle: f64,
    /// Whether parts carry asterisks of their own.
    star: bool,
}

impl Row<'_> {
    fn bar(&self, scene: &mut Scene, bar: &Bar, left: f64, diverging: bool) {
        let small = Style::small(false);
        match bar {
            Bar::Parts { answers, apart, cut, .. } if diverging => {
                let start = self.ground.zero - sides(self.page.reading, answers).0 * self.ground.unit;
                let end = self.parts(scene, start, answers);
                // A length here would say which answer is how large: the sign has one size, on the side that is cut.
                if cut[0] {
                    self.sign(scene, start - SIGN_GAP - SIGN);
                }
                if cut[1] {
                    self.sign(scene, end + SIGN_GAP);
                }
                let Some(panel) = self.ground.panel else { return };
                let mut x = self.parts(scene, panel, apart);
                if self.ground.beside && !apart.is_empty() {
                    let numbers = apart.iter().map(|part| number(self.page.reading, part, self.star));
                    let words = numbers.collect::<Vec<_>>().join(TOGETHER);
                    let at = (x + BESIDE, small.baseline(self.middle, 1));
                    x = at.0 + self.page.measure.width(&words, small);
                    scene.words(at, words, small, Anchor::Start, theme::INK);
                }
                if cut[2] {
                    self.sign(scene, if apart.is_empty() { x } else { x + SIGN_GAP });
                }
            }
            Bar::Parts { answers, apart, rest, .. } => {
                let mut x = self.parts(scene, self.ground.zero, answers);
                if !answers.is_empty() {
                    x += APART;
                }
                x = self.parts(scene, x, apart);
                if let Some(rest) = rest.map(|rest| rest * self.ground.unit).filter(|rest| *rest > 0.0) {
                    let thickness = self.page.thickness();
                    let gap = if apart.is_empty() { 0.0 } else { APART };
                    scene.hatch((x + gap, self.middle - thickness / 2.0), (rest, thickness));
                }
            }
            Bar::Hidden => {
                let words = self.page.reading.words.not_shown;
                self.sign(scene, left);
                let at = (left + 17.0, small.baseline(self.middle, 1));
                scene.halo((at.0, self.middle), (self.page.measure.width(words, small), small.size));
                scene.words(at, words, small, Anchor::Start, theme::MUTED);
            }
            Bar::Nothing => {
                let at = (left, small.baseline(self.middle, 1));
                scene.words(at, NOTHING, small, Anchor::Start, theme::MUTED);
            }
        }
    }

    fn sign(&self, scene: &mut Scene, x: f64) {
        scene.hatch((x, self.middle - 5.5), (SIGN, 11.0));
    }

    fn parts(&self, scene: &mut Scene, mut x: f64, parts: &[Part]) -> f64 {
        let thickness = self.page.thickness();
        let small = Style::small(false);
        for part in parts {
            let width = part.value * self.ground.unit;
            let colour = &self.colours[part.column];
            let (at, size) = ((x, self.middle - thickness / 2.0), (width, thickness));
            let fill = if part.reliable { colour.clone() } else { colours::lighter(colour) };
            let edge = if part.reliable { theme::PAPER.into() } else { colours::dark(colour) };
            scene.edged(at, size, fill.clone(), edge);
            let outside = self.ground.beside && self.page.reading.columns().1.contains(&part.column);
            let words = inside(self.page, part, self.ground.unit, self.star).filter(|_| !outside);
            if let Some(words) = words {
                let at = (x + width / 2.0, small.baseline(self.middle, 1));
                scene.words(at, words, small, Anchor::Middle, colours::words_on(&fill));
            }
            x += width;
        }
        x
    }
}
