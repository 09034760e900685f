//! Scales of one form that differ in direction or length, and scales with more answers on one side.
#![doc = include_str!("scales.md")]

use std::collections::BTreeMap;

use crate::Fault;
use crate::definition::ChoiceList;
use crate::quality::form::Form;
use crate::quality::scale::{Family, Scale};

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let used = used(form);
    let ascending = used.iter().filter(|(_, scale)| scale.ascends()).count();
    let mostly = ascending * 2 >= used.len();
    let model = used.iter().find(|(_, scale)| scale.ascends() == mostly);
    for (list, scale) in &used {
        if let Some((other, _)) = model
            && scale.ascends() != mostly
        {
            found.push(
                Fault::warning("W-QUALITY-020", Form::place_of_list(list))
                    .with("list", &*list.name)
                    .with("other", &*other.name),
            );
        }
        if scale.is_bipolar() && scale.positive() != scale.negative() {
            found.push(
                Fault::warning("W-QUALITY-021", Form::place_of_list(list))
                    .with("list", &*list.name)
                    .with("positive", scale.positive().to_string())
                    .with("negative", scale.negative().to_string()),
            );
        }
    }
    lengths(&used, found);
}

/// Scales of one family with different numbers of answers.
fn lengths(used: &[(&ChoiceList, &Scale)], found: &mut Vec<Fault>) {
    let mut families: BTreeMap<Family, Vec<(&ChoiceList, &Scale)>> = BTreeMap::new();
    for &(list, scale) in used {
        families.entry(scale.family).or_default().push((list, scale));
    }
    for scales in families.values() {
        let Some(&(first, model)) = scales.first() else { continue };
        for (list, scale) in scales {
            if scale.signs.len() != model.signs.len() {
                found.push(
                    Fault::warning("W-QUALITY-022", Form::place_of_list(list))
                        .with("list", &*list.name)
                        .with("points", scale.signs.len().to_string())
                        .with("other", &*first.name)
                        .with("others", model.signs.len().to_string()),
                );
            }
        }
    }
}

/// The scales that questions use, in the order of their lists.
fn used<'a>(form: &'a Form<'_>) -> Vec<(&'a ChoiceList, &'a Scale)> {
    let asks =
        |list: &ChoiceList| form.asked().any(|entry| entry.list.is_some_and(|own| own.name == list.name));
    let lists = form.questionnaire.lists.iter();
    lists.filter_map(|list| Some((list, form.scale_of(&list.name)?))).filter(|(list, _)| asks(list)).collect()
}
