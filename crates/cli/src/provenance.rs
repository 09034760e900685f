//! What every file in `out/` was made from, kept in `out/provenance.json`: the hashes of its inputs, the version and the
//! seed. A step whose inputs and outputs are unchanged is left alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sounding_survey::{Provenance, ProvenanceFile};

use crate::failure::Failure;

/// The record of a study's `out/` folder.
#[derive(Debug)]
pub(crate) struct Record {
    folder: PathBuf,
    seed: Option<u64>,
    steps: BTreeMap<String, Step>,
}

/// What a step was made from and what it made: file names and hashes.
#[derive(Debug, Clone, Default, PartialEq)]
struct Step {
    version: String,
    seed: Option<u64>,
    inputs: BTreeMap<String, String>,
    outputs: BTreeMap<String, String>,
}

impl Record {
    /// Reads the record of `folder`; without one, nothing is up to date.
    pub(crate) fn open(folder: &Path, seed: Option<u64>) -> Record {
        let text = std::fs::read_to_string(folder.join("out/provenance.json")).unwrap_or_default();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let names = |value: &Value| -> BTreeMap<String, String> {
            let pairs = value.as_object().into_iter().flatten();
            pairs.filter_map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned()))).collect()
        };
        let steps = value["steps"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, step)| {
                let version = step["version"].as_str().unwrap_or_default().to_owned();
                let seed = step["seed"].as_u64();
                (name.clone(), Step { version, seed, inputs: names(&step["inputs"]), outputs: names(&step["outputs"]) })
            })
            .collect();
        Record { folder: folder.to_path_buf(), seed, steps }
    }

    /// Whether a step was made from these very inputs and its outputs still are what it wrote.
    pub(crate) fn is_current(&self, step: &str, inputs: &[String]) -> bool {
        self.steps.get(step).is_some_and(|known| {
            known.version == version()
                && known.seed == self.seed
                && Ok(&known.inputs) == self.hashes(inputs).as_ref().map_err(|_| ())
                && !known.outputs.is_empty()
                && known.outputs.iter().all(|(name, hash)| hash_file(&self.folder.join(name)).is_ok_and(|now| now == *hash))
        })
    }

    /// Notes what a step made, and writes the record.
    pub(crate) fn done(&mut self, step: &str, inputs: &[String], outputs: &[String]) -> Result<(), Failure> {
        let done = Step {
            version: version().to_owned(),
            seed: self.seed,
            inputs: self.hashes(inputs)?,
            outputs: self.hashes(outputs)?,
        };
        self.steps.insert(step.to_owned(), done);
        let steps: BTreeMap<&String, Value> = self
            .steps
            .iter()
            .map(|(name, step)| {
                (name, json!({ "version": step.version, "seed": step.seed, "inputs": step.inputs, "outputs": step.outputs }))
            })
            .collect();
        let text = serde_json::to_string_pretty(&json!({ "program": "sounding", "steps": steps })).unwrap_or_default();
        write(&self.folder.join("out/provenance.json"), format!("{text}\n").as_bytes())
    }

    /// The inputs as a report prints them.
    pub(crate) fn provenance(&self, inputs: &[String]) -> Result<Provenance, Failure> {
        let inputs = self.hashes(inputs)?.into_iter().map(|(name, sha256)| ProvenanceFile { name, sha256 }).collect();
        Ok(Provenance { version: version().to_owned(), seed: self.seed, inputs })
    }

    fn hashes(&self, names: &[String]) -> Result<BTreeMap<String, String>, Failure> {
        names.iter().map(|name| Ok((name.clone(), hash_file(&self.folder.join(name))?))).collect()
    }
}

/// The program's version.
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Writes a whole file or leaves the old one: the content goes to a neighbour that then takes the name.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|cause| Failure::io(folder, &cause))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    std::fs::write(&part, content).map_err(|cause| Failure::io(&part, &cause))?;
    std::fs::rename(&part, path).map_err(|cause| Failure::io(path, &cause))
}

fn hash_file(path: &Path) -> Result<String, Failure> {
    let mut file = std::fs::File::open(path).map_err(|cause| Failure::io(path, &cause))?;
    let mut hasher = Sha256::new();
    std::io::copy(&mut file, &mut HashWriter(&mut hasher)).map_err(|cause| Failure::io(path, &cause))?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_current_until_an_input_or_an_output_changes() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| write(&dir.path().join(name), text.as_bytes()).unwrap();
        put("answers.csv", "x\n1\n");
        put("out/weights.csv", "w\n1\n");
        let inputs = ["answers.csv".to_owned()];
        let mut record = Record::open(dir.path(), Some(7));
        assert!(!record.is_current("weights", &inputs));
        record.done("weights", &inputs, &["out/weights.csv".to_owned()]).unwrap();
        assert!(Record::open(dir.path(), Some(7)).is_current("weights", &inputs));
        assert!(!Record::open(dir.path(), Some(8)).is_current("weights", &inputs));
        put("out/weights.csv", "w\n2\n");
        assert!(!Record::open(dir.path(), Some(7)).is_current("weights", &inputs));
        put("out/weights.csv", "w\n1\n");
        put("answers.csv", "x\n2\n");
        assert!(!Record::open(dir.path(), Some(7)).is_current("weights", &inputs));
    }

    #[test]
    fn a_hash_is_the_one_of_the_standard() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("abc");
        write(&path, b"abc").unwrap();
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            hash_file(&path).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
