//! The designs of reference/api by their names in the cases of tests: as they are, jackknifed (`jk_…`) or calibrated.

use crate::estimation::contrast::{Joint, joint};
use crate::estimation::{Context, Statistic};
use crate::moments::{Moments, OUTSIDE};
use crate::reference::{Sample, design, jackknife, table};
use crate::testing::of_replicates;
use crate::variance::replicates::{Centre, Replicates, replicate_statistics};
use crate::variance::{Calibration, CalibrationInput, Design, SinglePsu};
use std::num::NonZeroUsize;

/// A tail changes as much faster than its statistic as the statistic is far out.
pub(super) const TAIL: f64 = 1e-8;

pub(super) struct Case {
    pub(super) sample: Sample,
    pub(super) design: Design,
    pub(super) leaves: Vec<u32>,
    pub(super) weights: Vec<f64>,
    pub(super) replicates: Option<Replicates>,
    pub(super) calibrated: Option<Calibrated>,
}

pub(super) struct Calibrated {
    pub(super) calibration: Calibration,
    pub(super) patterns: Vec<u32>,
    pub(super) base: Vec<f64>,
}

impl Case {
    pub(super) fn open(name: &str) -> Case {
        if let Some(plain) = name.strip_prefix("jk_") {
            let case = Case::open(plain);
            return Case { replicates: Some(jackknife(&case.design)), ..case };
        }
        let calibrated = name.ends_with("_raking") || name.ends_with("_linear");
        let plain = if calibrated { name.split('_').next().unwrap() } else { name };
        let (sample, design, leaves, weights) = design(plain);
        let case = Case { sample, design, leaves, weights, replicates: None, calibrated: None };
        if calibrated { case.calibrate(name) } else { case }
    }

    /// With the weights of R for one of the designs of reference/api/calibrated.
    fn calibrate(mut self, name: &str) -> Case {
        let known = table("api/calibrated/weights.csv");
        let of_design = known.text("design").iter().zip(known.numbers("weight"));
        let weights: Vec<f64> =
            of_design.filter(|(owner, _)| *owner == name).map(|(_, weight)| weight).collect();
        let types = self.sample.codes("stype");
        let other: Vec<f64> = if name.ends_with("_raking") {
            self.sample.codes("sch.wide").iter().map(|code| f64::from(*code)).collect()
        } else {
            self.sample.numbers("api99")
        };
        // Every row is its own pattern: slow, and right.
        let patterns: Vec<u32> = (0..self.sample.rows as u32).collect();
        let is = |row: usize, code: u32| f64::from(u8::from(types[row] == code));
        let auxiliary: Vec<f64> =
            (0..self.sample.rows).flat_map(|row| [1.0, is(row, 1), is(row, 2), other[row]]).collect();
        let input = CalibrationInput {
            leaves: &self.leaves,
            patterns: &patterns,
            auxiliary: &auxiliary,
            auxiliaries: 4,
            base: &self.weights,
            weights: &weights,
        };
        let calibration = Calibration::new(&input).unwrap();
        let base = std::mem::replace(&mut self.weights, weights);
        Case { calibrated: Some(Calibrated { calibration, patterns, base }), ..self }
    }

    pub(super) fn context(&self) -> Context<'_> {
        let calibration = self.calibrated.as_ref().map(|calibrated| &calibrated.calibration);
        Context { design: &self.design, single: SinglePsu::Fail, calibration }
    }

    /// The moments, and those by pattern where there is a calibration.
    pub(super) fn moments(&self, cells: &[u32], values: &[&[f64]]) -> (Moments, Option<Moments>) {
        let cross = self.calibrated.as_ref().map(|c| Moments::of(&c.patterns, cells, &c.base, values));
        (Moments::of(&self.leaves, cells, &self.weights, values), cross)
    }

    /// Codes in the domain, outside elsewhere. `large` is the schools with more than 300 pupils.
    pub(super) fn within(&self, domain: &str, codes: &[u32]) -> Vec<u32> {
        let pupils = self.sample.numbers("enroll");
        let inside = |row: usize| domain.is_empty() || pupils[row] > 300.0;
        codes.iter().enumerate().map(|(row, code)| if inside(row) { *code } else { OUTSIDE }).collect()
    }

    /// Quarters of the scores of the year 2000, as codes 0 to 3.
    pub(super) fn bands(&self) -> Vec<u32> {
        let band = |api: &f64| [560.0, 650.0, 740.0].iter().filter(|cut| api > cut).count() as u32;
        self.sample.numbers("api00").iter().map(band).collect()
    }

    /// Statistics together, under whichever variance the case has.
    pub(super) fn joint(&self, cells: &[u32], values: &[&[f64]], statistics: &[Statistic]) -> Joint {
        let (moments, cross) = self.moments(cells, values);
        let Some(replicates) = &self.replicates else {
            return joint(&self.context(), &moments, cross.as_ref(), statistics).unwrap();
        };
        let (units, threads) = (self.design.psu_of_leaves(), NonZeroUsize::new(2).unwrap());
        let centre = Centre::ReplicateMean;
        of_replicates(&replicate_statistics(replicates, &moments, &units, statistics, centre, threads))
    }
}

/// Asserts agreement to `tolerance`.
#[track_caller]
pub(super) fn agree(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{what}: found {found}, R has {expected}"
    );
}
