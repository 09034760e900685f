//! `[design]` of `study.toml`: the columns in which answers bring the design of their sample.

use super::walk::{Section, Walk};
use crate::definition::{
    OwnDesign, OwnReplicates, PhaseMethod, Pps, PpsForm, ReplicateType, SecondPhase, SeveralFrames,
};

pub(super) fn design(section: &Section<'_>, walk: &mut Walk<'_>) -> OwnDesign {
    let design = OwnDesign {
        weights: section.string(walk, "weights"),
        strata: section.string(walk, "strata"),
        psu: section.strings(walk, "psu"),
        fpc: section.strings(walk, "fpc"),
        probabilities: section.strings(walk, "probabilities"),
        pps: section
            .choice(
                walk,
                "pps",
                &[
                    ("brewer", Pps::Brewer),
                    ("hajek", Pps::Hajek),
                    ("deville", Pps::Deville),
                    ("hartley-rao", Pps::HartleyRao),
                    ("overton", Pps::Overton),
                    ("joint", Pps::Joint),
                ],
            )
            .unwrap_or_default(),
        pps_form: section
            .choice(
                walk,
                "pps_form",
                &[("horvitz-thompson", PpsForm::HorvitzThompson), ("yates-grundy", PpsForm::YatesGrundy)],
            )
            .unwrap_or_default(),
        joint: section.string(walk, "joint"),
        replicates: replicates(section, walk),
        second: second(section, walk),
        frames: frames(section, walk),
    };
    if design.pps == Pps::Joint {
        section.require(walk, "joint");
    }
    needs(section, walk, &["pps", "pps_form", "joint"], "probabilities");
    section.finish(walk);
    design
}

/// Keys that stand for nothing without another.
fn needs(section: &Section<'_>, walk: &mut Walk<'_>, keys: &[&str], other: &str) {
    if keys.iter().any(|key| section.has(key)) {
        section.require(walk, other);
    }
}

/// Keys that contradict another, each with its line.
fn excludes(section: &Section<'_>, walk: &mut Walk<'_>, key: &str, others: &[&str], why: &str, remedy: &str) {
    for other in others.iter().filter(|other| section.has(key) && section.has(other)) {
        let message = format!("{other} stands beside {key}: {why}");
        walk.error("E-STUDY-062", section.at_key(other), &section.path(other), message, remedy);
    }
}

/// A list that is there and must name something.
fn named(section: &Section<'_>, walk: &mut Walk<'_>, key: &str) {
    if section.is_empty_list(key) {
        let message = "expected a list of columns, found an empty one";
        walk.error(
            "E-STUDY-003",
            section.at_key(key),
            &section.path(key),
            message,
            "write the value as expected",
        );
    }
}

fn replicates(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<OwnReplicates> {
    let keys = ["rep_type", "rep_multipliers", "rep_scale", "rep_rscales", "rep_mse", "rep_df"];
    needs(section, walk, &keys, "rep_weights");
    let expected = format!("one of {}", ReplicateType::WORDS);
    let columns = section.strings(walk, "rep_weights");
    let method = section.read_by(walk, "rep_type", &expected, ReplicateType::parse);
    let replicates = OwnReplicates {
        columns,
        method: method.unwrap_or_default(),
        multipliers: section.boolean(walk, "rep_multipliers").unwrap_or(false),
        scale: section.number_in(walk, "rep_scale", "a number over 0", |scale| scale > 0.0),
        rscales: section.number_or_numbers_in(
            walk,
            "rep_rscales",
            "numbers of 0 or more, such as [0.5, 0.5]",
            |r| r >= 0.0,
        ),
        mse: section.boolean(walk, "rep_mse").unwrap_or(false),
        df: section
            .number_in(walk, "rep_df", "a whole number of 1 or more", |df| df >= 1.0 && df.fract() == 0.0)
            .map(|df| df as u64),
    };
    if !section.has("rep_weights") {
        return None;
    }
    named(section, walk, "rep_weights");
    section.require(walk, "rep_type");
    if !replicates.multipliers {
        // They are the weights of subsamples; those of the whole sample do not follow from them.
        section.require(walk, "weights");
    }
    match method {
        // What cannot be told from the columns stands in the documentation of the data.
        Some(ReplicateType::Jkn) if !replicates.multipliers => section.require(walk, "rep_rscales"),
        Some(ReplicateType::Other) if !section.has("rep_rscales") => {
            section.require(walk, "rep_scale");
        }
        _ => {}
    }
    excludes(
        section,
        walk,
        "rep_weights",
        &["strata", "psu", "fpc", "probabilities", "phase2", "frame"],
        "replicate weights contain the whole design",
        "keep weights and the keys that begin with rep_, or leave these out",
    );
    Some(replicates)
}

fn second(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<SecondPhase> {
    let keys = ["phase2_strata", "phase2_psu", "phase2_probabilities", "phase2_method"];
    needs(section, walk, &keys, "phase2");
    let selected = section.string(walk, "phase2");
    let second = SecondPhase {
        selected: selected.clone().unwrap_or_default(),
        strata: section.string(walk, "phase2_strata"),
        psu: section.strings(walk, "phase2_psu"),
        probabilities: section.string(walk, "phase2_probabilities"),
        method: section
            .choice(
                walk,
                "phase2_method",
                &[
                    ("full", PhaseMethod::Full),
                    ("simple", PhaseMethod::Simple),
                    ("approx", PhaseMethod::Simple),
                ],
            )
            .unwrap_or_default(),
    };
    excludes(
        section,
        walk,
        "phase2",
        &["probabilities"],
        "the first of two phases is described by strata, units and corrections",
        "describe the first phase by fpc and weights",
    );
    excludes(
        section,
        walk,
        "phase2_probabilities",
        &["phase2_strata", "phase2_psu"],
        "rows with probabilities of their own came into the second phase independently",
        "keep phase2_probabilities, or strata and units of the second phase",
    );
    selected.map(|_| second)
}

fn frames(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<SeveralFrames> {
    needs(section, walk, &["members", "frame_share"], "frame");
    needs(section, walk, &["frame"], "members");
    named(section, walk, "members");
    let frame = section.string(walk, "frame");
    let frames = SeveralFrames {
        frame: frame.clone().unwrap_or_default(),
        members: section.strings(walk, "members"),
        share: section
            .number_in(walk, "frame_share", "a number from 0 to 1", |share| (0.0..=1.0).contains(&share)),
    };
    if frames.share.is_some() && frames.members.len() > 2 {
        let message =
            format!("frame_share divides the overlap of two frames, and there are {}", frames.members.len());
        walk.error(
            "E-STUDY-062",
            section.at_key("frame_share"),
            &section.path("frame_share"),
            message,
            "leave it out: every frame of a unit then counts the same",
        );
    }
    frame.map(|_| frames)
}
