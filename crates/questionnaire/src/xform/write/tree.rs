//! The nodes of the primary instance: what stands where, by which path, and how one is reached from another.

use std::collections::BTreeMap;

use crate::definition::{Group, Item, Question, Repeat};

/// Index of a node.
pub(crate) type At = usize;

/// All nodes, the root first, every one after the one around it.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<TreeNode<'a>>,
    /// `None` where several have the name.
    by_name: BTreeMap<String, Option<At>>,
    /// Bytes of all paths.
    bytes: usize,
}

/// Bytes that paths may have together, those put in the place of references included: a form of ten thousand nodes has one or two
/// million. Deep nodes with long names would otherwise grow without end.
pub(crate) const PATHS_LIMIT: usize = 64 << 20;

/// A node of the primary instance.
#[derive(Debug)]
pub(crate) struct TreeNode<'a> {
    /// An attribute's begins with `@`.
    pub(crate) name: String,
    pub(crate) sort: Sort<'a>,
    pub(crate) parent: Option<At>,
    pub(crate) children: Vec<At>,
    /// `/data/household/age`
    pub(crate) path: String,
}

#[derive(Debug)]
pub(crate) enum Sort<'a> {
    Root,
    Group(&'a Group),
    Repeat(&'a Repeat),
    Question(&'a Question),
    /// Data about the interview, or the entity of a container; not shown.
    Meta,
    Entity,
    /// An attribute or the label of an entity.
    Leaf(Leaf),
}

/// An attribute or the label of an entity.
#[derive(Debug, Default)]
pub(crate) struct Leaf {
    pub(crate) value: String,
    /// Expressions as written.
    pub(crate) bind: Vec<(&'static str, String)>,
    /// Expression of the value at the beginning.
    pub(crate) first: Option<&'static str>,
}

/// Whether a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    One(At),
    None,
    Several,
}

impl<'a> Tree<'a> {
    /// With nothing but the root.
    pub(crate) fn new(root: &str) -> Tree<'a> {
        let mut tree = Tree { nodes: Vec::new(), by_name: BTreeMap::new(), bytes: 0 };
        tree.add(None, root, Sort::Root);
        tree
    }

    /// Items at the end of a node. `meta` comes after the entities: [`Tree::add_meta`].
    pub(crate) fn add_items(&mut self, around: At, items: &'a [Item]) {
        for item in items {
            let sort = match item {
                Item::Question(question) => Sort::Question(question),
                Item::Group(group) => Sort::Group(group),
                Item::Repeat(repeat) => Sort::Repeat(repeat),
            };
            let at = self.add(Some(around), &item.node().name, sort);
            self.add_items(at, item.items());
        }
    }

    /// The data about the interview, in the `meta` of the root, which is made if no entity has made it.
    pub(crate) fn add_meta(&mut self, meta: &'a [Question]) {
        if meta.is_empty() {
            return;
        }
        let is_meta = |at: &At| matches!(self.nodes[*at].sort, Sort::Meta);
        let known = self.nodes[0].children.iter().copied().find(is_meta);
        let around = known.unwrap_or_else(|| self.add(Some(0), "meta", Sort::Meta));
        for question in meta {
            self.add(Some(around), &question.node.name, Sort::Question(question));
        }
    }

    /// Adds a node at the end of the one around it.
    pub(crate) fn add(&mut self, parent: Option<At>, name: &str, sort: Sort<'a>) -> At {
        let at = self.nodes.len();
        let around = parent.map_or("", |parent| &*self.nodes[parent].path);
        self.bytes += around.len() + name.len() + 1;
        // Nothing is made of a tree that is too large.
        let path = if self.is_too_large() { String::new() } else { format!("{around}/{name}") };
        if !matches!(sort, Sort::Leaf(_)) {
            self.by_name.entry(name.to_owned()).and_modify(|known| *known = None).or_insert(Some(at));
        }
        self.nodes.push(TreeNode { name: name.to_owned(), sort, parent, children: Vec::new(), path });
        if let Some(parent) = parent {
            self.nodes[parent].children.push(at);
        }
        at
    }

    /// Whether the paths are longer than [`PATHS_LIMIT`]; those beyond it are empty.
    pub(crate) fn is_too_large(&self) -> bool {
        self.bytes > PATHS_LIMIT
    }

    pub(crate) fn find(&self, name: &str) -> Found {
        match self.by_name.get(name) {
            Some(Some(at)) => Found::One(*at),
            Some(None) => Found::Several,
            None => Found::None,
        }
    }

    /// The nodes around one, innermost first.
    pub(crate) fn around(&self, at: At) -> impl Iterator<Item = At> {
        std::iter::successors(self.nodes[at].parent, |at| self.nodes[*at].parent)
    }

    pub(crate) fn is_repeat(&self, at: At) -> bool {
        matches!(self.nodes[at].sort, Sort::Repeat(_))
    }

    /// The innermost repeat around a node.
    pub(crate) fn repeat_around(&self, at: At) -> Option<At> {
        self.around(at).find(|around| self.is_repeat(*around))
    }

    /// The path by which a node is reached from another within the same repeat: `../../name`. `None` where no repeat holds both.
    ///
    /// `from_list` is set for lists of choices made of a repeat's answers: such a path begins outside the repeat, so that it
    /// holds all its instances.
    pub(crate) fn relative(&self, from: At, to: At, from_list: bool) -> Option<String> {
        let shared = self.shared(from, to, |at| self.is_repeat(at))?;
        if from_list {
            let outermost = self.repeat_around(shared).is_none();
            if self.repeat_around(to) == Some(shared)
                && (outermost || self.repeat_around(from) != Some(shared))
            {
                let outside = self.nodes[shared].parent?;
                return Some(self.climb(from, outside, to));
            }
        }
        let holds = |at: At| matches!(self.nodes[at].sort, Sort::Repeat(_) | Sort::Group(_) | Sort::Meta);
        let common = self.shared(from, to, holds)?;
        Some(self.climb(from, common, to))
    }

    /// The innermost node around both that is of a kind.
    fn shared(&self, one: At, other: At, kind: impl Fn(At) -> bool) -> Option<At> {
        let others: Vec<At> = self.around(other).filter(|at| kind(*at)).collect();
        self.around(one).find(|at| others.contains(at))
    }

    fn climb(&self, from: At, over: At, to: At) -> String {
        let up = self.around(from).take_while(|at| *at != over).count() + 1;
        let mut down: Vec<&str> = vec![&self.nodes[to].name];
        down.extend(self.around(to).take_while(|at| *at != over).map(|at| &*self.nodes[at].name));
        down.reverse();
        "../".repeat(up) + &down.join("/")
    }
}
