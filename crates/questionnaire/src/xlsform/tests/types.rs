//! Types of questions.

use super::{LISTS, any, errors, faults, good, question, survey};
use crate::definition::{ChoiceSource, Kind, Metadata};

#[test]
fn ordinary_types_are_read_with_their_columns() {
    let form = good(
        r"
        | survey |
        |        | type              | name | label | hint    | relevant   | required | constraint | calculation |
        |        | text              | t    | Text  | In full |            | yes      |            |             |
        |        | integer           | i    | Int   |         | ${t} != '' | no       | . > 0      |             |
        |        | calculate         | c    |       |         |            |          |            | ${i} + 1    |
        |        | select_one towns  | s    | Town  |         |            |          |            |             |
        | choices |
        |         | list_name | name | label | province |
        |         | towns     | a    | A     | p1       |
        |         | towns     | b    | B     | p2       |
        ",
    );
    assert_eq!(question(&form, "t").kind, Kind::Text);
    assert_eq!(question(&form, "t").node.required.as_deref(), Some("true()"));
    assert_eq!(question(&form, "i").node.relevant.as_deref(), Some("${t} != ''"));
    assert_eq!(question(&form, "i").node.required.as_deref(), Some("false()"));
    assert_eq!(question(&form, "c").node.calculation.as_deref(), Some("${i} + 1"));
    assert_eq!(form.lists[0].choices[1].columns, [("province".to_owned(), "p2".to_owned())]);
}

#[test]
fn every_spelling_of_a_type_is_one_kind() {
    for (written, kind) in [
        ("text", Kind::Text),
        ("string", Kind::Text),
        ("q string", Kind::Text),
        ("int", Kind::Integer),
        ("add integer prompt", Kind::Integer),
        ("decimal", Kind::Decimal),
        ("date", Kind::Date),
        ("time", Kind::Time),
        ("dateTime", Kind::DateTime),
        ("datetime", Kind::DateTime),
        ("q date time", Kind::DateTime),
        ("note", Kind::Note),
        ("acknowledge", Kind::Acknowledge),
        ("trigger", Kind::Acknowledge),
        ("hidden", Kind::Hidden),
        ("geopoint", Kind::Geopoint),
        ("gps", Kind::Geopoint),
        ("location", Kind::Geopoint),
        ("geotrace", Kind::Geotrace),
        ("geoshape", Kind::Geoshape),
        ("image", Kind::Image),
        ("photo", Kind::Image),
        ("q picture", Kind::Image),
        ("audio", Kind::Audio),
        ("video", Kind::Video),
        ("file", Kind::File),
        ("barcode", Kind::Barcode),
        ("range", Kind::Range),
        ("osm", Kind::Osm),
        ("start", Kind::Metadata(Metadata::Start)),
        ("get start time", Kind::Metadata(Metadata::Start)),
        ("end", Kind::Metadata(Metadata::End)),
        ("today", Kind::Metadata(Metadata::Today)),
        ("imei", Kind::Metadata(Metadata::DeviceId)),
        ("uri:deviceid", Kind::Metadata(Metadata::UriDeviceId)),
        ("phonenumber", Kind::Metadata(Metadata::PhoneNumber)),
        ("username", Kind::Metadata(Metadata::Username)),
        ("email", Kind::Metadata(Metadata::Email)),
        ("start-geopoint", Kind::Metadata(Metadata::StartGeopoint)),
        ("background-audio", Kind::Metadata(Metadata::BackgroundAudio)),
    ] {
        let form = survey("", &[&format!("{written} | q | Q |")]);
        assert_eq!(errors(&form), [""; 0], "{written}");
        assert_eq!(question(&any(&form), "q").kind, kind, "{written}");
    }
}

