//! Numbers of times without saying since when.
#![doc = include_str!("period.md")]

use crate::Fault;
use crate::quality::form::{Form, said};
use crate::quality::speech::{Said, of};

const COUNTS: [&[&str]; 2] =
    [&["bao nhiêu lần", "mấy lần", "bao lâu một lần"], &["how many times", "how often", "number of times"]];
/// Words that name no time that two people would take to be the same.
const VAGUE: [&[&str]; 2] = [
    &["gần đây", "thời gian qua", "dạo này", "trước đây", "thời gian vừa qua", "lâu nay", "thời gian trước"],
    &["recently", "lately", "in recent times", "in the past", "in recent years", "nowadays"],
];
const CLEAR: [&[&str]; 2] = [
    &[
        "tháng",
        "tuần",
        "năm",
        "ngày qua",
        "hôm qua",
        "hôm nay",
        "kể từ",
        "từ khi",
        "từ trước đến nay",
        "từ khi sinh ra",
        "gần đây nhất",
        "lần gần nhất",
        "một ngày",
        "mỗi ngày",
        "hằng ngày",
        "hàng ngày",
        "ngày nào cũng",
        "trong đời",
        "quý",
        "vụ",
        "thông thường",
        "trước đây khi",
        "hiện nay",
        "lần gần đây nhất",
        "trước khi",
    ],
    &[
        "month",
        "months",
        "week",
        "weeks",
        "year",
        "years",
        "yesterday",
        "today",
        "since",
        "ever",
        "per day",
        "a day",
        "last 7 days",
        "day before",
        "most recent",
        "most recently",
        "lifetime",
        "typical",
        "typically",
        "usually",
        "days",
        "generally",
        "before",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        let hints = said(&entry.node().hint);
        let choices: Vec<Said> =
            entry.choices().iter().take(12).flat_map(|choice| said(&choice.label)).collect();
        let heads: Vec<Said> = entry.around.iter().flat_map(|item| said(&item.node().label)).collect();
        let unclear = entry.wording.iter().find_map(|own| {
            let clear = |said: &Said| {
                said.language == own.language
                    && said
                        .first_of(of(said.language, &CLEAR))
                        .is_some_and(|word| word != "years" || !said.has("in recent years"))
            };
            if clear(own) || hints.iter().any(clear) || heads.iter().any(clear) || choices.iter().any(clear) {
                return None;
            }
            let phrases = [of(own.language, &VAGUE), of(own.language, &COUNTS)];
            phrases.iter().find_map(|phrases| own.first_of(phrases))
        });
        if let Some(phrase) = unclear {
            found.push(
                Fault::warning("W-QUALITY-035", entry.place("label"))
                    .with("question", entry.name())
                    .with("phrase", phrase),
            );
        }
    }
}
