//! `out/provenance.json`: which program made each output, with which seed and from which inputs. No clock: the same inputs give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sounding_study::Study;

use crate::failure::Failure;
use crate::folder;

const FILE: &str = "out/provenance.json";

/// SHA-256 by name of a file; a file that is not there has none.
pub(crate) type Hashes = BTreeMap<String, String>;

/// The SHA-256 of each file that is there, read piece by piece: answers may be large.
pub(crate) fn hashes<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<Hashes, Failure> {
    let mut found = Hashes::new();
    for name in names {
        let path = folder.join(name);
        match hash(&path) {
            Ok(hash) => {
                found.insert(name.to_owned(), hash);
            }
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(Failure::io(&path, &cause)),
        }
    }
    Ok(found)
}

fn hash(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hasher.update(&piece[..read]);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// What is recorded of each output; nothing where the file is missing or is none of ours.
fn outputs(study: &Study) -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(study.folder.join(FILE)).unwrap_or_default();
    let whole: Value = serde_json::from_str(&text).unwrap_or_default();
    whole["outputs"].as_object().cloned().unwrap_or_default()
}

fn entry(study: &Study, inputs: &Hashes, output: &str) -> Value {
    json!({
        "program": format!("sounding {}", env!("CARGO_PKG_VERSION")),
        "seed": study.definition.about.seed,
        "inputs": inputs,
        "sha256": output,
    })
}

/// Whether an output is there, unchanged, and was made by this program from these inputs.
pub(crate) fn holds(study: &Study, output: &str, inputs: &Hashes) -> Result<bool, Failure> {
    let now = hashes(&study.folder, [output])?;
    let recorded = outputs(study).remove(output);
    Ok(now.get(output).is_some_and(|hash| recorded == Some(entry(study, inputs, hash))))
}

/// Records what an output was made from.
pub(crate) fn record(study: &Study, output: &str, inputs: &Hashes) -> Result<(), Failure> {
    let now = hashes(&study.folder, [output])?;
    let mut outputs = outputs(study);
    if let Some(hash) = now.get(output) {
        outputs.insert(output.to_owned(), entry(study, inputs, hash));
    }
    let mut text = serde_json::to_string_pretty(&json!({ "outputs": outputs })).unwrap_or_default();
    text.push('\n');
    folder::write(study, FILE, text.as_bytes())?;
    Ok(())
}
