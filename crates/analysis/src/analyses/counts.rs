//! The counts of respondents that each kind of analysis is made from.

use sounding_statistics::models::formula::{Formula, Response, Transform, Variable};

use super::guard::Counts;
use super::view::View;
use crate::data::Text;
use crate::modelling::{CurveAnswer, CurveRequest, Family, ModelKind, ModelRequest};
use crate::testing::Hypothesis;

/// Groups that a hypothesis compares, and these among those on either side of a number that says yes or no: its mean is a share.
pub(super) fn of_hypothesis(view: &View<'_>, hypothesis: &Hypothesis) -> Vec<Counts> {
    let own: Vec<&str> = match hypothesis {
        Hypothesis::Groups { by, .. } | Hypothesis::Rank { by, .. } => vec![by],
        Hypothesis::Table(a, b) => vec![a, b],
        Hypothesis::Fit { y, .. } => vec![y],
        Hypothesis::Mean { .. } | Hypothesis::Paired(..) | Hypothesis::Correlation(..) => Vec::new(),
    };
    let names = hypothesis.variables();
    let base = view.complete(names.iter().copied());
    let numbers: Vec<&str> = names.into_iter().filter(|name| !own.contains(name)).collect();
    by_side(view, &base, &numbers, &crossed(view, &own))
}

/// Counts of a base, and of those in it on either side of each number that has no more than two values.
fn by_side(view: &View<'_>, base: &[bool], numbers: &[&str], by: &[String]) -> Vec<Counts> {
    let mut counts = vec![Counts { base: base.to_vec(), by: by.to_vec() }];
    for side in numbers.iter().flat_map(|name| sides(view, name)) {
        let inside = base.iter().zip(&side).map(|(base, side)| *base && *side).collect();
        counts.push(Counts { base: inside, by: by.to_vec() });
    }
    counts
}

/// Domains, and variables beside them; one that is both stands once.
fn crossed(view: &View<'_>, own: &[&str]) -> Vec<String> {
    let mut by: Vec<String> = view.request.by.iter().chain(&view.request.wave).cloned().collect();
    for name in own {
        if !by.iter().any(|known| known == name) {
            by.push((*name).to_owned());
        }
    }
    by
}

/// The domains among those who have all values.
pub(super) fn of_values(view: &View<'_>, names: &[&str]) -> Vec<Counts> {
    by_side(view, &view.complete(names.iter().copied()), names, &crossed(view, &[]))
}

/// Groups and events of curves of survival.
pub(super) fn of_curves(view: &View<'_>, request: &CurveRequest) -> Vec<Counts> {
    let names = [Some(request.time.as_str()), Some(request.status.as_str()), request.start.as_deref()];
    let base = view.complete(names.into_iter().flatten());
    let with_event = events(view, &base, &request.status);
    [base, with_event].into_iter().map(|base| Counts { base, by: crossed(view, &[]) }).collect()
}

fn events(view: &View<'_>, base: &[bool], status: &str) -> Vec<bool> {
    let values = view.numbers(status);
    let event = |row: usize| values.is_none_or(|values| values[row] != 0.0);
    base.iter().enumerate().map(|(row, &inside)| inside && event(row)).collect()
}

/// The groups of every term of a model, among all and among those with each answer where the response has categories.
pub(super) fn of_model(view: &View<'_>, request: &ModelRequest) -> Vec<Counts> {
    let formula = &request.formula;
    let mut names = formula.names();
    names.extend(request.against.iter().flat_map(Formula::names));
    let base = view.complete(names);
    let mut bases = vec![base.clone()];
    bases.extend(by_answer(view, request, &base));
    let mut crossings: Vec<Vec<String>> = vec![crossed(view, &[])];
    let groups = |variable: &Variable| match variable.transform {
        Transform::None => view.categories(&variable.name).is_some(),
        Transform::Factor { .. } => true,
        _ => false,
    };
    if request.kind == ModelKind::Loglinear {
        let all: Vec<&str> = formula.variables.iter().map(|variable| variable.name.as_str()).collect();
        crossings.push(crossed(view, &all));
    } else {
        for term in &formula.terms {
            let own: Vec<&str> = term
                .iter()
                .map(|&at| &formula.variables[at])
                .filter(|&variable| groups(variable))
                .map(|variable| variable.name.as_str())
                .collect();
            crossings.push(crossed(view, &own));
        }
    }
    let strata: Vec<&str> = formula.strata.iter().map(|variable| variable.name.as_str()).collect();
    crossings.push(crossed(view, &strata));
    crossings.sort();
    crossings.dedup();
    let mut counts = Vec::new();
    for base in &bases {
        counts.extend(crossings.iter().map(|by| Counts { base: base.clone(), by: by.clone() }));
        // Numbers that are marks of a group, and groups named in the formula itself.
        for variable in &formula.variables {
            for mark in marks(view, variable) {
                let inside = base.iter().zip(&mark).map(|(base, mark)| *base && *mark).collect();
                counts.push(Counts { base: inside, by: crossed(view, &[]) });
            }
        }
    }
    counts
}

