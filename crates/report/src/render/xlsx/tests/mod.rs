//! Workbooks written and read back: by the reader of workbooks that the program has, and as the files that they are made of.

mod parts;
mod reading;

use sounding_study::{About, Definition};
use sounding_survey::{Language, Provenance, ProvenanceFile, Results, Table, Text};

use super::*;
use crate::compose;
use crate::render::samples::{breakdown, mean, results, topline};

fn definition() -> Definition {
    Definition {
        about: About {
            id: "services-2026".into(),
            title: Text::new("Khảo sát dịch vụ công 2026", "Survey of public services 2026"),
            conductor: Text::new("Viện Nghiên cứu dư luận & xã hội", "Institute of Public Opinion & Society"),
            population: Text::new("Người từ 18 tuổi trở lên", "People aged 18 and over"),
            limitations: Text::new("Không gồm người ở nước ngoài.", "People living abroad are left out."),
            simulated: true,
            ..About::default()
        },
        ..Definition::default()
    }
}

fn sample() -> Results {
    Results {
        provenance: Provenance {
            version: "0.1.0".into(),
            seed: Some(7),
            inputs: vec![ProvenanceFile { name: "study.toml".into(), sha256: "0a1b".repeat(16) }],
        },
        key_tables: vec!["trust".into()],
        ..results(vec![topline(), mean(), breakdown()])
    }
}

fn written(results: &Results, language: Language) -> Vec<u8> {
    xlsx(&compose(&definition(), results, language), results, 10).unwrap()
}

/// One table in a report of nothing else.
fn alone(table: Table) -> Results {
    results(vec![table])
}
