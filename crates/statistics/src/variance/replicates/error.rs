//! Why replicates cannot be made from a design.

use crate::variance::SinglePsu;
use crate::variance::pps::PpsError;
use std::fmt;

use super::ReplicateWarning;

/// A design that a replicate method is not made for. Strata are numbered as the caller numbered them.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplicatesError {
    /// There is no PSU.
    NoPsus,
    /// A PSU names a stratum that is not among `0..strata`.
    UnknownStratum {
        /// Number of the PSU.
        psu: usize,
        /// The stratum that it names.
        stratum: u32,
    },
    /// There is not one sampling fraction for each stratum, or one is outside [0, 1].
    Fraction {
        /// Strata with a fraction outside [0, 1]; empty if their number is wrong.
        strata: Vec<usize>,
    },
    /// The method is for designs without strata.
    Stratified {
        /// Number of strata that have PSUs.
        strata: usize,
    },
    /// Strata with one PSU only, not all of which the rule in force provides for.
    SinglePsu {
        /// All such strata.
        strata: Vec<usize>,
    },
    /// Strata that do not have exactly two PSUs.
    NotPaired {
        /// All such strata, each with its number of PSUs.
        strata: Vec<(usize, usize)>,
    },
    /// Strata that have neither two PSUs nor, where these are allowed, three.
    NotPairedOrTriple {
        /// All such strata, each with its number of PSUs.
        strata: Vec<(usize, usize)>,
    },
    /// There is not one finite place in the order of selection for each PSU.
    Order {
        /// PSUs without a finite place; empty if their number is wrong.
        psus: Vec<usize>,
    },
    /// Groups of PSUs that have none, PSUs that name a group beyond the last, or fewer than two groups.
    Groups {
        /// Number of groups.
        groups: usize,
        /// Groups without a PSU.
        empty: Vec<usize>,
        /// PSUs that are in no group; empty if the number of groups is at fault.
        psus: Vec<usize>,
    },
    /// Strata whose PSUs are all in one group.
    StratumInOneGroup {
        /// All such strata.
        strata: Vec<usize>,
    },
    /// Units of the stage before with a single unit that was not certain, at a later stage than the first.
    SingleUnit {
        /// The stage of the single units, from 2.
        stage: usize,
        /// A row of each.
        rows: Vec<usize>,
    },
    /// The method has no replicate for this rule for single units.
    SingleRule {
        /// The rule.
        rule: SinglePsu,
    },
    /// An inclusion probability is not above 0 and at most 1.
    Probability {
        /// Number of the unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// A matrix has another number of entries than units times units.
    MatrixSize {
        /// Expected.
        expected: usize,
        /// Found.
        found: usize,
    },
    /// An entry of a matrix is not finite, or its mirror image is another number.
    MatrixEntry {
        /// Row.
        row: usize,
        /// Column.
        column: usize,
        /// The entry.
        value: f64,
        /// Its mirror image.
        mirror: f64,
    },
    /// The design of unequal probabilities or its rule is at fault.
    Pps(PpsError),
    /// A quadratic form gives a negative variance to some variables.
    NotSemidefinite {
        /// The unit at which it was seen.
        unit: usize,
        /// The pivot there.
        pivot: f64,
    },
    /// A factor of rescaling is not a finite number of at least 1.
    Tau {
        /// The factor.
        tau: f64,
    },
    /// A floor of multipliers is outside [0, 1).
    Floor {
        /// The floor.
        floor: f64,
    },
    /// Every stratum was taken in full: there is no sampling error to estimate.
    Census,
    /// Fay's coefficient is outside [0, 1).
    Rho {
        /// The coefficient.
        rho: f64,
    },
    /// Fewer than two replicates were asked for.
    TooFew {
        /// The number asked for.
        replicates: usize,
    },
}

