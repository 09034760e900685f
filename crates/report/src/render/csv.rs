//! The data file: every figure of the report as one row, at full precision, for programs to read.
//!
//! The columns have fixed English names; labels are in the reader's language. Numbers have a decimal point and no separators,
//! proportions run from 0 to 1, and what does not leave or does not exist is empty. UTF-8 without a byte order mark, which
//! programs would read into the first column's name. Lines end with LF like those of every file that a study derives: all
//! readers of RFC 4180 take it, and version control shows no changes that are none. Who opens tables by hand has the workbook.

use crate::interval::ends;
use crate::words::Words;
use sounding_disclosure::{Shown, shown, shown_base};
use sounding_survey::{CategoryRole, Language, Results, Statistic, Table, TableRole, Text};

const COLUMNS: [&str; 24] = [
    "table",
    "role",
    "variable",
    "question",
    "universe",
    "statistic",
    "breakdown",
    "breakdown_label",
    "group",
    "group_label",
    "answer",
    "answer_label",
    "answer_role",
    "estimate",
    "se",
    "low",
    "high",
    "deff",
    "base",
    "effective_base",
    "disclosure",
    "reliability",
    "benchmark",
    "benchmark_source",
];

/// The data file of a report: one row for each table, group and answer, with the labels in `language`. Bases under
/// `minimum_cell` respondents are left out.
pub fn csv(results: &Results, language: Language, minimum_cell: u64) -> String {
    let everyone = Words::new(language).say("tables-everyone");
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // A write into memory does not fail, and every record has the columns of the head.
    let _ = writer.write_record(COLUMNS);
    for table in &results.tables {
        let rows = Rows { table, language, minimum_cell, everyone: &everyone };
        for group in 0..table.groups.len() {
            for column in 0..table.columns.len() {
                let _ = writer.write_record(rows.record(group, column));
            }
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The rows of one table.
struct Rows<'a> {
    table: &'a Table,
    language: Language,
    minimum_cell: u64,
    everyone: &'a str,
}

impl Rows<'_> {
    fn record(&self, group: usize, column: usize) -> [String; COLUMNS.len()] {
        let Rows { table, .. } = *self;
        let (people, answer) = (&table.groups[group], &table.columns[column]);
        let universe = table.universe.as_ref().map_or("", |universe| universe.get(self.language));
        let breakdown = people.breakdown.and_then(|at| table.breakdowns.get(at)).map_or("", String::as_str);
        let breakdown_label = people.breakdown.and_then(|at| table.breakdown_labels.get(at));
        let label = self.label(&people.label);
        let [estimate, se, low, high, deff, disclosure, reliability] = self.figure(group, column);
        let [base, effective_base] = self.bases(group);
        let [benchmark, benchmark_source] = self.benchmark(group, column);
        [
            inert(&table.id),
            role(table.role).to_owned(),
            inert(&table.variable),
            self.label(&table.question),
            inert(universe),
            statistic(table.statistic),
            inert(breakdown),
            breakdown_label.map(|label| self.label(label)).unwrap_or_default(),
            inert(&people.codes.join("*")),
            if label.is_empty() && people.breakdown.is_none() { self.everyone.to_owned() } else { label },
            inert(&answer.code),
            self.label(&answer.label),
            answer_role(answer.role).to_owned(),
            estimate,
            se,
            low,
            high,
            deff,
            base,
            effective_base,
            disclosure,
            reliability,
            benchmark,
            benchmark_source,
        ]
    }

    fn label(&self, text: &Text) -> String {
        inert(text.get(self.language))
    }

    /// Estimate, standard error, interval, design effect, and the two marks.
    fn figure(&self, group: usize, column: usize) -> [String; 7] {
        let (estimate, reliable) = match shown(self.table, group, column) {
            Shown::Figure(estimate, reliable) => (estimate, reliable),
            Shown::Hidden => return marks("confidential"),
            Shown::Nothing => return marks("open"),
        };
        let interval = ends(self.table.statistic, &estimate);
        [
            number(estimate.value),
            number(estimate.se),
            interval.map(|(low, _)| number(low)).unwrap_or_default(),
            interval.map(|(_, high)| number(high)).unwrap_or_default(),
            estimate.deff.map(number).unwrap_or_default(),
            "open".to_owned(),
            if reliable { "reliable" } else { "unreliable" }.to_owned(),
        ]
    }

    /// Respondents of the group and what they are worth; the second would give the first away.
    fn bases(&self, group: usize) -> [String; 2] {
        shown_base(self.table, group, self.minimum_cell).map_or_else(Default::default, |base| {
            [base.to_string(), number(self.table.groups[group].effective_base)]
        })
    }

    /// Known figures of the answer, which are those of everyone.
    fn benchmark(&self, group: usize, column: usize) -> [String; 2] {
        if self.table.groups[group].breakdown.is_some() {
            return Default::default();
        }
        let code = &self.table.columns[column].code;
        let known: Vec<_> = self.table.benchmarks.iter().filter(|known| known.column == *code).collect();
        let values: Vec<String> = known.iter().map(|known| number(known.value)).collect();
        let sources: Vec<&str> = known.iter().map(|known| known.source.get(self.language)).collect();
        [values.join("; "), inert(&sources.join("; "))]
    }
}

/// A row without a figure.
fn marks(disclosure: &str) -> [String; 7] {
    let mut fields: [String; 7] = Default::default();
    disclosure.clone_into(&mut fields[5]);
    fields
}

/// The shortest digits that read back as the same number; nothing where there is none.
fn number(value: f64) -> String {
    // A negative zero is a zero.
    if value.is_finite() { (value + 0.0).to_string() } else { String::new() }
}

/// Words that no spreadsheet takes for a formula: those that begin like one get an apostrophe before them. A code that is a
/// plain number, such as -1, is none.
fn inert(text: &str) -> String {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULA) && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
        && digits.matches('.').count() < 2
}

