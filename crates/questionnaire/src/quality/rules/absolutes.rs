//! Words that leave no room: always, never, everyone.
#![doc = include_str!("absolutes.md")]

use super::double_barrelled::judges;
use crate::Fault;
use crate::quality::form::Form;
use crate::quality::speech::{find, of};

const ABSOLUTE: [&[&str]; 2] = [
    &[
        "luôn luôn",
        "luôn",
        "không bao giờ",
        "tất cả",
        "mọi người",
        "mọi lúc",
        "bất kỳ ai",
        "không một ai",
        "tuyệt đối",
        "toàn bộ",
    ],
    &[
        "always",
        "never",
        "everyone",
        "everybody",
        "nobody",
        "no one",
        "every",
        "all",
        "none",
        "absolutely",
        "totally",
    ],
];
const NOT_MEANT: [&[&str]; 2] = [
    &[
        "tất cả bao nhiêu",
        "tất cả có bao nhiêu",
        "tất cả có mấy",
        "tất cả mấy",
        "nhìn chung tất cả",
        "mọi người trong hộ",
        "tất cả các thành viên",
    ],
    &[
        "at all",
        "all in all",
        "all things considered",
        "everyone in your household",
        "everybody in your household",
        "all members",
        "all together",
        "of all",
        "every day",
        "every week",
        "every month",
        "every year",
        "all kinds",
        "above all",
        "not all",
    ],
];

/// A question of so many words and signs asks about the sentence before it.
const SHORT: usize = 14;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked().filter(|entry| judges(form, entry)) {
        let word = entry.wording.iter().find_map(|said| {
            let plain = said.without(of(said.language, &NOT_MEANT));
            let sentences = plain.sentences();
            // The question, and the statement before a short "Do you agree or disagree?".
            let at = sentences.iter().position(|part| part.last().is_some_and(|token| token.word == "?"));
            let at = at.unwrap_or(sentences.len().saturating_sub(1));
            let short = sentences.get(at).is_some_and(|part| part.len() <= SHORT);
            let sentences = &sentences[if short { at.saturating_sub(1) } else { at }..];
            // The ends of a scale are explained with such words and with its numbers.
            let mut asked = sentences.iter().filter(|sentence| {
                !sentence.iter().any(|token| token.word.starts_with(|sign: char| sign.is_ascii_digit()))
            });
            asked.find_map(|sentence| {
                of(said.language, &ABSOLUTE).iter().copied().find(|word| find(sentence, word).is_some())
            })
        });
        if let Some(word) = word {
            found.push(
                Fault::warning("W-QUALITY-033", entry.place("label"))
                    .with("question", entry.name())
                    .with("phrase", word),
            );
        }
    }
}
