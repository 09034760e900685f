//! Rosters: instances added, removed, counted, nested, seen from inside and outside.

use super::*;

const ROSTER: &str = "
    |  | type         | name   | label | calculation | relevant |
    |  | begin repeat | person | Person | | |
    |  | text         | name   | Name  | | |
    |  | integer      | age    | Age   | | |
    |  | text         | job    | Job   | | ${age} >= 15 |
    |  | calculate    | place  |       | position(..) | |
    |  | end repeat   |        |       | | |
    |  | calculate    | people |       | count(${person}) | |
    |  | calculate    | years  |       | sum(${age}) | |
    |  | calculate    | all    |       | join(' ', ${name}) | |
    |  | calculate    | second |       | indexed-repeat(${name}, ${person}, 2) | |";

#[test]
fn a_roster_is_counted_summed_and_numbered_as_it_grows_and_shrinks() {
    let form = form_of(ROSTER, "");
    let mut interview = Interviewer::begin(&form);
    interview.expect("people", "1");
    for (at, (name, age)) in [("An", "40"), ("Bình", "12"), ("Chi", "7")].into_iter().enumerate() {
        if at > 0 {
            assert_eq!(interview.add("/data/person"), format!("/data/person[{}]", at + 1));
        }
        interview.answer(&format!("/data/person[{}]/name", at + 1), name);
        interview.answer(&format!("/data/person[{}]/age", at + 1), age);
    }
    interview.expect("people", "3");
    interview.expect("years", "59");
    interview.expect("all", "An Bình Chi");
    interview.expect("second", "Bình");
    interview.expect_asked("/data/person[1]/job");
    interview.expect_skipped("/data/person[2]/job");
    interview.remove("/data/person[1]");
    interview.expect("people", "2");
    interview.expect("years", "19");
    interview.expect("second", "Chi");
    interview.expect("/data/person[1]/name", "Bình");
    interview.expect("/data/person[1]/place", "1");
    interview.expect("/data/person[2]/place", "2");
}

