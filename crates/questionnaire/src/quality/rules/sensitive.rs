//! Sensitive and attitude questions that leave no way out.
#![doc = include_str!("sensitive.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::definition::Kind;
use crate::quality::answers::{is_dont_know, is_refusal};
use crate::quality::form::{Entry, Form};
use crate::quality::speech::{Said, of};

/// Topics by the name that the words of the warning choose by, with the words that show them in Vietnamese and English.
const TOPICS: &[(&str, [&[&str]; 2])] = &[
    (
        "income",
        [
            &[
                "thu nhập",
                "tiền lương",
                "mức lương",
                "tiền tiết kiệm",
                "tài sản",
                "nợ nần",
                "khoản nợ",
                "vay nợ",
            ],
            &["income", "salary", "wage", "wages", "earnings", "savings", "debt", "debts", "wealth"],
        ],
    ),
    (
        "politics",
        [
            &["chính trị", "đảng", "đảng viên", "bầu cử", "bỏ phiếu", "ứng cử viên", "biểu tình"],
            &[
                "political",
                "politics",
                "political party",
                "election",
                "elections",
                "vote",
                "voted",
                "voting",
                "candidate",
                "protest",
                "protests",
            ],
        ],
    ),
    (
        "religion",
        [&["tôn giáo", "tín ngưỡng", "theo đạo"], &["religion", "religious", "faith", "pray", "worship"]],
    ),
    (
        "health",
        [
            &[
                "sức khỏe",
                "mắc bệnh",
                "bệnh tật",
                "khuyết tật",
                "hiv",
                "trầm cảm",
                "tâm thần",
                "bệnh mạn tính",
            ],
            &["health", "illness", "disease", "disability", "disabilities", "hiv", "depression", "depressed"],
        ],
    ),
    (
        "sexuality",
        [
            &["tình dục", "đồng tính", "phá thai", "tránh thai", "xu hướng tính dục", "bản dạng giới"],
            &[
                "sexual",
                "sexuality",
                "sex life",
                "gay",
                "lesbian",
                "abortion",
                "contraception",
                "contraceptive",
            ],
        ],
    ),
    (
        "offences",
        [
            &[
                "tham nhũng",
                "hối lộ",
                "lót tay",
                "phong bì",
                "bạo lực",
                "ma túy",
                "đánh bạc",
                "trộm cắp",
                "phạm tội",
                "trốn thuế",
            ],
            &[
                "corruption",
                "bribe",
                "bribes",
                "bribery",
                "violence",
                "drugs",
                "gambling",
                "stolen",
                "crime",
                "tax evasion",
            ],
        ],
    ),
];
/// Phrases in which a word of a topic does not mean the topic.
const NOT_MEANT: [&[&str]; 2] = [
    &[
        "chăm sóc sức khỏe",
        "dịch vụ sức khỏe",
        "bảo hiểm sức khỏe",
        "hệ thống chính trị",
        "an ninh chính trị",
    ],
    &[
        "health care",
        "health insurance",
        "health service",
        "health services",
        "health station",
        "health centre",
        "health center",
        "ministry of health",
        "health facility",
        "health facilities",
        "good faith",
    ],
];
const TRUST: [&[&str]; 2] = [
    &["tin", "tin tưởng", "tin cậy", "lòng tin", "niềm tin"],
    &["trust", "confidence", "confident", "trustworthy"],
];
const AUTHORITIES: [&[&str]; 2] = [
    &[
        "chính quyền",
        "chính phủ",
        "công an",
        "cán bộ",
        "công chức",
        "ủy ban",
        "ubnd",
        "tòa án",
        "viện kiểm sát",
        "lãnh đạo",
        "quốc hội",
        "hội đồng nhân dân",
        "quân đội",
        "nhà nước",
        "thanh tra",
        "khiếu nại",
        "bộ trưởng",
        "chủ tịch",
    ],
    &[
        "government",
        "authorities",
        "authority",
        "police",
        "officials",
        "court",
        "courts",
        "parliament",
        "national assembly",
        "army",
        "military",
        "leaders",
        "minister",
        "president",
        "state",
        "complaint",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        let topic = topic(entry);
        let choices = entry.choices();
        if matches!(entry.question.kind, Kind::SelectOne | Kind::SelectMultiple) && !choices.is_empty() {
            let knows_not = choices.iter().any(is_dont_know);
            let refuses = choices.iter().any(is_refusal);
            if let Some(topic) = topic {
                if !refuses && !knows_not {
                    found.push(said(Fault::warning("W-QUALITY-010", entry.place("type")), entry, topic));
                }
            } else if form.scale(entry).is_some() && !knows_not && !refuses {
                found.push(
                    Fault::warning("W-QUALITY-011", entry.place("type")).with("question", entry.name()),
                );
            }
        } else if matches!(entry.question.kind, Kind::Integer | Kind::Decimal | Kind::Range)
            && entry.node().required.as_deref().is_some_and(|required| required.trim() == "true()")
            && let Some(topic) = topic
        {
            found.push(said(Fault::warning("W-QUALITY-012", entry.place("required")), entry, topic));
        }
    }
}

fn said(fault: Fault, entry: &Entry<'_>, topic: &str) -> Fault {
    fault.with("question", entry.name()).with("topic", topic)
}

/// The sensitive matter that a question is about.
fn topic(entry: &Entry<'_>) -> Option<&'static str> {
    entry.wording.iter().find_map(|wording| topic_of(&wording.without(of(wording.language, &NOT_MEANT))))
}

fn topic_of(said: &Said) -> Option<&'static str> {
    let has = |words: &[&[&str]; 2]| said.first_of(of(said.language, words)).is_some();
    // "Tin" is also news: `tin tức`, `thông tin`, `tin nhắn`.
    let only_news = said.language == Language::Vi
        && said.first_of(&["thông tin", "tin tức", "tin nhắn", "bản tin", "đưa tin"]).is_some()
        && !said.has("tin tưởng");
    if has(&TRUST) && has(&AUTHORITIES) && !only_news {
        return Some("trust");
    }
    TOPICS.iter().find(|(_, words)| has(words)).map(|(topic, _)| *topic)
}
