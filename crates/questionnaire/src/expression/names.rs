//! Names of elements as small numbers, so that an evaluation compares no texts.

use std::collections::BTreeMap;

/// A name that was entered in a [`Names`]; its value counts from 0 in the order of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

impl NameId {
    /// As an index into a table with one entry for each name.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The names of a form: of its elements, its instances and their columns, as they are written, prefixes included.
#[derive(Debug, Clone, Default)]
pub struct Names {
    texts: Vec<String>,
    ids: BTreeMap<String, NameId>,
}

impl Names {
    /// None yet.
    pub fn new() -> Names {
        Names::default()
    }

    /// The number of a name, which is entered if it is new.
    pub fn intern(&mut self, name: &str) -> NameId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = NameId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// The number of a name that was entered.
    pub fn get(&self, name: &str) -> Option<NameId> {
        self.ids.get(name).copied()
    }

    /// The name of a number; empty if it is of another table.
    pub fn text(&self, id: NameId) -> &str {
        self.texts.get(id.index()).map_or("", String::as_str)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_number_that_it_got_first() {
        let mut names = Names::new();
        let (a, b) = (names.intern("tuổi"), names.intern("jr:b"));
        assert_eq!((a, b, names.intern("tuổi")), (NameId(0), NameId(1), NameId(0)));
        assert_eq!((names.text(b), names.get("c"), names.len()), ("jr:b", None, 2));
    }
}
