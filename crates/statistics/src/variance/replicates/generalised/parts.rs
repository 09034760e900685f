//! The parts of a quadratic form: each makes, from independent numbers of mean zero and variance one, numbers of the units whose covariance is its share
//! of the form.

/// One part: a form over the units of a stage, of which each unit of the whole form has one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// The unit of the stage for each unit of the form, and the number of units of the stage; none where they are the same.
    stage: Option<(Vec<u32>, usize)>,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Units around the mean of their group: the units of each, and the root of what the sum of squares around the mean is multiplied by.
    Groups(Vec<(Vec<u32>, f64)>),
    /// Units around a weighted mean: weight in the mean and root of the factor of each.
    Weighted { members: Vec<u32>, centre: Vec<f64>, roots: Vec<f64> },
    /// Differences of neighbours; the last and the first are neighbours where the chain is closed.
    Chain { members: Vec<u32>, closed: bool, size: f64 },
    /// Units that vary independently, each with its standard deviation.
    Independent { units: Vec<u32>, sizes: Vec<f64> },
    /// Columns over some units, one column after the other.
    Columns { members: Vec<u32>, columns: Vec<f64> },
}

impl Part {
    /// Over the units of the form themselves.
    pub(super) fn plain(kind: Kind) -> Part {
        Part { stage: None, kind }
    }

    /// Over `units` units of a stage; `of` has the one of each unit of the form.
    pub(super) fn of_stage(of: &[u32], units: usize, kind: Kind) -> Part {
        let same = of.len() == units && of.iter().enumerate().all(|(at, &unit)| at == unit as usize);
        Part { stage: (!same).then(|| (of.to_vec(), units)), kind }
    }

    pub(super) fn inputs(&self) -> usize {
        self.kind.inputs()
    }

    pub(super) fn rank(&self) -> usize {
        self.kind.rank()
    }

    /// Adds what it makes of `z` to the numbers of the units.
    pub(super) fn add(&self, z: &[f64], out: &mut [f64]) {
        let Some((of, units)) = &self.stage else { return self.kind.add(z, out) };
        let mut made = vec![0.0; *units];
        self.kind.add(z, &mut made);
        for (out, &unit) in out.iter_mut().zip(of) {
            *out += made[unit as usize];
        }
    }

    /// Its share of the variance of the sum of `totals`.
    pub(super) fn variance(&self, totals: &[f64]) -> f64 {
        let Some((of, units)) = &self.stage else { return self.kind.variance(totals) };
        let mut sums = vec![0.0; *units];
        for (total, &unit) in totals.iter().zip(of) {
            sums[unit as usize] += total;
        }
        self.kind.variance(&sums)
    }
}

impl Kind {
    /// How many independent numbers it takes.
    fn inputs(&self) -> usize {
        match self {
            Kind::Weighted { members, .. } => members.len(),
            Kind::Groups(groups) => groups.iter().map(|(members, _)| members.len() - 1).sum(),
            Kind::Chain { members, closed, .. } => members.len() - usize::from(!closed),
            Kind::Independent { units, .. } => units.len(),
            Kind::Columns { members, columns } => columns.len() / members.len(),
        }
    }

    /// The dimension of what it makes.
    fn rank(&self) -> usize {
        match self {
            Kind::Chain { members, .. } | Kind::Weighted { members, .. } => members.len() - 1,
            other => other.inputs(),
        }
    }

    /// Adds what it makes of `z` to the numbers of the units.
    fn add(&self, z: &[f64], out: &mut [f64]) {
        match self {
            Kind::Groups(groups) => {
                let mut from = 0;
                for (members, size) in groups {
                    let own = &z[from..from + members.len() - 1];
                    from += own.len();
                    // Helmert's contrasts: contrast j is the mean of the units before j, against unit j.
                    let mut later = 0.0;
                    for (place, &unit) in members.iter().enumerate().rev() {
                        let j = place as f64;
                        let step = if place > 0 { own[place - 1] / (j * (j + 1.0)).sqrt() } else { 0.0 };
                        out[unit as usize] += size * (later - j * step);
                        later += step;
                    }
                }
            }
            Kind::Weighted { members, centre, roots } => {
                let sum: f64 = roots.iter().zip(z).map(|(root, z)| root * z).sum();
                for (((&unit, weight), root), z) in members.iter().zip(centre).zip(roots).zip(z) {
                    out[unit as usize] += root * z - weight * sum;
                }
            }
            Kind::Chain { members, closed, size } => {
                let n = members.len();
                for (joint, z) in z.iter().enumerate() {
                    // Joint 0 is the one before unit 0 in a closed chain, else the one before unit 1.
                    let unit = if *closed { joint } else { joint + 1 };
                    out[members[unit] as usize] += size * z;
                    out[members[(unit + n - 1) % n] as usize] -= size * z;
                }
            }
            Kind::Independent { units, sizes } => {
                for ((&unit, size), z) in units.iter().zip(sizes).zip(z) {
                    out[unit as usize] += size * z;
                }
            }
            Kind::Columns { members, columns } => {
                for (column, z) in columns.chunks_exact(members.len()).zip(z) {
                    for (&unit, value) in members.iter().zip(column) {
                        out[unit as usize] += value * z;
                    }
                }
            }
        }
    }

    /// Its share of the variance of the sum of `totals`.
    fn variance(&self, totals: &[f64]) -> f64 {
        match self {
            Kind::Groups(groups) => {
                let squares = |(members, size): &(Vec<u32>, f64)| {
                    let own = || members.iter().map(|&unit| totals[unit as usize]);
                    let mean = own().sum::<f64>() / members.len() as f64;
                    size * size * own().map(|total| (total - mean).powi(2)).sum::<f64>()
                };
                groups.iter().map(squares).sum()
            }
            Kind::Weighted { members, centre, roots } => {
                let own = || members.iter().map(|&unit| totals[unit as usize]);
                let mean: f64 = own().zip(centre).map(|(total, weight)| weight * total).sum();
                own().zip(roots).map(|(total, root)| (root * (total - mean)).powi(2)).sum()
            }
            Kind::Chain { members, closed, size } => {
                let total = |place: usize| totals[members[place] as usize];
                let n = members.len();
                let joints = usize::from(!closed)..n;
                size * size
                    * joints.map(|unit| (total(unit) - total((unit + n - 1) % n)).powi(2)).sum::<f64>()
            }
            Kind::Independent { units, sizes } => {
                units.iter().zip(sizes).map(|(&unit, size)| (size * totals[unit as usize]).powi(2)).sum()
            }
            Kind::Columns { members, columns } => columns
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
