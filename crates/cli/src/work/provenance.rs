//! `out/provenance.json`: which program made each output, with which seed and from which inputs. No clock: the same inputs give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::SystemTime;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sounding_study::Study;

use crate::failure::Failure;
use crate::folder;

const FILE: &str = "out/provenance.json";

/// Size and SHA-256 by name of a file; a file that is not there has none.
pub(crate) type Hashes = BTreeMap<String, Value>;

/// Size and time of change of each file that is there: what tells at once that a file is another one.
pub(crate) type Stamps = BTreeMap<String, (u64, Option<SystemTime>)>;

/// The stamp of each file that is there.
pub(crate) fn stamps<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Stamps {
    let stamp = |name: &str| {
        let facts = std::fs::metadata(folder.join(name)).ok()?;
        Some((name.to_owned(), (facts.len(), facts.modified().ok())))
    };
    names.into_iter().filter_map(stamp).collect()
}

/// The SHA-256 of each file that is there, read piece by piece: answers may be large.
pub(crate) fn hashes<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<Hashes, Failure> {
    let mut found = Hashes::new();
    for name in names {
        let path = folder.join(name);
        match hash(&path) {
            Ok((bytes, hash)) => {
                found.insert(name.to_owned(), json!({ "bytes": bytes, "sha256": hash }));
            }
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(Failure::io(&path, &cause)),
        }
    }
    Ok(found)
}

fn hash(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(&piece[..read]);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok((bytes, text))
}

/// What is recorded of each output; nothing where the file is missing or is none of ours.
fn outputs(study: &Study) -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(study.folder.join(FILE)).unwrap_or_default();
    let whole: Value = serde_json::from_str(&text).unwrap_or_default();
    whole["outputs"].as_object().cloned().unwrap_or_default()
}

fn entry(study: &Study, inputs: &Hashes, output: &Value) -> Value {
    json!({
        "program": format!("sounding {}", env!("CARGO_PKG_VERSION")),
        "seed": study.definition.about.seed,
        "inputs": inputs,
        "bytes": output["bytes"],
        "sha256": output["sha256"],
    })
}

/// Whether every output is there, unchanged, and was made by this program from these inputs.
pub(crate) fn holds(study: &Study, outputs: &[String], inputs: &Hashes) -> Result<bool, Failure> {
    let recorded = self::outputs(study);
    let now = hashes(&study.folder, outputs.iter().map(String::as_str))?;
    Ok(outputs.iter().all(|output| {
        now.get(output).is_some_and(|hash| recorded.get(output) == Some(&entry(study, inputs, hash)))
    }))
}

/// Whether the inputs of every output had the sizes that they have now: a large file that was never used is not read to its end.
pub(crate) fn sizes_hold(study: &Study, outputs: &[String], inputs: &Stamps) -> bool {
    let recorded = self::outputs(study);
    outputs.iter().all(|output| {
        recorded.get(output).is_some_and(|entry| {
            inputs.iter().all(|(name, (bytes, _))| entry["inputs"][name]["bytes"] == json!(bytes))
        })
    })
}

/// Records what outputs were made from; with no hashes of inputs, that they are due again.
pub(crate) fn record(study: &Study, made: &[(&[String], Option<&Hashes>)]) -> Result<(), Failure> {
    let mut recorded = outputs(study);
    for (outputs, inputs) in made {
        let now = hashes(&study.folder, outputs.iter().map(String::as_str))?;
        for output in *outputs {
            recorded.remove(output);
            if let (Some(inputs), Some(hash)) = (inputs, now.get(output)) {
                recorded.insert(output.clone(), entry(study, inputs, hash));
            }
        }
    }
    let mut text = serde_json::to_string_pretty(&json!({ "outputs": recorded })).unwrap_or_default();
    text.push('\n');
    folder::write(study, &[(FILE.to_owned(), text.into_bytes())])?;
    Ok(())
}
