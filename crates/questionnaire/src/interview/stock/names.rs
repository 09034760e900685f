//! Names of elements as numbers, so that a step of a path compares numbers.

use std::collections::BTreeMap;

/// A name by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(pub(crate) u32);

/// All names of a form and of the data beside it.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: BTreeMap<String, Name>,
    written: Vec<String>,
}

impl Names {
    /// The number of a name, given now if it is new.
    pub(crate) fn intern(&mut self, written: &str) -> Name {
        if let Some(name) = self.known.get(written) {
            return *name;
        }
        let name = Name(self.written.len() as u32);
        self.written.push(written.to_owned());
        self.known.insert(written.to_owned(), name);
        name
    }

    /// The number of a name that is known.
    pub(crate) fn get(&self, written: &str) -> Option<Name> {
        self.known.get(written).copied()
    }

    /// The name as written.
    pub(crate) fn written(&self, name: Name) -> &str {
        self.written.get(name.0 as usize).map_or("", String::as_str)
    }
}
