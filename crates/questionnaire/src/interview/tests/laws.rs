//! Laws that hold for any form and any answers.

use proptest::prelude::*;

use super::*;
use crate::definition::{Group, Item, Kind, Node, Question, Questionnaire, Repeat};

/// What a random form is made of.
#[derive(Debug, Clone)]
enum Part {
    Number { relevant: Option<usize>, over: u8 },
    Computed { of: Vec<usize> },
    Group { relevant: Option<usize>, parts: Vec<Part> },
    Repeat { parts: Vec<Part> },
    Counted { by: usize, parts: Vec<Part> },
    Sum { of: usize },
}

fn part() -> impl Strategy<Value = Part> {
    let leaf = prop_oneof![
        4 => (proptest::option::of(0..8usize), 0..6u8).prop_map(|(relevant, over)| Part::Number { relevant, over }),
        3 => proptest::collection::vec(0..8usize, 1..4).prop_map(|of| Part::Computed { of }),
        1 => (0..8usize).prop_map(|of| Part::Sum { of }),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let parts = proptest::collection::vec(inner, 1..5);
        prop_oneof![
            (proptest::option::of(0..8usize), parts.clone())
                .prop_map(|(relevant, parts)| Part::Group { relevant, parts }),
            parts.clone().prop_map(|parts| Part::Repeat { parts }),
            (0..8usize, parts).prop_map(|(by, parts)| Part::Counted { by, parts }),
        ]
    })
}

/// Names of the questions before, each with the repeats around it.
struct Making {
    before: Vec<(String, Vec<u32>)>,
    next: u32,
}

impl Making {
    fn name(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}{}", self.next)
    }

    /// A question before this place that has one value from here, the `back`-th before.
    fn one(&self, around: &[u32], back: usize) -> Option<String> {
        let visible = self.before.iter().rev().filter(|(_, repeats)| around.starts_with(repeats));
        visible.map(|(name, _)| name.clone()).nth(back)
    }

    fn items(&mut self, parts: &[Part], around: &[u32]) -> Vec<Item> {
        parts.iter().map(|part| self.item(part, around)).collect()
    }

    fn item(&mut self, part: &Part, around: &[u32]) -> Item {
        let when = |making: &Making, back: &Option<usize>, over: u8| {
            back.and_then(|back| making.one(around, back)).map(|name| format!("${{{name}}} > {over}"))
        };
        let question = |name: String, kind| Question::new(&name, kind);
        match part {
            Part::Number { relevant, over } => {
                let condition = when(self, relevant, *over);
                let name = self.name("q");
                let mut asked = question(name.clone(), Kind::Integer);
                asked.node.relevant = condition;
                self.before.push((name, around.to_vec()));
                Item::Question(asked)
            }
            Part::Computed { of } => {
                let mut terms: Vec<String> = of
                    .iter()
                    .filter_map(|back| self.one(around, *back))
                    .map(|name| format!("coalesce(${{{name}}}, 0)"))
                    .collect();
                terms.push(if around.is_empty() { "1".into() } else { "position(..)".into() });
                let name = self.name("c");
                let mut computed = question(name.clone(), Kind::Calculate);
                // Small, so that conditions on it turn both ways.
                computed.node.calculation = Some(format!("({}) mod 7", terms.join(" + ")));
                self.before.push((name, around.to_vec()));
                Item::Question(computed)
            }
            Part::Sum { of } => {
                let inside = self.before.iter().rev().filter(|(_, repeats)| repeats.len() > around.len());
                let over = inside.map(|(name, _)| name.clone()).nth(*of % 3);
                let name = self.name("s");
                let mut computed = question(name.clone(), Kind::Calculate);
                computed.node.calculation = Some(match over {
                    Some(over) => format!("sum(${{{over}}}) mod 5 + count(${{{over}}})"),
                    None => "1".into(),
                });
                self.before.push((name, around.to_vec()));
                Item::Question(computed)
            }
            Part::Group { relevant, parts } => {
                let condition = when(self, relevant, 2);
                let name = self.name("g");
                let node = Node { name, relevant: condition, ..Node::default() };
                Item::Group(Group { node, items: self.items(parts, around), intent: None })
            }
            Part::Repeat { parts } => self.repeat(None, parts, around),
            Part::Counted { by, parts } => {
                let count = self.one(around, *by).map_or("1".to_owned(), |name| format!("${{{name}}} mod 3"));
                self.repeat(Some(count), parts, around)
            }
        }
    }

    fn repeat(&mut self, count: Option<String>, parts: &[Part], around: &[u32]) -> Item {
        let name = self.name("r");
        let mut inside = around.to_vec();
        inside.push(self.next);
        let items = self.items(parts, &inside);
        Item::Repeat(Repeat { node: Node { name, ..Node::default() }, count, items })
    }
}

fn form(parts: &[Part]) -> Option<Arc<Form>> {
    let mut making = Making { before: Vec::new(), next: 0 };
    let questionnaire = Questionnaire { items: making.items(parts, &[]), ..Questionnaire::default() };
    Form::compile(&questionnaire, &Files::new()).0.map(Arc::new)
}

