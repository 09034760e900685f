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
fn hashes<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<Hashes, Failure> {
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

/// Whether an output is there, unchanged, and was made by this program from these inputs. Sizes are looked at first, so
/// that a large file that was never used is not read to its end.
pub(crate) fn holds(study: &Study, output: &str, inputs: &Stamps) -> Result<bool, Failure> {
    let Some(recorded) = outputs(study).remove(output) else { return Ok(false) };
    let known = |(name, (bytes, _)): (&String, &(u64, _))| recorded["inputs"][name]["bytes"] == json!(bytes);
    if !inputs.iter().all(known) {
        return Ok(false);
    }
    let now = hashes(&study.folder, [output])?;
    let inputs = hashes(&study.folder, inputs.keys().map(String::as_str))?;
    Ok(now.get(output).is_some_and(|hash| recorded == entry(study, &inputs, hash)))
}

/// Records what an output was made from, unless an input changed meanwhile: then the step is due again.
pub(crate) fn record(study: &Study, output: &str, inputs: &Stamps) -> Result<(), Failure> {
    let names = || inputs.keys().map(String::as_str);
    let found = hashes(&study.folder, names())?;
    let now = hashes(&study.folder, [output])?;
    let mut outputs = outputs(study);
    outputs.remove(output);
    if let (Some(hash), true) = (now.get(output), stamps(&study.folder, names()) == *inputs) {
        outputs.insert(output.to_owned(), entry(study, &found, hash));
    }
    let mut text = serde_json::to_string_pretty(&json!({ "outputs": outputs })).unwrap_or_default();
    text.push('\n');
    folder::write(study, FILE, text.as_bytes())?;
    Ok(())
}
