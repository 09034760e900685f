//! The translation file: every word of the demonstration that people read, in Vietnamese and in English.

use sounding_survey::{Language, Text};

/// One text in both languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(&'static str, &'static str);

impl Words {
    pub(crate) fn text(self) -> Text {
        Text::new(self.0, self.1)
    }

    pub(crate) fn get(self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.0,
            Language::En => self.1,
        }
    }
}

pub(crate) const CLOSE_TITLE: Words = Words("Chúng ta đã tiến gần đến mức nào?", "How close did we come?");
pub(crate) const NOTICE: Words = Words(
    "DỮ LIỆU MÔ PHỎNG: không phải ý kiến của người thật",
    "SIMULATED DATA: not the opinions of real people",
);
pub(crate) const SUBTITLE: Words = Words(
    "Ước lượng của khảo sát so với sự thật đã biết của dân số mô phỏng",
    "The survey's estimates against the known truth of the simulated population",
);
pub(crate) const SUMMARY: Words = Words("Tóm tắt", "Summary");
pub(crate) const PICTURES: Words = Words("Ước lượng và giá trị thật", "Estimates and truth");
pub(crate) const TRUTH: Words =
    Words("Giá trị thật của dân số mô phỏng", "Truth in the simulated population");
pub(crate) const DETAILS: Words = Words("Từng con số", "Every figure");
pub(crate) const COVERED: Words = Words(
    "Khoảng tin cậy 95% chứa giá trị thật ở {covered} trên {all} con số. Các con số trong một khảo sát liên quan với nhau, nên không thể chờ đợi đúng 95% ở mỗi lần.",
    "The 95% interval contains the true value for {covered} of {all} figures. Figures of one survey go together, so exactly 95% cannot be expected each time.",
);
pub(crate) const ERRORS: Words = Words(
    "Sai lệch trung bình là {raw} điểm phần trăm khi chưa có quyền số và {weighted} điểm sau khi có quyền số.",
    "The mean error is {raw} percentage points without weights and {weighted} points with them.",
);
pub(crate) const LESSON: Words = Words(
    "Trong mô phỏng này, người trẻ, người ở thành thị và người không hài lòng ít trả lời hơn. Quyền số sửa được phần do tuổi và nơi ở; phần do chính câu trả lời thì còn lại, và không khoảng tin cậy nào cho thấy phần đó.",
    "In this simulation young people, people in towns and the dissatisfied respond less often. Weights repair what comes from age and place; what comes from the answer itself remains, and no interval shows it.",
);
pub(crate) const HEADS: [Words; 7] = [
    Words("Câu trả lời", "Answer"),
    Words("Ước lượng", "Estimate"),
    Words("Giá trị thật", "Truth"),
    Words("Không quyền số", "Unweighted"),
    Words("Sai lệch khi chưa có quyền số", "Error before weighting"),
    Words("Sai lệch khi có quyền số", "Error after weighting"),
    Words("Khoảng chứa giá trị thật", "Interval holds the truth"),
];
pub(crate) const YES: Words = Words("Có", "Yes");
pub(crate) const NO: Words = Words("Không", "No");
pub(crate) const MEAN: Words = Words("Trung bình", "Mean");
pub(crate) const UNITS_NOTE: Words = Words(
    "Sai lệch tính bằng điểm phần trăm; với trung bình thì tính theo thang điểm. Khoảng ghi kèm ước lượng là khoảng tin cậy 95%.",
    "Errors are in percentage points; for the mean, in points of the scale. The range given with an estimate is its 95% interval.",
);
