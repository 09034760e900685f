//! Scales of opinion among choice lists: which way each label points, in Vietnamese and English.

use super::answers::is_apart;
use super::form::said;
use super::speech::{Said, find, of};
use crate::definition::{Choice, ChoiceList};

/// What a scale measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    /// Agreement with a statement.
    Agreement,
    /// Satisfaction.
    Satisfaction,
    /// Trust, confidence, belief.
    Trust,
    /// Support and opposition.
    Support,
    /// Good and bad.
    Quality,
    /// Better and worse.
    Change,
    /// Fairness.
    Fairness,
    /// Importance and need.
    Importance,
    /// Likelihood.
    Likelihood,
    /// Easy and difficult.
    Ease,
}

/// Labels that point one way and the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) family: Family,
    /// Direction of each choice that is an answer: −1, 0, +1.
    pub(crate) signs: Vec<i8>,
}

impl Scale {
    pub(crate) fn positive(&self) -> usize {
        self.signs.iter().filter(|sign| **sign > 0).count()
    }

    pub(crate) fn negative(&self) -> usize {
        self.signs.iter().filter(|sign| **sign < 0).count()
    }

    /// Whether it goes from the negative to the positive end.
    pub(crate) fn ascends(&self) -> bool {
        self.signs.first().is_some_and(|sign| *sign < 0)
    }

    /// Whether the two ends are opposites, so that both deserve the same number of answers.
    pub(crate) fn is_bipolar(&self) -> bool {
        !matches!(self.family, Family::Importance)
    }
}

/// Phrases in Vietnamese and in English.
type Phrases = [&'static [&'static str]; 2];

/// For each family the words that point up and those that point down, Vietnamese and English.
const FAMILIES: [(Family, Phrases, Phrases); 10] = [
    (
        Family::Agreement,
        [&["đồng ý", "tán thành", "nhất trí"], &["agree", "agreement"]],
        [&["bất đồng"], &["disagree", "disagreement"]],
    ),
    (
        Family::Satisfaction,
        [&["hài lòng", "thỏa mãn"], &["satisfied", "satisfaction", "happy"]],
        [&["bất mãn", "thất vọng"], &["dissatisfied", "unsatisfied", "unhappy", "dissatisfaction"]],
    ),
    (
        Family::Trust,
        [&["tin", "tin tưởng", "tin cậy"], &["trust", "confidence", "confident", "believe"]],
        [&["nghi ngờ", "mất lòng tin"], &["distrust", "mistrust"]],
    ),
    (
        Family::Support,
        [&["ủng hộ"], &["support", "favor", "favour", "approve"]],
        [&["phản đối"], &["oppose", "opposed", "against", "disapprove"]],
    ),
    (
        Family::Change,
        [&["tốt hơn", "tăng", "khá hơn", "cải thiện"], &["better", "improved", "increased", "increase"]],
        [
            &["xấu đi", "kém đi", "xấu hơn", "kém hơn", "giảm", "tệ hơn"],
            &["worse", "declined", "decreased", "decrease"],
        ],
    ),
    (
        Family::Quality,
        [&["tốt", "khá", "xuất sắc", "tuyệt vời"], &["good", "excellent", "outstanding"]],
        [&["xấu", "kém", "tệ", "tồi", "yếu"], &["bad", "poor", "terrible"]],
    ),
    (Family::Fairness, [&["công bằng"], &["fair", "fairly"]], [&["bất công"], &["unfair", "unfairly"]]),
    (
        Family::Importance,
        [&["quan trọng", "cần thiết"], &["important", "necessary"]],
        [&[], &["unimportant", "unnecessary"]],
    ),
    (
        Family::Likelihood,
        [&["có khả năng", "chắc chắn có", "chắc chắn sẽ"], &["likely"]],
        [&["ít khả năng"], &["unlikely"]],
    ),
    (
        Family::Ease,
        [&["dễ", "dễ dàng", "thuận tiện"], &["easy"]],
        [&["khó", "khó khăn", "bất tiện"], &["difficult", "hard"]],
    ),
];
const NEGATORS: [&[&str]; 2] = [
    &["không", "chưa", "chẳng", "ít", "kém", "thiếu", "hầu như không"],
    &["not", "no", "little", "hardly", "never", "none"],
];
const MIDDLE: [&[&str]; 2] = [
    &[
        "bình thường",
        "trung lập",
        "trung bình",
        "nửa",
        "cũng không",
        "không tốt không xấu",
        "như cũ",
        "không thay đổi",
        "vẫn thế",
        "như trước",
        "phân vân",
        "không hẳn",
    ],
    &[
        "neither",
        "neutral",
        "average",
        "mixed",
        "the same",
        "no change",
        "unchanged",
        "so - so",
        "moderate",
        "about the same",
    ],
];
/// Choices beyond which a list is no scale.
const LONGEST: usize = 12;

