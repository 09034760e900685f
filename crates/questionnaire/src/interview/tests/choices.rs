//! What is on offer: filters, files, answers given before, orders.

use super::*;

fn codes(interview: &Interviewer, path: &str) -> Vec<String> {
    let elements = interview.interview.elements();
    let element = elements.into_iter().find(|element| element.path == path).unwrap();
    element.offers.unwrap().into_iter().map(|offer| offer.code).collect()
}

const CASCADE: &str = "
    | choices |
    |  | list_name | name | label  | province |
    |  | province  | 01   | Hà Nội | |
    |  | province  | 79   | TP.HCM | |
    |  | commune   | 1a   | Ba Đình | 01 |
    |  | commune   | 1b   | Hoàn Kiếm | 01 |
    |  | commune   | 9a   | Bến Nghé | 79 |";

#[test]
fn a_cascade_offers_what_belongs_and_drops_what_no_longer_does() {
    let form = form_of(
        "
        |  | type                | name     | label | choice_filter | calculation |
        |  | select_one province | province | Where | | |
        |  | select_one commune  | commune  | Which | province = ${province} | |
        |  | calculate           | label    |       | | jr:choice-name(${commune}, '${commune}') |",
        CASCADE,
    );
    let mut interview = Interviewer::begin(&form);
    assert!(codes(&interview, "/data/commune").is_empty());
    interview.answer("province", "01");
    assert_eq!(codes(&interview, "/data/commune"), ["1a", "1b"]);
    interview.answer("commune", "1b");
    interview.expect("label", "Hoàn Kiếm");
    assert_eq!(interview.refused("commune", "9a"), Refused::NotOffered);
    interview.answer("province", "79");
    interview.expect("commune", "");
    interview.expect("label", "");
    assert_eq!(codes(&interview, "/data/commune"), ["9a"]);
}

