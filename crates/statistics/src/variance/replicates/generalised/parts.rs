//! The parts of a quadratic form: each makes, from independent numbers of mean zero and variance one, numbers of the units whose covariance is its share
//! of the form.

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// Units of a stage around the mean of their group. `of` has the unit of the stage for each unit of the form; a group its units and the
    /// root of what the sum of squares around the mean is multiplied by.
    Groups { of: Vec<u32>, units: usize, groups: Vec<(Vec<u32>, f64)> },
    /// Differences of neighbours; the last and the first are neighbours where the chain is closed.
    Chain { members: Vec<u32>, closed: bool, size: f64 },
    /// Units that vary independently, each with its standard deviation.
    Independent { units: Vec<u32>, sizes: Vec<f64> },
    /// Columns over some units, one column after the other.
    Columns { members: Vec<u32>, columns: Vec<f64> },
}

impl Part {
    /// How many independent numbers it takes.
    pub(super) fn inputs(&self) -> usize {
        match self {
            Part::Groups { groups, .. } => groups.iter().map(|(members, _)| members.len() - 1).sum(),
            Part::Chain { members, closed, .. } => members.len() - usize::from(!closed),
            Part::Independent { units, .. } => units.len(),
            Part::Columns { members, columns } => columns.len() / members.len(),
        }
    }

    /// The dimension of what it makes.
    pub(super) fn rank(&self) -> usize {
        match self {
            Part::Chain { members, .. } => members.len() - 1,
            other => other.inputs(),
        }
    }

    /// Adds what it makes of `z` to the numbers of the units.
    pub(super) fn add(&self, z: &[f64], out: &mut [f64]) {
        match self {
            Part::Groups { of, units, groups } => {
                let mut deviations = vec![0.0; *units];
                let mut from = 0;
                for (members, size) in groups {
                    let own = &z[from..from + members.len() - 1];
                    from += own.len();
                    // Helmert's contrasts: contrast j is the mean of the units before j, against unit j.
                    let mut later = 0.0;
                    for (place, &unit) in members.iter().enumerate().rev() {
                        let j = place as f64;
                        let step = if place > 0 { own[place - 1] / (j * (j + 1.0)).sqrt() } else { 0.0 };
                        deviations[unit as usize] = size * (later - j * step);
                        later += step;
                    }
                }
                for (out, &unit) in out.iter_mut().zip(of) {
                    *out += deviations[unit as usize];
                }
            }
            Part::Chain { members, closed, size } => {
                let n = members.len();
                for (joint, z) in z.iter().enumerate() {
                    // Joint 0 is the one before unit 0 in a closed chain, else the one before unit 1.
                    let unit = if *closed { joint } else { joint + 1 };
                    out[members[unit] as usize] += size * z;
                    out[members[(unit + n - 1) % n] as usize] -= size * z;
                }
            }
            Part::Independent { units, sizes } => {
                for ((&unit, size), z) in units.iter().zip(sizes).zip(z) {
                    out[unit as usize] += size * z;
                }
            }
            Part::Columns { members, columns } => {
                for (column, z) in columns.chunks_exact(members.len()).zip(z) {
                    for (&unit, value) in members.iter().zip(column) {
                        out[unit as usize] += value * z;
                    }
                }
            }
        }
    }

    /// Its share of the variance of the sum of `totals`.
    pub(super) fn variance(&self, totals: &[f64]) -> f64 {
        match self {
            Part::Groups { of, units, groups } => {
                let mut sums = vec![0.0; *units];
                for (total, &unit) in totals.iter().zip(of) {
                    sums[unit as usize] += total;
                }
                let squares = |(members, size): &(Vec<u32>, f64)| {
                    let own = || members.iter().map(|&unit| sums[unit as usize]);
                    let mean = own().sum::<f64>() / members.len() as f64;
                    size * size * own().map(|sum| (sum - mean).powi(2)).sum::<f64>()
                };
                groups.iter().map(squares).sum()
            }
            Part::Chain { members, closed, size } => {
                let total = |place: usize| totals[members[place] as usize];
                let n = members.len();
                let joints = usize::from(!closed)..n;
                size * size
                    * joints.map(|unit| (total(unit) - total((unit + n - 1) % n)).powi(2)).sum::<f64>()
            }
            Part::Independent { units, sizes } => {
                units.iter().zip(sizes).map(|(&unit, size)| (size * totals[unit as usize]).powi(2)).sum()
            }
            Part::Columns { members, columns } => columns
                .chunks_exact(members.len())
                .map(|column| {
                    let product =
                        members.iter().zip(column).map(|(&unit, value)| value * totals[unit as usize]);
                    product.sum::<f64>().powi(2)
                })
                .sum(),
        }
    }
}
