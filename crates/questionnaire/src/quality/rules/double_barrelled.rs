//! Two questions in one.
#![doc = include_str!("double_barrelled.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::quality::answers::is_yes_no;
use crate::quality::form::{Entry, Form};
use crate::quality::speech::{Said, Token, find, of};

const JOINS: [&[&str]; 2] = [&["và", "cũng như", "đồng thời"], &["and", "as well as"]];
/// Pairs that are one thing, and phrases that join nothing.
const FIXED: [&[&str]; 2] = [
    &[
        "ông và bà",
        "cha và mẹ",
        "bố và mẹ",
        "vợ và chồng",
        "anh và chị",
        "phường và xã",
        "xã và phường",
        "nam và nữ",
        "khám và chữa bệnh",
        "an ninh và trật tự",
        "khoa học và công nghệ",
        "giáo dục và đào tạo",
        "nông nghiệp và phát triển nông thôn",
        "kinh tế và xã hội",
        "văn hóa và xã hội",
        "nội dung và hình thức",
        "thu và chi",
        "đi và về",
        "ngày và đêm",
        "tiếp nhận và trả kết quả",
        "trung ương và địa phương",
        "gia đình và bạn bè",
        "bạn bè và người thân",
        "gia đình và người thân",
        "vui lòng cho biết và",
        "công nghệ thông tin và truyền thông",
        "thông tin và truyền thông",
        "khoa học và giáo dục",
        "nước sạch và vệ sinh",
        "nước sạch và vệ sinh môi trường",
        "trật tự và an toàn",
        "quyền và nghĩa vụ",
        "quyền và lợi ích",
        "công bằng và bình đẳng",
        "xã hội và nhân văn",
        "lớn và nhỏ",
        "nhỏ và vừa",
        "vừa và nhỏ",
        "hai và",
        "cả nam và nữ",
        "người già và trẻ em",
        "tỉnh và thành phố",
        "phòng cháy và chữa cháy",
        "phòng cháy và cứu nạn",
        "bảo hiểm y tế và bảo hiểm xã hội",
        "sản xuất và kinh doanh",
    ],
    &[
        "men and women",
        "friends and family",
        "family and friends",
        "law and order",
        "terms and conditions",
        "pros and cons",
        "science and technology",
        "health and safety",
        "arts and culture",
        "research and development",
        "small and medium",
        "goods and services",
        "supply and demand",
        "rights and responsibilities",
        "rights and duties",
        "more and more",
        "communes and wards",
        "wards and communes",
        "provinces and cities",
        "water and sanitation",
        "peace and quiet",
        "now and then",
        "day and night",
        "mother and father",
        "husband and wife",
        "information and communication",
        "education and training",
        "agriculture and rural development",
        "labour and social affairs",
        "by and large",
        "over and above",
        "first and foremost",
        "each and every",
        "parents and children",
        "checks and balances",
        "online and in person",
        "towns and cities",
        "cities and towns",
        "once and for all",
        "and so on",
        "again and again",
    ],
];
/// What stands before a list of examples or two ends.
const EXAMPLES: [&[&str]; 2] = [
    &["như", "ví dụ", "chẳng hạn", "bao gồm", "gồm", "giữa", "trong khoảng", "kể cả", "từ"],
    &["such as", "for example", "including", "like", "between", "e", "both", "from"],
];
/// What begins a condition: two things in it are not two things asked about.
const CONDITIONS: [&[&str]; 2] = [
    &["nếu", "khi", "trước khi", "sau khi", "giả sử"],
    &["if", "when", "before", "after", "suppose", "thinking"],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked().filter(|entry| judges(form, entry)) {
        let pair = entry.wording.iter().find_map(pair);
        if let Some(pair) = pair {
            found.push(
                Fault::warning("W-QUALITY-030", entry.place("label"))
                    .with("question", entry.name())
                    .with("pair", pair),
            );
        }
    }
}

/// Whether one judgement is asked for: on a scale, or yes and no.
pub(super) fn judges(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    entry.chooses_one() && (form.scale(entry).is_some() || is_yes_no(entry.choices()))
}

/// The two things that are joined, with a word on each side.
fn pair(said: &Said) -> Option<String> {
    let plain = said.without(of(said.language, &FIXED));
    for sentence in plain.questions() {
        for join in of(said.language, &JOINS) {
            let Some(at) = find(sentence, join) else { continue };
            let length = join.split(' ').count();
            if joins_two(said.language, sentence, at, length) {
                let from = at.saturating_sub(3);
                let to = (at + length + 3).min(sentence.len());
                let words = sentence[from..to].iter().filter(|token| token.is_word());
                return Some(words.map(|token| &*token.word).collect::<Vec<_>>().join(" "));
            }
        }
    }
    None
}

fn joins_two(language: Language, sentence: &[Token], at: usize, length: usize) -> bool {
    let (Some(left), Some(right)) =
        (at.checked_sub(1).map(|left| &sentence[left]), sentence.get(at + length))
    else {
        return false;
    };
    let number = |token: &Token| token.word.starts_with(|sign: char| sign.is_ascii_digit());
    // A name has capitals on both sides: "Bộ Giáo dục và Đào tạo". A gap is a fixed pair that was taken out.
    let name = (left.capital || capital_before(sentence, at)) && right.capital;
    let signs = !left.is_word() || !right.is_word();
    if name || signs || number(left) || number(right) {
        return false;
    }
    // Only what stands in the same clause before it counts.
    let start = sentence[..at]
        .iter()
        .rposition(|token| matches!(&*token.word, ":" | ";" | "–"))
        .map_or(0, |at| at + 1);
    let before = &sentence[start..at];
    if of(language, &EXAMPLES).iter().any(|word| find(before, word).is_some()) {
        return false;
    }
    let comma = before.iter().rposition(|token| token.word == ",").map_or(0, |at| at + 1);
    let clause = &before[comma..];
    let conditional = of(language, &CONDITIONS).iter().any(|word| find(clause, word) == Some(0));
    let goes_on = sentence[at..].iter().any(|token| token.word == ",");
    !(conditional && goes_on)
}

/// Whether a capital stands among the two words before.
fn capital_before(sentence: &[Token], at: usize) -> bool {
    sentence[at.saturating_sub(3)..at].iter().any(|token| token.capital)
}
