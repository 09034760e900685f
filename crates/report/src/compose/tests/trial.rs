//! A study made by hand, small enough to check every figure of its report by eye, with everything that a study can have.

use sounding_study::{
    About, Allocation, AllocationMethod, Calibration, Definition, Distance, Fieldwork, FrameSample, Mode,
    Selection, Stage, WeightingStep,
};
use sounding_survey::{
    Benchmark, CategoryRole, Cell, ChartKind, Column, Disclosure, Eligibility, Estimate, Group,
    MarginCategory, MarginSummary, OutcomeRates, OutcomeTally, Provenance, ProvenanceFile, Reliability,
    Results, SampleStageSummary, SampleSummary, Statistic, StepSummary, StratumSummary, Table, TableRole,
    TestResult, Text, WeightingSummary,
};

/// A figure that stands in hidden cells only: wherever it turns up in a document, something leaked.
pub(crate) const SECRET: f64 = 0.7777;

/// How that figure, its ends and its count would look, in both languages.
pub(crate) const SECRETS: [&str; 8] = ["77,8", "77.8", "78%", "71,1", "71.1", "83,3", "83.3", "7777"];

pub(crate) fn definition() -> Definition {
    let stage = |unit: &str, method, take| Stage {
        unit: unit.into(),
        method,
        size: Some("adults".into()),
        balance: Vec::new(),
        take,
        count: None,
    };
    Definition {
        about: About {
            id: "services-2026".into(),
            title: Text::new("Khảo sát dịch vụ công 2026", "Survey of public services 2026"),
            sponsor: Text::new("Văn phòng Chính phủ", "Office of the Government"),
            conductor: Text::new("Viện Nghiên cứu dư luận", "Institute of Public Opinion"),
            purpose: Text::new("Đánh giá dịch vụ công.", "To learn how services are seen."),
            population: Text::new("Người từ 18 tuổi trở lên", "People aged 18 and over"),
            contact: Text::new("Phòng Phương pháp", "Methods Section"),
            limitations: Text::new("Không gồm người ở nước ngoài.", "People living abroad are left out."),
            mode: Some(Mode::FaceToFace),
            fieldwork: Some(Fieldwork { start: "2026-08-01".into(), end: "2026-08-31".into() }),
            simulated: true,
            seed: Some(20_260_801),
        },
        sample: Some(FrameSample {
            description: Text::new("Mẫu phân tầng hai giai đoạn.", "A stratified sample in two stages."),
            strata: vec!["region".into(), "area".into()],
            allocation: Allocation {
                method: AllocationMethod::Proportional,
                total: 60,
                minimum: 4,
                ..Allocation::default()
            },
            stages: vec![
                stage("commune", Selection::PpsSystematic, None),
                stage("person", Selection::Srs, Some(20)),
            ],
            ..FrameSample::default()
        }),
        weighting: vec![
            WeightingStep::NonresponseClasses { by: vec!["area".into()], minimum: 30 },
            WeightingStep::Rake { margins: vec!["area".into()] },
            WeightingStep::Calibrate(Calibration {
                distance: Distance::Logit,
                bounds: Some((0.25, 4.0)),
                margins: vec!["area".into()],
                ..Calibration::default()
            }),
            WeightingStep::Trim { lower: 0.3, upper: 3.5 },
        ],
        ..Definition::default()
    }
}

pub(crate) fn results() -> Results {
    Results {
        codebook: sounding_survey::Codebook::default(),
        tables: vec![topline(), mean(), breakdown(), trend()],
        analyses: Vec::new(),
        key_tables: vec!["trust".into(), "score".into()],
        respondents: 1_234,
        sample: Some(sample()),
        outcome: Some(OutcomeRates::new(tally(), Eligibility::Proportional)),
        weighting: Some(weighting()),
        replicates: None,
        warnings: vec![Text::new("Một tầng chỉ có một đơn vị.", "One stratum has one unit.")],
        provenance: Provenance {
            version: "0.1.0".into(),
            seed: Some(20_260_801),
            inputs: vec![ProvenanceFile { name: "study.toml".into(), sha256: "0a1b".repeat(16) }],
        },
    }
}

