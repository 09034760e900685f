//! Routing in words and as a graph.

use sounding_survey::Language::{En, Vi};

use super::*;
use crate::quality::table::read;

const FORM: &str = "
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | short::Tiếng Việt (vi) | short::English (en) |
| | select_one yn | consent | Ông/bà đồng ý chứ? | Do you agree? |
| | begin_group | main | Phần chính | Main | ${consent} = 'y' |
| | select_one sex | sex | Giới tính | Sex |
| | integer | age | Ông/bà bao nhiêu tuổi? | How old are you? | | Tuổi | Age |
| | text | youth | Học ở đâu? | Where at school? | ${age} >= 6 and ${age} <= 17 |
| | select_multiple things | things | Có những gì? | What is there? |
| | text | which | Loại nào? | Which kind? | not(selected(${things}, 'none')) |
| | integer | births | Sinh mấy lần? | How many births? | ${sex} = 'f' and ${age} > 14 |
| | text | more | Gì nữa? | What else? | ${sex} = 'f' and count-selected(${things}) > 1 |
| | begin_group | rates | Đánh giá | Rate |
| | select_one grade | roads | Đường | Roads |
| | select_one grade | water | Nước | Water |
| | end_group |
| | text | last | Còn gì? | Anything? | ${sex} = 'f' or ${sex} = 'x' |
| | end_group |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | y | Có | Yes |
| | yn | n | Không | No |
| | sex | f | Nữ | Female |
| | sex | m | Nam | Male |
| | sex | x | Khác | Other |
| | things | a | Ti vi | Television |
| | things | none | Không có gì | None |
| | grade | 1 | Kém | Poor |
| | grade | 2 | Tốt | Good |
";

fn said(name: &str, language: Language) -> String {
    let form = read(FORM);
    let routing = Routing::new(&form);
    let step = routing.step(name).unwrap();
    routing.asked_if(&step.condition, language).unwrap_or_default()
}

fn leads(name: &str) -> Vec<String> {
    let form = read(FORM);
    let routing = Routing::new(&form);
    routing.step(name).unwrap().leads.iter().map(|lead| routing.lead(lead, Vi)).collect()
}

#[test]
fn questions_are_numbered_and_rows_of_a_table_share_a_number() {
    let form = read(FORM);
    let routing = Routing::new(&form);
    let number = |name: &str, language| routing.number(routing.step(name).unwrap(), language).unwrap();
    assert_eq!(number("sex", Vi), "C2");
    assert_eq!(number("roads", En), "Q9a");
    assert_eq!(number("water", En), "Q9b");
    assert_eq!(number("last", En), "Q10");
}

#[test]
fn who_is_asked_is_said_in_both_languages() {
    assert_eq!(said("youth", Vi), "Hỏi nếu C3 (Tuổi) từ 6 đến 17");
    assert_eq!(said("youth", En), "Ask if Q3 (Age) is from 6 to 17");
    assert_eq!(said("births", Vi), "Hỏi nếu C2 (Giới tính) là “Nữ” và C3 (Tuổi) trên 14");
    assert_eq!(said("last", En), "Ask if Q2 (Sex) is “Female” or “Other”");
    assert_eq!(said("which", Vi), "Hỏi nếu C5 (Có những gì) không chọn “Không có gì”");
    assert_eq!(
        said("more", En),
        "Ask if Q2 (Sex) is “Female” and Q5 (What is there) has at least 2 answers chosen"
    );
    assert_eq!(said("age", Vi), "");
}

#[test]
fn answers_lead_past_what_they_rule_out() {
    assert_eq!(leads("consent"), ["n: kết thúc"]);
    assert_eq!(leads("age"), ["từ 5 trở xuống: chuyển đến C5", "từ 18 trở lên: chuyển đến C5"]);
    assert_eq!(leads("things"), ["none: chuyển đến C7"], "births may follow: sex decides");
    assert!(leads("sex").is_empty(), "age follows whatever the sex");
    assert!(leads("births").is_empty());
}

#[test]
fn an_answer_inside_a_repeat_leads_to_the_next_round() {
    let form = read(
        "| survey |
         | | type | name | label | relevant |
         | | begin_repeat | member | Member |
         | | integer | years | Age | |
         | | text | school | School | ${years} < 18 |
         | | end_repeat |
         | | text | end_word | Anything | |",
    );
    let routing = Routing::new(&form);
    let years = routing.step("years").unwrap();
    assert_eq!(years.leads.len(), 1);
    assert_eq!(routing.lead(&years.leads[0], En), "18 or more: go to the next person");
}

#[test]
fn the_graph_has_the_ways_that_conditions_allow() {
    let form = read(
        "| survey |
         | | type | name | label | relevant |
         | | select_one yn | a | A | |
         | | text | yes | Yes | ${a} = 'y' |
         | | text | no | No | ${a} = 'n' |
         | | text | all | All | |
         | choices |
         | | list_name | name | label |
         | | yn | y | Yes |
         | | yn | n | No |",
    );
    let graph = graph(&form, En);
    let ways: Vec<(usize, usize)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    // Start, a, yes, no, all, end. Both "yes" and "no" cannot be asked; neither is, where a was left empty.
    assert_eq!(ways, [(0, 1), (1, 2), (1, 3), (1, 4), (2, 4), (3, 4), (4, 5)]);
    assert_eq!(graph.nodes[2].condition.as_deref(), Some("Q1 (A) is “Yes”"));
    assert_eq!(graph.nodes[4].condition, None);
}

#[test]
fn long_forms_are_drawn_in_blocks() {
    let form = read(include_str!("../../../demo/data/questionnaire.md"));
    let graph = graph(&form, Vi);
    let questions: usize = graph.nodes.iter().map(|node| node.questions).sum();
    assert_eq!(questions, Routing::new(&form).steps.iter().filter(|step| step.is_asked()).count());
    assert!(graph.nodes.len() < questions, "{} boxes", graph.nodes.len());
    let reached = |at: usize| graph.edges.iter().any(|edge| edge.to == at);
    assert!((1..graph.nodes.len()).all(reached), "every box is reached");
}

#[test]
fn every_phrase_is_there_in_both_languages_and_used() {
    let keys = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        lines.map(|(key, _)| key.to_owned()).collect()
    };
    let [vi, en] =
        [include_str!("../../locales/vi/routing.ftl"), include_str!("../../locales/en/routing.ftl")];
    assert_eq!(keys(vi), keys(en));
    let source = [include_str!("words.rs"), include_str!("mod.rs")].concat();
    for key in keys(vi) {
        assert!(source.contains(&format!("\"{key}\"")), "{key}");
    }
    for part in source.split("\"routing-").skip(1) {
        let key = format!("routing-{}", part.split('"').next().unwrap());
        assert!(keys(vi).contains(&key), "{key}");
    }
}
