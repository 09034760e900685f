//! Many choices read out in one order.
#![doc = include_str!("rotation.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::definition::{Choice, Kind};
use crate::quality::answers::is_apart;
use crate::quality::form::{Entry, Form, said};
use crate::quality::speech::of;

/// From so many choices on the order matters when they are read out.
const MANY: usize = 7;
/// More than this nobody reads out.
const CODED: usize = 30;
/// So many choices that are no answers.
const APART: usize = 6;
/// What people know of themselves: they wait for their own answer, in whatever place it stands.
const FACTS: [&[&str]; 2] = [
    &[
        "quan hệ",
        "trình độ",
        "học vấn",
        "dân tộc",
        "nghề",
        "nghề nghiệp",
        "hôn nhân",
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "ngôn ngữ",
        "tuổi",
        "ngành",
        "tôn giáo",
        "công việc",
        "tình trạng",
        "thu nhập",
        "vùng",
        "quốc gia",
        "chuyên môn",
        "thứ ngày",
        "tháng nào",
        "loại hình",
    ],
    &[
        "relationship",
        "related",
        "education",
        "schooling",
        "ethnic",
        "ethnicity",
        "occupation",
        "marital",
        "province",
        "district",
        "commune",
        "language",
        "age",
        "industry",
        "religion",
        "job",
        "income",
        "region",
        "country",
        "status",
        "qualification",
        "month",
        "activity",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        // With "don't know" and the like a list is a little longer.
        if entry.choices().len() > CODED + APART {
            continue;
        }
        let own = entry.choices().iter().filter(|choice| !is_apart(choice)).count();
        let read = matches!(entry.question.kind, Kind::SelectOne | Kind::SelectMultiple | Kind::Rank);
        if !read
            || !(MANY..=CODED).contains(&own)
            || is_random(entry)
            || has_an_order(form, entry)
            || is_looked_up(entry)
        {
            continue;
        }
        let facts = entry.wording.iter().any(|said| said.first_of(of(said.language, &FACTS)).is_some());
        if !(facts && entry.chooses_one()) {
            found.push(
                Fault::warning("W-QUALITY-052", entry.place("parameters"))
                    .with("question", entry.name())
                    .with("count", own.to_string()),
            );
        }
    }
}

fn is_random(entry: &Entry<'_>) -> bool {
    entry.question.parameter("randomize").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

/// A scale, an order of the author's, or labels that are numbers.
fn has_an_order(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    let numbers = |choice: &&Choice| {
        said(&choice.label).iter().any(|said| said.text.chars().any(|sign| sign.is_ascii_digit()))
    };
    let numbered = entry.choices().iter().filter(numbers).count() * 2 > entry.choices().len();
    entry.question.ordered == Some(true) || form.scale(entry).is_some() || numbered
}

/// Typed or scrolled for by the interviewer, filtered by an earlier answer, or noted by the interviewer alone.
fn is_looked_up(entry: &Entry<'_>) -> bool {
    let looks = ["minimal", "autocomplete", "search", "map", "likert"].iter().any(|word| entry.appears(word));
    let filtered = entry.question.options.as_ref().is_some_and(|options| options.filter.is_some());
    let noted = said(&entry.node().hint).iter().any(|hint| {
        let words: &[&str] = match hint.language {
            Language::Vi => &["điều tra viên ghi", "không đọc"],
            Language::En => &["interviewer", "do not read"],
        };
        hint.first_of(words).is_some()
    });
    looks || filtered || noted
}
