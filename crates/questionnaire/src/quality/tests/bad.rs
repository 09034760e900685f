//! Forms with deliberate faults: each is found where it is.

use super::table::read;
use super::*;

fn form(rows: &str) -> Questionnaire {
    read(&format!(
        "| survey |\n| | type | name | label | relevant | required | constraint | parameters | appearance | calculation | hint |\n{rows}\n{LISTS}"
    ))
}

const LISTS: &str = "
| choices |
| | list_name | name | label |
| | yes_no | y | Có |
| | yes_no | n | Không |
| | yn | y | Yes |
| | yn | n | No |
| | satisfied | 1 | Rất không hài lòng |
| | satisfied | 2 | Không hài lòng |
| | satisfied | 3 | Bình thường |
| | satisfied | 4 | Hài lòng |
| | satisfied | 5 | Rất hài lòng |
| | leaning | 1 | Poor |
| | leaning | 2 | Good |
| | leaning | 3 | Very good |
| | leaning | 4 | Excellent |
| | downwards | 1 | Strongly agree |
| | downwards | 2 | Agree |
| | downwards | 3 | Disagree |
| | downwards | 4 | Strongly disagree |
| | grades | 1 | Not satisfied |
| | grades | 2 | Satisfied |
| | grades | 3 | Very satisfied |
| | brands | 1 | Alpha |
| | brands | 2 | Beta |
| | brands | 3 | Gamma |
| | brands | 4 | Delta |
| | brands | 5 | Epsilon |
| | brands | 6 | Zeta |
| | brands | 7 | Eta |
| | brands | 8 | None of these |
";

#[test]
fn wording_that_a_methodologist_would_strike_out_is_found() {
    let form = form(
        "| | select_one satisfied | a | Ông/bà hài lòng đến mức nào với thái độ của cán bộ và thời gian giải quyết? |
         | | select_one yn | b | Are you satisfied with the staff and the waiting time? |
         | | select_one yes_no | c | Như mọi người đều biết, đường sá đã tốt hơn. Ông/bà có thấy đường sá tốt hơn không? |
         | | select_one yn | d | Don't you agree that roads are better? |
         | | select_one yes_no | e | Ông/bà có ủng hộ chủ trương sáng suốt này hay không? |
         | | select_one yes_no | f | Cán bộ xã luôn luôn đúng hẹn. Điều đó có đúng không? |
         | | select_one yn | g | Does the clinic always open on time? |
         | | select_one yes_no | h | Không nên cấm xe máy không có biển số, ông/bà nghĩ sao? |
         | | select_one yn | i | Should the city not forbid motorcycles? |
         | | integer | j | Gần đây ông/bà đi khám mấy lần? |
         | | integer | k | How many times did you see a doctor? |
         | | select_one yes_no | l | Ông/bà có đồng ý rằng đường sá đã tốt hơn không? |",
    );
    let has = |name: &str, code: &str| {
        let said = said_of(&form, name);
        assert!(said.contains(&code), "{name}: {said:?}");
    };
    for (name, code) in [
        ("a", "W-QUALITY-030"),
        ("b", "W-QUALITY-030"),
        ("c", "W-QUALITY-031"),
        ("d", "W-QUALITY-031"),
        ("e", "W-QUALITY-032"),
        ("f", "W-QUALITY-033"),
        ("g", "W-QUALITY-033"),
        ("h", "W-QUALITY-034"),
        ("i", "W-QUALITY-034"),
        ("j", "W-QUALITY-035"),
        ("k", "W-QUALITY-035"),
        ("l", "W-QUALITY-031"),
    ] {
        has(name, code);
    }
}

