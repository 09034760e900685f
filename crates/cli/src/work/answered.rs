//! What is made of the answers: weights and report, in one reading of the answers.

use std::path::PathBuf;

use sounding_analysis::{Answers, evaluate, weigh};
use sounding_study::Study;
use sounding_survey::{Language, Results};

use super::report::report;
use super::sample::account;
use super::{Files, Step, analyses, finish};
use crate::failure::Failure;
use crate::folder::{self, WEIGHTS};
use crate::terminal::Steps;

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What is not up to date.
    Due,
    /// The report, up to date or not.
    Report,
    /// Weights and report, up to date or not.
    All,
}

/// What was made.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// The results, where a report was made.
    pub(crate) results: Option<Results>,
    /// Files written.
    pub(crate) written: Vec<PathBuf>,
    /// What was up to date.
    pub(crate) current: Vec<&'static str>,
    /// What was noticed, a line each.
    pub(crate) warnings: Vec<String>,
}

/// Weights and report as far as they are wanted. The answers are read once, and nothing is written before all is made.
pub(crate) fn answered(study: &Study, steps: &Steps, wanted: Wanted) -> Result<Made, Failure> {
    let (weights, reporting) = (Step::weights(study), Step::report(study));
    let (weigh_now, report_now) = match wanted {
        Wanted::Due => (!weights.up_to_date()?, !reporting.up_to_date()?),
        Wanted::Report => (false, true),
        Wanted::All => (true, true),
    };
    let mut made = Made::default();
    if wanted == Wanted::Due {
        made.current.extend((!weigh_now).then_some(WEIGHTS));
        made.current.extend((!report_now).then_some("the report"));
    }
    if !weigh_now && !report_now {
        return Ok(made);
    }
    steps.begin("the weights");
    let sample = folder::sample(study)?;
    let answers = Answers::open(study, sample.as_ref())?;
    let weighted = weigh(&answers)?;
    let (mut files, mut done) = (Files::new(), Vec::new());
    let mut warnings: Vec<_> = answers.warnings.iter().chain(&weighted.warnings).cloned().collect();
    if weigh_now {
        files.push((WEIGHTS.to_owned(), weighted.to_csv(&answers).into_bytes()));
        done.push(&weights);
    }
    if report_now {
        steps.begin("the estimates");
        let (summary, warning) = account(study)?;
        let evaluated = evaluate(&answers, &weighted, summary, reporting.provenance()?)?;
        let mut results = evaluated.results;
        results.warnings.extend(warning);
        for one in &evaluated.analyses {
            made.warnings
                .extend(one.warnings.iter().map(|text| format!("note: analysis {}: {text}", one.name)));
        }
        files.extend(analyses::files(study, evaluated.analyses));
        steps.begin("the report");
        let (written, findings) = report(study, &results)?;
        files.extend(written);
        done.push(&reporting);
        warnings.clone_from(&results.warnings);
        made.warnings.extend(findings.iter().map(ToString::to_string));
        made.results = Some(results);
    }
    made.written = finish(study, &done, &files)?;
    made.warnings.extend(warnings.iter().map(|warning| format!("note: {}", warning.get(Language::En))));
    Ok(made)
}