#[test]
fn two_questions_may_restrict_each_other() {
    let form = form_of(
        "
        |  | type           | name | label | choice_filter |
        |  | select_one abc | one  | First | name != ${two} |
        |  | select_one abc | two  | Second | name != ${one} |",
        "
        | choices |
        |  | list_name | name | label |
        |  | abc       | a    | A |
        |  | abc       | b    | B |",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("one", "a");
    assert_eq!(codes(&interview, "/data/two"), ["b"]);
    interview.answer("two", "b");
    interview.expect("one", "a");
    assert_eq!(codes(&interview, "/data/one"), ["a"]);
}

#[test]
fn choices_come_from_files_and_tables_answer_lookups() {
    let text = "| survey |
        |  | type | name | label | calculation | choice_filter |
        |  | select_one_from_file towns.csv | town | Town | | |
        |  | calculate | people | | instance('towns')/root/item[name = ${town}]/people | |
        |  | calculate | region | | pulldata('towns', 'region', 'name', ${town}) | |";
    let towns = "name,label,people,region\nhue,Huế,455,Trung\nvinh,Vinh,339,Bắc\n";
    let (form, faults) = compiled(text, &[("towns.csv", towns)]);
    let mut interview = Interviewer::begin(&Arc::new(form.unwrap_or_else(|| panic!("{faults:?}"))));
    assert_eq!(codes(&interview, "/data/town"), ["hue", "vinh"]);
    interview.answer("town", "vinh");
    interview.expect("people", "339");
    interview.expect("region", "Bắc");
    let (form, faults) = compiled(text, &[]);
    assert!(form.is_some());
    assert_eq!(faults[0].code, "W-EXPR-062");
}

#[test]
fn answers_of_a_roster_are_choices_later() {
    let form = form_of(
        "
        |  | type         | name | label |
        |  | begin repeat | person | Person |
        |  | text         | name | Name |
        |  | end repeat   |      | |
        |  | select_one ${name} | head | Who is the head? |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    assert!(codes(&interview, "/data/head").is_empty());
    interview.answer("/data/person[1]/name", "An");
    interview.add("/data/person");
    interview.answer("/data/person[2]/name", "Bình");
    assert_eq!(codes(&interview, "/data/head"), ["An", "Bình"]);
    interview.answer("head", "Bình");
    interview.remove("/data/person[2]");
    interview.expect("head", "");
}

#[test]
fn a_shuffled_list_has_the_same_order_for_the_same_seed_and_loses_nothing() {
    let choices = "
        | choices |
        |  | list_name | name | label |
        |  | abc       | a    | A |
        |  | abc       | b    | B |
        |  | abc       | c    | C |
        |  | abc       | d    | D |
        |  | abc       | e    | E |";
    let form = form_of(
        "
        |  | type           | name | label | parameters |
        |  | integer        | seed | Seed  | |
        |  | select_one abc | one  | One   | randomize=true, seed=${seed} |
        |  | select_one abc | two  | Two   | randomize=true |",
        choices,
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("seed", "1");
    let first = codes(&interview, "/data/one");
    interview.answer("seed", "2");
    let second = codes(&interview, "/data/one");
    interview.answer("seed", "1");
    assert_eq!(codes(&interview, "/data/one"), first);
    assert_ne!(first, second);
    let mut sorted = codes(&interview, "/data/two");
    assert_eq!(codes(&interview, "/data/two"), sorted, "the order belongs to the interview");
    sorted.sort();
    assert_eq!(sorted, ["a", "b", "c", "d", "e"]);
}

#[test]
fn or_other_asks_which_other() {
    let form = form_of(
        "
        |  | type                    | name | label |
        |  | select_one abc or_other | q    | Q |",
        "
        | choices |
        |  | list_name | name | label |
        |  | abc       | a    | A |",
    );
    let mut interview = Interviewer::begin(&form);
    assert_eq!(codes(&interview, "/data/q"), ["a", "other"]);
    interview.expect_skipped("q_other");
    interview.answer("q", "other");
    interview.expect_asked("q_other");
}

#[test]
fn a_search_finds_rows_of_a_table() {
    let text = "| survey |
        |  | type | name | label | appearance |
        |  | text | part | Part | |
        |  | select_one fruits | fruit | Fruit | minimal search('fruits', 'contains', 'name', ${part}) |
        | choices |
        |  | list_name | name | label |
        |  | fruits    | key  | name |";
    let table = "key,name\nx,Xoài\nb,Bưởi\nbo,Bơ\n";
    let (form, faults) = compiled(text, &[("fruits.csv", table)]);
    let mut interview = Interviewer::begin(&Arc::new(form.unwrap_or_else(|| panic!("{faults:?}"))));
    interview.answer("part", "b");
    assert_eq!(codes(&interview, "/data/fruit"), ["b", "bo"]);
    interview.answer("fruit", "bo");
    interview.expect("fruit", "bo");
}

#[test]
fn a_table_is_looked_up_by_its_name_wherever_that_stands() {
    let text = "
        | survey |
        |  | type | name | label | constraint |
        |  | text | town | Town | pulldata('towns', 'people', 'name', .) > 400 |";
    let towns = "name,label,people\nhue,Huế,455\nvinh,Vinh,339\n";
    let (form, faults) = compiled(text, &[("towns.csv", towns)]);
    let mut interview = Interviewer::begin(&Arc::new(form.unwrap_or_else(|| panic!("{faults:?}"))));
    assert_eq!(interview.answer("town", "hue"), Answered::Good);
    assert_eq!(interview.answer("town", "vinh"), Answered::Breaks(None));
    assert_eq!(interview.answer("town", "nowhere"), Answered::Breaks(None));
}

#[test]
fn the_choice_that_is_added_has_a_label_where_the_others_have_one() {
    let form = form_of(
        "
        |  | type | name | label | label::English (en) |
        |  | select_one c or_other | q | Q | Question |",
        "
        | choices |
        |  | list_name | name | label::English (en) |
        |  | c         | a    | A |",
    );
    let mut interview = Interviewer::begin(&form);
    let labels = |interview: &Interviewer| {
        let offers = interview.interview.elements().remove(0).offers.unwrap();
        offers.into_iter().map(|offer| offer.label).collect::<Vec<_>>()
    };
    assert_eq!(labels(&interview), ["-", "-"]);
    let now = interview.now();
    interview.interview.set_language("English (en)", now);
    assert_eq!(labels(&interview), ["A", "Other"]);
}