#[test]
fn scales_that_lean_turn_or_differ_are_found() {
    let form = form(
        "| | select_one satisfied | a | Ông/bà hài lòng đến mức nào với đường sá? |
         | | select_one leaning | b | How good are the roads? |
         | | select_one downwards | c | The roads are good. Do you agree or disagree? |
         | | select_one grades | d | How satisfied are you with the roads? |",
    );
    assert_eq!(said_of(&form, "leaning"), ["W-QUALITY-021"]);
    assert_eq!(said_of(&form, "downwards"), ["W-QUALITY-020"]);
    assert_eq!(said_of(&form, "grades"), ["W-QUALITY-021", "W-QUALITY-022"]);
    assert_eq!(said_of(&form, "a"), ["W-QUALITY-011"], "no way out of an opinion");
}

#[test]
fn sensitive_questions_need_a_way_out() {
    let form = form(
        "| | select_one yes_no | a | Ông/bà có theo tôn giáo nào không? |
         | | select_one yn | b | Did you vote in the last election? |
         | | integer | c | What is your monthly income? | | yes | . >= 0 |
         | | select_one yn | d | Do you have health insurance? |
         | | select_one satisfied | e | Ông/bà tin tưởng chính quyền xã đến mức nào? |",
    );
    for (name, code) in
        [("a", "W-QUALITY-010"), ("b", "W-QUALITY-010"), ("c", "W-QUALITY-012"), ("e", "W-QUALITY-010")]
    {
        assert_eq!(said_of(&form, name), [code], "{name}");
    }
    assert!(said_of(&form, "d").is_empty(), "insurance is no matter of health");
}

#[test]
fn answers_without_limits_or_order_are_found() {
    let form = form(
        "| | integer | a | How many rooms does the house have? |
         | | select_multiple brands | b | Which of these do you know? |
         | | note | c | Please go on | | yes |
         | | select_multiple brands | d | Which of these do you use? | | | not(selected(., '8') and count-selected(.) > 1) | randomize=true |",
    );
    assert_eq!(said_of(&form, "a"), ["W-QUALITY-060"]);
    assert_eq!(said_of(&form, "b"), ["W-QUALITY-061", "W-QUALITY-052"]);
    assert_eq!(said_of(&form, "c"), ["W-QUALITY-063"]);
    assert!(said_of(&form, "d").is_empty());
}

#[test]
fn names_identity_and_a_missing_introduction_are_found() {
    let form = form(
        "| | text | Age | Họ và tên của ông/bà là gì? |
         | | text | age | Số điện thoại liên hệ? |
         | | geopoint | place-of-home | Nhà ở đâu? |
         | | text | a | Điều gì tốt? |
         | | text | b | Điều gì chưa tốt? |
         | | text | c | Vì sao? |
         | | text | d | Nên làm gì? |",
    );
    assert_eq!(said_of(&form, "Age"), ["W-QUALITY-080"]);
    assert_eq!(said_of(&form, "age"), ["W-QUALITY-071", "W-QUALITY-080"]);
    assert_eq!(said_of(&form, "place-of-home"), ["W-QUALITY-070", "W-QUALITY-080"]);
    let all: Vec<&str> = codes(&form).iter().map(|(code, _)| *code).collect();
    assert!(all.contains(&"W-QUALITY-081") && all.contains(&"W-QUALITY-062"), "{all:?}");
}

#[test]
fn long_texts_batteries_and_interviews_are_found() {
    let long = "rất ".repeat(60);
    let mut rows = vec![format!("| | select_one yes_no | lengthy | {long} dài? |")];
    rows.extend((0..13).map(|at| format!("| | select_one satisfied | item{at} | Đường số {at} |")));
    rows.push("| | note | gap | Tiếp theo là câu mở. |".to_owned());
    rows.extend((0..120).map(|at| format!("| | text | open{at} | Ông/bà thấy đường số {at} thế nào? |")));
    let form = form(&rows.join("\n"));
    assert_eq!(said_of(&form, "lengthy"), ["W-QUALITY-050"]);
    assert!(said_of(&form, "item0").contains(&"W-QUALITY-091"));
    assert!(codes(&form).iter().any(|(code, _)| *code == "W-QUALITY-096"));
}

