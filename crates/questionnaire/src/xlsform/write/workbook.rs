//! Pages as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::tables::Page;
use crate::xlsform::sheets::cut;

/// Writes the pages as sheets. A text longer than the 32,767 characters of a cell ends there.
pub(super) fn write(pages: &[Page]) -> Vec<u8> {
    // Fixed sheet names, cells far inside the sheet and texts that fit: nothing is left that the writer refuses.
    workbook(pages).unwrap_or_default()
}

fn workbook(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would ask the clock.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    let head = Format::new().set_bold();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for page in pages {
        let sheet = workbook.add_worksheet();
        sheet.set_name(page.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, text) in (0_u16..).zip(&page.heads) {
            let wide =
                ["label", "hint", "guidance_hint", "form_title"].iter().any(|name| text.starts_with(name));
            sheet.set_column_width(column, if wide { 48 } else { 22 })?;
            sheet.write_string_with_format(0, column, cut(text), &head)?;
        }
        for (row, cells) in (1_u32..).zip(&page.rows) {
            for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string_with_format(row, column, cut(text), &body)?;
            }
        }
    }
    workbook.save_to_buffer()
}