fn role(role: TableRole) -> &'static str {
    match role {
        TableRole::Topline => "topline",
        TableRole::Breakdown => "breakdown",
        TableRole::Trend => "trend",
    }
}

fn statistic(statistic: Statistic) -> String {
    let word = match statistic {
        Statistic::Percent => "percent",
        Statistic::Mean => "mean",
        Statistic::Total => "total",
        Statistic::Median => "median",
        Statistic::Ratio => "ratio",
        Statistic::Deviation => "sd",
        Statistic::Variance => "variance",
        Statistic::Function => "function",
        Statistic::Quantile(p) => return format!("quantile@{}", p.value()),
    };
    word.to_owned()
}

fn answer_role(role: CategoryRole) -> &'static str {
    match role {
        CategoryRole::Substantive => "substantive",
        CategoryRole::DontKnow => "dont_know",
        CategoryRole::Refused => "refused",
        CategoryRole::NotApplicable => "not_applicable",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::render::samples::{SECRETS, breakdown, mean, results, topline};

    /// The rows of a file by the names of their columns.
    fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        let row = |record: ::csv::StringRecord| {
            head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    }

    fn written(tables: Vec<Table>, language: Language) -> Vec<BTreeMap<String, String>> {
        rows(&csv(&results(tables), language, 10))
    }

    #[test]
    fn each_figure_has_one_row_at_full_precision_and_reads_back_the_same() {
        let rows = written(vec![topline(), mean()], Language::En);
        assert_eq!(rows.len(), 4);
        let first = &rows[0];
        let estimate = topline().cells[0].estimate.unwrap();
        for (name, value) in [
            ("estimate", estimate.value),
            ("se", estimate.se),
            ("low", estimate.low),
            ("high", estimate.high),
        ] {
            assert_eq!(first[name].parse::<f64>().unwrap(), value, "{name}");
        }
        assert_eq!(first["estimate"], "0.5064123456789");
        assert_eq!((&*first["base"], &*first["effective_base"]), ("1234", "771.25"));
        assert_eq!((&*first["benchmark"], &*first["benchmark_source"]), ("0.5599", "Census of 2024"));
        assert_eq!(rows[1]["answer_role"], "dont_know");
        assert_eq!(rows[2]["reliability"], "unreliable");
        assert_eq!((&*rows[3]["statistic"], &*rows[3]["estimate"]), ("mean", "6.254321"));
    }

    #[test]
    fn labels_are_in_the_language_and_names_are_not() {
        let text = csv(&results(vec![breakdown()]), Language::Vi, 10);
        assert!(text.starts_with("table,role,variable,question,"), "no byte order mark, English names");
        assert!(!text.contains('\r'));
        let rows = rows(&text);
        assert_eq!(rows[0]["group_label"], "Tất cả");
        assert_eq!((&*rows[0]["group"], &*rows[0]["breakdown"]), ("", ""));
        assert_eq!(rows[9]["breakdown_label"], "Khu vực và giới tính");
        assert_eq!((&*rows[9]["breakdown"], &*rows[9]["group"]), ("area*sex", "rural*X"));
        assert_eq!(rows[9]["universe"], "Người từng gửi phản ánh");
        assert_eq!(rows[3]["benchmark"], "", "a figure known of everyone is not one of a group");
    }

    #[test]
    fn what_is_hidden_is_empty_and_its_bases_too() {
        for language in Language::ALL {
            let text = csv(&results(vec![topline(), breakdown()]), language, 10);
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret}");
            }
            assert!(!text.contains("321,") && !text.contains(",321"), "no counts of cells");
            let rows = rows(&text);
            let figures = ["estimate", "se", "low", "high", "deff", "reliability"];
            let hidden: Vec<_> = rows.iter().filter(|row| row["disclosure"] == "confidential").collect();
            assert_eq!(hidden.len(), 5);
            assert!(hidden.iter().all(|row| figures.iter().all(|name| row[*name].is_empty())));
            let small: Vec<_> = rows.iter().filter(|row| row["group"] == "rural*X").collect();
            assert!(small.iter().all(|row| row["base"].is_empty() && row["effective_base"].is_empty()));
            let nobody = rows.iter().find(|row| row["group"] == "urban*X").unwrap();
            assert_eq!((&*nobody["disclosure"], &*nobody["estimate"], &*nobody["base"]), ("open", "", "0"));
        }
    }

    #[test]
    fn a_base_under_the_threshold_is_not_written() {
        let mut table = topline();
        table.groups[0].base = 9;
        assert_eq!(written(vec![table.clone()], Language::Vi)[0]["base"], "");
        assert_eq!(rows(&csv(&results(vec![table]), Language::Vi, 9))[0]["base"], "9");
    }

    #[test]
    fn words_that_begin_like_a_formula_are_inert_and_numbers_are_not_touched() {
        let mut table = mean();
        for (at, start) in ["=", "+", "-", "@", "\t", "\r", "\n", "＝"].into_iter().enumerate() {
            let label = format!("{start}cmd|'/C calc'!A{at}");
            table.columns[0].label = Text::same(&label);
            table.question = Text::same(format!("\"{label}\", hai dòng\nhết"));
            let row = &written(vec![table.clone()], Language::Vi)[0];
            assert_eq!(row["answer_label"], format!("'{label}"));
            assert_eq!(row["question"], format!("\"{label}\", hai dòng\nhết"), "quoted, not changed");
        }
        let estimate = table.cells[0].estimate.as_mut().unwrap();
        (estimate.value, estimate.low, estimate.high) = (-1.5, -2.0, -1.0);
        table.columns[0].code = "-1".into();
        let row = &written(vec![table.clone()], Language::En)[0];
        assert_eq!((&*row["estimate"], &*row["low"], &*row["answer"]), ("-1.5", "-2", "-1"));
        table.columns[0].code = "-1+cmd".into();
        assert_eq!(written(vec![table], Language::En)[0]["answer"], "'-1+cmd");
    }

    #[test]
    fn what_is_no_number_is_empty_and_nothing_has_an_exponent_or_a_negative_zero() {
        assert_eq!(["NaN", "inf"].map(|text| number(text.parse().unwrap())), ["", ""]);
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(1e-7), "0.0000001");
        assert_eq!(number(75_000_000.0), "75000000");
    }
}
