//! Which figure to hide so that another cannot be computed.

use std::collections::BTreeMap;

use super::attack::{Attack, Finds, Tied};
use super::system::{Figure, State, Sum, System};

/// The open figures whose hiding should protect `figure`; none if it is safe, or if all that is tied to it is hidden already.
///
/// A sum that has no other hidden figure gives it away, and one whose hidden figures come to less than is needed keeps it
/// small: a partner is looked for in such sums first. Else the figures nearby that are cheapest to hide together are taken, and if
/// there are none that help, one of the nearest sums, bases and everyone's row included.
pub(super) fn partners(system: &System, figure: usize, needed: f64, attack: &mut Attack) -> Vec<usize> {
    let telling = |sum: usize| system.hidden_in(&system.sums[sum]) == 1;
    let open = |sum: usize| system.sums[sum].figures().any(|at| system.figures[at].state == State::Open);
    let sums = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        system.sums_of[figure].iter().copied().filter(|&sum| wanted(sum)).collect()
    };
    let narrow = sums(&|sum| comes_to(system, &system.sums[sum], figure) < needed);
    if narrow.iter().any(|&sum| !open(sum)) {
        // Sums that are nobody's say that it is nobody, whatever else is hidden.
        return Vec::new();
    }
    let given_away = choice(system, &sums(&telling)).or_else(|| choice(system, &narrow));
    if let Some(partner) = given_away {
        return vec![partner];
    }
    // Look a little further, then change a little more, and so on.
    for (step, around, dear) in [(1, 200, false), (1, 800, false), (2, 800, true)] {
        if attack.look(system, figure, needed, step) == Finds::Little {
            return Vec::new();
        }
        if let Some(found) = attack.rescue(system, figure, needed, around, dear) {
            return found;
        }
    }
    if attack.look(system, figure, needed, 3) == Finds::Little {
        return Vec::new();
    }
    let tied = Tied::to(system, figure, usize::MAX, Figure::is_hidden);
    choice(system, &system.sums_of[figure])
        .or_else(|| tied.sums.iter().find_map(|&sum| choice(system, &[sum])))
        .into_iter()
        .collect()
}

/// What a sum lets a figure be at most: all that is hidden on its side, where nothing is hidden on the other.
fn comes_to(system: &System, sum: &Sum, figure: usize) -> f64 {
    let (own, other) =
        if sum.left.contains(&figure) { (&sum.left, &sum.right) } else { (&sum.right, &sum.left) };
    if other.iter().any(|&at| system.is_hidden(at)) {
        return f64::INFINITY;
    }
    own.iter().filter(|&&at| system.is_hidden(at)).map(|&at| system.figures[at].count).sum()
}

/// The open figure in some sums that costs readers least, among equals one that is in as many of the sums as possible. Ties go to
/// the earlier figure.
fn choice(system: &System, sums: &[usize]) -> Option<usize> {
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    for figure in sums.iter().flat_map(|&sum| system.sums[sum].figures()) {
        if system.figures[figure].state == State::Open {
            *open.entry(figure).or_default() += 1;
        }
    }
    let order = |&(a, in_a): &(usize, usize), &(b, in_b): &(usize, usize)| {
        let (rank_a, rank_b) = (system.figures[a].rank, system.figures[b].rank);
        rank_a.cmp(&rank_b).then(in_b.cmp(&in_a)).then(system.cost(a).total_cmp(&system.cost(b)))
    };
    open.into_iter().min_by(order).map(|(figure, _)| figure)
}
