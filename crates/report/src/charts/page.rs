//! What every kind of chart needs to draw itself once: the width, the typefaces, the reading of the table.

use super::reading::Reading;
use super::text::{Measure, Style};

/// A width to draw for.
pub(crate) struct Page<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) measure: &'a Measure,
    pub(crate) width: f64,
    /// Whether it is a narrow page, where long labels stand above their marks.
    pub(crate) narrow: bool,
    /// Whether there are so many rows that they stand closer.
    pub(crate) dense: bool,
}

/// More rows than this stand closer on a wide page, so that a printed page holds them.
const MANY: usize = 26;

impl<'a> Page<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>, measure: &'a Measure, width: f64) -> Page<'a> {
        let narrow = width < 500.0;
        Page { reading, measure, width, narrow, dense: !narrow && reading.table.groups.len() > MANY }
    }

    /// Labels of rows.
    pub(crate) fn plain(&self, bold: bool) -> Style {
        Style { size: if self.dense { 11.5 } else { 13.0 }, bold }
    }

    /// How thick a bar is.
    pub(crate) fn thickness(&self) -> f64 {
        if self.dense { 12.0 } else { 18.0 }
    }
}
