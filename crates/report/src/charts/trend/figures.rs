//! The figures that stand in a plot: of a single line at as many points as have room, of several lines at the right end of each.

use super::{Across, Plot};
use crate::charts::colours;
use crate::charts::page::Page;
use crate::charts::reading::Reading;
use crate::charts::scale::Scale;
use crate::charts::scene::{Anchor, Colour, Scene};
use crate::charts::text::Style;
use crate::theme;
use sounding_disclosure::Shown;

/// From a point to the baseline of the figure over it, and of the one under it.
const OVER: f64 = 9.0;
const UNDER: f64 = 16.0;
/// Least room between two figures.
const BETWEEN: f64 = 5.0;

pub(super) struct Figures {
    alone: bool,
    style: Style,
    /// The widest of them.
    pub(super) widest: f64,
}

/// Words that have their place already: left, right, baseline.
type Placed = Vec<(f64, f64, f64)>;

impl Figures {
    pub(super) fn new(page: &Page<'_>, plot: &Plot, alone: bool) -> Figures {
        let (reading, style) = (page.reading, Style::small(true));
        let all = plot.lines.iter().flat_map(|line| plot.groups.iter().map(|&group| (group, line.column)));
        let words = all.filter_map(|(group, column)| words(reading, reading.shown(group, column)));
        let widest = words.map(|words| page.measure.width(&words, style)).fold(0.0, f64::max);
        Figures { alone, style, widest }
    }

    pub(super) fn draw(
        &self,
        page: &Page<'_>,
        scene: &mut Scene,
        plot: &Plot,
        across: Across,
        down: Scale,
        right: f64,
    ) {
        let reading = page.reading;
        let last = plot.groups.len() - 1;
        let every = ((self.widest + BETWEEN) / across.slot).ceil().max(1.0) as usize;
        let mut ends: Vec<(f64, String, Colour)> = Vec::new();
        let mut placed = Placed::new();
        let mut stars: Vec<(f64, f64)> = Vec::new();
        for line in &plot.lines {
            // From the right, because the newest figure is the one that must be there.
            for (at, &group) in plot.groups.iter().enumerate().rev() {
                let shown = reading.shown(group, line.column);
                let (Some(figure), Some(words)) = (shown.figure(), words(reading, shown)) else { continue };
                let (x, y) = (across.place(at), down.place(figure.value));
                if !self.alone && at == last {
                    ends.push((y, words, line.colour.clone()));
                    continue;
                }
                let wanted = self.alone && (last - at).is_multiple_of(every);
                let baseline = if under(reading, plot, at, line.column) && y + UNDER + 3.0 < down.from {
                    y + UNDER
                } else {
                    y - OVER
                };
                if !(wanted && self.put(page, scene, &mut placed, (x, baseline), &words))
                    && shown.is_unreliable()
                {
                    stars.push((x, y));
                }
            }
        }
        for (x, y) in stars {
            // Where there is no room for the asterisk the hollow point alone says it.
            let _ = self.put(page, scene, &mut placed, (x, y - 4.0), "*")
                || self.put(page, scene, &mut placed, (x, y + UNDER), "*");
        }
        self.ends(scene, ends, down, right);
    }

    /// Puts words at a point unless they would lie on others; says whether it did.
    fn put(
        &self,
        page: &Page<'_>,
        scene: &mut Scene,
        placed: &mut Placed,
        (x, baseline): (f64, f64),
        words: &str,
    ) -> bool {
        let half = page.measure.width(words, self.style) / 2.0;
        let x = x.min(page.width - half);
        let meets = |&(left, right, other): &(f64, f64, f64)| {
            x - half < right + 2.0 && x + half > left - 2.0 && (baseline - other).abs() < self.style.size
        };
        if placed.iter().any(meets) {
            return false;
        }
        placed.push((x - half, x + half, baseline));
        scene.words((x, baseline), words, self.style, Anchor::Middle, theme::INK);
        true
    }

    /// The last figures of several lines, one under the other.
    fn ends(&self, scene: &mut Scene, mut ends: Vec<(f64, String, Colour)>, down: Scale, right: f64) {
        ends.sort_by(|one, other| one.0.total_cmp(&other.0));
        let pitch = self.style.pitch();
        // Pushed down where they would lie over each other, then up from the bottom where that led out of the plot.
        for at in 1..ends.len() {
            ends[at].0 = ends[at].0.max(ends[at - 1].0 + pitch);
        }
        let mut limit = down.from + pitch / 2.0;
        for end in ends.iter_mut().rev() {
            end.0 = end.0.min(limit);
            limit = end.0 - pitch;
        }
        for (y, words, colour) in ends {
            let at = (right + 6.0, self.style.baseline(y, 1));
            scene.words(at, words, self.style, Anchor::Start, colours::dark(&colour));
        }
    }
}

/// Whether a point lies in a valley, so that the line comes from above.
fn under(reading: &Reading<'_>, plot: &Plot, at: usize, column: usize) -> bool {
    let value = |at: usize| Some(reading.shown(*plot.groups.get(at)?, column).figure()?.value);
    let sides: Vec<f64> = [at.checked_sub(1).and_then(value), value(at + 1)].into_iter().flatten().collect();
    value(at).is_some_and(|own| sides.iter().sum::<f64>() > own * sides.len() as f64)
}

fn words(reading: &Reading<'_>, shown: Shown) -> Option<String> {
    let Shown::Figure(figure, reliable) = shown else { return None };
    let star = if reliable { "" } else { "*" };
    Some(format!("{}{star}", reading.value(figure.value)))
}
