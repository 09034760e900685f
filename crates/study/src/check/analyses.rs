//! What `[[analyses]]` must agree on with the codebook. Formulas are read where models are known.

use sounding_survey::{CategoryRole, Finding, VariableKind};

use super::{fault, unknown_variable};
use crate::definition::analyses::{AnalysisKind, StudyHypothesis};
use crate::{Statistic, Study};

pub(super) fn check(study: &Study, names: &[String], findings: &mut Vec<Finding>) {
    let mut look = Look { study, names, findings };
    for (at, analysis) in study.definition.analyses.iter().enumerate() {
        let path = format!("analyses[{at}]");
        for name in &analysis.by {
            look.categories(&format!("{path}.by"), name);
        }
        match &analysis.kind {
            AnalysisKind::Test(test) => {
                for hypothesis in &test.hypotheses {
                    look.hypothesis(&path, hypothesis);
                }
            }
            // The variables of a formula are known when it is read.
            AnalysisKind::Model(model) => {
                for name in &model.margins {
                    look.known(&format!("{path}.margins"), name);
                }
            }
            AnalysisKind::Survival(curves) => {
                for (key, name) in [("time", &curves.time), ("status", &curves.status)] {
                    look.known(&format!("{path}.{key}"), name);
                }
                if let Some(name) = &curves.start {
                    look.known(&format!("{path}.start"), name);
                }
            }
            AnalysisKind::Change(change) => {
                look.categories(&format!("{path}.wave"), &change.wave);
                for (key, names) in [("mean", &change.mean), ("total", &change.total)] {
                    for name in names {
                        look.known(&format!("{path}.{key}"), name);
                    }
                }
                for name in change.ratio.iter().flat_map(|(y, x)| [y, x]) {
                    look.known(&format!("{path}.ratio"), name);
                }
            }
            AnalysisKind::VarianceFunction(curve) => {
                for name in &curve.questions {
                    look.table(&format!("{path}.questions"), name);
                }
            }
        }
    }
}

struct Look<'a> {
    study: &'a Study,
    names: &'a [String],
    findings: &'a mut Vec<Finding>,
}

impl Look<'_> {
    fn known(&mut self, path: &str, name: &str) {
        // What is missing altogether was said when the file was read.
        if !name.is_empty() && self.study.codebook.variable(name).is_none() {
            self.findings.push(unknown_variable(path, name, self.names));
        }
    }

    fn categories(&mut self, path: &str, name: &str) {
        self.known(path, name);
        let one = |kind: &VariableKind| matches!(kind, VariableKind::One { .. });
        if self.study.codebook.variable(name).is_some_and(|variable| !one(&variable.kind)) {
            let message = format!(
                "\"{name}\" has no categories of which a person has one, so that no groups can be made of it"
            );
            self.findings.push(fault(
                "E-STUDY-042",
                path,
                message,
                "derive a variable with categories from it",
            ));
        }
    }

    fn hypothesis(&mut self, path: &str, hypothesis: &StudyHypothesis) {
        let key = match hypothesis {
            StudyHypothesis::Mean { .. } => "mean",
            StudyHypothesis::Groups { .. } => "groups",
            StudyHypothesis::Paired { .. } => "paired",
            StudyHypothesis::Rank { .. } => "rank",
            StudyHypothesis::Table { .. } => "table",
            StudyHypothesis::Fit { .. } => "fit",
            StudyHypothesis::Correlation { .. } => "correlation",
        };
        let path = format!("{path}.{key}");
        let (categories, numbers) = hypothesis.variables();
        for name in categories {
            self.categories(&path, name);
        }
        for name in numbers {
            self.known(&path, name);
        }
        let StudyHypothesis::Fit { y, shares } = hypothesis else { return };
        let Some(variable) = self.study.codebook.variable(y) else { return };
        let answers: Vec<&str> = (variable.categories().iter())
            .filter(|category| category.role == CategoryRole::Substantive)
            .map(|category| category.code.as_str())
            .collect();
        for (code, _) in shares.iter().filter(|(code, _)| !answers.contains(&code.as_str())) {
            let message = format!("\"{y}\" has no category \"{code}\"");
            self.findings.push(fault("E-STUDY-041", &path, message, "use a code of the questionnaire"));
        }
        for code in answers.iter().filter(|code| !shares.iter().any(|(own, _)| own == *code)) {
            let message = format!("the category \"{code}\" of \"{y}\" has no share");
            self.findings.push(fault("E-STUDY-074", &path, message, "give every answer a share, be it 0"));
        }
    }

    /// A question of which the study has a table of totals.
    fn table(&mut self, path: &str, name: &str) {
        self.known(path, name);
        let asked = self.study.definition.tables.iter().any(|table| {
            table.statistic == Statistic::Total && table.questions.iter().any(|question| question == name)
        });
        if self.study.codebook.variable(name).is_some() && !asked {
            let message = format!(
                "no table has totals of \"{name}\", whose standard errors the curve would go through"
            );
            self.findings.push(fault("E-STUDY-075", path, message, "add a table with statistic = \"total\""));
        }
    }
}
