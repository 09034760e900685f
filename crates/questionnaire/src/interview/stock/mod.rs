//! The data beside the answers: choice lists and attached tables as trees of elements, laid out once and shared by all interviews.
//! An element is a number; the children of an element stand next to each other.

mod csv;
mod geojson;
mod index;
#[cfg(test)]
mod tests;

pub(crate) use index::{Index, IndexKey};

pub(crate) use crate::expression::NameId as Name;
use crate::expression::Names;
use crate::xform::xml::{Element, XmlError, read};

/// Marks that there is no parent.
const NOTHING: u32 = u32::MAX;

/// One element, or the document that holds a root.
#[derive(Debug, Clone, Copy)]
struct Item {
    name: Name,
    parent: u32,
    first: u32,
    count: u32,
    text: (u32, u32),
}

/// All elements of all instances beside the answers.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    items: Vec<Item>,
    texts: String,
    /// Identifier and document of each instance.
    instances: Vec<(String, u32)>,
}

/// What stands in one cell of a table before it is laid out.
pub(crate) type Cell<'a> = (Name, &'a str);

impl Stock {
    /// The document of an instance.
    pub(crate) fn document(&self, instance: &str) -> Option<u32> {
        self.instances.iter().find(|(name, _)| name == instance).map(|(_, document)| *document)
    }

    /// The root of an instance, below its document.
    pub(crate) fn root(&self, instance: &str) -> Option<u32> {
        self.children(self.document(instance)?).next()
    }

    /// The name of an element.
    pub(crate) fn name(&self, item: u32) -> Option<Name> {
        self.items.get(item as usize).map(|item| item.name)
    }

    /// What stands in it and in no element in it.
    pub(crate) fn text(&self, item: u32) -> &str {
        let Some(item) = self.items.get(item as usize) else { return "" };
        self.texts.get(item.text.0 as usize..item.text.1 as usize).unwrap_or_default()
    }

    /// The element around it; nothing around a document.
    pub(crate) fn parent(&self, item: u32) -> Option<u32> {
        self.items.get(item as usize).map(|item| item.parent).filter(|parent| *parent != NOTHING)
    }

    /// The elements in it, in order.
    pub(crate) fn children(&self, item: u32) -> std::ops::Range<u32> {
        self.items.get(item as usize).map_or(0..0, |item| item.first..item.first + item.count)
    }

    /// The first child of that name.
    pub(crate) fn child(&self, item: u32, name: Name) -> Option<u32> {
        self.children(item).find(|child| self.items[*child as usize].name == name)
    }

    /// Lays out a table as `root/item/column`: one item for each row, with the cells given.
    pub(crate) fn add_table<'a>(
        &mut self,
        instance: &str,
        names: &mut Names,
        rows: impl ExactSizeIterator<Item = Vec<Cell<'a>>>,
    ) {
        let (document, root, item) = (names.intern(""), names.intern("root"), names.intern("item"));
        // `pulldata` finds a table by its name, which may stand nowhere else.
        names.intern(instance);
        let at = self.items.len() as u32;
        let count = rows.len() as u32;
        self.push(document, NOTHING, at + 1, 1, "");
        self.push(root, at, at + 2, count, "");
        let mut cells = Vec::with_capacity(rows.len());
        let mut first = at + 2 + count;
        for row in rows {
            self.push(item, at + 1, first, row.len() as u32, "");
            first += row.len() as u32;
            cells.push(row);
        }
        for (number, row) in cells.into_iter().enumerate() {
            let parent = at + 2 + number as u32;
            for (name, text) in row {
                self.push(name, parent, 0, 0, text);
            }
        }
        self.instances.push((instance.to_owned(), at));
    }

    /// Lays out an element with all that is in it as an instance of its own.
    pub(crate) fn add_tree(&mut self, instance: &str, names: &mut Names, root: &Element) {
        let at = self.items.len() as u32;
        let document = names.intern("");
        names.intern(instance);
        self.push(document, NOTHING, at + 1, 1, "");
        let name = names.intern(&root.name);
        self.push(name, at, 0, 0, &own_text(root));
        // Breadth first: that is what puts the children of an element next to each other.
        let mut waiting = std::collections::VecDeque::from([(root, at + 1)]);
        while let Some((element, number)) = waiting.pop_front() {
            let first = self.items.len() as u32;
            for child in element.elements() {
                let name = names.intern(&child.name);
                waiting.push_back((child, self.items.len() as u32));
                self.push(name, number, 0, 0, &own_text(child));
            }
            let count = self.items.len() as u32 - first;
            let laid = &mut self.items[number as usize];
            (laid.first, laid.count) = (first, count);
        }
        self.instances.push((instance.to_owned(), at));
    }

    /// An instance that is there and has nothing in it: the record that was saved last, where there is none.
    pub(crate) fn add_empty(&mut self, instance: &str, names: &mut Names) {
        self.add_table(instance, names, Vec::new().into_iter());
    }

    fn push(&mut self, name: Name, parent: u32, first: u32, count: u32, text: &str) {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        self.items.push(Item { name, parent, first, count, text: (start, self.texts.len() as u32) });
    }
}

/// Reads an attached file by the end of its name and adds it as an instance; `Err` says what is wrong with it.
pub(crate) fn attach(
    stock: &mut Stock,
    names: &mut Names,
    instance: &str,
    file: &str,
    bytes: &[u8],
) -> Result<(), String> {
    let end = file.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match &*end {
        "csv" => csv::attach(stock, names, instance, bytes),
        "geojson" | "json" => geojson::attach(stock, names, instance, bytes),
        _ => {
            let root = read(bytes).map_err(|fault| said(&fault))?;
            stock.add_tree(instance, names, &root);
            Ok(())
        }
    }
}

/// The text directly in an element; blank where it has elements.
pub(crate) fn own_text(element: &Element) -> String {
    if element.elements().next().is_some() { String::new() } else { element.text() }
}

/// Why a document cannot be read, in a few words.
pub(crate) fn said(fault: &XmlError) -> String {
    match fault {
        XmlError::NotXml(line, said) => format!("line {line}: {said}"),
        XmlError::DocumentType(line) => format!("line {line}: a document type is not read"),
        XmlError::TooLarge => "it is too large".to_owned(),
        XmlError::TooDeep(line) => format!("line {line}: too many levels"),
    }
}