impl fmt::Display for ReplicatesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPsus => write!(f, "the design has no sampling unit"),
            Self::UnknownStratum { psu, stratum } => {
                write!(f, "sampling unit {psu} names stratum {stratum}, which does not exist")
            }
            Self::Fraction { strata } if strata.is_empty() => {
                write!(f, "expected one sampling fraction for each stratum")
            }
            Self::Fraction { strata } => {
                write!(f, "expected sampling fractions from 0 to 1; they are not in strata {strata:?}")
            }
            Self::Stratified { strata } => {
                write!(f, "JK1 is for designs without strata, and this one has {strata}: use JKn")
            }
            Self::SinglePsu { strata } => {
                write!(f, "strata with one sampling unit only cannot give a variance: {strata:?}")
            }
            Self::NotPaired { strata } => {
                let list: Vec<String> = strata.iter().map(|(h, n)| format!("{h} ({n})")).collect();
                write!(f, "balanced replicates need exactly two units in each stratum: {}", list.join(", "))
            }
            Self::NotPairedOrTriple { strata } => {
                let list: Vec<String> = strata.iter().map(|(h, n)| format!("{h} ({n})")).collect();
                write!(
                    f,
                    "the paired jackknife needs two units in each stratum, or three where that is allowed: {}",
                    list.join(", ")
                )
            }
            Self::Order { psus } if psus.is_empty() => {
                write!(f, "expected one place in the order of selection for each sampling unit")
            }
            Self::Order { psus } => {
                write!(f, "sampling units {psus:?} have no place in the order of selection")
            }
            Self::Groups { groups, empty, psus } if empty.is_empty() && psus.is_empty() => {
                write!(
                    f,
                    "expected at least two groups and a group for each sampling unit, found {groups} groups"
                )
            }
            Self::Groups { empty, psus, .. } if psus.is_empty() => {
                write!(f, "groups {empty:?} have no sampling unit")
            }
            Self::Groups { groups, psus, .. } => {
                write!(f, "sampling units {psus:?} are in none of the {groups} groups")
            }
            Self::StratumInOneGroup { strata } => {
                write!(f, "all sampling units of strata {strata:?} are in one group")
            }
            Self::SingleUnit { stage, rows } => {
                write!(
                    f,
                    "{} units have a single sampling unit at stage {stage}, which cannot give a variance",
                    rows.len()
                )
            }
            Self::SingleRule { rule } => {
                write!(f, "these replicates know single units as errors or as certain, not the rule {rule:?}")
            }
            Self::Probability { unit, value } => {
                write!(
                    f,
                    "unit {unit}: expected an inclusion probability above 0 and at most 1, found {value}"
                )
            }
            Self::MatrixSize { expected, found } => {
                write!(f, "expected a matrix of {expected} entries, found {found}")
            }
            Self::MatrixEntry { row, column, value, mirror } => {
                write!(f, "entry ({row}, {column}) of the matrix is {value}, and its mirror image {mirror}")
            }
            Self::Pps(error) => error.fmt(f),
            Self::NotSemidefinite { unit, .. } => {
                write!(
                    f,
                    "the variance estimator is negative for some variables, which is seen at unit {unit}"
                )
            }
            Self::Tau { tau } => write!(f, "expected a factor of rescaling of at least 1, found {tau}"),
            Self::Floor { floor } => write!(f, "expected a smallest multiplier in [0, 1), found {floor}"),
            Self::Census => write!(f, "every stratum was taken in full: there is no sampling error"),
            Self::Rho { rho } => write!(f, "expected Fay's coefficient in [0, 1), found {rho}"),
            Self::TooFew { replicates } => write!(f, "expected at least two replicates, found {replicates}"),
        }
    }
}

impl std::error::Error for ReplicatesError {}

impl fmt::Display for ReplicateWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FractionNotUsed => f.write_str(
                "these replicates have no finite population correction: variances are too large rather than too small",
            ),
            Self::SinglePsu { strata } => {
                write!(f, "strata with one sampling unit follow the rule for them: {strata:?}")
            }
            Self::DifferencesShared { replicates } => write!(
                f,
                "successive differences share replicates, and the variance is less stable than with {replicates} of them"
            ),
            Self::NearestMatrix { eigenvalue } => write!(
                f,
                "the quadratic form has an eigenvalue of {eigenvalue}, and the nearest one without such has taken its place: variances are too large rather than too small"
            ),
        }
    }
}
