//! Forms in shorthand, one line for each row, so that many small ones can be read at a glance:
//!
//!     integer | age | How old are you? | constraint=. < 120      a row of the survey: type, name, label, other cells
//!     c | yn | y | Yes | order=1                                a choice: list, name, label, other cells
//!     s | form_id=x | version=1                                 settings; likewise `e` entities
//!     x | list_name=a | name=b                                  external_choices; likewise `o` osm
//!     f | towns.csv | name,label;a,A                            a file that belongs to the form; `;` ends its lines
//!
//! A label is left out with `-`. A form whose name begins with `workbook` or `csv` is written as that, any other as Markdown. The lists `yn` and `abc` are there where they are used and not given.

use super::table::{Form, Kind};

/// Lists that are made where a form names them.
const LISTS: [(&str, &[(&str, &str)]); 2] =
    [("yn", &[("y", "Yes"), ("n", "No")]), ("abc", &[("a", "First"), ("b", "Second"), ("c", "Third")])];

/// Reads a form in shorthand.
pub(super) fn form(name: &str, text: &str) -> Form {
    let mut form = Form::new(name);
    form.kind = match name.split('-').next() {
        Some("workbook") => Kind::Workbook,
        Some("csv") => Kind::Csv,
        _ => Kind::Markdown,
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        row(&mut form, line);
    }
    for (list, choices) in LISTS {
        let given = form.sheets.iter().any(|sheet| {
            sheet.name == "choices" && sheet.rows.iter().any(|row| row.iter().any(|cell| cell == list))
        });
        let used = text.lines().any(|line| {
            line.split('|').next().unwrap_or_default().split_whitespace().any(|word| word == list)
        });
        if used && !given {
            for (value, label) in choices {
                form.sheet("choices").push(&[("list_name", list), ("name", value), ("label", label)]);
            }
        }
    }
    form
}

fn row(form: &mut Form, line: &str) {
    // A bar within a cell is written as a broken one.
    let cells: Vec<String> =
        line.split('|').map(|cell| cell.trim().replace('¦', "|").replace('⏎', "\n")).collect();
    let (mut named, fixed): (Vec<(&str, &str)>, &[String]) = match cells[0].as_str() {
        "c" => (Vec::new(), &["list_name".into(), "name".into(), "label".into()]),
        "s" | "e" | "x" | "o" => (Vec::new(), &[]),
        "f" => {
            let content = cells.get(2).map(|content| content.replace(';', "\n")).unwrap_or_default();
            form.attachments.push((cells.get(1).cloned().unwrap_or_default(), content + "\n"));
            return;
        }
        _ => (vec![("type", cells[0].as_str())], &["name".into(), "label".into()]),
    };
    let sheet = match cells[0].as_str() {
        "c" => "choices",
        "s" => "settings",
        "e" => "entities",
        "x" => "external_choices",
        "o" => "osm",
        _ => "survey",
    };
    for (at, cell) in cells.iter().skip(1).enumerate() {
        match fixed.get(at) {
            Some(column) if cell != "-" => named.push((column.as_str(), cell.as_str())),
            Some(_) => {}
            None => {
                if let Some((column, text)) = cell.split_once('=') {
                    named.push((column.trim(), text.trim()));
                }
            }
        }
    }
    form.sheet(sheet).push(&named);
}