/// Those with each answer of a response that has categories, and those with an event.
fn by_answer(view: &View<'_>, request: &ModelRequest, base: &[bool]) -> Vec<Vec<bool>> {
    match (&request.formula.response, request.kind) {
        (Some(Response::Survival { status, .. }), _) => vec![events(view, base, &status.name)],
        (Some(Response::Variable(variable)), kind) => {
            let marked = matches!(
                kind,
                ModelKind::Ordinal(_) | ModelKind::Glm(Family::Binomial(_) | Family::Quasibinomial(_))
            );
            let within = |mark: Vec<bool>| base.iter().zip(mark).map(|(base, mark)| *base && mark).collect();
            if !marked {
                return Vec::new();
            }
            match view.categories(&variable.name) {
                Some(text) => of_text(text).into_iter().map(within).collect(),
                None => marks(view, variable).into_iter().map(within).collect(),
            }
        }
        (None, _) => Vec::new(),
    }
}

fn of_text(text: &Text) -> Vec<Vec<bool>> {
    let with = |code: usize| text.codes.iter().map(|&own| own as usize == code).collect();
    (0..text.labels.len()).map(with).collect()
}

/// Who is on either side of what a variable says of people, where it says nothing but yes or no.
fn marks(view: &View<'_>, variable: &Variable) -> Vec<Vec<bool>> {
    if let Transform::Equals(value) = &variable.transform {
        let Some(text) = view.categories(&variable.name) else {
            let Some((values, value)) = view.numbers(&variable.name).zip(value.parse::<f64>().ok()) else {
                return Vec::new();
            };
            let equal: Vec<bool> = values.iter().map(|own| *own == value).collect();
            return vec![equal.iter().map(|equal| !equal).collect(), equal];
        };
        let code = text.labels.iter().position(|label| label == value);
        let equal: Vec<bool> = text.codes.iter().map(|&own| Some(own as usize) == code).collect();
        return vec![equal.iter().map(|equal| !equal).collect(), equal];
    }
    if view.categories(&variable.name).is_some() { Vec::new() } else { sides(view, &variable.name) }
}

/// Who has which of the values of a number that has no more than two.
fn sides(view: &View<'_>, name: &str) -> Vec<Vec<bool>> {
    let Some(values) = view.numbers(name) else { return Vec::new() };
    let mut distinct: Vec<f64> = Vec::new();
    for (value, _) in values.iter().zip(&view.inside).filter(|(value, inside)| **inside && !value.is_nan()) {
        if !distinct.contains(value) {
            distinct.push(*value);
        }
        if distinct.len() > 2 {
            return Vec::new();
        }
    }
    distinct.into_iter().map(|value| values.iter().map(|own| *own == value).collect()).collect()
}

/// Takes out the points of curves and the quantiles that too few people stand behind, and says how many. Weights at risk and with the
/// event are those of single points in time, and none is shown.
pub(super) fn thin(view: &View<'_>, request: &CurveRequest, minimum: u64, answer: &mut CurveAnswer) -> u64 {
    let (Some(time), Some(status)) = (view.numbers(&request.time), view.numbers(&request.status)) else {
        return 0;
    };
    let mut left_out = 0;
    let mut kept = Vec::new();
    for (cell, group) in view.prepared.domains.iter().enumerate() {
        let rows: Vec<(f64, bool)> = (0..time.len())
            .filter(|&row| view.prepared.cells[row] == cell as u32)
            .filter(|&row| !time[row].is_nan() && !status[row].is_nan())
            .map(|row| (time[row], status[row] != 0.0))
            .collect();
        let own: Vec<_> = answer.points.iter().filter(|point| point.group == *group).cloned().collect();
        let times: Vec<f64> = own.iter().map(|point| point.at).collect();
        for (point, shown) in own.into_iter().zip(shown_points(&rows, &times, minimum)) {
            left_out += u64::from(!shown);
            kept.extend(shown.then_some(point));
        }
        for quantile in answer.quantiles.iter_mut().filter(|quantile| quantile.group == *group) {
            let events =
                |until: f64| rows.iter().filter(|(time, event)| *event && *time <= until).count() as u64;
            if quantile.value.is_finite() && events(quantile.value) < minimum {
                (quantile.value, quantile.low, quantile.high) = (f64::NAN, f64::NAN, f64::NAN);
                left_out += 1;
            }
        }
    }
    for point in &mut kept {
        (point.at_risk, point.events) = (f64::NAN, f64::NAN);
    }
    answer.points = kept;
    left_out
}

/// The points of a curve that enough people stand behind: since the point before that is shown nobody or enough had the event, and
/// enough are still observed. `rows` are time and status of the group; points are in the order of their times.
fn shown_points(rows: &[(f64, bool)], points: &[f64], minimum: u64) -> Vec<bool> {
    let mut before = f64::NEG_INFINITY;
    let count = |of: &dyn Fn(&(f64, bool)) -> bool| rows.iter().filter(|row| of(row)).count() as u64;
    points
        .iter()
        .map(|&point| {
            let events = count(&|(time, event)| *event && *time > before && *time <= point);
            let observed = count(&|(time, _)| *time >= point);
            let shown = (events == 0 || events >= minimum) && observed >= minimum;
            if shown {
                before = point;
            }
            shown
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_with_too_few_events_between_them_are_passed_over() {
        let rows: Vec<(f64, bool)> = (1..=30).map(|at| (f64::from(at), at % 2 == 0)).collect();
        let points: Vec<f64> = (1..=15).map(|at| f64::from(2 * at)).collect();
        let shown = shown_points(&rows, &points, 5);
        let kept: Vec<f64> =
            points.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(at, _)| *at).collect();
        // Five events each, and at 30 nobody but one is observed.
        assert_eq!(kept, [10.0, 20.0]);
        assert!(shown_points(&rows, &points, 1).iter().all(|shown| *shown));
    }
}
