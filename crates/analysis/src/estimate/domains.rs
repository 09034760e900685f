//! The domains of a request: the crossing of its variables, where the condition holds.

use std::borrow::Cow;

use sounding_statistics::moments::OUTSIDE;
use sounding_survey::Place;

use super::Request;
use super::prepare::DOMAIN;
use crate::data::{Column, Frame, MISSING, Source, Text};
use crate::fault::Faults;

/// The domain of each row and the labels of each domain that occurs, in the order of the labels.
pub(crate) fn domains(
    frame: &Frame,
    request: &Request,
    source: &Source,
) -> Result<(Vec<u32>, Vec<Vec<String>>), Faults> {
    let by: Vec<Cow<'_, Text>> =
        request.by.iter().chain(&request.wave).filter_map(|name| frame.column(name)).map(texts).collect();
    let inside: Option<&[f64]> = match frame.column(DOMAIN) {
        Some(Column::Number(inside)) => Some(inside),
        _ => None,
    };
    let sizes: Vec<u64> = by.iter().map(|text| text.labels.len() as u64).collect();
    let mut keys = match inside {
        Some(inside) => inside.iter().map(|inside| if *inside == 1.0 { 0 } else { u64::MAX }).collect(),
        None => vec![0; frame.rows],
    };
    for (text, size) in by.iter().zip(&sizes) {
        for (key, &code) in keys.iter_mut().zip(&text.codes) {
            let whole = *key != u64::MAX && code != MISSING;
            *key = if whole { *key * size + u64::from(code) } else { u64::MAX };
        }
    }
    let (cells, occurring) = ranked(&keys, sizes.iter().try_fold(1, |all: u64, size| all.checked_mul(*size)));
    if occurring.is_empty() {
        return Err(Faults::one(
            "E-EST-008",
            Place::file(source.path().display().to_string()),
            "no row is in the domain of study",
            "look at the condition, and at the values that the file has",
        ));
    }
    Ok((cells, occurring.iter().map(|&key| labels_of(key, &by)).collect()))
}

/// The labels of a key, one for each variable.
fn labels_of(key: u64, by: &[Cow<'_, Text>]) -> Vec<String> {
    let mut rest = key;
    let mut labels: Vec<String> = by
        .iter()
        .rev()
        .map(|text| {
            let at = rest % text.labels.len() as u64;
            rest /= text.labels.len() as u64;
            text.labels[at as usize].clone()
        })
        .collect();
    labels.reverse();
    labels
}

/// Keys below so many are ranked by a table with a place for each.
const PLACES: u64 = 1 << 22;

/// The rank of every key among those that occur, and these in ascending order; [`OUTSIDE`] for `u64::MAX`. All others are
/// below `size`, if that is known.
fn ranked(keys: &[u64], size: Option<u64>) -> (Vec<u32>, Vec<u64>) {
    if let Some(size) = size.filter(|&size| size <= PLACES) {
        let mut ranks = vec![OUTSIDE; size as usize];
        for &key in keys.iter().filter(|&&key| key != u64::MAX) {
            ranks[key as usize] = 0;
        }
        let mut occurring = Vec::new();
        for (key, rank) in (0..).zip(&mut ranks) {
            if *rank != OUTSIDE {
                *rank = occurring.len() as u32;
                occurring.push(key);
            }
        }
        let rank = |key: &u64| if *key == u64::MAX { OUTSIDE } else { ranks[*key as usize] };
        return (keys.iter().map(rank).collect(), occurring);
    }
    let mut occurring = keys.to_vec();
    occurring.sort_unstable();
    occurring.dedup();
    occurring.retain(|&key| key != u64::MAX);
    let rank = |key| occurring.binary_search(key).map_or(OUTSIDE, |at| at as u32);
    (keys.iter().map(rank).collect(), occurring)
}

/// A column as categories, without a copy where it has them.
pub(super) fn texts(column: &Column) -> Cow<'_, Text> {
    match column {
        Column::Text(text) => Cow::Borrowed(text),
        Column::Number(_) => Cow::Owned(column.categories()),
    }
}