#[test]
fn questions_that_choose_name_their_list_in_many_ways() {
    for (written, kind, list, other) in [
        ("select_one a", Kind::SelectOne, "a", false),
        ("select one a", Kind::SelectOne, "a", false),
        ("select1 a", Kind::SelectOne, "a", false),
        ("select one from a", Kind::SelectOne, "a", false),
        ("add select one prompt using a", Kind::SelectOne, "a", false),
        ("select_multiple a", Kind::SelectMultiple, "a", false),
        ("select all that apply a", Kind::SelectMultiple, "a", false),
        ("select all that apply from a or specify other", Kind::SelectMultiple, "a", true),
        ("select_one a or_other", Kind::SelectOne, "a", true),
        ("select_one   a", Kind::SelectOne, "a", false),
        ("rank a", Kind::Rank, "a", false),
    ] {
        let form = survey("", &[&format!("{written} | q | Q |")]) + LISTS;
        let form = any(&form);
        let question = question(&form, "q");
        let options = question.options.as_ref().unwrap();
        assert_eq!(question.kind, kind, "{written}");
        assert_eq!(options.source, ChoiceSource::List(list.into()), "{written}");
        assert_eq!(options.or_other, other, "{written}");
    }
}

#[test]
fn types_are_written_in_small_letters_and_the_nearest_is_named() {
    let (_, said) =
        crate::xlsform::read_markdown(&survey("", &["Text | q | Q |", "intger | r | R |"]), "form.md");
    assert_eq!(said[0].code, "E-FORM-007");
    assert_eq!(said[0].values[1], ("near", "text".to_owned()));
    assert_eq!(said[1].values[1], ("near", "integer".to_owned()));
    assert_eq!(faults(&survey("", &["text | q | Q |", "foo | r | R |"])), ["E-FORM-007 survey A3 (type)"]);
}

#[test]
fn some_types_bring_their_limits_along() {
    let form = any(&survey(
        "constraint",
        &["percentage | p | P | |", "percentage | q | Q | . < 50 |", "phone number | n | N | |"],
    ));
    assert_eq!(question(&form, "p").node.constraint.as_deref(), Some("0 <= . and . <= 100"));
    assert_eq!(question(&form, "q").node.constraint.as_deref(), Some(". < 50"));
    assert!(!question(&form, "n").node.hint.is_empty());
}

#[test]
fn what_a_type_needs_is_asked_for() {
    for (row, code) in [
        ("calculate | q | | | |", "E-FORM-050"),
        ("text | q | | | |", "E-FORM-010"),
        ("text | | Q | | |", "E-FORM-008"),
        (" | q | Q | | |", "E-FORM-005"),
        ("select_one | q | Q | | |", "E-FORM-023"),
        ("select_one nowhere | q | Q | | |", "E-FORM-012"),
        ("background-geopoint | q | | | |", "E-FORM-051"),
        ("background-geopoint | q | | 1 | ${z} |", "E-FORM-052"),
        ("audit | log | | | |", "E-FORM-049"),
        ("osm tags | q | Q | | |", "E-FORM-078"),
    ] {
        let form = survey("calculation | trigger", &["text | z | Z | | |", row])
            + LISTS
            + "| osm |\n| | list_name | name | label |\n| | other | building | B |\n";
        assert_eq!(errors(&form), [code], "{row}");
    }
}

#[test]
fn a_computed_question_needs_no_label_and_a_dynamic_default_is_a_calculation() {
    let form = survey("calculation | default", &["text | q | | 1 + 1 | |", "calculate | c | | | uuid() |"]);
    assert_eq!(errors(&form), [""; 0]);
}

#[test]
fn notes_without_a_name_get_one() {
    let form = any(&survey("", &["text | q | Q |", "note | | Hello |"]));
    assert_eq!(form.items[1].node().name, "generated_note_name_3");
}

#[test]
fn settings_may_stand_among_the_questions() {
    let form = any(&survey("", &["form_title | Trial | |", "set_form_id | trial | |", "text | q | Q |"]));
    assert_eq!(form.settings.form_id.as_deref(), Some("trial"));
    assert_eq!(form.settings.title.text("x").unwrap().to_string(), "Trial");
    assert_eq!(form.items.len(), 1);
}

#[test]
fn old_devices_only_know_their_sim_card() {
    assert_eq!(faults(&survey("", &["simserial | s | |"])), ["W-FORM-010 survey A2 (type)"]);
}

#[test]
fn a_row_that_is_disabled_is_not_there() {
    let form = survey("disabled", &["text | q | Q | yes |", "text | r | R | no |"]);
    assert_eq!(any(&form).items.len(), 1);
    assert_eq!(errors(&form), [""; 0]);
}
