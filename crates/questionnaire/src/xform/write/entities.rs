//! Where the entities of a form stand: in the container whose answers they are made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{Entity, Questionnaire};
use crate::expression::references;

use super::Faults;
use super::tree::{At, Leaf, Sort, Tree};

/// What placing gave.
#[derive(Debug)]
pub(super) struct Placed {
    /// Version of the specification of entities that the form follows.
    pub(super) version: &'static str,
}

/// Something that ties an entity to a container: an answer saved in it, or an answer that it names.
struct Tie {
    /// The container and those around it, the root first.
    path: Vec<At>,
    saves: bool,
}

/// What an entity asks for.
struct Wish<'a> {
    entity: &'a Entity,
    /// The repeat or root within which it must stand.
    scope: Vec<At>,
    /// Where it would best stand.
    path: Vec<At>,
    /// Containers of the answers that are saved in it.
    saving: Vec<Vec<At>>,
}

/// Adds the entities of a questionnaire to the tree.
pub(super) fn place(questionnaire: &Questionnaire, tree: &mut Tree<'_>, faults: &Faults) -> Placed {
    let entities = &questionnaire.entities;
    if entities.is_empty() {
        return Placed { version: "2024.1.0" };
    }
    let mut wishes = Vec::new();
    for entity in entities {
        match wish(entity, entities, tree) {
            Some(wish) => wishes.push(wish),
            None => faults.error("E-XFORM-013", None, &[("list", &entity.list)]),
        }
    }
    let mut placed: BTreeMap<Vec<At>, &Entity> = BTreeMap::new();
    let alone = matches!(&wishes[..], [wish] if wish.scope.len() == 1);
    if alone {
        placed.insert(vec![0], wishes[0].entity);
    } else {
        let mut reserved: BTreeMap<Vec<At>, &str> = BTreeMap::new();
        for wish in &wishes {
            match free(wish, &reserved) {
                Some(path) => {
                    reserved.insert(path.clone(), &wish.entity.list);
                    for saving in &wish.saving {
                        for length in path.len()..=saving.len() {
                            reserved.insert(saving[..length].to_vec(), &wish.entity.list);
                        }
                    }
                    placed.insert(path, wish.entity);
                }
                None => faults.error("E-XFORM-013", None, &[("list", &wish.entity.list)]),
            }
        }
    }
    let in_repeat = placed.keys().any(|path| path.iter().any(|at| tree.is_repeat(*at)));
    for (path, entity) in placed {
        if let Some(container) = path.last() {
            add(tree, *container, entity);
        }
    }
    Placed { version: if in_repeat || entities.len() > 1 { "2025.1.0" } else { "2024.1.0" } }
}

/// Up to the innermost repeat, or the root.
fn scope(tree: &Tree<'_>, path: &[At]) -> Vec<At> {
    let last = path.iter().rposition(|at| tree.is_repeat(*at)).unwrap_or(0);
    path.get(..=last).unwrap_or_default().to_vec()
}

/// Repeats, and containers within the innermost of them.
fn depth(tree: &Tree<'_>, path: &[At]) -> (usize, usize) {
    let repeats = path.iter().filter(|at| tree.is_repeat(**at)).count();
    (repeats, path.len() - scope(tree, path).len())
}

/// `None` where its answers stand in repeats of which none holds the other.
fn wish<'a>(entity: &'a Entity, all: &[Entity], tree: &Tree<'_>) -> Option<Wish<'a>> {
    let ties = ties(entity, all, tree);
    let Some(deepest) = ties
        .iter()
        .map(|tie| scope(tree, &tie.path))
        .reduce(|best, next| if depth(tree, &next).0 > depth(tree, &best).0 { next } else { best })
    else {
        let asked = entity.repeat.as_deref().and_then(|name| {
            let name = references(name).pop().map_or(name.to_owned(), |(_, reference)| reference.name);
            match tree.find(&name) {
                super::tree::Found::One(at) if tree.is_repeat(at) => Some(path_to(tree, at)),
                _ => None,
            }
        });
        let path = asked.unwrap_or_else(|| vec![0]);
        return Some(Wish { entity, scope: path.clone(), path, saving: Vec::new() });
    };
    if ties.iter().any(|tie| !deepest.starts_with(&scope(tree, &tie.path))) {
        return None;
    }
    let within: Vec<&Tie> = ties.iter().filter(|tie| scope(tree, &tie.path) == deepest).collect();
    let mut saving: Vec<Vec<At>> = Vec::new();
    for tie in ties.iter().filter(|tie| tie.saves) {
        if !saving.contains(&tie.path) {
            saving.push(tie.path.clone());
        }
    }
    let path = if saving.is_empty() {
        let mut best: &Tie = within.first()?;
        for tie in &within {
            if depth(tree, &tie.path).1 > depth(tree, &best.path).1 {
                best = tie;
            }
        }
        best.path.clone()
    } else {
        let common = saving.iter().skip(1).fold(saving[0].clone(), |common, path| {
            common.into_iter().zip(path).take_while(|(a, b)| a == *b).map(|(a, _)| a).collect()
        });
        let saved_in = within.iter().filter(|tie| tie.saves).max_by_key(|tie| depth(tree, &tie.path));
        let inner = saved_in.map(|tie| scope(tree, &tie.path)).unwrap_or_default();
        let path =
            if depth(tree, &common) > depth(tree, &inner) || inner.is_empty() { common } else { inner };
        let ours = scope(tree, &path);
        if ties.iter().any(|tie| tie.saves && scope(tree, &tie.path) != ours) {
            return None;
        }
        path
    };
    Some(Wish { entity, scope: deepest, path, saving })
}

