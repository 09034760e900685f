//! The samples of the cases of survival, as reference/models/survival.R makes them.

use crate::reference::design;
use crate::variance::Design;

pub(super) struct Sample {
    pub(super) design: Design,
    pub(super) leaves: Vec<u32>,
    pub(super) weights: Vec<f64>,
    pub(super) start: Vec<f64>,
    pub(super) time: Vec<f64>,
    /// Times without ties.
    pub(super) free: Vec<f64>,
    pub(super) event: Vec<f64>,
    pub(super) columns: [Vec<f64>; 3],
    /// 0 elementary, 1 high, 2 middle schools.
    pub(super) stype: Vec<u32>,
    pub(super) awards: Vec<bool>,
}

pub(super) fn sample(name: &str) -> Sample {
    let (sample, design, leaves, weights) = design(name);
    let [size, score, school] = ["api.stu", "api00", "snum"].map(|name| sample.numbers(name));
    let time: Vec<f64> = size.iter().map(|size| (size / 10.0).ceil()).collect();
    let yes = |name: &str| -> Vec<bool> { sample.text(name).iter().map(|value| value == "Yes").collect() };
    let rows = 0..sample.rows;
    Sample {
        start: time.iter().map(|time| (time / 10.0).floor() - 1.0).collect(),
        free: rows.map(|row| size[row] + score[row] / 1e4 + school[row] / 1e9).collect(),
        event: yes("sch.wide").iter().map(|&yes| f64::from(u8::from(yes))).collect(),
        columns: ["ell", "meals", "mobility"].map(|name| sample.numbers(name)),
        stype: sample.codes("stype"),
        awards: yes("awards"),
        time,
        design,
        leaves,
        weights,
    }
}
