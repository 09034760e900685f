//! The flight: a walk of the probabilities towards zero and one that keeps every balancing total.

/// A probability this close to zero or one has arrived there.
const ARRIVED: f64 = 1e-11;

/// What is left of a row after subtracting the rows before it, in relation to the row, when it is a combination of them.
const DEPENDENT: f64 = 1e-10;

/// The balancing equations: each unit's values over its probability, column by column made comparable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Equations<'a> {
    /// Values of the units, one unit after the other.
    pub(super) rows: &'a [f64],
    /// Values of a unit.
    pub(super) width: usize,
    /// How many of them are balanced on.
    pub(super) used: usize,
    /// Whose number of sampled units is kept.
    pub(super) sizes: Sizes<'a>,
}

/// Whose expected number of sampled units a flight keeps.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sizes<'a> {
    /// Nobody's.
    None,
    /// That of all units together.
    Whole,
    /// That of the units of each stratum; units must come one stratum after the other.
    Strata(&'a [u32]),
}

/// Whether chance has decided on a unit.
pub(super) fn decided(p: f64) -> bool {
    p == 0.0 || p == 1.0
}

/// Takes `units` in their order until those that are left undecided have linearly independent equations. One uniform number is
/// asked for each step.
pub(super) fn fly(
    equations: Equations<'_>,
    units: impl Iterator<Item = usize>,
    p: &mut [f64],
    uniform: &mut impl FnMut() -> f64,
) {
    let mut window = Window { equations, units: Vec::new(), basis: Vec::new(), strata: Vec::new() };
    // Units that wait for their place in the window, the next one last.
    let mut waiting: Vec<usize> = Vec::new();
    let mut last = None;
    for unit in units.filter(|unit| !decided(p[*unit])).collect::<Vec<_>>() {
        if let Sizes::Strata(strata) = equations.sizes
            && last.replace(strata[unit]).is_some_and(|last| last != strata[unit])
        {
            window.close(strata);
        }
        waiting.push(unit);
        while let Some(newest) = waiting.pop() {
            let Some(direction) = window.add(newest) else { continue };
            step(&window.units, newest, &direction, p, uniform());
            if !decided(p[newest]) {
                waiting.push(newest);
            }
            if window.units.iter().any(|unit| decided(p[*unit])) {
                waiting.extend(window.units.iter().rev().filter(|unit| !decided(p[**unit])));
                window.clear();
            }
        }
    }
}

/// Moves the probabilities along `direction` (the window's units first, the newest with 1) or against it, as far as they may, so that
/// each keeps its expectation.
fn step(units: &[usize], newest: usize, direction: &[f64], p: &mut [f64], u: f64) {
    let largest = direction.iter().fold(1.0f64, |most, v| most.max(v.abs()));
    let moves: Vec<(usize, f64)> = units
        .iter()
        .copied()
        .zip(direction.iter().copied())
        .chain([(newest, 1.0)])
        .filter(|(_, v)| v.abs() > ARRIVED * largest)
        .collect();
    let reach = |sign: f64| {
        let ends = moves.iter().map(|&(unit, v)| {
            let v = sign * v;
            (if v > 0.0 { (1.0 - p[unit]) / v } else { -p[unit] / v }, unit, v)
        });
        // The first of equals: the newest has a value of one, so that there always is an end.
        ends.fold((f64::INFINITY, newest, 1.0), |best, end| if end.0 < best.0 { end } else { best })
    };
    let (forward, back) = (reach(1.0), reach(-1.0));
    let sign = if u * (forward.0 + back.0) < back.0 { 1.0 } else { -1.0 };
    let (length, stopped, v) = if sign > 0.0 { forward } else { back };
    for (unit, v) in moves {
        let value = p[unit] + sign * length * v;
        p[unit] = if value < ARRIVED {
            0.0
        } else if value > 1.0 - ARRIVED {
            1.0
        } else {
            value
        };
    }
    p[stopped] = if v > 0.0 { 1.0 } else { 0.0 };
}

/// Undecided units with linearly independent equations, and their equations in echelon form.
struct Window<'a> {
    equations: Equations<'a>,
    units: Vec<usize>,
    basis: Vec<Reduced>,
    /// Strata of the units: each has a column after those of the values.
    strata: Vec<u32>,
}

/// A row less multiples of the rows before it.
struct Reduced {
    /// Values; columns that came later are zero.
    values: Vec<f64>,
    /// Its largest value's column.
    pivot: usize,
    /// The combination of the window's rows that it is.
    mix: Vec<f64>,
}

impl Window<'_> {
    fn clear(&mut self) {
        self.units.clear();
        self.basis.clear();
        self.strata.clear();
    }

    /// Leaves out units that are the only undecided ones of their stratum, of which no more will come: nothing can move them any longer
    /// without changing the stratum's size.
    fn close(&mut self, strata: &[u32]) {
        let units = std::mem::take(&mut self.units);
        let alone = |unit: &usize| units.iter().filter(|other| strata[**other] == strata[*unit]).count() == 1;
        let kept: Vec<usize> = units.iter().copied().filter(|unit| !alone(unit)).collect();
        if kept.len() == units.len() {
            self.units = units;
            return;
        }
        self.clear();
        for unit in kept {
            // Independent as before: without the others' columns nothing is lost.
            self.add(unit);
        }
    }

    /// Adds a unit, or returns the coefficients of the window's units that together with 1 for this unit leave all equations as they are.
    fn add(&mut self, unit: usize) -> Option<Vec<f64>> {
        let mut values = self.row(unit);
        let scale = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
        let mut mix = vec![0.0; self.units.len()];
        for reduced in &self.basis {
            let factor = values[reduced.pivot] / reduced.values[reduced.pivot];
            if factor != 0.0 {
                values.iter_mut().zip(&reduced.values).for_each(|(value, other)| *value -= factor * other);
                values[reduced.pivot] = 0.0;
                mix.iter_mut().zip(&reduced.mix).for_each(|(value, other)| *value -= factor * other);
            }
        }
        let mut pivot = 0;
        for (column, value) in values.iter().enumerate() {
            if value.abs() > values[pivot].abs() {
                pivot = column;
            }
        }
        if values.is_empty() || values[pivot].abs() <= DEPENDENT * scale {
            return Some(mix);
        }
        self.units.push(unit);
        mix.push(1.0);
        self.basis.push(Reduced { values, pivot, mix });
        None
    }

    /// The equations' column of a unit. Its stratum gets a column if it has none.
    fn row(&mut self, unit: usize) -> Vec<f64> {
        let Equations { rows, width, used, sizes } = self.equations;
        let mut values = rows[unit * width..unit * width + used].to_vec();
        match sizes {
            Sizes::None => {}
            Sizes::Whole => values.push(1.0),
            Sizes::Strata(codes) => {
                let stratum = codes[unit];
                let place = self.strata.iter().position(|known| *known == stratum);
                let place = place.unwrap_or_else(|| {
                    self.strata.push(stratum);
                    self.strata.len() - 1
                });
                values.resize(used + self.strata.len(), 0.0);
                values[used + place] = 1.0;
            }
        }
        values
    }
}
