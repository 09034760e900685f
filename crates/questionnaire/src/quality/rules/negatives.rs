//! Two negations in one sentence.
#![doc = include_str!("negatives.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::quality::form::Form;
use crate::quality::speech::{Said, Token, find, of};

/// Words with "không", "not" that deny nothing here, and opposites that are offered side by side.
const NOT_MEANT: [&[&str]; 2] = [
    &[
        "hay không",
        "có hay không",
        "hay chưa",
        "không khí",
        "không gian",
        "hàng không",
        "không quân",
        "không những",
        "không chỉ",
        "không biết",
        "không trả lời",
        "không đồng ý",
        "không hài lòng",
        "không tin",
        "ủng hộ hay phản đối",
        "đồng ý hay phản đối",
        "không muốn trả lời",
        "không kể",
        "không tính",
        "không bao gồm",
        "không còn",
        "không lâu",
        "chưa bao giờ",
        "không may",
    ],
    &[
        "whether or not",
        "or not",
        "not at all",
        "not only",
        "agree or disagree",
        "satisfied or dissatisfied",
        "likely or unlikely",
        "favor or oppose",
        "favour or oppose",
        "support or oppose",
        "fair or unfair",
        "not counting",
        "not including",
        "no matter",
        "approve or disapprove",
        "for or against",
        "satisfied or unsatisfied",
        "important or unimportant",
        "strongly disagree",
        "very dissatisfied",
        "no longer",
        "not yet",
        "don't know",
        "do not know",
    ],
];
const NEGATORS: [&[&str]; 2] = [
    &["không", "chẳng", "chưa", "đừng", "không nên", "không được"],
    &[
        "not",
        "no",
        "never",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "shouldn't",
        "wouldn't",
        "can't",
        "cannot",
        "won't",
        "nobody",
        "nothing",
        "without",
        "haven't",
        "hasn't",
    ],
];
/// Words that deny without saying so.
const CONTRARY: [&[&str]; 2] = [
    &["phản đối", "cấm", "bãi bỏ", "bác bỏ", "ngăn cấm", "từ chối", "thiếu", "hủy bỏ"],
    &[
        "disagree",
        "dissatisfied",
        "oppose",
        "opposed",
        "against",
        "forbid",
        "forbidden",
        "ban",
        "banned",
        "prohibit",
        "prohibited",
        "unfair",
        "unlikely",
        "impossible",
        "unnecessary",
        "unable",
        "abolish",
        "refuse",
        "lack",
        "unimportant",
        "disapprove",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        if let Some(words) = entry.wording.iter().find_map(denied_twice) {
            found.push(
                Fault::warning("W-QUALITY-034", entry.place("label"))
                    .with("question", entry.name())
                    .with("phrase", words),
            );
        }
    }
}

/// The words that deny, where at least two stand in one clause and one of them is plain.
fn denied_twice(said: &Said) -> Option<String> {
    let plain = said.without(of(said.language, &NOT_MEANT));
    let clauses = plain.sentences().into_iter().flat_map(|sentence| {
        sentence
            .split_inclusive(|token: &Token| matches!(&*token.word, "," | ";" | ":" | "?" | "." | "!" | "·"))
    });
    for clause in clauses {
        let clause = without_particle(said.language, clause);
        let is_one_of =
            |token: &&Token, words: &[&[&str]; 2]| of(said.language, words).contains(&&*token.word);
        let plain: Vec<&Token> = clause.iter().filter(|token| is_one_of(token, &NEGATORS)).collect();
        let mut all: Vec<&str> = plain.iter().map(|token| &*token.word).collect();
        for phrase in of(said.language, &CONTRARY) {
            if find(clause, phrase).is_some() {
                all.push(phrase);
            }
        }
        if !plain.is_empty() && all.len() >= 2 {
            return Some(all.join(", "));
        }
    }
    None
}

/// Without the "không" or "chưa" that closes a question and asks rather than denies.
fn without_particle(language: Language, clause: &[Token]) -> &[Token] {
    if language == Language::En {
        return clause;
    }
    let words = clause.iter().rposition(Token::is_word).map_or(0, |at| at + 1);
    match clause[..words].split_last() {
        Some((last, rest)) if ["không", "chưa"].contains(&&*last.word) => rest,
        _ => &clause[..words],
    }
}
