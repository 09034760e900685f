//! Choices: what is chosen in a list with blanks between, and the words for it.

use super::{Arity, Entry, Function};
use crate::expression::compile::Code;
use crate::expression::evaluate::{Evaluated, Evaluator, Scope};
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelectFunction {
    Selected,
    SelectedAt,
    CountSelected,
    ChoiceName,
    Itext,
}

use SelectFunction as S;

const fn entry(name: &'static str, function: S, arity: Arity) -> Entry {
    Entry::new(name, Function::Select(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("selected", S::Selected, Arity::Exactly(2)),
    entry("is-selected", S::Selected, Arity::Exactly(2)),
    entry("selected-at", S::SelectedAt, Arity::Exactly(2)),
    entry("count-selected", S::CountSelected, Arity::Exactly(1)),
    entry("jr:choice-name", S::ChoiceName, Arity::Exactly(2)),
    entry("jr:itext", S::Itext, Arity::Exactly(1)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn select_function(
        &self,
        function: SelectFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let list = self.text_of(arguments, 0, scope)?;
        let atom = match function {
            S::Selected => Atom::Boolean(is_selected(&list, &self.text_of(arguments, 1, scope)?)),
            S::SelectedAt => {
                // A place that is no number counts as 0, as in Java.
                let at = self.number_of(arguments, 1, scope)? as i64;
                let choice = usize::try_from(at).ok().and_then(|at| choices(&list).nth(at));
                Atom::text(choice.unwrap_or("").to_owned())
            }
            S::CountSelected => Atom::Number(choices(&list).count() as f64),
            S::ChoiceName => {
                let question = match arguments.get(1) {
                    Some(Code::Path(path)) => self.all_nodes(path, scope)?.first().copied(),
                    _ => None,
                };
                let label = question.and_then(|question| self.world.choice_label(question, &list));
                Atom::Text(label.unwrap_or_default())
            }
            S::Itext => Atom::Text(self.world.itext(&list).unwrap_or_default()),
        };
        Ok(Value::Atom(atom))
    }
}

fn choices(list: &str) -> impl Iterator<Item = &str> {
    list.split(' ').filter(|choice| !choice.is_empty())
}

/// Does the choice stand in the list between blanks?
fn is_selected(list: &str, choice: &str) -> bool {
    let choice = choice.trim();
    if choice.is_empty() || choice.contains(' ') {
        return format!(" {list} ").contains(&format!(" {choice} "));
    }
    list.split(' ').any(|chosen| chosen == choice)
}
