//! The folder of a study as the commands see it: opened with all its faults, and `out/`, which changes only when a step is done.

use std::fs;
use std::path::{Path, PathBuf};

use sounding_analysis::sample::Sample;
use sounding_study::Study;
use sounding_survey::{Finding, Place};

use crate::failure::Failure;
use crate::terminal::note;

/// The drawn sample, beside the study's own files.
pub(crate) const SAMPLE: &str = "out/sample.csv";
/// The weights.
pub(crate) const WEIGHTS: &str = "out/weights.csv";

/// Opens a study, says what is doubtful, and fails with everything that is wrong.
pub(crate) fn open(folder: &Path) -> Result<Study, Failure> {
    match Study::open(folder) {
        (Some(study), findings) => {
            for finding in findings {
                note(&finding.to_string());
            }
            Ok(study)
        }
        (None, findings) => Err(Failure::Input(findings)),
    }
}

/// Puts the files of a new study in a folder of their own. No file that is there and says something else is written over, and a
/// folder in which none of them is belongs to something else.
pub(crate) fn make(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|cause| Failure::io(folder, &cause))?;
    let mut entries = fs::read_dir(folder).map_err(|cause| Failure::io(folder, &cause))?;
    let found: Vec<Option<Vec<u8>>> =
        files.iter().map(|(name, _)| fs::read(folder.join(name)).ok()).collect();
    let differs =
        found.iter().zip(files).any(|(found, (_, new))| found.as_ref().is_some_and(|old| old != new));
    let foreign = entries.next().is_some() && !folder.join("study.toml").exists();
    if differs || foreign {
        return Err(Finding::error(
            "E-OUT-003",
            Place::file(folder.display().to_string()),
            "the folder has other files",
            "name a new folder, or empty this one",
        )
        .into());
    }
    for (name, content) in files {
        let path = folder.join(name);
        fs::write(&path, content).map_err(|cause| Failure::io(&path, &cause))?;
    }
    Ok(())
}

/// The sample that the answers are linked to; `None` where they bring their own design.
pub(crate) fn sample(study: &Study) -> Result<Option<Sample>, Failure> {
    if study.definition.answers.link.is_none() {
        return Ok(None);
    }
    let path = study.folder.join(SAMPLE);
    let text = fs::read_to_string(&path).map_err(|cause| {
        Finding::error(
            "E-OUT-002",
            Place::file(SAMPLE),
            format!("the answers are linked to the sample, which cannot be read: {cause}"),
            "draw the sample with `sounding sample`, or put the one that was fielded back",
        )
    })?;
    let stages = study.definition.sample.iter().flat_map(|sample| &sample.stages);
    let listed: Vec<String> =
        stages.filter(|stage| stage.count.is_none()).map(|stage| stage.unit.clone()).collect();
    Ok(Some(Sample::from_csv(&text, &listed, SAMPLE)?))
}

/// Writes files of the study, each under a temporary name first: none takes its place before all are on the disk.
pub(crate) fn write(study: &Study, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, Failure> {
    let place = |name: &String| {
        let path = study.folder.join(name);
        let partial =
            path.with_file_name(format!("{}.partial", path.file_name().unwrap_or_default().display()));
        (path, partial)
    };
    let places: Vec<(PathBuf, PathBuf)> = files.iter().map(|(name, _)| place(name)).collect();
    let written = stage(study, &places, files);
    if written.is_err() {
        for (_, partial) in &places {
            let _ = fs::remove_file(partial);
        }
    }
    written?;
    Ok(places.into_iter().map(|(path, _)| path).collect())
}

fn stage(study: &Study, places: &[(PathBuf, PathBuf)], files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    for ((path, partial), (_, content)) in places.iter().zip(files) {
        let parent = path.parent().unwrap_or(&study.folder);
        fs::create_dir_all(parent).map_err(|cause| Failure::io(parent, &cause))?;
        fs::write(partial, content).map_err(|cause| Failure::io(path, &cause))?;
    }
    for (path, partial) in places {
        fs::rename(partial, path).map_err(|cause| Failure::io(path, &cause))?;
    }
    Ok(())
}
