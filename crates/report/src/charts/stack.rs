//! Rows with their labels from top to bottom: labels left of the marks where there is room, above them where there is not.

use super::page::Page;
use super::reading::Reading;
use super::scene::{Anchor, Scene};
use super::text::Style;
use crate::theme;

/// One thing in the stack.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    /// The name of a breakdown.
    Heading(String),
    /// Room before answers that are none.
    Gap,
    /// A row; `at` is the caller's own number of it.
    Row { label: String, strong: bool, at: usize },
}

/// Share of the width that labels may take before they are wrapped, and on a narrow page before they go above.
const LABELS: f64 = 0.42;
const LABELS_NARROW: f64 = 0.34;
/// Room between a label and its mark.
const AFTER_LABEL: f64 = 10.0;

/// The rows' places, counted from the stack's top.
pub(crate) struct Stack {
    placed: Vec<Placed>,
    /// Where marks may begin.
    pub(crate) left: f64,
    pub(crate) height: f64,
    /// Whether labels stand above their marks, where the axis's lines run.
    above: bool,
}

struct Placed {
    lines: Vec<String>,
    kind: Kind,
    /// The middle of the label's lines.
    label: f64,
    /// The middle of the mark.
    mark: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Heading,
    Row { strong: bool, at: usize },
}

impl Stack {
    pub(crate) fn new(page: &Page<'_>, entries: &[Entry]) -> Stack {
        let widths = entries.iter().filter_map(|entry| match entry {
            Entry::Row { label, strong, .. } => Some(page.measure.width(label, page.plain(*strong))),
            _ => None,
        });
        let widest = widths.fold(0.0, f64::max);
        let above = page.narrow && widest > LABELS_NARROW * page.width;
        let room = if above { page.width } else { widest.min(LABELS * page.width) + 0.01 };
        let gap = if page.dense { 4.0 } else { 8.0 };
        let thickness = page.thickness();
        let (mut placed, mut y): (Vec<Placed>, f64) = (Vec::new(), 0.0);
        for entry in entries {
            match entry {
                Entry::Gap => y += 8.0,
                Entry::Heading(words) => {
                    let style = Style::small(true);
                    let lines = page.measure.wrap(words, style, page.width);
                    let height = style.pitch() * lines.len() as f64;
                    let before = if placed.is_empty() { 0.0 } else { gap + 4.0 };
                    let label = y + before + height / 2.0;
                    placed.push(Placed { lines, kind: Kind::Heading, label, mark: label });
                    y += before + height + gap / 2.0;
                }
                Entry::Row { label, strong, at } => {
                    let style = page.plain(*strong);
                    let lines = page.measure.wrap(label, style, room);
                    let words = style.pitch() * lines.len() as f64;
                    let kind = Kind::Row { strong: *strong, at: *at };
                    if above {
                        let mark = y + words + 2.0 + thickness / 2.0;
                        placed.push(Placed { lines, kind, label: y + words / 2.0, mark });
                        y += words + 2.0 + thickness + gap;
                    } else {
                        let height = words.max(thickness);
                        let mark = y + height / 2.0;
                        placed.push(Placed { lines, kind, label: mark, mark });
                        y += height + gap;
                    }
                }
            }
        }
        Stack { placed, left: if above { 0.0 } else { room + AFTER_LABEL }, height: y, above }
    }

    /// The rows with the middle of their marks when the stack begins at `top`.
    pub(crate) fn rows(&self, top: f64) -> impl Iterator<Item = (usize, f64)> {
        self.placed.iter().filter_map(move |placed| match placed.kind {
            Kind::Row { at, .. } => Some((at, top + placed.mark)),
            Kind::Heading => None,
        })
    }

    /// Draws labels and headings; after the axis and before the marks.
    pub(crate) fn draw(&self, page: &Page<'_>, scene: &mut Scene, top: f64) {
        for placed in &self.placed {
            let at = (0.0, top + placed.label);
            let style = match placed.kind {
                Kind::Heading => Style::small(true),
                Kind::Row { strong, .. } => page.plain(strong),
            };
            let widest = page.measure.widest(placed.lines.iter().map(String::as_str), style);
            if self.above || (placed.kind == Kind::Heading && widest > self.left) {
                let height = style.pitch() * placed.lines.len() as f64;
                scene.halo((1.5, at.1), (widest, height));
            }
            let colour = if placed.kind == Kind::Heading { theme::ACCENT } else { theme::INK };
            scene.lines(at, &placed.lines, style, Anchor::Start, colour);
        }
    }
}

/// The groups of a table under the headings of their breakdowns, everyone first. `star` says which labels carry an asterisk.
pub(crate) fn of_groups(reading: &Reading<'_>, star: impl Fn(usize) -> bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut breakdown = None;
    for (at, group) in reading.table.groups.iter().enumerate() {
        if group.breakdown != breakdown {
            breakdown = group.breakdown;
            let label = breakdown.and_then(|at| reading.table.breakdown_labels.get(at));
            if let Some(label) = label {
                entries.push(Entry::Heading(reading.text(label).to_owned()));
            }
        }
        let mut label = reading.group(at).to_owned();
        if star(at) {
            label.push_str("\u{a0}*");
        }
        entries.push(Entry::Row { label, strong: group.breakdown.is_none(), at });
    }
    entries
}
