//! The translation file: every word of the demonstration that people read, in Vietnamese and in English.

use sounding_survey::{Language, Text};

/// One text in both languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(&'static str, &'static str);

/// Codes with their labels.
pub(crate) type Choices = &'static [(&'static str, Words)];

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

pub(crate) const TITLE: Words =
    Words("Khảo sát toàn quốc về dịch vụ công (mô phỏng)", "National survey of public services (simulated)");

/// Name, wording, short label.
pub(crate) const QUESTIONS: [(&str, Words, Words); 12] = [
    ("region", Words("Vùng kinh tế - xã hội", "Socio-economic region"), Words("Vùng", "Region")),
    (
        "area",
        Words("Nơi ở thuộc thành thị hay nông thôn", "Urban or rural place of residence"),
        Words("Thành thị, nông thôn", "Urban or rural"),
    ),
    ("sex", Words("Giới tính của ông/bà?", "What is your sex?"), Words("Giới tính", "Sex")),
    (
        "age_group",
        Words("Ông/bà thuộc nhóm tuổi nào?", "Which age group are you in?"),
        Words("Nhóm tuổi", "Age group"),
    ),
    (
        "education",
        Words("Trình độ học vấn cao nhất của ông/bà?", "What is your highest level of education?"),
        Words("Học vấn", "Education"),
    ),
    (
        "service",
        Words(
            "Nhìn chung, ông/bà hài lòng đến mức nào với dịch vụ hành chính công tại nơi mình ở?",
            "Overall, how satisfied are you with public administrative services where you live?",
        ),
        Words("Hài lòng với dịch vụ công", "Satisfaction with public services"),
    ),
    (
        "trust",
        Words(
            "Nếu ông/bà gửi phản ánh, kiến nghị hoặc khiếu nại, ông/bà tin đến mức nào rằng việc đó sẽ được giải quyết công bằng?",
            "If you submitted feedback or a complaint, how much would you trust that it would be handled fairly?",
        ),
        Words("Tin vào việc giải quyết khiếu nại", "Trust in the handling of complaints"),
    ),
    (
        "concerns",
        Words(
            "Hiện nay những vấn đề nào khiến ông/bà quan tâm, lo lắng nhất? (Có thể chọn nhiều câu trả lời)",
            "Which issues concern you most at present? (Several answers possible)",
        ),
        Words("Vấn đề quan tâm nhất", "Main concerns"),
    ),
    (
        "aware",
        Words(
            "Ông/bà biết đến mức nào về mô hình chính quyền địa phương hai cấp?",
            "How much do you know about the two-tier model of local government?",
        ),
        Words("Biết về chính quyền địa phương hai cấp", "Awareness of two-tier local government"),
    ),
    (
        "wait_before",
        Words(
            "Trước khi chính quyền địa phương hai cấp hoạt động, ông/bà hài lòng đến mức nào với thời gian chờ giải quyết thủ tục?",
            "Before two-tier local government began, how satisfied were you with the time that procedures took?",
        ),
        Words("Thời gian chờ: trước khi đổi mới", "Waiting time: before the change"),
    ),
    (
        "wait_after",
        Words(
            "Còn hiện nay, ông/bà hài lòng đến mức nào với thời gian chờ giải quyết thủ tục?",
            "And now, how satisfied are you with the time that procedures take?",
        ),
        Words("Thời gian chờ: hiện nay", "Waiting time: now"),
    ),
    (
        "score",
        Words(
            "Trên thang từ 0 (rất kém) đến 10 (rất tốt), ông/bà chấm điểm cho dịch vụ công nói chung là bao nhiêu?",
            "On a scale from 0 (very poor) to 10 (very good), how do you rate public services in general?",
        ),
        Words("Điểm chung cho dịch vụ công", "Overall rating of public services"),
    ),
];

/// Choice lists.
pub(crate) const LISTS: [(&str, Choices); 9] = [
    (
        "region",
        &[
            ("1", Words("Trung du và miền núi phía Bắc", "Northern midlands and mountains")),
            ("2", Words("Đồng bằng sông Hồng", "Red River Delta")),
            ("3", Words("Bắc Trung Bộ", "North Central")),
            ("4", Words("Duyên hải Nam Trung Bộ và Tây Nguyên", "South Central Coast and Central Highlands")),
            ("5", Words("Đông Nam Bộ", "Southeast")),
            ("6", Words("Đồng bằng sông Cửu Long", "Mekong River Delta")),
        ],
    ),
    ("area", &[("urban", Words("Thành thị", "Urban")), ("rural", Words("Nông thôn", "Rural"))]),
    ("sex", &[("m", Words("Nam", "Male")), ("f", Words("Nữ", "Female"))]),
    (
        "age_group",
        &[
            ("18-29", Words("18–29 tuổi", "18–29")),
            ("30-39", Words("30–39 tuổi", "30–39")),
            ("40-49", Words("40–49 tuổi", "40–49")),
            ("50-59", Words("50–59 tuổi", "50–59")),
            ("60+", Words("60 tuổi trở lên", "60 and over")),
        ],
    ),
    (
        "education",
        &[
            ("1", Words("Trung học cơ sở trở xuống", "Lower secondary or less")),
            ("2", Words("Trung học phổ thông", "Upper secondary")),
            ("3", Words("Cao đẳng, đại học trở lên", "College, university or higher")),
        ],
    ),
    (
        "service",
        &[
            ("1", Words("Rất không hài lòng", "Very dissatisfied")),
            ("2", Words("Không hài lòng", "Dissatisfied")),
            ("3", Words("Bình thường", "Neither satisfied nor dissatisfied")),
            ("4", Words("Hài lòng", "Satisfied")),
            ("5", Words("Rất hài lòng", "Very satisfied")),
            ("98", Words("Không biết", "Don't know")),
        ],
    ),
    (
        "trust",
        &[
            ("1", Words("Hoàn toàn không tin", "No trust at all")),
            ("2", Words("Không tin lắm", "Not much trust")),
            ("3", Words("Khá tin", "A fair amount of trust")),
            ("4", Words("Rất tin", "A great deal of trust")),
            ("98", Words("Không biết", "Don't know")),
            ("99", Words("Không muốn trả lời", "Prefer not to answer")),
        ],
    ),
    (
        "concerns",
        &[
            ("prices", Words("Giá cả sinh hoạt", "Cost of living")),
            ("jobs", Words("Việc làm và thu nhập", "Jobs and income")),
            ("health", Words("Khám chữa bệnh", "Health care")),
            ("schools", Words("Trường học", "Schools")),
            ("environment", Words("Môi trường", "Environment")),
            ("traffic", Words("Giao thông", "Traffic and transport")),
        ],
    ),
    (
        "aware",
        &[
            ("1", Words("Chưa nghe nói", "Have not heard of it")),
            ("2", Words("Có nghe nhưng biết ít", "Have heard, know little")),
            ("3", Words("Biết rõ", "Know it well")),
        ],
    ),
];

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
