//! What people are told and asked before the first question.
#![doc = include_str!("consent.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::form::{Form, at, said};
use crate::quality::speech::of;

const PURPOSE: [&[&str]; 2] = [
    &["khảo sát", "cuộc điều tra", "nghiên cứu", "thăm dò", "phỏng vấn", "mục đích", "lấy ý kiến"],
    &["survey", "study", "research", "interview", "purpose", "poll"],
];
const CONSENT: [&[&str]; 2] = [
    &[
        "đồng ý tham gia",
        "đồng ý trả lời",
        "tự nguyện",
        "sẵn lòng tham gia",
        "sẵn sàng tham gia",
        "bảo mật",
        "giữ kín",
        "từ chối",
        "khuyết danh",
        "đồng ý",
    ],
    &[
        "consent",
        "agree to",
        "voluntary",
        "willing to",
        "confidential",
        "confidentially",
        "anonymous",
        "may refuse",
        "take part",
        "may i begin",
        "can i start",
    ],
];
/// Questions among which the introduction must stand.
const FIRST: usize = 3;
/// Forms shorter than this are parts of others or trials.
const SHORT: usize = 3;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    if form.asked().count() < SHORT {
        return;
    }
    let mut asked = 0;
    let mut purpose = false;
    let mut consent = false;
    let mut first = 0;
    for entry in &form.questions {
        if entry.is_asked() {
            asked += 1;
            if first == 0 {
                first = entry.node().row;
            }
        }
        if asked > FIRST {
            break;
        }
        let speaks = entry.is_asked() || entry.question.kind == Kind::Note;
        let around = entry.around.iter().flat_map(|item| [&item.node().label, &item.node().hint]);
        let own = [&entry.node().label, &entry.node().hint].into_iter().chain(around).filter(|_| speaks);
        for words in own.flat_map(said) {
            let has = |list: &[&[&str]; 2]| words.first_of(of(words.language, list)).is_some();
            // A heading of two words introduces nothing.
            purpose |= words.count() > 6 && has(&PURPOSE);
            consent |= words.count() > 4 && has(&CONSENT);
        }
    }
    let code = if !purpose {
        "W-QUALITY-081"
    } else if !consent {
        "W-QUALITY-082"
    } else {
        return;
    };
    found.push(Fault::warning(code, at("survey", first, "label")));
}
