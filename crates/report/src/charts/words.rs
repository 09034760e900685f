//! The translation file of the charts: every word that they add to a table's own, in Vietnamese and in English.

use sounding_survey::Language;

/// The charts' own words in one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// Heading over answers that are none.
    pub(crate) apart: &'static str,
    /// In the place of a figure that is hidden.
    pub(crate) not_shown: &'static str,
    /// What hatching means.
    pub(crate) hidden: &'static str,
    /// What an asterisk means.
    pub(crate) unreliable: &'static str,
    /// What a thin line at a bar or dot means; `{level}` is filled in.
    pub(crate) interval: &'static str,
    /// What the band around a line means; `{level}` is filled in.
    pub(crate) band: &'static str,
    /// What the dashed line is; everyone's label follows.
    pub(crate) reference: &'static str,
    /// Before a list of breakdowns.
    pub(crate) by: &'static str,
    /// Kinds of chart, for who cannot see them.
    pub(crate) bars: &'static str,
    pub(crate) stacked: &'static str,
    pub(crate) diverging: &'static str,
    pub(crate) dots: &'static str,
    pub(crate) trend: &'static str,
    /// Between the two ends of an interval, where signs would run together.
    pub(crate) to: &'static str,
    /// Before the lowest and the highest figure.
    pub(crate) lowest: &'static str,
    pub(crate) highest: &'static str,
    /// Where all figures are.
    pub(crate) in_table: &'static str,
    /// What a figure is, after the caption.
    pub(crate) percent: &'static str,
    pub(crate) mean: &'static str,
    pub(crate) total: &'static str,
    pub(crate) median: &'static str,
    pub(crate) ratio: &'static str,
    /// `{p}` is filled in.
    pub(crate) quantile: &'static str,
    pub(crate) deviation: &'static str,
    pub(crate) variance: &'static str,
    pub(crate) function: &'static str,
}

impl Words {
    pub(crate) fn of(language: Language) -> &'static Words {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }
}

const VI: Words = Words {
    apart: "Không có ý kiến",
    not_shown: "không công bố",
    hidden: "Không công bố để bảo vệ người trả lời",
    unreliable: "Độ tin cậy thấp: ít người trả lời hoặc khoảng tin cậy quá rộng",
    interval: "Khoảng tin cậy {level}",
    band: "Dải màu nhạt: khoảng tin cậy {level}",
    reference: "Đường đứt nét",
    by: "theo",
    bars: "Biểu đồ thanh ngang, tính từ 0",
    stacked: "Biểu đồ thanh chồng 100%",
    diverging: "Biểu đồ thanh hai phía, chia tại điểm giữa của thang đo",
    dots: "Biểu đồ điểm kèm khoảng tin cậy",
    trend: "Biểu đồ đường theo thời gian kèm dải tin cậy",
    to: "đến",
    lowest: "thấp nhất",
    highest: "cao nhất",
    in_table: "Toàn bộ số liệu có trong bảng kèm theo.",
    percent: "%",
    mean: "trung bình",
    total: "tổng số ước tính",
    median: "trung vị",
    ratio: "tỷ số",
    quantile: "phân vị {p}",
    deviation: "độ lệch chuẩn",
    variance: "phương sai",
    function: "tính theo công thức",
};

const EN: Words = Words {
    apart: "No opinion",
    not_shown: "not shown",
    hidden: "Not shown, to protect respondents",
    unreliable: "Unreliable: few respondents or a very wide interval",
    interval: "{level} confidence interval",
    band: "Pale band: {level} confidence interval",
    reference: "Dashed line",
    by: "by",
    bars: "Horizontal bars from zero",
    stacked: "Bars stacked to 100%",
    diverging: "Bars on two sides of the middle of the scale",
    dots: "Dots with confidence intervals",
    trend: "Lines over time with confidence bands",
    to: "to",
    lowest: "lowest",
    highest: "highest",
    in_table: "All figures are in the table.",
    percent: "%",
    mean: "mean",
    total: "estimated total",
    median: "median",
    ratio: "ratio",
    quantile: "{p} quantile",
    deviation: "standard deviation",
    variance: "variance",
    function: "computed by formula",
};
