//! Which items have a certain text in a certain child: what makes the choices of a commune's province a look-up.

use crate::expression::parse_number;

use super::{Name, Stock};

/// Numbers that differ by less are the same to the expressions.
const NEAR: f64 = 1e-12;

/// What an index is for: the items of a name below a root, by the text of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndexKey {
    /// The element that holds the items.
    pub(crate) parent: u32,
    /// Name of the items.
    pub(crate) item: Name,
    /// Name of the child that is compared.
    pub(crate) child: Name,
}

/// Items in the order of the text of one child, items of the same text in their own order.
#[derive(Debug)]
pub(crate) struct Index {
    sorted: Vec<u32>,
    /// Those whose text is a number, by number and then in their own order.
    numbers: Vec<(f64, u32)>,
    child: Name,
    plain: bool,
}

impl Index {
    /// Sorts the items once. An item without the child is in no answer; an item that has it twice makes the index useless,
    /// because XPath is content with either.
    pub(crate) fn new(stock: &Stock, key: IndexKey) -> Index {
        let mut sorted = Vec::new();
        let mut plain = true;
        for item in stock.children(key.parent) {
            if stock.name(item) != Some(key.item) {
                continue;
            }
            let mut compared = stock.children(item).filter(|child| stock.name(*child) == Some(key.child));
            if compared.next().is_some() {
                sorted.push(item);
            }
            plain &= compared.next().is_none();
        }
        sorted.sort_by(|a, b| text(stock, *a, key.child).cmp(text(stock, *b, key.child)).then(a.cmp(b)));
        let number = |item: &u32| (parse_number(text(stock, *item, key.child)), *item);
        let mut numbers: Vec<(f64, u32)> =
            sorted.iter().map(number).filter(|(number, _)| !number.is_nan()).collect();
        numbers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Index { sorted, numbers, child: key.child, plain }
    }

    /// Whether it may be used.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain
    }

    /// The items whose child has exactly that text, in their order.
    pub(crate) fn find(&self, stock: &Stock, wanted: &str) -> &[u32] {
        let start = self.sorted.partition_point(|item| text(stock, *item, self.child) < wanted);
        let length = self.sorted[start..].partition_point(|item| text(stock, *item, self.child) == wanted);
        &self.sorted[start..start + length]
    }
}

impl Index {
    /// The items whose child is that number, in their order.
    pub(crate) fn find_number(&self, wanted: f64) -> Vec<u32> {
        let start = self.numbers.partition_point(|(number, _)| *number <= wanted - NEAR);
        let near = self.numbers[start..].iter().take_while(|(number, _)| *number < wanted + NEAR);
        let mut found: Vec<u32> = near.map(|(_, item)| *item).collect();
        found.sort_unstable();
        found
    }
}

fn text(stock: &Stock, item: u32, child: Name) -> &str {
    stock.child(item, child).map_or("", |child| stock.text(child))
}
