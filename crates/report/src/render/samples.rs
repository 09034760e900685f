//! Tables to write: a topline with a known figure, a mean, and a breakdown in which figures are hidden, doubtful and missing.

use sounding_survey::{
    Benchmark, CategoryRole, Cell, ChartKind, Column, Disclosure, Estimate, Group, Reliability, Results,
    Statistic, Table, TableRole, TestResult, Text,
};

/// A figure that stands in hidden cells only: wherever it turns up, something leaked.
pub(super) const SECRET: f64 = 0.7654321;
/// The same for a base.
pub(super) const SECRET_BASE: u64 = 7_654;
/// How they look in a file, whole or cut.
pub(super) const SECRETS: [&str; 6] = ["76543", "0.7654", "7654", "0.7111", "0.8333", "0.0317"];

pub(super) fn text((vi, en): (&str, &str)) -> Text {
    Text::new(vi, en)
}

pub(super) fn open(value: f64, half: f64) -> Cell {
    Cell {
        count: 321,
        estimate: Some(Estimate {
            value,
            se: half / 1.96,
            low: value - half,
            high: value + half,
            deff: Some(1.5),
        }),
        disclosure: Disclosure::Open,
        reliability: Reliability::Reliable,
    }
}

/// A cell that must not be seen, with everything still in it.
pub(super) fn hidden(disclosure: Disclosure) -> Cell {
    let estimate = Estimate { value: SECRET, se: 0.0317, low: 0.7111, high: 0.8333, deff: Some(SECRET) };
    Cell { count: SECRET_BASE, estimate: Some(estimate), disclosure, reliability: Reliability::SmallBase }
}

pub(super) fn group(breakdown: Option<usize>, code: &str, label: (&str, &str), base: u64) -> Group {
    let codes = if code.is_empty() { Vec::new() } else { code.split('*').map(str::to_owned).collect() };
    Group { breakdown, codes, label: text(label), base, effective_base: base as f64 / 1.6 }
}

pub(super) fn column(code: &str, label: (&str, &str), role: CategoryRole) -> Column {
    Column { code: code.into(), label: text(label), role }
}

/// "Don't know" stands between the answers, as in some questionnaires.
pub(super) fn topline() -> Table {
    Table {
        id: "trust".into(),
        role: TableRole::Topline,
        variable: "trust".into(),
        question: Text::new(
            "Ông/bà tin đến mức nào rằng phản ánh, kiến nghị của mình sẽ được giải quyết?",
            "How much do you trust that your complaint would be handled?",
        ),
        short: Text::new("Tin vào việc giải quyết phản ánh", "Trust in the handling of complaints"),
        universe: Some(Text::new("Người từng gửi phản ánh", "Those who complained")),
        statistic: Statistic::Percent,
        ordered: true,
        multiple: false,
        chart: ChartKind::None,
        breakdowns: Vec::new(),
        breakdown_labels: Vec::new(),
        groups: vec![group(None, "", ("", ""), 1_234)],
        columns: vec![
            column("1", ("Tin", "Trust"), CategoryRole::Substantive),
            column("98", ("Không biết", "Don't know"), CategoryRole::DontKnow),
            column("2", ("Không tin", "Do not trust"), CategoryRole::Substantive),
        ],
        cells: vec![
            open(0.506_412_345_678_9, 0.03),
            open(0.112_5, 0.02),
            Cell { reliability: Reliability::WideInterval, ..open(0.381_091_234_567_8, 0.2) },
        ],
        tests: Vec::new(),
        benchmarks: vec![Benchmark {
            column: "1".into(),
            value: 0.559_9,
            source: Text::new("Tổng điều tra 2024", "Census of 2024"),
        }],
        level: 0.95,
    }
}

pub(super) fn mean() -> Table {
    Table {
        id: "score".into(),
        variable: "score".into(),
        question: Text::new("Ông/bà chấm bao nhiêu điểm?", "What score do you give?"),
        short: Text::new("Điểm đánh giá", "Score"),
        universe: None,
        statistic: Statistic::Mean,
        columns: vec![column("", ("Điểm đánh giá", "Score"), CategoryRole::Substantive)],
        cells: vec![open(6.254_321, 0.15)],
        benchmarks: Vec::new(),
        level: 0.95,
        ..topline()
    }
}

/// Everyone; two areas, of which one is hidden in part; a small group of which nothing is shown; a crossing without respondents.
pub(super) fn breakdown() -> Table {
    let empty = Cell { count: 0, estimate: None, ..open(0.0, 0.0) };
    let mut cells = topline().cells;
    cells.extend([open(0.611_3, 0.04), open(0.138_6, 0.03), open(0.250_1, 0.05)]);
    cells.extend([open(0.401_5, 0.05), hidden(Disclosure::Primary), hidden(Disclosure::Complementary)]);
    cells.extend([Disclosure::Primary; 3].map(hidden));
    cells.extend(std::iter::repeat_n(empty, 3));
    Table {
        id: "trust_by_area".into(),
        role: TableRole::Breakdown,
        breakdowns: vec!["area".into(), "area*sex".into()],
        breakdown_labels: vec![
            Text::new("Thành thị, nông thôn", "Urban or rural"),
            Text::new("Khu vực và giới tính", "Area and sex"),
        ],
        groups: vec![
            group(None, "", ("", ""), 1_234),
            group(Some(0), "urban", ("Thành thị", "Urban"), 700),
            group(Some(0), "rural", ("Nông thôn", "Rural"), 534),
            group(Some(1), "rural*X", ("Nông thôn, khác", "Rural, other"), SECRET_BASE),
            group(Some(1), "urban*X", ("Thành thị, khác", "Urban, other"), 0),
        ],
        cells,
        tests: vec![TestResult {
            breakdown: 0,
            method: "Rao-Scott F".into(),
            statistic: 4.567_812_3,
            df1: 1.94,
            df2: f64::INFINITY,
            p_value: 0.000_041_7,
        }],
        benchmarks: topline().benchmarks,
        level: 0.95,
        ..topline()
    }
}

pub(super) fn results(tables: Vec<Table>) -> Results {
    Results { tables, respondents: 1_234, ..Results::default() }
}
