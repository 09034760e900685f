//! Tables to draw: invented figures with the labels, the sizes and the faults of real ones.

use sounding_survey::{
    Benchmark, CategoryRole, Cell, ChartKind, Column, Disclosure, Estimate, Group, Reliability, Statistic,
    Table, TableRole, Text,
};

pub(super) const REGIONS: [(&str, &str); 6] = [
    ("Trung du và miền núi phía Bắc", "Northern midlands and mountains"),
    ("Đồng bằng sông Hồng", "Red River Delta"),
    ("Bắc Trung Bộ", "North Central"),
    ("Duyên hải Nam Trung Bộ và Tây Nguyên", "South Central Coast and Central Highlands"),
    ("Đông Nam Bộ", "Southeast"),
    ("Đồng bằng sông Cửu Long", "Mekong River Delta"),
];

const PROVINCES: [&str; 34] = [
    "Hà Nội",
    "Hải Phòng",
    "Huế",
    "Đà Nẵng",
    "Thành phố Hồ Chí Minh",
    "Cần Thơ",
    "Đồng Nai",
    "Lai Châu",
    "Điện Biên",
    "Sơn La",
    "Lạng Sơn",
    "Cao Bằng",
    "Tuyên Quang",
    "Lào Cai",
    "Thái Nguyên",
    "Phú Thọ",
    "Bắc Ninh",
    "Hưng Yên",
    "Ninh Bình",
    "Quảng Ninh",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Trị",
    "Quảng Ngãi",
    "Gia Lai",
    "Khánh Hòa",
    "Lâm Đồng",
    "Đắk Lắk",
    "Tây Ninh",
    "Vĩnh Long",
    "Đồng Tháp",
    "An Giang",
    "Cà Mau",
];

const SATISFACTION: [(&str, &str); 5] = [
    ("Rất không hài lòng", "Very dissatisfied"),
    ("Không hài lòng", "Dissatisfied"),
    ("Bình thường", "Neither satisfied nor dissatisfied"),
    ("Hài lòng", "Satisfied"),
    ("Rất hài lòng", "Very satisfied"),
];

const TRUST: [(&str, &str); 4] = [
    ("Hoàn toàn không tin", "No trust at all"),
    ("Không tin lắm", "Not much trust"),
    ("Khá tin", "A fair amount of trust"),
    ("Rất tin", "A great deal of trust"),
];

const CONCERNS: [(&str, &str); 7] = [
    (
        "Giá cả sinh hoạt, nhất là giá điện, xăng dầu và thực phẩm thiết yếu",
        "Cost of living, above all electricity, fuel and staple foods",
    ),
    ("Việc làm và thu nhập", "Jobs and income"),
    (
        "Khám chữa bệnh và bảo hiểm y tế ở tuyến xã, phường",
        "Health care and health insurance in communes and wards",
    ),
    ("Trường học", "Schools"),
    ("Môi trường, rác thải & nước sạch", "Environment, waste & clean water"),
    ("Giao thông", "Traffic and transport"),
    (
        "Thủ tục hành chính sau khi sắp xếp lại đơn vị hành chính và chuyển sang chính quyền địa phương hai cấp",
        "Procedures after units were merged and local government became two-tier",
    ),
];

fn text((vi, en): (&str, &str)) -> Text {
    Text::new(vi, en)
}

fn column(code: usize, label: (&str, &str), role: CategoryRole) -> Column {
    Column { code: code.to_string(), label: text(label), role }
}

fn answers(labels: &[(&str, &str)], apart: usize) -> Vec<Column> {
    let mut columns: Vec<Column> =
        labels.iter().enumerate().map(|(at, &label)| column(at, label, CategoryRole::Substantive)).collect();
    let none = [
        (("Không biết", "Don't know"), CategoryRole::DontKnow),
        (("Không muốn trả lời", "Prefer not to answer"), CategoryRole::Refused),
    ];
    columns
        .extend(none.iter().take(apart).enumerate().map(|(at, &(label, role))| column(98 + at, label, role)));
    columns
}