#[test]
fn a_count_makes_and_takes_instances_and_nobody_else_does() {
    let form = form_of(
        "
        |  | type         | name  | label | repeat_count | calculation |
        |  | integer      | n     | N     | | |
        |  | begin repeat | child | Child | ${n} | |
        |  | text         | name  | Name  | | |
        |  | end repeat   |       |       | | |
        |  | begin repeat | twice | Twice | ${n} * 2 | |
        |  | text         | what  | What  | | |
        |  | end repeat   |       |       | | |
        |  | calculate    | names |       | | join(',', ${name}) |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    assert_eq!(interview.interview.instances("child"), 0);
    interview.answer("n", "2");
    assert_eq!((interview.interview.instances("child"), interview.interview.instances("twice")), (2, 4));
    interview.answer("/data/child[2]/name", "Dũng");
    interview.expect("names", ",Dũng");
    let now = interview.now();
    assert_eq!(interview.interview.add("/data/child", now), Err(Refused::NotOffered));
    interview.answer("n", "1");
    interview.expect("names", "");
    interview.expect("twice_count", "2");
    interview.answer("n", "-3");
    assert_eq!(interview.interview.instances("child"), 0);
}

#[test]
fn nested_rosters_keep_to_their_own() {
    let form = form_of(
        "
        |  | type         | name   | label | repeat_count | calculation |
        |  | begin repeat | house  | House | | |
        |  | integer      | rooms  | Rooms | | |
        |  | begin repeat | room   | Room  | ${rooms} | |
        |  | integer      | beds   | Beds  | | |
        |  | calculate    | of     |       | | concat(position(../..), '/', position(..)) |
        |  | end repeat   |        |       | | |
        |  | calculate    | sleeps |       | | sum(${beds}) |
        |  | end repeat   |        |       | | |
        |  | calculate    | all    |       | | sum(/data/house/room/beds) |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("/data/house[1]/rooms", "2");
    interview.answer("/data/house[1]/room[1]/beds", "1");
    interview.answer("/data/house[1]/room[2]/beds", "2");
    interview.add("/data/house");
    interview.answer("/data/house[2]/rooms", "1");
    interview.answer("/data/house[2]/room[1]/beds", "4");
    interview.expect("/data/house[1]/sleeps", "3");
    interview.expect("/data/house[2]/sleeps", "4");
    interview.expect("all", "7");
    interview.expect("/data/house[1]/room[2]/of", "1/2");
    interview.remove("/data/house[1]");
    interview.expect("all", "4");
    interview.expect("/data/house[1]/room[1]/of", "1/1");
}

#[test]
fn a_skipped_roster_is_not_seen_and_cannot_grow() {
    let form = form_of(
        "
        |  | type         | name   | label | relevant | calculation |
        |  | integer      | any    | Any?  | | |
        |  | begin repeat | item   | Item  | ${any} = 1 | |
        |  | integer      | price  | Price | | |
        |  | end repeat   |        |       | | |
        |  | calculate    | items  |       | | count(${item}) |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.expect("items", "0");
    let now = interview.now();
    assert_eq!(interview.interview.add("/data/item", now), Err(Refused::NotOffered));
    interview.answer("any", "1");
    interview.add("/data/item");
    interview.expect("items", "2");
    interview.answer("any", "2");
    interview.expect("items", "0");
}

#[test]
fn each_new_instance_has_its_own_defaults() {
    let form = form_of(
        "
        |  | type         | name  | label | default |
        |  | text         | place | Place | |
        |  | begin repeat | visit | Visit | |
        |  | text         | where | Where | ${place} |
        |  | integer      | times | Times | 1 |
        |  | end repeat   |       |       | |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("place", "Huế");
    interview.add("/data/visit");
    interview.expect("/data/visit[1]/where", "");
    interview.expect("/data/visit[2]/where", "Huế");
    interview.expect("/data/visit[2]/times", "1");
}

#[test]
fn the_first_instance_of_a_counted_roster_begins_as_it_stands_in_the_form() {
    let form = form_of(
        "
        |  | type         | name  | label | repeat_count |
        |  | integer      | n     | N     | |
        |  | begin repeat | house | House | ${n} |
        |  | begin repeat | room  | Room  | |
        |  | integer      | beds  | Beds  | |
        |  | end repeat   |       |       | |
        |  | end repeat   |       |       | |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("n", "2");
    assert_eq!(interview.interview.instances("/data/house[1]/room"), 1);
    assert_eq!(interview.interview.instances("/data/house[2]/room"), 0);
}

#[test]
fn a_count_by_what_is_in_the_roster_itself_begins_with_one_and_never_takes_any() {
    let text = "
        | survey |
        |  | type         | name | label | repeat_count |
        |  | begin repeat | r    | R     | ${more} |
        |  | integer      | more | More  | |
        |  | end repeat   |      |       | |";
    let (form, faults) = compiled(text, &[]);
    assert!(faults.iter().any(|fault| fault.code == "W-EXPR-065"), "{faults:?}");
    let mut interview = Interviewer::begin(&Arc::new(form.unwrap()));
    assert_eq!(interview.interview.instances("/data/r"), 1);
    interview.answer("/data/r[1]/more", "3");
    assert_eq!(interview.interview.instances("/data/r"), 3);
    interview.answer("/data/r[1]/more", "1");
    assert_eq!(interview.interview.instances("/data/r"), 3);
}

#[test]
fn a_roster_without_instances_offers_one_only_while_its_condition_holds() {
    let form = form_of(
        "
        |  | type         | name  | label | relevant |
        |  | integer      | n     | N     | |
        |  | begin repeat | house | House | |
        |  | text         | kind  | Kind  | |
        |  | begin repeat | room  | Room  | ${n} > 1 and ${kind} != '' |
        |  | integer      | beds  | Beds  | |
        |  | end repeat   |       |       | |
        |  | end repeat   |       |       | |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.add("/data/house");
    let add = |interview: &mut Interviewer| {
        let now = interview.now();
        interview.interview.add("/data/house[2]/room", now)
    };
    interview.answer("n", "2");
    interview.answer("/data/house[1]/kind", "villa");
    assert_eq!(add(&mut interview), Err(Refused::NotOffered));
    interview.answer("/data/house[2]/kind", "tube");
    assert_eq!(add(&mut interview), Ok("/data/house[2]/room[1]".into()));
}
