//! Aligned columns for the terminal.

/// On which side a column is flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A table of texts.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    head: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(crate) fn column(&mut self, name: &str, align: Align) {
        self.head.push((name.to_owned(), align));
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table with two spaces between columns and a rule under the head.
    pub(crate) fn render(&self) -> String {
        let widths: Vec<usize> = self
            .head
            .iter()
            .enumerate()
            .map(|(at, (name, _))| {
                let cells = self.rows.iter().filter_map(|row| row.get(at));
                cells.map(|cell| width(cell)).chain([width(name)]).max().unwrap_or(0)
            })
            .collect();
        let head: Vec<String> = self.head.iter().map(|(name, _)| name.clone()).collect();
        let rule = "─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
        let mut lines = vec![self.line(&head, &widths), rule];
        lines.extend(self.rows.iter().map(|row| self.line(row, &widths)));
        lines.join("\n")
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (at, (cell, &wide)) in cells.iter().zip(widths).enumerate() {
            let space = " ".repeat(wide.saturating_sub(width(cell)));
            if at > 0 {
                line.push_str("  ");
            }
            if self.head.get(at).is_some_and(|(_, align)| *align == Align::Right) {
                line.push_str(&space);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&space);
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// Columns that a text takes: combining marks take none.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_vietnamese_words() {
        let mut grid = Grid::default();
        grid.column("tỉnh", Align::Left);
        grid.column("n", Align::Right);
        grid.row(vec!["Hà Nội".into(), "120".into()]);
        grid.row(vec!["Huế".into(), "9".into()]);
        assert_eq!(grid.render(), "tỉnh      n\n───────────\nHà Nội  120\nHuế       9");
    }
}
