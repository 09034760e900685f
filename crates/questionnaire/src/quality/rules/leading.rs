//! Questions that suggest their answer.
#![doc = include_str!("leading.md")]

use crate::Fault;
use crate::quality::form::Form;
use crate::quality::speech::of;

const LEADING: [&[&str]; 2] = [
    &[
        "chắc hẳn",
        "chẳng lẽ",
        "lẽ nào",
        "phải không",
        "đúng không",
        "đúng chứ",
        "như mọi người đều biết",
        "như chúng ta đã biết",
        "như ông bà đã biết",
        "như đã biết",
        "ai cũng biết",
        "hiển nhiên",
        "đương nhiên",
        "dĩ nhiên",
        "rõ ràng là",
        "hầu hết mọi người đều",
        "hầu hết mọi người cho rằng",
        "phần lớn người dân cho rằng",
        "đa số người dân cho rằng",
        "nhiều người cho rằng",
        "các chuyên gia cho rằng",
        "các chuyên gia khẳng định",
        "có đồng ý rằng",
        "có đồng ý là",
        "có nghĩ rằng",
        "có thấy rằng",
        "có cho rằng",
        "có tán thành rằng",
    ],
    &[
        "don't you",
        "do you not",
        "wouldn't you",
        "shouldn't",
        "isn't it",
        "aren't you",
        "isn't there",
        "surely",
        "obviously",
        "of course",
        "clearly",
        "as you know",
        "as everyone knows",
        "as we all know",
        "everyone knows",
        "most people believe",
        "most people think",
        "most people agree",
        "many people believe",
        "many people think",
        "experts agree",
        "experts say",
        "would you agree",
        "do you agree that",
        "don't you agree",
        "isn't it true",
        "is it true that",
    ],
];
/// Phrases that show both sides, or ask how far.
const BALANCED: [&[&str]; 2] = [
    &["hay không", "hay chưa", "hay là", "đến mức nào", "ở mức độ nào", "như thế nào", "hay"],
    &["or not", "or disagree", "how much", "how strongly", "to what extent", "or do you", "or that"],
];
/// Ways of asking that lean to no side though a leading phrase is in them.
const PLAIN: [&[&str]; 2] = [&["có phải không", "có đúng không", "có đúng hay không"], &[]];
/// Words that judge before the respondent does.
const LOADED: [&[&str]; 2] = [
    &[
        "ưu việt",
        "đúng đắn",
        "sáng suốt",
        "vô trách nhiệm",
        "phản động",
        "thù địch",
        "cực đoan",
        "tàn bạo",
        "đáng lên án",
        "vĩ đại",
        "tốt đẹp",
        "thành công rực rỡ",
        "thành tựu to lớn",
        "đáng xấu hổ",
        "bất nhân",
        "lố bịch",
        "nhũng nhiễu",
        "phá hoại",
    ],
    &[
        "wasteful",
        "irresponsible",
        "extremist",
        "extremists",
        "so - called",
        "outrageous",
        "disastrous",
        "shameful",
        "evil",
        "brutal",
        "wonderful",
        "glorious",
        "wise",
        "traitors",
        "hostile forces",
        "common - sense",
        "much - needed",
        "long overdue",
        "greedy",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        let wording = &entry.wording;
        let leading = wording.iter().find_map(|said| {
            let phrase = said.without(of(said.language, &PLAIN)).first_of(of(said.language, &LEADING))?;
            // "Có đồng ý rằng … hay không" shows both sides; "as you know" does not become better by it.
            let one_sided = phrase.starts_with("có ") || phrase.contains("agree");
            let balanced = said.first_of(of(said.language, &BALANCED)).is_some();
            (!(one_sided && balanced)).then_some(phrase)
        });
        let loaded = wording.iter().find_map(|said| said.first_of(of(said.language, &LOADED)));
        for (code, phrase) in [("W-QUALITY-031", leading), ("W-QUALITY-032", loaded)] {
            if let Some(phrase) = phrase {
                found.push(
                    Fault::warning(code, entry.place("label"))
                        .with("question", entry.name())
                        .with("phrase", phrase),
                );
            }
        }
    }
}
