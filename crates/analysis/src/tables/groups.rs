//! The groups of a breakdown.

use sounding_survey::{CategoryRole, Finding, Language, Text as Words};

use crate::answers::Answers;
use crate::data::MISSING;

/// Groups of people, in the order of the codebook.
pub(crate) struct Breakdown {
    pub(crate) label: Words,
    /// Group of each row, or [`MISSING`].
    pub(crate) codes: Vec<u32>,
    /// Codes (one for each variable crossed) and label of each group.
    pub(crate) groups: Vec<(Vec<String>, Words)>,
}

/// Everyone together.
pub(crate) fn everyone(rows: usize) -> Breakdown {
    Breakdown {
        label: Words::default(),
        codes: vec![0; rows],
        groups: vec![(Vec::new(), Words::new("Tất cả", "Everyone"))],
    }
}

impl Breakdown {
    /// The groups of a variable or of a crossing `a*b`. Those to whom it does not apply are in none.
    pub(crate) fn new(answers: &Answers<'_>, name: &str, faults: &mut Vec<Finding>) -> Breakdown {
        let coded = answers.coding().categories(name, faults);
        let mut next = 0;
        let map: Vec<u32> = coded
            .categories
            .iter()
            .map(|category| {
                if category.role == CategoryRole::NotApplicable {
                    return MISSING;
                }
                next += 1;
                next - 1
            })
            .collect();
        let groups = coded
            .categories
            .iter()
            .filter(|category| category.role != CategoryRole::NotApplicable)
            .map(|category| (category.code.split('*').map(str::to_owned).collect(), category.label.clone()))
            .collect();
        let codes =
            coded.codes.iter().map(|&code| map.get(code as usize).copied().unwrap_or(MISSING)).collect();
        let parts: Vec<Words> = name
            .split('*')
            .map(|part| {
                answers
                    .codebook()
                    .variable(part)
                    .map_or_else(|| Words::same(part), |variable| variable.short_label().clone())
            })
            .collect();
        let joined = |language: Language| {
            parts.iter().map(|part| part.get(language).to_owned()).collect::<Vec<_>>().join(" × ")
        };
        Breakdown { label: Words::new(joined(Language::Vi), joined(Language::En)), codes, groups }
    }
}
