//! Which categories of one division of the respondents are made of which of another: a question and what was derived from it,
//! provinces and their regions, a filter and the question behind it.
//!
//! Two divisions are laid over each other. Categories that share a respondent hang together; what hangs together on one
//! side holds the same people as what hangs together with it on the other, so that the counts of both sides are equal, in every
//! group. A dependency that holds by chance only makes the protection more careful.

use crate::people::NOWHERE;

/// A division of the respondents into categories, as codes from 0; some respondents may be in none.
#[derive(Debug, Clone, Copy)]
pub(super) enum Codes<'a> {
    /// The category of each.
    Of(&'a [u32]),
    /// One category: those with a code.
    Any(&'a [u32]),
    /// One category: those with a flag.
    Flagged(&'a [bool]),
}

impl Codes<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Codes::Of(codes) | Codes::Any(codes) => codes.len(),
            Codes::Flagged(flags) => flags.len(),
        }
    }

    /// The category of a respondent, or [`NOWHERE`].
    pub(super) fn at(&self, row: usize) -> u32 {
        match self {
            Codes::Of(codes) => codes[row],
            Codes::Any(codes) => {
                if codes[row] == NOWHERE {
                    NOWHERE
                } else {
                    0
                }
            }
            Codes::Flagged(flags) => {
                if flags[row] {
                    0
                } else {
                    NOWHERE
                }
            }
        }
    }
}

/// Respondents of each category that are looked at first: where two divisions have nothing to do with each other, they
/// are enough to see it, and the others need not be looked at.
const FIRST: usize = 16;

/// A division with the first respondents of each of its categories.
#[derive(Debug)]
pub(super) struct Division<'a> {
    pub(super) codes: Codes<'a>,
    /// Respondents of each category.
    pub(super) sizes: Vec<u64>,
    first: Vec<usize>,
    /// Tells different divisions apart; the same does not prove that they are the same.
    print: u64,
}

impl<'a> Division<'a> {
    pub(super) fn new(codes: Codes<'a>, classes: usize) -> Division<'a> {
        let mut sizes = vec![0u64; classes];
        let mut outside = 0;
        let mut first = Vec::new();
        let mut print = 0xcbf2_9ce4_8422_2325u64;
        for row in 0..codes.len() {
            let code = codes.at(row);
            print = (print ^ u64::from(code)).wrapping_mul(0x0000_0100_0000_01b3);
            let size = sizes.get_mut(code as usize).unwrap_or(&mut outside);
            *size += 1;
            if *size <= FIRST as u64 {
                first.push(row);
            }
        }
        Division { codes, sizes, first, print }
    }

    /// Whether both put every respondent into the same category.
    pub(super) fn same(&self, other: &Division<'_>) -> bool {
        self.print == other.print
            && self.sizes == other.sizes
            && (0..self.codes.len()).all(|row| self.codes.at(row) == other.codes.at(row))
    }
}

/// Categories of two divisions that hold the same respondents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
    /// Somebody on the right is nowhere on the left.
    pub(super) short_left: bool,
    /// Somebody on the left is nowhere on the right.
    pub(super) short_right: bool,
}

impl Tie {
    pub(super) fn turned(&self) -> Tie {
        Tie {
            left: self.right.clone(),
            right: self.left.clone(),
            short_left: self.short_right,
            short_right: self.short_left,
        }
    }
}

/// The ties between two divisions. What only says that all of one are all of the other is left out, and so are categories
/// without anybody: nobody can be found in them. Where somebody of one side is nowhere on the other, only a single category
/// that others lie inside is kept: in the groups where nobody is missing the counts are equal all the same.
pub(super) fn ties(left: &Division<'_>, right: &Division<'_>) -> Vec<Tie> {
    let offset = left.sizes.len();
    let mut forest = Forest::new(left, right);
    let mut join = |row: usize| {
        let (a, b) = (left.codes.at(row), right.codes.at(row));
        match (a == NOWHERE, b == NOWHERE) {
            (false, false) => forest.join(a as usize, offset + b as usize),
            (false, true) => forest.short(a as usize, false),
            (true, false) => forest.short(offset + b as usize, true),
            (true, true) => {}
        }
        forest.says_nothing()
    };
    let all = 0..left.codes.len();
    if left.first.iter().chain(&right.first).copied().chain(all).any(&mut join) {
        return Vec::new();
    }
    let mut found: Vec<Option<Tie>> = vec![None; offset + right.sizes.len()];
    for at in 0..found.len() {
        let root = forest.root(at);
        let tree = &forest.trees[root];
        if !tree.live() || tree.left == 0 || tree.right == 0 {
            continue;
        }
        let tie = found[root].get_or_insert(Tie {
            left: Vec::new(),
            right: Vec::new(),
            short_left: tree.short_left,
            short_right: tree.short_right,
        });
        if at < offset { tie.left.push(at) } else { tie.right.push(at - offset) }
    }
    found.into_iter().flatten().collect()
}