#[test]
fn what_a_language_lacks_is_found_once() {
    let form = read(
        "| survey |
         | | type | name | label::Tiếng Việt (vi) | label::English (en) |
         | | text | nick | Tên gọi | Nickname |
         | | integer | age | Tuổi của ${nick} | Age |
         | | text | job | Nghề | |
         | choices |
         | | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
         | | sex | m | Nam | Male |
         | | sex | f | Nữ | |
         | | sex | x | Khác | |",
    );
    assert!(said_of(&form, "age").contains(&"W-QUALITY-042"));
    assert!(said_of(&form, "job").contains(&"W-QUALITY-040"));
    assert_eq!(said_of(&form, "sex"), ["W-QUALITY-041"]);
}

#[test]
fn questions_that_nobody_is_asked_are_found() {
    let form = form(
        "| | integer | age | How old are you? | | | . >= 18 and . <= 100 |
         | | select_one yn | work | Do you work? |
         | | text | child | Which school? | ${age} < 18 |
         | | text | both | Why? | ${work} = 'y' and ${work} = 'n' |
         | | begin_group | workers | Work | ${work} = 'y' |
         | | select_one yn | paid | Are you paid? |
         | | text | idle | Why do you not work? | not(selected(${work}, 'y')) |
         | | end_group |
         | | text | unpaid | Who pays? | ${paid} = 'n' and ${work} = 'n' |
         | | text | other | What? | ${work} = 'x' or ${age} > 60 |
         | | integer | rooms | Rooms? | | | . > 10 and . < 5 |
         | | begin_group | never | Never | false() |
         | | text | inside | Inside? | ${age} > 20 |
         | | end_group |
         | | select_multiple yn | many | Which? | | | count-selected(.) <= 1 |
         | | text | two | Two? | selected(${many}, 'y') and selected(${many}, 'n') |
         | | text | older | Older? | not(${age} >= 18) |",
    );
    let reach = |name: &str| -> Vec<&str> {
        said_of(&form, name).into_iter().filter(|code| *code < "W-QUALITY-010").collect()
    };
    assert_eq!(reach("child"), ["W-QUALITY-001"]);
    assert_eq!(reach("both"), ["W-QUALITY-001"]);
    assert_eq!(reach("idle"), ["W-QUALITY-001"], "the group is for those who work");
    assert_eq!(reach("unpaid"), ["W-QUALITY-002"], "only workers are asked about pay");
    assert_eq!(reach("other"), ["W-QUALITY-003"], "and those over 60 are asked");
    assert_eq!(reach("rooms"), ["W-QUALITY-004"]);
    assert_eq!(reach("never"), ["W-QUALITY-001"]);
    assert_eq!(reach("two"), ["W-QUALITY-001"]);
    for name in ["inside", "age", "paid", "many"] {
        assert!(reach(name).is_empty(), "{name}: {:?}", reach(name));
    }
    assert!(reach("older").is_empty(), "an age that was not given is not at least 18");
}

#[test]
fn conditions_that_grow_without_bounds_are_given_up() {
    let part = |at: i32| format!("(regex(${{age}}, '{at}') or regex(${{age}}, 'x{at}'))");
    let parts = (0..40).map(part).collect::<Vec<_>>().join(" and ");
    let form = form(&format!(
        "| | integer | age | Age? |
         | | text | a | Why? | {parts} and string-length(${{age}}) = position(..) and ${{age}} = 1 and ${{age}} = 2 |"
    ));
    assert!(said_of(&form, "a").iter().all(|code| *code > "W-QUALITY-004"));
}

#[test]
fn endless_conditions_are_read_in_good_time() {
    let many: Vec<String> = (0..1_500).map(|at| format!("${{age}} = {at}")).collect();
    let many = many.join(" or ");
    let form = form(&format!("| | decimal | age | Age? |\n| | text | a | Why? | ({many}) and not({many}) |"));
    assert!(said_of(&form, "a").iter().all(|code| *code > "W-QUALITY-004"));
}
