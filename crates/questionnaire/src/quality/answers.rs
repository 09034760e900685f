//! What a choice is besides an answer: "don't know", a refusal, "none of these".

use sounding_survey::CategoryRole;

use super::form::said;
use super::speech::of;
use crate::definition::Choice;

/// The lists of words are Vietnamese first, then English.
const DONT_KNOW: [&[&str]; 2] = [
    &[
        "không biết",
        "khó trả lời",
        "khó nói",
        "không có ý kiến",
        "chưa có ý kiến",
        "không rõ",
        "chưa rõ",
        "không nhớ",
        "không chắc",
        "chưa nghĩ đến",
        "chưa biết",
    ],
    &[
        "don't know",
        "do not know",
        "dont know",
        "no opinion",
        "not sure",
        "unsure",
        "hard to say",
        "can't say",
        "cannot say",
        "can't choose",
        "don't remember",
        "undecided",
    ],
];
const REFUSED: [&[&str]; 2] = [
    &[
        "từ chối",
        "không trả lời",
        "không muốn trả lời",
        "không muốn nói",
        "không tiện trả lời",
        "không tiện nói",
    ],
    &["refuse", "refused", "refusal", "prefer not", "rather not", "no answer", "decline", "declined"],
];
const NONE: [&[&str]; 2] = [
    &[
        "không có vấn đề nào",
        "không có gì",
        "không gì cả",
        "không cái nào",
        "không có cái nào",
        "không mục nào",
        "không có nguồn nào",
        "không có lý do nào",
        "không tham gia",
        "không vấn đề nào",
        "không có điều nào",
        "không sử dụng",
    ],
    &[
        "none",
        "none of these",
        "none of the above",
        "nothing",
        "no problem",
        "no problems",
        "not any",
        "nobody",
        "no one",
        "neither of these",
    ],
];

/// Whether it says that someone does not know or has no opinion.
pub(crate) fn is_dont_know(choice: &Choice) -> bool {
    choice.role == CategoryRole::DontKnow
        || says(choice, &DONT_KNOW)
        || is_code(choice, &["dk", "dontknow", "kb"])
}

/// Whether it says that someone does not want to answer.
pub(crate) fn is_refusal(choice: &Choice) -> bool {
    choice.role == CategoryRole::Refused
        || says(choice, &REFUSED)
        || is_code(choice, &["rf", "ref", "refused", "refuse", "tuchoi"])
}

/// Whether it is no answer to the question.
pub fn is_apart(choice: &Choice) -> bool {
    choice.role != CategoryRole::Substantive || is_dont_know(choice) || is_refusal(choice)
}

/// Whether it excludes every other choice of a question with several answers.
pub(crate) fn excludes_others(choice: &Choice) -> bool {
    if is_apart(choice) {
        return true;
    }
    // "Không" alone, or a phrase that begins the label: "Không có vấn đề nào", "None of these".
    said(&choice.label).iter().any(|said| {
        let words: Vec<&str> = said.tokens.iter().map(|token| &*token.word).collect();
        let alone = matches!(words[..], ["không" | "none" | "no"] | ["không", "có"]);
        alone || of(said.language, &NONE).iter().any(|phrase| said.find(phrase) == Some(0))
    })
}

/// Whether two choices besides those apart are "yes" and "no".
pub(crate) fn is_yes_no(choices: &[Choice]) -> bool {
    let own: Vec<&Choice> = choices.iter().filter(|choice| !is_apart(choice)).collect();
    let starts = |choice: &Choice, words: &[&str]| {
        said(&choice.label).iter().any(|said| words.iter().any(|word| said.find(word) == Some(0)))
    };
    own.len() == 2
        && own.iter().any(|choice| starts(choice, &["có", "yes", "đúng", "true", "rồi", "đã"]))
        && own.iter().any(|choice| starts(choice, &["không", "no", "chưa", "sai", "false"]))
}

/// Whether the label is one of the phrases: "Không biết / không nhớ", and not "Không biết cách dùng".
fn says(choice: &Choice, words: &[&[&str]; 2]) -> bool {
    const AFTER: &[&str] = &[
        "gì", "rõ", "được", "chắc", "lắm", "hoặc", "hay", "vì", "về", "or", "at", "about", "to", "enough",
        "answer", "say",
    ];
    said(&choice.label).iter().any(|said| {
        of(said.language, words).iter().any(|phrase| {
            let Some(at) = said.find(phrase) else { return false };
            let next = said.tokens.get(at + phrase.split(' ').count());
            let closed = next.is_none_or(|token| !token.is_word() || AFTER.contains(&&*token.word));
            let words_before = said.tokens[..at].iter().rev().take_while(|token| token.is_word()).count();
            closed && words_before <= 2
        })
    })
}

fn is_code(choice: &Choice, codes: &[&str]) -> bool {
    let plain: String = choice.code.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    codes.contains(&&*plain)
}
