//! Tables that divide the same people in different ways do not give each other away: attacked by elimination and by bounds over all
//! kinds of people that could be.

mod world;

use sounding_disclosure::ReleaseRules;
use sounding_survey::{Disclosure, Table};
use world::{Asked, World, asked};

fn rules() -> ReleaseRules {
    ReleaseRules::default()
}

fn hidden(tables: &[Table]) -> usize {
    tables.iter().flat_map(|table| &table.cells).filter(|cell| cell.disclosure != Disclosure::Open).count()
}

/// Votes N, Y, U, A in five regions, in the sizes of the Chilean survey of 1988: two people of the third region abstain.
fn chile() -> World {
    let votes =
        [[103, 96, 85, 29], [211, 142, 126, 57], [29, 38, 29, 2], [243, 263, 104, 77], [303, 329, 244, 22]];
    World::new(&[4, 5], move |kind| votes[kind[1]][kind[0]])
        .variable("vote", 4, |kind| Some(kind[0]))
        .variable("decided", 2, |kind| Some(kind[0]).filter(|vote| *vote < 2))
        .variable("region", 5, |kind| Some(kind[1]))
}

#[test]
fn a_question_and_what_was_derived_from_it_do_not_give_each_other_away() {
    let world = chile();
    let tables = [asked("vote", &["region"]), asked("decided", &["region"])];
    let [together, apart] = world.protected(&tables, &rules());
    // Without the respondents the partner of the two in their row is an answer that the other table shows.
    let found = world.attack(&tables, &apart, &rules());
    assert!(!found.linear.is_empty() || !found.bounded.is_empty(), "the gap is real: {found:?}");
    let found = world.attack(&tables, &together, &rules());
    assert!(found.hidden > 0);
    assert_eq!((found.linear, found.bounded), (vec![], vec![]));
    // A rectangle is enough: two answers in two regions, of those who have not decided.
    assert_eq!((hidden(&together), hidden(&together[1..])), (4, 0));
}

#[test]
fn the_derived_question_may_come_first_and_have_its_universe() {
    let world = chile();
    let decided = Asked { among: Some("decided"), ..asked("decided", &["region"]) };
    let vote = Asked { among: Some("decided"), ..asked("vote", &["region"]) };
    for tables in [vec![decided, asked("vote", &["region"])], vec![vote, decided, asked("vote", &["region"])]]
    {
        let [together, _] = world.protected(&tables, &rules());
        let found = world.attack(&tables, &together, &rules());
        assert_eq!((found.linear, found.bounded), (vec![], vec![]));
    }
}

/// Protected, nothing can be found out; with nothing but the tables to go by, something can.
#[track_caller]
fn closes_a_gap(world: &World, tables: &[Asked<'_>]) -> Vec<Table> {
    let [together, apart] = world.protected(tables, &rules());
    let found = world.attack(tables, &apart, &rules());
    assert!(!found.linear.is_empty() || !found.bounded.is_empty(), "there is no gap: {found:?}");
    let found = world.attack(tables, &together, &rules());
    assert!(found.hidden > 0);
    assert_eq!((found.linear, found.bounded), (vec![], vec![]));
    together
}

/// A large count for each kind of people, and small ones for some.
fn counts(small: &'static [(&'static [usize], u64)]) -> impl Fn(&[usize]) -> u64 {
    move |kind| {
        let mixed = kind.iter().fold(7, |sum, &at| (sum * 31 + at * 17) % 101) as u64;
        small.iter().find(|(at, _)| *at == kind).map_or(40 + mixed, |(_, count)| *count)
    }
}

#[test]
fn a_region_and_the_provinces_inside_it_do_not_give_each_other_away() {
    // Six provinces; the first region has two of them, the second one, the third three. The small cell's partner in its
    // column must lie in the same region, or another region must show less too.
    let world = World::new(&[3, 6], counts(&[(&[0, 0], 4)]))
        .variable("q", 3, |kind| Some(kind[0]))
        .variable("province", 6, |kind| Some(kind[1]))
        .variable("region", 3, |kind| Some([0, 0, 1, 2, 2, 2][kind[1]]));
    closes_a_gap(&world, &[asked("q", &["region", "province"])]);
}

