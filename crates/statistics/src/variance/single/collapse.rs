//! Joining strata with a single sampled unit to others.

use crate::variance::linearised::CENSUS;
use crate::variance::{Design, DesignError, DesignInput};
use std::fmt;

/// The first stage of a design as columns, one value a row.
#[derive(Debug, Clone, Copy)]
pub struct CollapseInput<'a> {
    /// Stratum.
    pub strata: &'a [u32],
    /// Label of the primary unit, nested in the stratum; `None` where every row is one.
    pub psus: Option<&'a [u32]>,
    /// Population counts (or sampling fractions) of the first stage, as for a design.
    pub fpc: Option<&'a [f64]>,
    /// What says which strata are alike, known before the sample and the same in all rows of a stratum; `None` for the order
    /// of the labels.
    pub similarity: Option<&'a [f64]>,
    /// Strata of different blocks are never joined; the same in all rows of a stratum.
    pub blocks: Option<&'a [u32]>,
}

/// Strata of which none is lonely.
#[derive(Debug, Clone, PartialEq)]
pub struct Collapsed {
    /// The stratum of each row: the lowest label of its group.
    pub strata: Vec<u32>,
    /// Population counts of the rows' strata, added up over groups; `None` where none were given.
    pub fpc: Option<Vec<f64>>,
    /// The labels of each group of several strata, in ascending order.
    pub groups: Vec<Vec<u32>>,
}

/// Why strata cannot be joined. Rows are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum CollapseError {
    /// The design itself is wrong.
    Design(DesignError),
    /// The similarity or the block differs inside a stratum, or the similarity is not a finite number.
    Varies {
        /// A row that differs from the first of its stratum.
        row: usize,
    },
    /// A stratum with a single unit has no other to join in its block.
    NoPartner {
        /// A row of each.
        rows: Vec<usize>,
    },
}

/// Joins every stratum with a single sampled unit to the one most like it. The page of the method has the rule.
pub fn collapse(input: &CollapseInput<'_>) -> Result<Collapsed, CollapseError> {
    let rows = input.strata.len();
    let lengths = [input.psus.map(<[u32]>::len), input.fpc.map(<[f64]>::len)];
    let lengths =
        lengths.into_iter().chain([input.similarity.map(<[f64]>::len), input.blocks.map(<[u32]>::len)]);
    if let Some(found) = lengths.flatten().find(|found| *found != rows) {
        return Err(CollapseError::Design(DesignError::Length { rows, found }));
    }
    let (stages, fpc): (Vec<_>, Vec<_>) = (input.psus.into_iter().collect(), input.fpc.into_iter().collect());
    let tree = DesignInput { rows, strata: Some(input.strata), stages: &stages, fpc: &fpc };
    let (design, _) = Design::new(&tree).map_err(CollapseError::Design)?;

    // Strata in the order of their labels, as the design has them.
    let first = design.row_of_strata();
    let labels: Vec<u32> = first.iter().map(|&row| input.strata[row]).collect();
    let stratum: Vec<usize> =
        input.strata.iter().map(|label| labels.binary_search(label).unwrap_or(0)).collect();
    let score = |row: usize| input.similarity.map_or(stratum[row] as f64, |column| column[row]);
    let block = |row: usize| input.blocks.map_or(0, |column| column[row]);
    let differs = |&row: &usize| {
        let of = first[stratum[row]];
        !score(row).is_finite() || score(row) != score(of) || block(row) != block(of)
    };
    if let Some(row) = (0..rows).find(differs) {
        return Err(CollapseError::Varies { row });
    }

    let level = &design.levels[0];
    let whole = |h: usize| 1.0 - level.fraction[h] < CENSUS;
    let mut group: Vec<usize> = (0..labels.len()).collect();
    let mut alone = Vec::new();
    for h in (0..labels.len()).filter(|&h| level.sampled(h) == 1 && !whole(h)) {
        if group.iter().filter(|other| **other == group[h]).count() > 1 {
            continue;
        }
        let distance = |other: usize| (score(first[other]) - score(first[h])).abs();
        let partner = (0..labels.len())
            .filter(|&other| other != h && !whole(other) && block(first[other]) == block(first[h]))
            .min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        let Some(partner) = partner else {
            alone.push(first[h]);
            continue;
        };
        let (low, high) = (group[h].min(group[partner]), group[h].max(group[partner]));
        for member in &mut group {
            if *member == high {
                *member = low;
            }
        }
    }
    if !alone.is_empty() {
        return Err(CollapseError::NoPartner { rows: alone });
    }

    let mut members: Vec<Vec<u32>> = vec![Vec::new(); labels.len()];
    let mut population = vec![0.0; labels.len()];
    for h in 0..labels.len() {
        members[group[h]].push(labels[h]);
        population[group[h]] += level.sampled(h) as f64 / level.fraction[h];
    }
    let joined = members.iter().any(|labels| labels.len() > 1);
    let fpc = input.fpc.map(|given| {
        if joined { stratum.iter().map(|&h| population[group[h]]).collect() } else { given.to_vec() }
    });
    let strata = stratum.iter().map(|&h| labels[group[h]]).collect();
    members.retain(|labels| labels.len() > 1);
    Ok(Collapsed { strata, fpc, groups: members })
}

impl fmt::Display for CollapseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CollapseError::Design(error) => error.fmt(f),
            CollapseError::Varies { row } => {
                write!(f, "row {row}: what strata are joined by differs within a stratum, or is not a number")
            }
            CollapseError::NoPartner { rows } => {
                write!(f, "{} strata with a single sampling unit have no other to join", rows.len())
            }
        }
    }
}

impl std::error::Error for CollapseError {}
