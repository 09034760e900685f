//! Files, tables of the client's, maps, and names of data.

use super::{LISTS, any, errors, question, survey};
use crate::definition::{Attachment, ChoiceSource};

#[test]
fn choices_may_come_from_a_file() {
    let form = any(&survey(
        "parameters",
        &[
            "select_one_from_file towns.csv | q | Q | value=Code label=Name |",
            "select_multiple_from_file homes.geojson | r | R | |",
        ],
    ));
    let options = question(&form, "q").options.as_ref().unwrap();
    assert_eq!(options.source, ChoiceSource::File("towns.csv".into()));
    assert_eq!(question(&form, "q").parameter("value"), Some("Code"));
    for file in ["towns", "towns.txt", "a.b.csv"] {
        let form = survey("", &[&format!("select_one_from_file {file} | q | Q |")]);
        assert_eq!(errors(&form), ["E-FORM-027"], "{file}");
    }
}

#[test]
fn choices_may_be_the_answers_of_a_repeat() {
    let form = survey(
        "",
        &["begin_repeat | r | R |", "text | who | Who |", "end_repeat | | |", "select_one ${who} | q | Q |"],
    );
    let read = any(&form);
    assert_eq!(question(&read, "q").options.as_ref().unwrap().source, ChoiceSource::Answers("${who}".into()));
    assert_eq!(errors(&form), [""; 0]);
    assert_eq!(errors(&survey("", &["select_one ${who} | q | Q |"])), ["E-FORM-066"]);
}

#[test]
fn a_client_may_look_choices_up_itself() {
    let external =
        "| external_choices |\n| | list_name | name | label | province |\n| | towns | t | T | p |\n";
    let rows = |list: &str, filter: &str| {
        survey("choice_filter", &[&format!("select_one_external {list} | q | Q | {filter} |")])
    };
    let form = rows("towns", "province = 'p'") + external;
    assert_eq!(errors(&form), [""; 0]);
    let table = any(&form).external_choices.unwrap();
    assert_eq!(table.columns, ["list_name", "name", "label", "province"]);
    assert_eq!(table.rows, [["towns", "t", "T", "p"]]);
    assert_eq!(errors(&rows("towns", "1 = 1")), ["E-FORM-028"]);
    assert_eq!(errors(&(rows("homes", "1 = 1") + external)), ["E-FORM-029"]);
    assert_eq!(errors(&(rows("towns", "") + external)), ["E-FORM-062"]);
}

#[test]
fn files_of_data_are_declared_by_name() {
    let form = any(&survey("", &["csv-external | towns | |", "xml-external | homes | |", "text | q | Q |"]));
    let attachment =
        |row, name: &str, source: &str| Attachment { row, name: name.into(), source: source.into() };
    assert_eq!(
        form.attachments,
        [attachment(2, "towns", "jr://file-csv/towns.csv"), attachment(3, "homes", "jr://file/homes.xml")]
    );
    assert_eq!(form.items.len(), 1);
}

#[test]
fn one_name_has_one_source() {
    let two = survey("", &["select_one_from_file a.csv | q | Q |", "select_one_from_file a.xml | r | R |"]);
    assert_eq!(errors(&two), ["E-FORM-074"]);
    let same = survey(
        "calculation",
        &["select_one_from_file a.csv | q | Q | |", "calculate | c | | pulldata('a', 'b', 'c', 'd') |"],
    );
    assert_eq!(errors(&same), [""; 0]);
    let list = survey("", &["csv-external | a | |", "select_one a | q | Q |"]) + LISTS;
    assert_eq!(errors(&list), ["E-FORM-074"]);
    let external = survey(
        "",
        &[
            "csv-external | d | |",
            "begin_group | g | G |",
            "csv-external | d | |",
            "text | q | Q |",
            "end_group | | |",
        ],
    );
    assert_eq!(errors(&external), ["E-FORM-073"]);
}

#[test]
fn a_list_is_searched_by_all_or_none_of_its_questions() {
    let rows = |second: &str| {
        survey(
            "appearance",
            &["select_one a | q | Q | search('towns') |", &format!("select_one a | r | R | {second} |")],
        ) + LISTS
    };
    assert_eq!(errors(&rows("")), ["E-FORM-021"]);
    assert_eq!(errors(&rows("search('homes')")), [""; 0]);
    let file = survey("appearance", &["select_one_from_file f.csv | q | Q | search('towns') |"]);
    assert_eq!(errors(&file), ["E-FORM-024"]);
}

#[test]
fn tags_of_maps_have_a_sheet() {
    let form = survey("", &["osm tags | q | Q |"])
        + "| osm |\n| | list_name | name | label |\n| | tags | building | Building |\n";
    assert_eq!(errors(&form), [""; 0]);
    assert_eq!(any(&form).osm_tags[0].choices[0].code, "building");
}