/// The scale that a list is, if it is one: at least three answers, all but one of one family, pointing both ways in order.
pub(crate) fn recognise(list: &ChoiceList) -> Option<Scale> {
    let own: Vec<&Choice> = list.choices.iter().filter(|choice| !is_apart(choice)).collect();
    if !(3..=LONGEST).contains(&own.len()) || list.choices.len() > LONGEST + 4 {
        return None;
    }
    let labels: Vec<Vec<Said>> = own.iter().map(|choice| said(&choice.label)).collect();
    FAMILIES.iter().find_map(|(family, up, down)| {
        let signs: Vec<Option<i8>> =
            labels.iter().map(|label| label.iter().find_map(|said| sign(said, up, down, *family))).collect();
        let unknown = signs.iter().filter(|sign| sign.is_none()).count();
        // One label without a word of the family is the middle, or an end in other words.
        if unknown > usize::from(own.len() > 3) {
            return None;
        }
        let signs: Vec<i8> = fill(&signs);
        let scale = Scale { family: *family, signs };
        let ordered =
            |up: bool| scale.signs.is_sorted_by(|left, right| if up { left <= right } else { left >= right });
        (scale.positive() > 0 && scale.negative() > 0 && (ordered(true) || ordered(false))).then_some(scale)
    })
}

/// What a label that names nothing of its family is: at an end as its neighbour, inside the middle.
fn fill(signs: &[Option<i8>]) -> Vec<i8> {
    let last = signs.len().saturating_sub(1);
    let known = |at: usize| signs.get(at).copied().flatten().unwrap_or(0);
    (0..signs.len())
        .map(|at| match signs[at] {
            Some(sign) => sign,
            None if at == 0 => known(1),
            None if at == last => known(at - 1),
            None => 0,
        })
        .collect()
}

fn sign(said: &Said, up: &[&[&str]; 2], down: &[&[&str]; 2], family: Family) -> Option<i8> {
    if said.first_of(of(said.language, &MIDDLE)).is_some() {
        return Some(0);
    }
    if family == Family::Quality
        && said.language == sounding_survey::Language::En
        && said.count() == 1
        && said.has("fair")
    {
        return Some(0);
    }
    let negated = |at: usize| {
        let before = &said.tokens[..at];
        of(said.language, &NEGATORS).iter().any(|word| find(before, word).is_some())
    };
    let place = |words: &[&[&str]; 2]| of(said.language, words).iter().find_map(|word| said.find(word));
    if let Some(at) = place(down) {
        return Some(if negated(at) { 1 } else { -1 });
    }
    place(up).map(|at| {
        // "Khá" alone is a grade between good and middling; "không tin" and "not satisfied" point down.
        if negated(at) { -1 } else { 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Words;

    fn list(labels: &[&str]) -> ChoiceList {
        let choice = |(at, label): (usize, &&str)| Choice {
            code: (at + 1).to_string(),
            label: Words::plain(label),
            ..Choice::default()
        };
        ChoiceList { name: "l".into(), choices: labels.iter().enumerate().map(choice).collect() }
    }

    #[test]
    fn labels_point_where_people_read_them_to_point() {
        let read = |labels: &[&str]| recognise(&list(labels)).map(|scale| (scale.family, scale.signs));
        let five = read(&[
            "Rất không hài lòng",
            "Không hài lòng",
            "Bình thường",
            "Hài lòng",
            "Rất hài lòng",
            "Không biết",
        ]);
        assert_eq!(five, Some((Family::Satisfaction, vec![-1, -1, 0, 1, 1])));
        let trust = read(&["Hoàn toàn không tin", "Không tin lắm", "Khá tin", "Rất tin"]);
        assert_eq!(trust, Some((Family::Trust, vec![-1, -1, 1, 1])));
        let english =
            read(&["No trust at all", "Not much trust", "A fair amount of trust", "A great deal of trust"]);
        assert_eq!(english, Some((Family::Trust, vec![-1, -1, 1, 1])));
        let quality = read(&["Excellent", "Very good", "Good", "Fair", "Poor"]);
        assert_eq!(quality, Some((Family::Quality, vec![1, 1, 1, 0, -1])));
        let agree =
            read(&["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"]);
        assert_eq!(agree, Some((Family::Agreement, vec![1, 1, 0, -1, -1])));
        assert_eq!(read(&["Trồng trọt", "Chăn nuôi", "Thủy sản", "Dịch vụ"]), None);
        assert_eq!(read(&["Có", "Không"]), None);
    }
}
