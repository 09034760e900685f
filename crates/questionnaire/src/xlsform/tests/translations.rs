//! Languages, media, heads of columns.

use super::{any, errors, faults, good, question};
use crate::definition::NO_LANGUAGE;

#[test]
fn texts_and_media_have_languages() {
    let form = good(
        r"
        | survey |
        | | type | name | label::Tiếng Việt (vi) | label::English (en) | image::Tiếng Việt (vi) | media::image::English (en) | hint::Tiếng Việt (vi) | hint::English (en) | constraint_message::Tiếng Việt (vi) | bind::jr:constraintMsg::English (en) |
        | | text | q    | Tên ${r}?              | Name ${r}?          | vi.png                 | en.png                     | Gợi ý                 | Hint               | Sai                                 | Wrong                                |
        | | text | r    | Khác                   | Other               |                        |                            |                       |                    |                                     |                                      |
        ",
    );
    assert_eq!(form.languages, ["Tiếng Việt (vi)", "English (en)"]);
    let node = &question(&form, "q").node;
    assert!(node.label.text("English (en)").unwrap().has_values());
    assert_eq!(node.label.get("Tiếng Việt (vi)").unwrap().image.as_deref(), Some("vi.png"));
    assert_eq!(node.label.get("English (en)").unwrap().image.as_deref(), Some("en.png"));
    assert_eq!(node.constraint_message.text("English (en)").unwrap().to_string(), "Wrong");
}