/// The containers from the root to one, it included.
fn path_to(tree: &Tree<'_>, at: At) -> Vec<At> {
    let mut path: Vec<At> = std::iter::once(at).chain(tree.around(at)).collect();
    path.reverse();
    path
}

/// In the order of the questionnaire.
fn ties(entity: &Entity, all: &[Entity], tree: &Tree<'_>) -> Vec<Tie> {
    let said = [&entity.id, &entity.create_if, &entity.update_if, &entity.label];
    let named: BTreeSet<String> = said
        .into_iter()
        .flatten()
        .flat_map(|text| references(text))
        .map(|(_, reference)| reference.name)
        .collect();
    let mut ties = Vec::new();
    for (at, here) in tree.nodes.iter().enumerate() {
        let Some(around) = here.parent else { continue };
        let (saves, names) = match &here.sort {
            Sort::Question(question) => {
                let saves =
                    question.node.save_to.as_deref().is_some_and(|saved| match saved.split_once('#') {
                        Some((list, _)) => list == entity.list,
                        None => all.len() == 1,
                    });
                (saves, true)
            }
            Sort::Group(_) | Sort::Repeat(_) => (false, true),
            _ => (false, false),
        };
        if saves {
            ties.push(Tie { path: path_to(tree, around), saves: true });
        }
        if names && named.contains(&tree.nodes[at].name) {
            ties.push(Tie { path: path_to(tree, around), saves: false });
        }
    }
    ties
}

/// The innermost container on the way to the wish that no other entity has; one that holds saved answers goes no further up
/// than an entity that holds them too.
fn free(wish: &Wish<'_>, reserved: &BTreeMap<Vec<At>, &str>) -> Option<Vec<At>> {
    let least = wish.scope.len();
    for length in (least..=wish.path.len()).rev() {
        let path = &wish.path[..length];
        if !reserved.contains_key(path) {
            return Some(path.to_vec());
        }
        if wish.saving.iter().any(|saving| reserved.contains_key(saving)) {
            return None;
        }
    }
    None
}

/// The entity's node with its attributes.
fn add(tree: &mut Tree<'_>, container: At, entity: &Entity) {
    let meta = tree.add(Some(container), "meta", Sort::Meta);
    let here = tree.add(Some(meta), "entity", Sort::Entity);
    let computed = |calculation: Option<&String>| {
        let Some(calculation) = calculation else { return Vec::new() };
        vec![("calculate", calculation.clone()), ("readonly", "true()".into()), ("type", "string".into())]
    };
    let mut leaf = |name: &str, value: &str, bind, first| {
        tree.add(Some(here), name, Sort::Leaf(Leaf { value: value.into(), bind, first }));
    };
    leaf("@dataset", &entity.list, Vec::new(), None);
    let updates = entity.id.is_some();
    if !updates || entity.create_if.is_some() {
        leaf("@create", "1", computed(entity.create_if.as_ref()), None);
    }
    if let Some(id) = &entity.id {
        leaf("@update", "1", computed(entity.update_if.as_ref()), None);
        let known = format!("instance('{}')/root/item[name={id}]", entity.list);
        for (name, property) in
            [("@baseVersion", "__version"), ("@trunkVersion", "__trunkVersion"), ("@branchId", "__branchId")]
        {
            leaf(name, "", computed(Some(&format!("{known}/{property}"))), None);
        }
    }
    let mut bind = vec![("readonly", "true()".to_owned()), ("type", "string".to_owned())];
    if let Some(id) = &entity.id {
        bind.push(("calculate", id.clone()));
    }
    leaf("@id", "", bind, (!updates).then_some("uuid()"));
    if entity.label.is_some() {
        leaf("label", "", computed(entity.label.as_ref()), None);
    }
}
