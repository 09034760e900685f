//! Something wrong, said so that a person can mend it.

use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The work goes on; the result says what was noticed.
    Warning,
    /// The work cannot be done, and nothing was written.
    Error,
}

/// Where in the input: file, then sheet, row and column as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// File name as the user wrote it.
    pub file: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of a text file or row of a sheet, counted from 1, the header being 1.
    pub line: Option<u64>,
    /// Column name, key path (`sample.stages[1].take`) or cell reference (`C7`).
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Place {
        Place { file: Some(file.into()), ..Place::default() }
    }

    /// The same place, in a sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Place {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place, at a line counted from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Place {
        self.line = Some(line);
        self
    }

    /// The same place, at a column, key or cell.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Place {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(file.clone());
        }
        if let Some(sheet) = &self.sheet {
            parts.push(format!("sheet {sheet}"));
        }
        if let Some(line) = self.line {
            parts.push(format!("line {line}"));
        }
        if let Some(column) = &self.column {
            parts.push(column.clone());
        }
        f.write_str(&parts.join(", "))
    }
}

/// One thing that is wrong or doubtful, with its stable code, its place, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code, `E` or `W`, area and number: `E-STUDY-003`. Never reused for another meaning.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// One sentence: what is wrong, with what was expected and what was found.
    pub message: String,
    /// One sentence: what to do.
    pub remedy: String,
}

impl Finding {
    /// Something that stops the work.
    pub fn error(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { severity: Severity::Error, code, place, message: message.into(), remedy: remedy.into() }
    }

    /// Something to know, that does not stop the work.
    pub fn warning(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { severity: Severity::Warning, code, place, message: message.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{word}[{}]: {}", self.code, self.message)?;
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(f, "\n  at: {place}")?;
        }
        write!(f, "\n  remedy: {}", self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_as_code_sentence_place_remedy() {
        let finding = Finding::error(
            "E-DATA-002",
            Place::file("answers.csv").line(7).column("age"),
            "expected a number, found \"forty\"",
            "write the number in digits, or leave the field empty",
        );
        assert_eq!(
            finding.to_string(),
            "error[E-DATA-002]: expected a number, found \"forty\"\n  at: answers.csv, line 7, age\n  remedy: write the number in digits, or leave the field empty"
        );
    }
}
