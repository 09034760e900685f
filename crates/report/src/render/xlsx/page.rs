//! A sheet that is being written from top to bottom. Words are always written as words, never as formulas or links; what does
//! not fit in a workbook is refused with its place.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::names::address;
use crate::render::RenderError;

/// How wide words are set that run across columns, in characters.
const MEASURE: f64 = 100.0;
/// The tallest row that a workbook has, in points.
const TALLEST: f64 = 409.0;
/// A column without a width of its own.
const USUAL: f64 = 8.43;
/// Characters at the head or foot of printed pages, the signs that place them included.
const MARGIN_TEXT: usize = 255;

/// Where words are put: a style, its height of a line in points, and how wide it runs compared with common text.
pub(super) struct Style {
    pub(super) format: Format,
    pub(super) line: f64,
    pub(super) scale: f64,
}

/// A sheet and the row that comes next.
pub(super) struct Page {
    sheet: Worksheet,
    name: String,
    widths: Vec<f64>,
    pub(super) row: u32,
}

impl Page {
    /// An empty sheet with columns of the given widths.
    pub(super) fn new(name: &str, widths: Vec<f64>) -> Result<Page, RenderError> {
        let mut page = Page { sheet: Worksheet::new(), name: name.to_owned(), widths, row: 0 };
        if let Err(error) = page.sheet.set_name(name) {
            return Err(page.refused(None, &error));
        }
        for (column, &width) in page.widths.clone().iter().enumerate() {
            let column = page.column(column)?;
            page.done(0, column, |sheet| sheet.set_column_width(column, width).map(drop))?;
        }
        page.sheet.set_screen_gridlines(false);
        Ok(page)
    }

    pub(super) fn sheet(&mut self) -> &mut Worksheet {
        &mut self.sheet
    }

    pub(super) fn into_sheet(self) -> Worksheet {
        self.sheet
    }

    /// The index of a column; a sheet has 16,384.
    pub(super) fn column(&self, at: usize) -> Result<u16, RenderError> {
        u16::try_from(at).map_err(|_| self.refused(None, &XlsxError::RowColumnLimitError))
    }

    pub(super) fn text(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), RenderError> {
        // Who edits the cell does not make a formula of it either.
        let prefixed;
        let format = if text.starts_with(['=', '+', '-', '@']) {
            prefixed = format.clone().set_quote_prefix();
            &prefixed
        } else {
            format
        };
        self.done(row, column, |sheet| sheet.write_string_with_format(row, column, text, format).map(drop))
    }

    pub(super) fn number(
        &mut self,
        row: u32,
        column: u16,
        number: f64,
        format: &Format,
    ) -> Result<(), RenderError> {
        self.done(row, column, |sheet| sheet.write_number_with_format(row, column, number, format).map(drop))
    }