#[test]
fn a_grouped_answer_by_region_does_not_give_away_the_answer_by_province() {
    let world = World::new(&[4, 6], counts(&[(&[0, 0], 3), (&[1, 3], 5)]))
        .variable("q", 4, |kind| Some(kind[0]))
        .variable("grouped", 2, |kind| Some(kind[0] / 2))
        .variable("province", 6, |kind| Some(kind[1]))
        .variable("region", 2, |kind| Some(kind[1] / 3));
    for tables in [
        [asked("q", &["province"]), asked("grouped", &["region"])],
        [asked("q", &["region"]), asked("grouped", &["province"])],
    ] {
        let [together, _] = world.protected(&tables, &rules());
        let found = world.attack(&tables, &together, &rules());
        assert_eq!((found.linear, found.bounded), (vec![], vec![]));
    }
}

#[test]
fn a_crossing_and_its_margins_do_not_give_each_other_away() {
    let world = World::new(&[3, 2, 3], counts(&[(&[0, 0, 0], 6), (&[2, 1, 2], 2)]))
        .variable("q", 3, |kind| Some(kind[0]))
        .variable("a", 2, |kind| Some(kind[1]))
        .variable("b", 3, |kind| Some(kind[2]))
        .variable("both", 6, |kind| Some(kind[1] * 3 + kind[2]));
    for by in [&["a", "b", "a*b"][..], &["a*b"], &["a*b", "a"], &["a*b", "both", "b"], &["both", "a"]] {
        let tables = [asked("q", by)];
        let [together, _] = world.protected(&tables, &rules());
        let found = world.attack(&tables, &together, &rules());
        assert!(found.hidden > 0);
        assert_eq!((found.linear, found.bounded), (vec![], vec![]), "{by:?}");
    }
    // Two tables that share one part of their crossings.
    let world = World::new(&[2, 2, 2, 2], counts(&[(&[0, 0, 0, 0], 1), (&[0, 0, 0, 1], 2)]))
        .variable("q", 2, |kind| Some(kind[0]))
        .variable("a", 2, |kind| Some(kind[1]))
        .variable("b", 2, |kind| Some(kind[2]))
        .variable("c", 2, |kind| Some(kind[3]));
    let tables = [asked("q", &["a*b"]), asked("q", &["b*c"])];
    let [together, _] = world.protected(&tables, &rules());
    let found = world.attack(&tables, &together, &rules());
    assert!(found.hidden > 0);
    assert_eq!((found.linear, found.bounded), (vec![], vec![]));
}

#[test]
fn a_table_that_is_turned_around_shows_no_more() {
    let world = World::new(&[3, 3], counts(&[(&[1, 2], 4)])).variable("q", 3, |kind| Some(kind[0])).variable(
        "r",
        3,
        |kind| Some(kind[1]),
    );
    let tables = [asked("q", &["r"]), asked("r", &["q"])];
    let [together, _] = world.protected(&tables, &rules());
    let found = world.attack(&tables, &together, &rules());
    assert_eq!((found.linear, found.bounded), (vec![], vec![]));
    // The same rectangle in both.
    assert_eq!([hidden(&together[..1]), hidden(&together[1..])], [4, 4]);
}

#[test]
fn a_filter_is_protected_with_the_question_behind_it() {
    // Whoever has work was asked what work: its base is the answer yes.
    let world = World::new(&[4, 3], counts(&[(&[0, 1], 6)]))
        .variable("works", 2, |kind| Some(usize::from(kind[0] > 0)))
        .variable("work", 3, |kind| kind[0].checked_sub(1))
        .variable("region", 3, |kind| Some(kind[1]));
    let tables = [asked("works", &["region"]), asked("work", &["region"])];
    let [together, _] = world.protected(&tables, &rules());
    let found = world.attack(&tables, &together, &rules());
    assert!(found.hidden > 0);
    assert_eq!((found.linear, found.bounded), (vec![], vec![]));
}

