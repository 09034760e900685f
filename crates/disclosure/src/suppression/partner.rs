//! Which figure to hide so that another cannot be computed.

use std::collections::BTreeSet;

use super::attack::{Attack, Tied};
use super::system::{State, Sum, System};

/// The open figure whose hiding should protect `figure`; none if it is safe, or if all that is tied to it is hidden already.
///
/// A sum that has no other hidden figure gives it away, and one whose hidden figures come to less than is needed keeps it
/// small: a partner is looked for in such sums first. Else in the nearest sum with one hidden figure, so that what was begun
/// is finished, and else in the sums of the figure itself and of those tied to it, the nearest first. Of the candidates the one
/// that costs least is taken; ties go to the earlier figure.
pub(super) fn partner(system: &System, figure: usize, needed: f64, attack: &mut Attack) -> Option<usize> {
    let own = &system.sums_of[figure];
    let telling = |sum: usize| system.hidden_in(&system.sums[sum]) == 1;
    let narrow = |sum: usize| comes_to(system, &system.sums[sum], figure) < needed;
    let open = |sum: usize| system.sums[sum].figures().any(|at| system.figures[at].state == State::Open);
    if own.iter().any(|&sum| narrow(sum) && !open(sum)) {
        // Sums that are nobody's say that it is nobody, whatever else is hidden.
        return None;
    }
    let given_away = choice(system, own.iter().copied().filter(|&sum| telling(sum)))
        .or_else(|| choice(system, own.iter().copied().filter(|&sum| narrow(sum))));
    if given_away.is_some() {
        return given_away;
    }
    if attack.spread(system, figure, needed) >= needed {
        return None;
    }
    let tied = Tied::to(system, figure);
    let begun = tied.sums.iter().copied().find(|&sum| telling(sum) && open(sum));
    if let Some(begun) = begun {
        return choice(system, [begun].into_iter());
    }
    let own: BTreeSet<usize> = own.iter().copied().collect();
    choice(system, own.into_iter())
        .or_else(|| tied.sums.iter().find_map(|&sum| choice(system, [sum].into_iter())))
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

/// The open figure in some sums that costs least.
fn choice(system: &System, sums: impl Iterator<Item = usize>) -> Option<usize> {
    let open: BTreeSet<usize> = sums
        .flat_map(|sum| system.sums[sum].figures())
        .filter(|&at| system.figures[at].state == State::Open)
        .collect();
    open.into_iter().min_by(|&a, &b| system.cost(a).total_cmp(&system.cost(b)))
}