/// Categories that hang together.
#[derive(Debug, Clone, Copy)]
struct Tree {
    left: usize,
    right: usize,
    short_left: bool,
    short_right: bool,
}

impl Tree {
    /// Whether it may still become a tie.
    fn live(&self) -> bool {
        !(self.short_left && (self.short_right || self.right > 1) || self.short_right && self.left > 1)
    }
}

struct Forest {
    parent: Vec<usize>,
    trees: Vec<Tree>,
    /// Trees in all, and the live ones that have something on the left and on the right.
    count: usize,
    live: (usize, usize),
}

impl Forest {
    fn new(left: &Division<'_>, right: &Division<'_>) -> Forest {
        let tree = |left: usize, right: usize| Tree { left, right, short_left: false, short_right: false };
        let trees: Vec<Tree> = left
            .sizes
            .iter()
            .map(|&size| tree(usize::from(size > 0), 0))
            .chain(right.sizes.iter().map(|&size| tree(0, usize::from(size > 0))))
            .collect();
        let sides = |side: fn(&Tree) -> usize| trees.iter().filter(|tree| side(tree) > 0).count();
        let live = (sides(|tree| tree.left), sides(|tree| tree.right));
        Forest { parent: (0..trees.len()).collect(), count: live.0 + live.1, live, trees }
    }

    /// All hang together, or nothing that is left has a counterpart: nothing more can come of it.
    fn says_nothing(&self) -> bool {
        self.count <= 1 || self.live.0 == 0 || self.live.1 == 0
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (kept, gone) = (a.min(b), a.max(b));
        self.count(a, false);
        self.count(b, false);
        let other = self.trees[gone];
        let tree = &mut self.trees[kept];
        tree.left += other.left;
        tree.right += other.right;
        tree.short_left |= other.short_left;
        tree.short_right |= other.short_right;
        self.parent[gone] = kept;
        self.count -= 1;
        self.count(kept, true);
    }

    fn short(&mut self, at: usize, left: bool) {
        let root = self.root(at);
        let tree = self.trees[root];
        let known = if left { tree.short_left } else { tree.short_right };
        if known {
            return;
        }
        self.count(root, false);
        let tree = &mut self.trees[root];
        if left {
            tree.short_left = true;
        } else {
            tree.short_right = true;
        }
        self.count(root, true);
    }

    /// Counts a tree in or out.
    fn count(&mut self, root: usize, add: bool) {
        let tree = self.trees[root];
        if tree.live() {
            let (left, right) = (usize::from(tree.left > 0), usize::from(tree.right > 0));
            let by = |number: usize, one: usize| if add { number + one } else { number - one };
            self.live = (by(self.live.0, left), by(self.live.1, right));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(left: &[u32], right: &[u32]) -> Vec<Tie> {
        let division = |codes| Division::new(Codes::Of(codes), 3);
        ties(&division(left), &division(right))
    }

    fn tie(left: &[usize], right: &[usize]) -> Tie {
        Tie { left: left.to_vec(), right: right.to_vec(), short_left: false, short_right: false }
    }

    #[test]
    fn a_category_is_tied_to_those_that_it_is_made_of() {
        let fine = [0, 1, 2, 0, 1, 2];
        assert_eq!(found(&fine, &[0, 0, 1, 0, 0, 1]), [tie(&[0, 1], &[0]), tie(&[2], &[1])]);
        // Those of the last category are left out of the coarse one.
        assert_eq!(found(&fine, &[0, 0, NOWHERE, 0, 0, NOWHERE]), [tie(&[0, 1], &[0])]);
        // One person who is elsewhere unties it all.
        assert_eq!(found(&fine, &[0, 0, 1, 0, 1, 1]), []);
    }

    #[test]
    fn a_category_with_people_who_are_nowhere_holds_more_than_its_parts() {
        let short = Tie { short_right: true, ..tie(&[0], &[0, 1]) };
        assert_eq!(found(&[0, 0, 0, 1, 2], &[0, 1, NOWHERE, 2, 2]), [short, tie(&[1, 2], &[2])]);
        assert!(found(&[0, 1, NOWHERE, 2], &[0, 0, 0, NOWHERE])[0].short_left);
        // Where each holds people whom the other does not, nothing follows.
        assert_eq!(found(&[0, 0, NOWHERE, 1], &[0, NOWHERE, 0, 1]), [tie(&[1], &[1])]);
    }

    #[test]
    fn what_is_all_in_one_says_nothing() {
        assert_eq!(found(&[0, 1, 0, 1], &[0, 0, 1, 1]), []);
        assert_eq!(found(&[0, 0, NOWHERE], &[1, 1, NOWHERE]), []);
    }
}