#[test]
fn an_answer_among_several_is_protected_with_what_is_derived_from_it() {
    let world = World::new(&[2, 2, 3], counts(&[(&[0, 0, 1], 4), (&[0, 1, 1], 3)]))
        .variable("several", 4, |kind| Some(kind[0] + 2 * kind[1]))
        .variable("first", 2, |kind| Some(kind[0]))
        .variable("region", 3, |kind| Some(kind[2]));
    let several = Asked { multiple: true, ..asked("several", &["region"]) };
    closes_a_gap(&world, &[several, asked("first", &["region"])]);
}

#[test]
fn where_nothing_is_small_nothing_is_hidden() {
    let world = World::new(&[4, 6], counts(&[]))
        .variable("q", 4, |kind| Some(kind[0]))
        .variable("grouped", 2, |kind| Some(kind[0] / 2))
        .variable("province", 6, |kind| Some(kind[1]))
        .variable("region", 2, |kind| Some(kind[1] / 3));
    let by = ["province", "region"];
    let [together, _] =
        world.protected(&[asked("q", &by), asked("grouped", &by), asked("region", &["q"])], &rules());
    assert_eq!(hidden(&together), 0);
}

/// A variable of four answers in six provinces for both sexes, and what follows from them in ways that change.
#[test]
fn in_random_worlds_no_hidden_cell_is_found_out() {
    let mut state = 20_261_125u64;
    let mut next = move |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let choices: [&[Asked<'static>]; 8] = [
        &[asked("q", &["province"]), asked("grouped", &["province"])],
        &[asked("grouped", &["region", "sex"]), asked("q", &["region", "sex"])],
        &[asked("q", &["province", "region"])],
        &[asked("q", &["province"]), asked("grouped", &["region"]), asked("q", &["sex"])],
        &[asked("q", &["region*sex", "sex"]), asked("grouped", &["region*sex"])],
        &[asked("q", &["sex", "region"]), asked("sex", &["q", "grouped"]), asked("region", &["grouped"])],
        &[asked("grouped", &["province*sex"]), asked("q", &["region*sex"])],
        &[
            Asked { among: Some("grouped"), ..asked("q", &["region"]) },
            asked("grouped", &["province"]),
            asked("q", &["region"]),
        ],
    ];
    let (mut secrets, mut open) = (0, 0);
    for round in 0..64 {
        let large = 15 + next(60);
        let maps: Vec<usize> = (0..4).map(|_| next(3)).collect();
        let regions: Vec<usize> =
            (0..6).map(|province| [province / 2, province / 3, next(3)][round % 3]).collect();
        // Every answer and every province has somebody: those that nobody is in have nobody to protect.
        let world =
            World::new(&[4, 6, 2], |_| if next(5) == 0 { next(6) as u64 } else { (5 + next(large)) as u64 })
                .variable("q", 4, |kind| Some(kind[0]))
                .variable("grouped", 2, move |kind| Some(maps[kind[0]]).filter(|group| *group < 2))
                .variable("province", 6, |kind| Some(kind[1]))
                .variable("region", 3, move |kind| Some(regions[kind[1]]))
                .variable("sex", 2, |kind| Some(kind[2]));
        let tables = choices[round % choices.len()];
        let [together, _] = world.protected(tables, &rules());
        let found = world.attack(tables, &together, &rules());
        assert_eq!((&found.linear, &found.bounded), (&vec![], &vec![]), "round {round}");
        secrets += found.hidden;
        open += together.iter().map(|table| table.cells.len()).sum::<usize>() - hidden(&together);
    }
    assert!(secrets > 150 && open > secrets, "{secrets} hidden, {open} open");
}