#[test]
fn the_language_shown_first_keeps_its_place_among_the_columns() {
    let form = any(r"
        | survey |
        | | type | name | label::English (en) | label::Tiếng Việt (vi) |
        | | text | q    | Name                | Tên                    |
        | settings |
        | | default_language |
        | | Tiếng Việt (vi)  |
        ");
    assert_eq!(form.languages, ["English (en)", "Tiếng Việt (vi)"]);
    assert_eq!(form.settings.default_language.as_deref(), Some("Tiếng Việt (vi)"));
}

#[test]
fn languages_stand_in_the_order_of_their_first_text() {
    // Of the choices before those of the survey; of a row by what is said, not by where the column stands; files after all texts.
    let form = any(r"
        | survey |
        | | type         | name | image::Mường (mtq) | hint::中文 (zh) | label::English (en) | label::Tiếng Việt (vi) | label::Nobody (xx) |
        | | select_one a | q    | q.png              | 字              | Name                | Tên                    |                    |
        | choices |
        | | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
        | | a         | 1    | Một                    | One                 |
        | settings |
        | | default_language |
        | | Français (fr)    |
        ");
    let order =
        ["Tiếng Việt (vi)", "English (en)", "中文 (zh)", "Mường (mtq)", "Nobody (xx)", "Français (fr)"];
    assert_eq!(form.languages, order);
    // A text without a language is in the one shown first where it stands beside others.
    let mixed = any(r"
        | survey |
        | | type | name | label::English (en) | label |
        | | text | q    |                     | Tên   |
        | | text | r    | Age                 | Tuổi  |
        | settings |
        | | default_language |
        | | Tiếng Việt (vi)  |
        ");
    assert_eq!(mixed.languages, ["Tiếng Việt (vi)", "English (en)"]);
}

#[test]
fn heads_are_known_in_any_spelling() {
    let form = any(r"
        | survey |
        | | Type | NAME | Caption | Required Message | relevance | read only | Repeat Count | body:kb:flash | bind:foo |
        | | text | q    | Name    | Needed           | 1 = 1     | yes       |              | 1             | 2        |
        ");
    let node = &question(&form, "q").node;
    assert_eq!(node.label.text(NO_LANGUAGE).unwrap().to_string(), "Name");
    assert_eq!(node.required_message.text(NO_LANGUAGE).unwrap().to_string(), "Needed");
    assert_eq!(node.relevant.as_deref(), Some("1 = 1"));
    assert_eq!(node.read_only.as_deref(), Some("true()"));
    assert_eq!(node.bind_attributes, [("foo".to_owned(), "2".to_owned())]);
}

#[test]
fn two_heads_for_one_column_are_refused() {
    let twice = "| survey |\n| | type | name | label | relevant | relevance |\n| | text | q | Q | | |";
    assert_eq!(faults(twice), ["E-FORM-020 survey E1 (relevance)"]);
    let same = "| survey |\n| | type | name | label | hint | hint |\n| | text | q | Q | a | b |";
    assert_eq!(faults(same), ["E-FORM-019 survey E1"]);
}

#[test]
fn columns_that_a_language_lacks_are_said() {
    let form = "
        | survey |
        | | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::English (en) |
        | | text | q | Tên | Name | Hint |
        ";
    assert_eq!(faults(form), ["W-FORM-013 survey E1 (hint::English (en))"]);
}

#[test]
fn a_language_without_a_code_is_said() {
    assert_eq!(
        faults("| survey |\n| | type | name | label::English |\n| | text | q | Q |"),
        ["W-FORM-015 survey C1 (label::English)"]
    );
}

#[test]
fn the_other_of_or_other_is_in_english_only() {
    let form = "
        | survey |
        | | type                  | name | label::Tiếng Việt (vi) |
        | | select_one a or_other | q    | Chọn                   |
        | choices |
        | | list_name | name | label::Tiếng Việt (vi) |
        | | a         | 1    | Một                    |
        ";
    assert_eq!(faults(form), ["W-FORM-014 survey A1 (type)"]);
}

#[test]
fn a_misspelt_column_is_said_and_others_are_kept() {
    let form =
        "| survey |\n| | type | name | label | relevent | my notes |\n| | text | q | Q | 1 = 1 | why |";
    assert_eq!(faults(form), ["W-FORM-005 survey D1 (relevent)"]);
    let kept = &any(form).items[0].node().other_columns.clone();
    assert_eq!(
        kept,
        &[("relevent".to_owned(), "1 = 1".to_owned()), ("my notes".to_owned(), "why".to_owned())]
    );
}

#[test]
fn a_large_picture_comes_with_a_small_one() {
    let form = |image: &str| {
        format!(
            "| survey |\n| | type | name | label | image | big-image |\n| | text | q | Q | {image} | big.png |"
        )
    };
    assert_eq!(errors(&form("")), ["E-FORM-061"]);
    assert_eq!(errors(&form("small.png")), [""; 0]);
    let media = "| survey |\n| | type | name | label | media::smell |\n| | text | q | Q | rose |";
    assert_eq!(errors(media), ["E-FORM-063"]);
}

#[test]
fn texts_are_cleaned_unless_spaces_are_to_be_kept() {
    let form = |keep: &str| {
        any(&format!(
            "| survey |\n| | type | name | label |\n| | text | q | \u{201c}A\u{201d}  b\u{2019}s |\n\
             | settings |\n| | clean_text_values |\n| | {keep} |"
        ))
    };
    let label = |keep| form(keep).items[0].node().label.text(NO_LANGUAGE).unwrap().to_string();
    assert_eq!(label("yes"), "\"A\" b's");
    assert_eq!(label("no"), "\"A\"  b's");
}

#[test]
fn columns_of_this_program_are_read() {
    let form = good(
        "
        | survey |
        | | type         | name | label | short | ordered |
        | | select_one a | q    | Trust | T     | yes     |
        | choices |
        | | list_name | name | label | role      |
        | | a         | 1    | Yes   |           |
        | | a         | 98   | DK    | dont_know |
        ",
    );
    assert_eq!(question(&form, "q").ordered, Some(true));
    assert_eq!(question(&form, "q").node.short.text(NO_LANGUAGE).unwrap().to_string(), "T");
    assert_eq!(form.lists[0].choices[1].role, sounding_survey::CategoryRole::DontKnow);
}
