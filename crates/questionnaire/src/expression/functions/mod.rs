//! The functions of ODK XForms by name, one file for each kind. What each does, and where other engines do otherwise, is in
//! `functions.md`.
#![doc = include_str!("../functions.md")]

pub(crate) mod boolean;
pub(crate) mod date;
pub(crate) mod digest;
pub(crate) mod geo;
pub(crate) mod node;
pub(crate) mod number;
pub(crate) mod pattern;
pub(crate) mod random;
pub(crate) mod select;
pub(crate) mod string;

/// A function that was found by its name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Function {
    Boolean(boolean::BooleanFunction),
    Date(date::DateFunction),
    Geo(geo::GeoFunction),
    Node(node::NodeFunction),
    Number(number::NumberFunction),
    Select(select::SelectFunction),
    Text(string::TextFunction),
}

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// This many.
    Exactly(usize),
    /// From the first to the second.
    Between(usize, usize),
    /// This many or more.
    AtLeast(usize),
    /// This many, or two, four, six more.
    Pairs(usize),
    /// This many, or two, four more, up to the second.
    PairsUpTo(usize, usize),
}

impl Arity {
    /// May the function be called with so many?
    pub fn allows(self, count: usize) -> bool {
        match self {
            Arity::Exactly(n) => count == n,
            Arity::Between(least, most) => (least..=most).contains(&count),
            Arity::AtLeast(least) => count >= least,
            Arity::Pairs(least) => count >= least && (count - least).is_multiple_of(2),
            Arity::PairsUpTo(least, most) => {
                (least..=most).contains(&count) && (count - least).is_multiple_of(2)
            }
        }
    }
}

impl std::fmt::Display for Arity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Arity::Exactly(n) => write!(f, "{n}"),
            Arity::Between(least, most) => write!(f, "{least}–{most}"),
            Arity::AtLeast(least) => write!(f, "≥ {least}"),
            Arity::Pairs(least) => write!(f, "{least}, {}, {}, …", least + 2, least + 4),
            Arity::PairsUpTo(least, most) => {
                write!(f, "{least}")?;
                (least + 2..=*most).step_by(2).try_for_each(|n| write!(f, ", {n}"))
            }
        }
    }
}

/// A function as the table knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) function: Function,
    pub(crate) arity: Arity,
    /// Does the engine of ODK Collect know it?
    pub(crate) in_collect: bool,
}

impl Entry {
    pub(crate) const fn new(name: &'static str, function: Function, arity: Arity) -> Entry {
        Entry { name, function, arity, in_collect: true }
    }

    pub(crate) const fn only_here(name: &'static str, function: Function, arity: Arity) -> Entry {
        Entry { name, function, arity, in_collect: false }
    }
}

const TABLES: [&[Entry]; 7] =
    [string::TABLE, number::TABLE, boolean::TABLE, date::TABLE, node::TABLE, select::TABLE, geo::TABLE];

/// All functions, kind by kind.
pub(crate) fn all() -> impl Iterator<Item = &'static Entry> {
    TABLES.into_iter().flatten()
}

/// The function of a name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.name == name)
}

/// Names and numbers of arguments of all functions, in the order of their names.
pub fn function_names() -> Vec<(&'static str, Arity)> {
    let mut names: Vec<_> = all().map(|entry| (entry.name, entry.arity)).collect();
    names.sort_by_key(|(name, _)| *name);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_its_own_name_and_its_line_in_the_page() {
        let page = include_str!("../functions.md");
        let names = function_names();
        for (i, (name, arity)) in names.iter().enumerate() {
            assert!(i == 0 || names[i - 1].0 != *name, "{name} twice");
            let line = format!("| `{name}` | {arity} |");
            assert!(page.contains(&line), "functions.md lacks the line {line}");
        }
        let lines = page.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(lines, names.len(), "functions.md has lines for functions that do not exist");
    }
}