/// 600 complete, 40 partial, 200 refused, 100 not contacted, 20 other, 80 unknown, 60 not eligible.
fn tally() -> OutcomeTally {
    OutcomeTally {
        complete: 600,
        partial: 40,
        refusal: 200,
        non_contact: 100,
        other: 20,
        unknown_household: 50,
        unknown_other: 30,
        not_eligible: 60,
    }
}

fn sample() -> SampleSummary {
    let stage = |unit: &str, method: &str, frame_units, drawn, certainty| SampleStageSummary {
        unit: unit.into(),
        method: method.into(),
        frame_units,
        drawn,
        certainty,
        size: (unit == "commune").then(|| "adults".into()),
        balance: Vec::new(),
    };
    let stratum =
        |label: &str, frame_units, drawn| StratumSummary { label: label.into(), frame_units, drawn };
    SampleSummary {
        stages: vec![
            stage("commune", "pps-systematic", 3_321, 60, 2),
            stage("person", "srs", 300_000, 1_200, 0),
        ],
        strata: vec![stratum("north/urban", 1_200, 24), stratum("south/rural", 2_121, 36)],
        drawn: 1_200,
        seed: 20_260_801,
        stream: 1,
        rotation_groups: 0,
    }
}

fn weighting() -> WeightingSummary {
    let step = |method: &str, factors| StepSummary {
        method: method.into(),
        variables: if matches!(method, "base" | "trim") { Vec::new() } else { vec!["area".into()] },
        rows: 1_234,
        total: 75_000_000.0,
        factors,
        ..StepSummary::default()
    };
    let category = |code: &str, label: (&str, &str), respondents, share: f64| MarginCategory {
        code: code.into(),
        label: Text::new(label.0, label.1),
        respondents,
        population: 75_000_000.0 * share,
        error: 0.0,
        before: 60_000_000.0 * 0.5,
        after: 75_000_000.0 * share,
    };
    WeightingSummary {
        steps: vec![
            step("base", [1.0, 1.0]),
            step("nonresponse-classes", [1.2, 1.9]),
            StepSummary { iterations: Some(7), largest_deviation: Some(1e-11), ..step("rake", [0.6, 1.7]) },
            step("calibrate", [0.9, 1.1]),
            StepSummary { trimmed: Some(15), ..step("trim", [0.8, 1.3]) },
        ],
        margins: vec![MarginSummary {
            variable: "area".into(),
            label: Text::new("Thành thị, nông thôn", "Urban or rural"),
            number: false,
            categories: vec![
                category("urban", ("Thành thị", "Urban"), 700, 0.375),
                category("rural", ("Nông thôn", "Rural"), 534, 0.625),
            ],
        }],
        total: 75_000_000.0,
        spread: [0.31, 0.94, 3.5],
        kish_deff: 1.42,
        margin_of_error: 0.0351,
        margin_of_error_srs: 0.0279,
        typical_deff: 1.58,
    }
}

pub(crate) fn estimate(value: f64, half: f64) -> Estimate {
    Estimate { value, se: half / 1.96, low: value - half, high: value + half, deff: Some(1.5) }
}

pub(crate) fn open(value: f64) -> Cell {
    Cell {
        count: 400,
        estimate: Some(estimate(value, 0.03)),
        disclosure: Disclosure::Open,
        reliability: Reliability::Reliable,
    }
}

/// A cell that must not be seen, with everything still in it: the composer must not rely on others having emptied it.
pub(crate) fn hidden(disclosure: Disclosure) -> Cell {
    Cell {
        count: 7_777,
        estimate: Some(Estimate { value: SECRET, se: 0.03, low: 0.7111, high: 0.8333, deff: Some(1.0) }),
        disclosure,
        reliability: Reliability::SmallBase,
    }
}

pub(crate) fn group(breakdown: Option<usize>, code: &str, label: (&str, &str), base: u64) -> Group {
    Group {
        breakdown,
        codes: if code.is_empty() { Vec::new() } else { vec![code.into()] },
        label: Text::new(label.0, label.1),
        base,
        effective_base: base as f64,
    }
}

pub(crate) fn everyone() -> Group {
    group(None, "", ("Tất cả", "Everyone"), 1_234)
}

fn column(code: &str, label: (&str, &str), role: CategoryRole) -> Column {
    Column { code: code.into(), label: Text::new(label.0, label.1), role }
}