pub(super) fn cell(value: f64, half: f64) -> Cell {
    Cell {
        count: 100,
        estimate: Some(Estimate {
            value,
            se: half / 1.96,
            low: value - half,
            high: value + half,
            deff: None,
        }),
        disclosure: Disclosure::Open,
        reliability: Reliability::Reliable,
    }
}

/// A number from 0 to 1 that looks arbitrary and is always the same.
fn noise(seed: usize) -> f64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)) % 1000) as f64 / 1000.0
}

/// Its label and its groups' labels.
type Breakdown<'a> = ((&'a str, &'a str), &'a [(&'a str, &'a str)]);

pub(super) fn table(
    (short, statistic, chart): ((&str, &str), Statistic, ChartKind),
    columns: Vec<Column>,
    breakdowns: &[Breakdown<'_>],
) -> Table {
    let mut groups = vec![group(None, ("Tất cả", "Everyone"))];
    for (at, (_, labels)) in breakdowns.iter().enumerate() {
        groups.extend(labels.iter().map(|&label| group(Some(at), label)));
    }
    let mut cells = Vec::new();
    for row in 0..groups.len() {
        // The wanted profile of the answers, changed a little for each group.
        let raw: Vec<f64> = (0..columns.len())
            .map(|at| match columns[at].role {
                CategoryRole::Substantive => 0.5 + at as f64 * 0.35 * noise(row + 7) + noise(31 * row + at),
                _ => 0.1 + 0.2 * noise(17 * row + at),
            })
            .collect();
        let sum: f64 = raw.iter().sum();
        cells.extend(raw.iter().map(|value| cell(value / sum, if row == 0 { 0.015 } else { 0.045 })));
    }
    Table {
        id: short.1.replace(' ', "_"),
        role: if breakdowns.is_empty() { TableRole::Topline } else { TableRole::Breakdown },
        variable: "q".into(),
        question: text(short),
        short: text(short),
        universe: None,
        statistic,
        ordered: false,
        multiple: false,
        chart,
        breakdowns: breakdowns.iter().map(|(name, _)| name.1.to_owned()).collect(),
        breakdown_labels: breakdowns.iter().map(|(name, _)| text(*name)).collect(),
        groups,
        columns,
        cells,
        tests: Vec::new(),
        benchmarks: Vec::new(),
        level: 0.95,
    }
}

fn group(breakdown: Option<usize>, label: (&str, &str)) -> Group {
    let codes = if breakdown.is_some() { vec![label.1.to_owned()] } else { Vec::new() };
    Group { breakdown, codes, label: text(label), base: 500, effective_base: 400.0 }
}

/// Marks cells as hidden and leaves their figures in, so that a leak would be seen.
pub(super) fn hide(table: &mut Table, row: usize, columns: &[usize]) {
    let width = table.columns.len();
    for &column in columns {
        table.cells[row * width + column].disclosure = Disclosure::Complementary;
    }
}

const SEXES: &[(&str, &str)] = &[("Nam", "Male"), ("Nữ", "Female")];
const AGES: &[(&str, &str)] = &[
    ("18–29 tuổi", "18–29"),
    ("30–44 tuổi", "30–44"),
    ("45–59 tuổi", "45–59"),
    ("60 tuổi trở lên", "60 and over"),
];
const REGION: (&str, &str) = ("Vùng", "Region");
const SEX: (&str, &str) = ("Giới tính", "Sex");
const AGE: (&str, &str) = ("Nhóm tuổi", "Age group");
const SERVICES: (&str, &str) = ("Hài lòng với dịch vụ hành chính công", "Satisfaction with public services");
const COMPLAINTS: (&str, &str) = ("Tin vào việc giải quyết khiếu nại", "Trust in the handling of complaints");

/// A topline with long labels, a benchmark, an unreliable figure and two hidden ones.
pub(super) fn concerns() -> Table {
    let mut table = table(
        (("Những vấn đề quan tâm nhất", "Main concerns"), Statistic::Percent, ChartKind::Bars),
        answers(&CONCERNS, 2),
        &[],
    );
    table.multiple = true;
    for (at, value) in [0.634, 0.512, 0.437, 0.31, 0.244, 0.127, 0.06, 0.041, 0.012].into_iter().enumerate() {
        table.cells[at] = cell(value, 0.004 + 0.04 * (value * (1.0 - value)));
    }
    table.cells[5].reliability = Reliability::WideInterval;
    table.cells[6].disclosure = Disclosure::Primary;
    table.benchmarks.push(Benchmark {
        column: "1".into(),
        value: 0.478,
        source: Text::new("Điều tra lao động và việc làm năm 2025", "Labour force survey 2025"),
    });
    table
}

/// A scale with a middle, by region, sex and age; one group with hidden cells, one unreliable, one with a single hidden cell.
pub(super) fn satisfaction(chart: ChartKind) -> Table {
    let mut table = table(
        (SERVICES, Statistic::Percent, chart),
        answers(&SATISFACTION, 1),
        &[(REGION, &REGIONS), (SEX, SEXES), (AGE, AGES)],
    );
    table.ordered = true;
    hide(&mut table, 3, &[0, 4]);
    hide(&mut table, 5, &[1]);
    for at in 0..6 {
        table.cells[6 * 6 + at].reliability = Reliability::SmallBase;
    }
    table.cells[2 * 6 + 3].reliability = Reliability::WideInterval;
    table
}

/// A scale without a middle in all provinces.
pub(super) fn provinces(chart: ChartKind) -> Table {
    let labels: Vec<(&str, &str)> = PROVINCES.iter().map(|&name| (name, name)).collect();
    let mut table = table(
        (COMPLAINTS, Statistic::Percent, chart),
        answers(&TRUST, 2),
        &[(("Tỉnh, thành phố", "Province or city"), &labels)],
    );
    table.ordered = true;
    hide(&mut table, 8, &[0, 4, 5]);
    for at in 0..6 {
        table.cells[12 * 6 + at].reliability = Reliability::SmallBase;
    }
    table
}

/// A choice of two by groups.
pub(super) fn choice(chart: ChartKind) -> Table {
    table(
        (("Lựa chọn của người đã quyết định", "Choice of the decided"), Statistic::Percent, chart),
        answers(&[("Không", "No"), ("Có", "Yes")], 0),
        &[(REGION, &REGIONS), (AGE, AGES)],
    )
}

/// A mean by groups, negative ones among them.
pub(super) fn mean(chart: ChartKind, low: f64, high: f64) -> Table {
    let mut table = table(
        (("Điểm chung cho dịch vụ công", "Overall rating of public services"), Statistic::Mean, chart),
        vec![Column {
            code: String::new(),
            label: text(("Điểm", "Rating")),
            role: CategoryRole::Substantive,
        }],
        &[(REGION, &REGIONS), (SEX, SEXES)],
    );
    for (at, it) in table.cells.iter_mut().enumerate() {
        *it = cell(low + (high - low) * noise(at), 0.04 * (high - low));
    }
    table.cells[4].disclosure = Disclosure::Primary;
    table.cells[6].reliability = Reliability::SmallBase;
    table.benchmarks.push(Benchmark {
        column: String::new(),
        value: low + 0.6 * (high - low),
        source: Text::new("Kết quả công bố năm 2025", "Published in 2025"),
    });
    table
}

/// A trend over quarters.
pub(super) fn trend(labels: &[(&str, &str)], apart: usize) -> Table {
    let names: Vec<String> =
        (0..12).map(|at| format!("{}/{}", ["I", "II", "III", "IV"][at % 4], 2023 + at / 4)).collect();
    let names: Vec<(String, String)> =
        names.iter().map(|name| (format!("Quý {name}"), format!("Q {name}"))).collect();
    let names: Vec<(&str, &str)> = names.iter().map(|(vi, en)| (vi.as_str(), en.as_str())).collect();
    let mut table = table(
        (SERVICES, Statistic::Percent, ChartKind::Trend),
        answers(labels, apart),
        &[(("Thời điểm", "Quarter"), &names)],
    );
    table.role = TableRole::Trend;
    hide(&mut table, 5, &[0, 1]);
    let width = table.columns.len();
    table.cells[9 * width].reliability = Reliability::SmallBase;
    table
}

/// One line: the share of one answer.
pub(super) fn single_trend() -> Table {
    let mut table = trend(&[("Hài lòng", "Satisfied")], 0);
    for (at, it) in table.cells.iter_mut().enumerate() {
        *it = cell(0.45 + 0.02 * at as f64 - 0.1 * noise(at), 0.03);
    }
    table.cells[5].disclosure = Disclosure::Primary;
    table.cells[9].reliability = Reliability::WideInterval;
    table.benchmarks.push(Benchmark {
        column: "0".into(),
        value: 0.7,
        source: Text::new("Mục tiêu của chương trình", "The programme's target"),
    });
    table
}

/// Labels that nobody writes: a word without end, nothing, and a scale of eleven steps in sixty groups.
pub(super) fn strange(chart: ChartKind) -> Table {
    let endless = "Khôngcókhoảngtrắng".repeat(12);
    let steps: Vec<String> = (0..11).map(|step| step.to_string()).collect();
    let mut labels: Vec<(&str, &str)> = steps.iter().map(|step| (step.as_str(), step.as_str())).collect();
    labels[10] = (&endless, "");
    let groups: Vec<(&str, &str)> = (0..60)
        .map(|at| if at == 7 { (endless.as_str(), endless.as_str()) } else { ("Nhóm", "Group") })
        .collect();
    let mut table = table(
        ((&endless, &endless), Statistic::Percent, chart),
        answers(&labels, 2),
        &[((&endless, ""), &groups)],
    );
    table.ordered = true;
    hide(&mut table, 4, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
    hide(&mut table, 5, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    table
}

/// Every kind of chart, with its name.
pub(super) fn all() -> Vec<(&'static str, Table)> {
    let mut several = concerns();
    several.groups.push(group(Some(0), SEXES[0]));
    several.groups.push(group(Some(0), SEXES[1]));
    (several.breakdowns, several.breakdown_labels) = (vec!["sex".into()], vec![text(SEX)]);
    let cells: Vec<Cell> = several.cells.clone();
    several.cells.extend(cells.iter().cloned());
    several.cells.extend(cells);
    several.chart = ChartKind::Stacked;
    let mut total = mean(ChartKind::Bars, 1_200_000.0, 4_800_000.0);
    (total.statistic, total.short) =
        (Statistic::Total, text(("Số người đã nộp hồ sơ trực tuyến", "People who applied online")));
    let mut topline = satisfaction(ChartKind::Bars);
    topline.groups.truncate(1);
    topline.cells.truncate(6);
    (topline.breakdowns, topline.breakdown_labels) = (Vec::new(), Vec::new());
    vec![
        ("bars-long-labels", concerns()),
        ("bars-topline", topline),
        ("bars-several-answers-by-group", several),
        ("bars-total", total),
        ("bars-negative", mean(ChartKind::Bars, -1.4, 1.9)),
        ("stacked", satisfaction(ChartKind::Stacked)),
        ("stacked-two", choice(ChartKind::Stacked)),
        ("diverging", satisfaction(ChartKind::Diverging)),
        ("diverging-provinces", provinces(ChartKind::Diverging)),
        ("stacked-provinces", provinces(ChartKind::Stacked)),
        ("dots-mean", mean(ChartKind::Dots, 5.2, 8.4)),
        ("dots-percent", choice(ChartKind::Dots)),
        ("dots-provinces", provinces(ChartKind::Dots)),
        ("trend-one", single_trend()),
        (
            "trend-three",
            trend(
                &[("Không hài lòng", "Dissatisfied"), ("Bình thường", "Neither"), ("Hài lòng", "Satisfied")],
                1,
            ),
        ),
        ("trend-five", trend(&SATISFACTION, 1)),
        ("strange-diverging", strange(ChartKind::Diverging)),
        ("strange-stacked", strange(ChartKind::Stacked)),
        ("strange-dots", strange(ChartKind::Dots)),
        ("strange-trend", strange(ChartKind::Trend)),
    ]
}
