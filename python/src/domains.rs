//! The domains of an estimate: the crossing of the variables of `by`, inside a mask.

use sounding_statistics::moments::OUTSIDE;

use crate::categories::{Categories, MISSING};
use crate::fault::Faults;
use crate::table::Table;

/// Up to so many possible keys get a place each; more are sorted.
const PLACES: u64 = 1 << 22;

/// The domain of each row and the labels of each domain that occurs, in the order of the labels.
#[derive(Debug)]
pub(crate) struct Domains {
    /// Domain of each row, or outside.
    pub(crate) cells: Vec<u32>,
    /// Labels of each domain, one for each variable.
    pub(crate) labels: Vec<Vec<String>>,
}

impl Domains {
    pub(crate) fn new(table: &Table, by: &[String], mask: Option<&[bool]>) -> Result<Domains, Faults> {
        let variables: Vec<_> = by.iter().map(|name| table.categories(name)).collect();
        let faults: Vec<_> = variables.iter().filter_map(|found| found.as_ref().err()).collect();
        if !faults.is_empty() {
            return Err(Faults(faults.into_iter().flat_map(|fault| fault.0.clone()).collect()));
        }
        let mut cells = match mask {
            None => vec![0; table.rows],
            Some(mask) => mask.iter().map(|&inside| if inside { 0 } else { OUTSIDE }).collect(),
        };
        let mut labels = vec![Vec::new()];
        for variable in variables.into_iter().flatten() {
            (cells, labels) = crossed(&cells, &labels, &variable);
        }
        if cells.iter().all(|&cell| cell == OUTSIDE) {
            return Err(Faults::one(
                "E-EST-008",
                if mask.is_some() { "where" } else { "by" },
                "no row is in the domain of study",
                "look at the condition, and at the values that the table has",
            ));
        }
        Ok(Domains { cells, labels })
    }

    /// Refuses more categories than anybody means: those of an identifier, say.
    pub(crate) fn check(&self, measure: &str, size: usize, most: usize) -> Result<(), Faults> {
        let (domains, large) = (self.labels.len(), size > most);
        if !large && domains * size < OUTSIDE as usize {
            return Ok(());
        }
        let message = format!("{measure} has {size} categories in each of {domains} domains");
        let remedy =
            format!("use variables with fewer categories: at most {most} of a measure in each domain");
        Err(Faults::one("E-PY-006", measure, message, remedy))
    }

    /// Domain × category, outside where either is missing: the categories of a domain are neighbours.
    pub(crate) fn with(&self, codes: &[u32], size: usize) -> Vec<u32> {
        let size = size as u32;
        let cell = |(&cell, &code): (&u32, &u32)| {
            if cell == OUTSIDE || code == MISSING { OUTSIDE } else { cell * size + code }
        };
        self.cells.iter().zip(codes).map(cell).collect()
    }
}

/// The domains that occur when each is parted by a variable.
fn crossed(cells: &[u32], labels: &[Vec<String>], variable: &Categories) -> (Vec<u32>, Vec<Vec<String>>) {
    let size = variable.len() as u64;
    let key = |(&cell, &code): (&u32, &u32)| {
        (cell != OUTSIDE && code != MISSING).then(|| u64::from(cell) * size + u64::from(code))
    };
    let keys = || cells.iter().zip(&variable.codes).map(key);
    let possible = labels.len() as u64 * size;
    let (codes, occurring): (Vec<u32>, Vec<u64>) = if possible <= PLACES {
        let mut place = vec![OUTSIDE; possible as usize];
        keys().flatten().for_each(|key| place[key as usize] = 0);
        let occurring: Vec<u64> = (0..possible).filter(|&key| place[key as usize] == 0).collect();
        (0..).zip(&occurring).for_each(|(code, &key)| place[key as usize] = code);
        (keys().map(|key| key.map_or(OUTSIDE, |key| place[key as usize])).collect(), occurring)
    } else {
        let mut occurring: Vec<u64> = keys().flatten().collect();
        occurring.sort_unstable();
        occurring.dedup();
        let code = |key: u64| occurring.binary_search(&key).map_or(OUTSIDE, |at| at as u32);
        (keys().map(|key| key.map_or(OUTSIDE, code)).collect(), occurring)
    };
    let labels = occurring.iter().map(|key| {
        let mut own = labels[(key / size) as usize].clone();
        own.push(variable.label((key % size) as usize));
        own
    });
    (codes, labels.collect())
}
