//! Provenance: the program, the seed, and every input by its SHA-256.

use super::{cells, columns, facts};
use crate::compose::Composer;
use crate::document::{Block, Grid, GridRow, RowKind, Section};

/// The section.
pub(in crate::compose) fn section(composer: &Composer<'_>) -> Section {
    let provenance = &composer.results.provenance;
    let version = &provenance.version;
    let program = if version.is_empty() { "Sounding".to_owned() } else { format!("Sounding {version}") };
    let sample = composer.results.sample.as_ref();
    let mut blocks = vec![Block::Paragraph(composer.say("provenance-intro"))];
    blocks.extend(facts(
        composer,
        [
            ("provenance-study", composer.definition.about.id.clone()),
            ("provenance-program", program),
            // A seed is a name, not a quantity: no grouping of its digits.
            ("provenance-seed", provenance.seed.map_or(String::new(), |seed| seed.to_string())),
            (
                "provenance-stream",
                sample.map_or(String::new(), |sample| {
                    let (seed, stream) = (sample.seed.to_string(), sample.stream.to_string());
                    composer.with("provenance-drawn", &[("seed", &seed), ("stream", &stream)])
                }),
            ),
        ],
    ));
    if !provenance.inputs.is_empty() {
        let row = |file: &sounding_survey::ProvenanceFile| GridRow {
            kind: RowKind::Body,
            cells: cells(vec![file.name.clone(), file.sha256.clone()]),
        };
        blocks.push(Block::Grid(Grid {
            caption: composer.say("provenance-inputs"),
            columns: columns(composer, &[("provenance-file", false), ("provenance-hash", false)]),
            rows: provenance.inputs.iter().map(row).collect(),
            notes: Vec::new(),
        }));
    }
    Section { id: "provenance".into(), title: composer.say("provenance-title"), blocks }
}