pub(crate) fn topline() -> Table {
    Table {
        id: "trust".into(),
        role: TableRole::Topline,
        variable: "trust".into(),
        question: Text::new(
            "Ông/bà tin đến mức nào rằng phản ánh của mình sẽ được giải quyết?",
            "How much do you trust that your complaint would be handled?",
        ),
        short: Text::new("Tin vào việc giải quyết phản ánh", "Trust in the handling of complaints"),
        universe: None,
        statistic: Statistic::Percent,
        ordered: true,
        multiple: false,
        chart: ChartKind::Bars,
        breakdowns: Vec::new(),
        breakdown_labels: Vec::new(),
        groups: vec![everyone()],
        columns: vec![
            column("1", ("Tin", "Trust"), CategoryRole::Substantive),
            column("2", ("Không tin", "Do not trust"), CategoryRole::Substantive),
            column("98", ("Không biết", "Don't know"), CategoryRole::DontKnow),
        ],
        cells: vec![open(0.5064), open(0.3811), open(0.1125)],
        tests: Vec::new(),
        benchmarks: vec![Benchmark {
            column: "1".into(),
            value: 0.5599,
            source: Text::new("Tổng điều tra 2024", "Census of 2024"),
        }],
        level: 0.95,
    }
}

fn mean() -> Table {
    Table {
        id: "score".into(),
        variable: "score".into(),
        question: Text::new("Ông/bà chấm bao nhiêu điểm?", "What score do you give?"),
        short: Text::new("Điểm đánh giá", "Score"),
        universe: Some(Text::new("Người đã đến làm thủ tục", "Those who came with a matter")),
        statistic: Statistic::Mean,
        ordered: false,
        columns: vec![column("", ("Điểm đánh giá", "Score"), CategoryRole::Substantive)],
        cells: vec![Cell { estimate: Some(estimate(6.254, 0.15)), ..open(0.0) }],
        benchmarks: Vec::new(),
        level: 0.95,
        chart: ChartKind::None,
        ..topline()
    }
}

/// Everyone, two areas of which one is hidden in part, and a group that shows nothing.
pub(crate) fn breakdown() -> Table {
    let unreliable = Cell { reliability: Reliability::WideInterval, ..open(0.2501) };
    let mut cells = topline().cells;
    cells.extend([open(0.6113), unreliable, open(0.1386)]);
    cells.extend([open(0.4015), hidden(Disclosure::Primary), hidden(Disclosure::Complementary)]);
    cells.extend([Disclosure::Primary; 3].map(hidden));
    Table {
        id: "trust_by_area_sex".into(),
        role: TableRole::Breakdown,
        breakdowns: vec!["area".into(), "sex".into()],
        breakdown_labels: vec![
            Text::new("Thành thị, nông thôn", "Urban or rural"),
            Text::new("Giới tính", "Sex"),
        ],
        groups: vec![
            everyone(),
            group(Some(0), "urban", ("Thành thị", "Urban"), 700),
            group(Some(0), "rural", ("Nông thôn", "Rural"), 534),
            group(Some(1), "X", ("Khác", "Other"), 7_777),
        ],
        cells,
        tests: vec![TestResult {
            breakdown: 0,
            method: "Rao-Scott F".into(),
            statistic: 4.5678,
            df1: 1.94,
            df2: 1_201.32,
            p_value: 0.000_04,
        }],
        benchmarks: Vec::new(),
        level: 0.95,
        ..topline()
    }
}

fn trend() -> Table {
    Table {
        id: "trust_by_month".into(),
        role: TableRole::Trend,
        chart: ChartKind::Trend,
        breakdowns: vec!["month".into()],
        breakdown_labels: vec![Text::new("Tháng", "Month")],
        groups: vec![
            everyone(),
            group(Some(0), "2026-07", ("Tháng 7/2026", "July 2026"), 600),
            group(Some(0), "2026-08", ("Tháng 8/2026", "August 2026"), 634),
        ],
        cells: [0.5064, 0.3811, 0.1125, 0.4501, 0.4, 0.1499, 0.55, 0.36, 0.09].map(open).to_vec(),
        benchmarks: Vec::new(),
        level: 0.95,
        ..topline()
    }
}
