//! Forms as an institute would field them: no false alarm.

use sounding_survey::Language;

use super::table::read;
use super::*;
use crate::say_all;

const GOOD: &str = include_str!("good.md");

#[test]
fn nothing_is_said_of_a_good_form() {
    let said: Vec<String> =
        say_all(&check(&read(GOOD)), Language::Vi).iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn the_demonstrations_questionnaire_has_no_false_alarm() {
    let form = read(include_str!("../../../../demo/data/questionnaire.md"));
    let said: Vec<String> = say_all(&check(&form), Language::Vi).iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn a_form_of_the_demonstrations_length_takes_about_half_an_hour() {
    let form = read(include_str!("../../../../demo/data/questionnaire.md"));
    let length = super::super::length(&form);
    assert!(length.minutes_low < length.minutes_typical && length.minutes_typical < length.minutes_high);
    assert!((10.0..40.0).contains(&length.minutes_typical), "{}", length.minutes_typical);
    assert!(
        length.per_question.iter().all(|question| question.seconds.is_finite() && question.seconds > 0.0)
    );
}

/// Well-formed wordings of surveys, none of which deserves a warning on its words.
const SENTENCES: &[&str] = &[
    "Ông/bà đánh giá thế nào về chất lượng dịch vụ của Bộ Nông nghiệp và Môi trường?",
    "Ông/bà có hài lòng hay không hài lòng với thái độ phục vụ của cán bộ xã?",
    "Trong 12 tháng qua, ông/bà có đi khám, chữa bệnh ở trạm y tế xã không?",
    "Từ 18 tuổi và trên 18 tuổi trong hộ có bao nhiêu người?",
    "Nếu có việc cần và không có tiền, ông/bà có hỏi vay ngân hàng không?",
    "Ông/bà có biết Luật Đất đai và Luật Nhà ở đã được sửa đổi không?",
    "Giá cả, như giá điện và giá nước, có ảnh hưởng đến đời sống của hộ không?",
    "So với năm trước, việc làm của ông/bà có ổn định hơn không?",
    "Ông/bà có phải là chủ hộ không?",
    "Hộ của ông/bà có bị mất đất sản xuất không?",
    "Ông/bà không sử dụng internet vì lý do nào là chính?",
    "Theo ông/bà, nên hay không nên cấm xe máy vào trung tâm thành phố?",
    "Ông/bà ủng hộ hay phản đối việc bỏ thu phí đường bộ?",
    "Không khí nơi ông/bà ở có trong lành không?",
    "Ông/bà chưa kết hôn, đúng hay sai?",
    "Tất cả có bao nhiêu người đang sống trong hộ?",
    "Lần gần đây nhất ông/bà đến ủy ban nhân dân xã là để làm việc gì?",
    "Ông/bà có nhận được thông tin về chính sách mới không?",
    "Ông/bà thường nghe tin tức từ nguồn nào?",
    "Trạm y tế có đủ thuốc theo danh mục bảo hiểm y tế không?",
    "Ông/bà tham gia hội, đoàn thể nào ở địa phương?",
    "How satisfied or dissatisfied are you with the Ministry of Health and Social Affairs?",
    "In the past 12 months, did you or anyone in your household visit a health centre?",
    "Between 0 and 10, where would you put your own life today?",
    "If you were ill and had no money, would you borrow from a bank?",
    "Do you think that motorcycles should or should not be allowed in the centre?",
    "Do you favour or oppose a toll on this road?",
    "Is there a school within 2 kilometres, such as a primary and lower secondary school?",
    "Are you the head of this household?",
    "How many people live here all together?",
    "When did you last go to the commune's office?",
    "How often do you usually read a newspaper?",
    "Did you do any work for pay last week?",
    "Would you say that your household is better off or worse off than a year ago?",
    "What is your highest level of education?",
];

#[test]
fn plain_questions_are_not_blamed_for_their_words() {
    let mut blamed = Vec::new();
    for sentence in SENTENCES {
        for list in ["yn", "satisfied"] {
            let form = read(&format!(
                "| survey |
                 | | type | name | label |
                 | | select_one {list} | a | {sentence} |
                 | choices |
                 | | list_name | name | label |
                 | | yn | y | Có |
                 | | yn | n | Không |
                 | | satisfied | 1 | Không hài lòng |
                 | | satisfied | 2 | Bình thường |
                 | | satisfied | 3 | Hài lòng |"
            ));
            let wording = |code: &&str| ("W-QUALITY-030".."W-QUALITY-040").contains(code);
            let said: Vec<_> = said_of(&form, "a").into_iter().filter(wording).collect();
            if !said.is_empty() {
                blamed.push((sentence, said));
            }
        }
    }
    assert!(blamed.is_empty(), "{blamed:#?}");
}
