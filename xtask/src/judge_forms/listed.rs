//! The differences that are known and meant: a table in `docs/forms-conformance.md`, which people read too.

use std::path::Path;

use super::compare::Difference;

/// Where the table is.
pub(super) const PAGE: &str = "docs/forms-conformance.md";

/// The line above the table.
const MARK: &str = "<!-- differences: judge, form, place, reason; `*` stands for anything -->";

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) judge: String,
    pub(super) form: String,
    pub(super) place: String,
    pub(super) reason: String,
}

impl Listed {
    pub(super) fn covers(&self, difference: &Difference) -> bool {
        fits(&self.judge, difference.judge)
            && fits(&self.form, &difference.form)
            && fits(&self.place, &difference.place)
    }
}

/// The rows of the table, or what is wrong with it.
pub(super) fn read(root: &Path) -> Result<Vec<Listed>, String> {
    let page = std::fs::read_to_string(root.join(PAGE)).map_err(|fault| format!("{PAGE}: {fault}"))?;
    rows(&page)
}

fn rows(page: &str) -> Result<Vec<Listed>, String> {
    let (_, rest) = page.split_once(MARK).ok_or_else(|| format!("{PAGE}: the line {MARK} is missing"))?;
    let mut listed = Vec::new();
    for line in rest
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| line.starts_with('|'))
        .skip(2)
    {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        let [judge, form, place, reason] = cells.as_slice() else {
            return Err(format!("{PAGE}: this row has not four cells: {line}"));
        };
        if reason.is_empty() {
            return Err(format!("{PAGE}: this row says no reason: {line}"));
        }
        let [judge, form, place, reason] = [judge, form, place, reason].map(Clone::clone);
        listed.push(Listed { judge, form, place, reason });
    }
    Ok(listed)
}

/// Whether a text fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    // What follows the last star stands at the end; what is between two may stand anywhere.
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{MARK, fits, rows};

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("bind * @calculate", "bind /data/q1 @calculate"));
        assert!(fits("*", ""));
        assert!(fits("a*b*c", "a12b3bc"));
        assert!(!fits("bind * @calculate", "bind /data/q1 @relevant"));
        assert!(!fits("a*bc", "ab"));
    }

    #[test]
    fn the_table_is_read_up_to_its_end() {
        let page = format!(
            "# Title\n\n{MARK}\n\n| judge | form | place | reason |\n|---|---|---|---|\n| pyxform | `geo-*` | `*` | because |\n\nMore | text |\n"
        );
        let rows = rows(&page).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].judge.as_str(), rows[0].form.as_str()), ("pyxform", "geo-*"));
    }

    #[test]
    fn a_row_without_a_reason_is_refused() {
        let page =
            format!("{MARK}\n| judge | form | place | reason |\n|---|---|---|---|\n| pyxform | * | * | |\n");
        assert!(rows(&page).is_err());
    }
}