/// What someone does: to which of the things that can be done, and with what.
type Deed = (u8, u16, u8);

fn act(interview: &mut Interview, (kind, which, value): Deed) {
    let cells = interview.cells_in_order();
    let choose = |of: Vec<String>| of.get(which as usize % of.len().max(1)).cloned();
    let at = Moment(NINE);
    match kind % 8 {
        0 => {
            let repeats = interview.form.tree.repeats.clone();
            let path = choose(
                repeats
                    .into_iter()
                    .flat_map(|repeat| {
                        let mut found = Vec::new();
                        let parent = interview.form.tree.get(repeat).parent;
                        let name = interview.form.tree.get(repeat).name.clone();
                        interview
                            .cells
                            .each_in_block(&interview.form.tree, 0, parent, &mut |cell| found.push(cell));
                        found
                            .into_iter()
                            .map(|cell| format!("{}/{name}", interview.path(cell)))
                            .collect::<Vec<_>>()
                    })
                    .collect(),
            );
            if let Some(path) = path {
                let _ = interview.add(&path, at);
            }
        }
        1 => {
            let paths = cells
                .into_iter()
                .filter(|cell| interview.is_instance(*cell))
                .map(|cell| interview.path(cell));
            if let Some(path) = choose(paths.collect()) {
                let _ = interview.remove(&path, at);
            }
        }
        _ => {
            let paths = cells
                .into_iter()
                .map(|cell| interview.path(cell))
                .filter(|path| path.rsplit('/').next().is_some_and(|name| name.starts_with('q')));
            if let Some(path) = choose(paths.collect()) {
                let value = if value % 9 == 8 { String::new() } else { (value % 9).to_string() };
                let _ = interview.answer(&path, &value, at);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_computed_step_by_step_is_what_is_computed_from_nothing(
        parts in proptest::collection::vec(part(), 1..9),
        deeds in proptest::collection::vec(any::<Deed>(), 0..30),
    ) {
        let Some(form) = form(&parts) else { return Ok(()) };
        let mut interview = Interview::begin(form, surroundings(), Moment(NINE));
        for deed in deeds {
            act(&mut interview, deed);
            let mut again = interview.clone();
            again.compute_all();
            prop_assert_eq!(interview.elements(), again.elements());
        }
    }

    #[test]
    fn an_interview_that_was_saved_goes_on_as_the_same(
        parts in proptest::collection::vec(part(), 1..9),
        deeds in proptest::collection::vec(any::<Deed>(), 0..20),
    ) {
        let Some(form) = form(&parts) else { return Ok(()) };
        let mut interview = Interview::begin(Arc::clone(&form), surroundings(), Moment(NINE));
        deeds.into_iter().for_each(|deed| act(&mut interview, deed));
        let saved = interview.save(Moment(NINE + 1));
        let resumed = Interview::resume(form, surroundings(), &saved, Moment(NINE + 2)).unwrap();
        prop_assert_eq!(interview.elements(), resumed.elements());
        prop_assert_eq!(interview.submission(), resumed.submission());
        prop_assert_eq!(&interview.log.events[..], &resumed.log.events[..resumed.log.events.len() - 1]);
    }

    #[test]
    fn the_order_of_answers_makes_no_difference(
        parts in proptest::collection::vec(part(), 1..9),
        values in proptest::collection::vec(0..9u8, 1..30),
        order in any::<u64>(),
    ) {
        let Some(form) = form(&parts) else { return Ok(()) };
        let first = Interview::begin(form, surroundings(), Moment(NINE));
        // Only what no count takes away, and written whether or not it is asked.
        let questions: Vec<_> = first.cells_in_order().into_iter().filter(|cell| {
            first.cells.get(*cell).block == 0 && first.form.tree.get(first.node(*cell)).name.starts_with('q')
        }).collect();
        let mut shuffled = questions.clone();
        shuffled.sort_by_key(|cell| u64::from(*cell).wrapping_mul(order | 1).rotate_left(17));
        let write = |order: &[u32]| {
            let mut interview = first.clone();
            for cell in order {
                interview.write(*cell, values[*cell as usize % values.len()].to_string(), None);
                interview.settle();
            }
            interview.elements()
        };
        prop_assert_eq!(write(&questions), write(&shuffled));
    }

    #[test]
    fn what_is_sent_is_found_right_when_it_is_gone_through_again(
        parts in proptest::collection::vec(part(), 1..9),
        deeds in proptest::collection::vec(any::<Deed>(), 0..20),
    ) {
        let Some(form) = form(&parts) else { return Ok(()) };
        let mut interview = Interview::begin(Arc::clone(&form), surroundings(), Moment(NINE));
        deeds.into_iter().for_each(|deed| act(&mut interview, deed));
        let sent = interview.finish(Moment(NINE));
        let found = super::super::revalidate(&form, sent.xml.as_bytes(), &surroundings(), Moment(NINE));
        prop_assert_eq!(found, vec![]);
    }
}