    /// Words over several cells.
    pub(super) fn merged(
        &mut self,
        (row, column): (u32, u16),
        (last_row, last_column): (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), RenderError> {
        if (row, column) != (last_row, last_column) {
            self.done(row, column, |sheet| {
                sheet.merge_range(row, column, last_row, last_column, "", format).map(drop)
            })?;
        }
        self.text(row, column, text, format)
    }

    /// A link to another sheet.
    pub(super) fn link(
        &mut self,
        (row, column): (u32, u16),
        to: &str,
        text: &str,
        format: &Format,
    ) -> Result<(), RenderError> {
        let url = Url::new(address(to)).set_text(text);
        self.done(row, column, |sheet| sheet.write_url_with_format(row, column, url, format).map(drop))
    }

    pub(super) fn height(&mut self, row: u32, points: f64) -> Result<(), RenderError> {
        self.done(row, 0, |sheet| sheet.set_row_height(row, points.clamp(3.0, TALLEST)).map(drop))
    }

    /// The last column of words that begin in `from` and run as wide as is good to read.
    pub(super) fn across(&self, from: u16) -> u16 {
        let mut width = 0.0;
        let mut column = usize::from(from);
        loop {
            width += self.widths.get(column).copied().unwrap_or(USUAL);
            if width >= MEASURE - self.width(0, from) {
                break u16::try_from(column).unwrap_or(from);
            }
            column += 1;
        }
    }

    /// The width of the columns from `from` up to `to`, which is not counted.
    fn width(&self, from: u16, to: u16) -> f64 {
        (from..to).map(|column| self.widths.get(usize::from(column)).copied().unwrap_or(USUAL)).sum()
    }

    /// Columns that have a width of their own.
    pub(super) fn columns(&self) -> usize {
        self.widths.len()
    }

    /// How wide columns are on the screen, in pixels.
    pub(super) fn pixels(&self, from: usize, to: usize) -> f64 {
        self.widths[from..to].iter().map(|width| width * 7.0 + 5.0).sum()
    }

    /// How tall words are between two columns.
    pub(super) fn tall(&self, text: &str, from: u16, last: u16, style: &Style) -> f64 {
        let width = self.width(from, last + 1);
        lines(text, width / style.scale) as f64 * style.line + 2.0
    }

    /// Words in rows of their own, from column `from` on; they wrap, and need not fit in one row. Returns the height.
    pub(super) fn words(&mut self, from: u16, text: &str, style: &Style) -> Result<f64, RenderError> {
        let last = self.across(from);
        let tall = self.tall(text, from, last, style);
        let rows = (tall / TALLEST).ceil().max(1.0);
        let last_row = self.row + rows as u32 - 1;
        self.merged((self.row, from), (last_row, last), text, &style.format)?;
        for row in self.row..=last_row {
            self.height(row, tall / rows)?;
        }
        self.row = last_row + 1;
        Ok(tall)
    }

    /// An empty row of little height.
    pub(super) fn gap(&mut self) -> Result<f64, RenderError> {
        const GAP: f64 = 8.0;
        self.height(self.row, GAP)?;
        self.row += 1;
        Ok(GAP)
    }

    /// What stands at the foot of printed pages, and their number.
    pub(super) fn foot(&mut self, foot: &str, number: &str) {
        // The space keeps a foot that begins with a digit apart from the size of the letters.
        let end = format!("&R&8 {number}");
        let mut text = String::from("&L&8 ");
        for sign in foot.chars().filter(|sign| !sign.is_control()) {
            let units = if sign == '&' { 2 } else { sign.len_utf16() };
            if [&text, &end].iter().map(|part| part.encode_utf16().count()).sum::<usize>() + units
                > MARGIN_TEXT
            {
                break;
            }
            text.push(sign);
            if sign == '&' {
                text.push(sign);
            }
        }
        text.push_str(&end);
        self.sheet
            .set_header("&R&8&A")
            .set_footer(text)
            .set_header_footer_scale_with_doc(false)
            .set_paper_size(9)
            .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
    }

    fn done(
        &mut self,
        row: u32,
        column: u16,
        write: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>,
    ) -> Result<(), RenderError> {
        write(&mut self.sheet).map_err(|error| self.refused(Some((row, column)), &error))
    }

    fn refused(&self, cell: Option<(u32, u16)>, error: &XlsxError) -> RenderError {
        let problem = match error {
            XlsxError::MaxStringLengthExceeded => {
                "a cell takes 32,767 characters, and this text has more".into()
            }
            XlsxError::RowColumnLimitError => {
                "a sheet has 1,048,576 rows and 16,384 columns, and this table needs more".into()
            }
            other => other.to_string(),
        };
        let cell = cell.map(|(row, column)| row_col_to_cell(row, column)).unwrap_or_default();
        RenderError::Workbook { sheet: self.name.clone(), cell, problem }
    }
}

/// How many lines words take where a line has room for `width` characters.
pub(super) fn lines(text: &str, width: f64) -> usize {
    // Columns are measured in digits, which are wider than most letters. Where in doubt, a line more does less harm than a line
    // that cannot be seen.
    let room = (width * 1.1).max(1.0) as usize;
    let mut count = 0;
    for paragraph in text.split('\n') {
        let mut used = 0;
        count += 1;
        for word in paragraph.split(' ') {
            let long = word.chars().count();
            if used > 0 && used + 1 + long > room {
                count += 1;
                used = 0;
            }
            used += long + usize::from(used > 0);
            if used > room {
                count += used.div_ceil(room) - 1;
                used %= room;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_lines_that_they_need() {
        assert_eq!(lines("", 20.0), 1);
        assert_eq!(lines("một hai ba", 20.0), 1);
        assert_eq!(lines("một hai ba bốn năm", 10.0), 2);
        assert_eq!(lines("một hai ba bốn năm", 8.0), 3);
        assert_eq!(lines("một\nhai", 20.0), 2);
        assert_eq!(lines(&"x".repeat(95), 10.0), 9);
    }

    #[test]
    fn words_run_over_as_many_columns_as_are_good_to_read() {
        let page = Page::new("a", vec![40.0, 30.0, 20.0, 20.0, 20.0]).unwrap();
        assert_eq!((page.across(0), page.across(1)), (3, 3));
        let narrow = Page::new("b", vec![40.0, 30.0]).unwrap();
        assert_eq!(narrow.across(0), 5);
    }
}
