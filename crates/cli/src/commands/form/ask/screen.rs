//! A screen of an interview as text.

use sounding_questionnaire::client::{Question, Screen, Stop};
use sounding_questionnaire::definition::Kind;
use sounding_questionnaire::expression::Moment;
use sounding_questionnaire::interview::{Answered, Interview, Offer};
use sounding_survey::{Finding, Place};

use super::answer;

/// Choices of a longer list are not all shown: part of a label finds them.
const SHOWN: usize = 20;

/// What stands above the questions: how far, and in which groups.
pub(super) fn head(screen: &Screen) -> String {
    let mut lines = vec![String::new()];
    let place = match screen.stop {
        Stop::End => "the end".to_owned(),
        _ => format!("{} of {}", screen.progress.place + 1, screen.progress.screens),
    };
    lines.push(format!("── {} · {place}", screen.title));
    let names: Vec<String> = screen
        .headings
        .iter()
        .filter_map(|heading| {
            let label = heading.label.clone();
            match heading.instance {
                Some((number, of)) => {
                    Some(format!("{} {number}/{of}", label.unwrap_or_default()).trim().to_owned())
                }
                None => label,
            }
        })
        .collect();
    if !names.is_empty() {
        lines.push(format!("   {}", names.join(" › ")));
    }
    lines.join("\n")
}

/// A question with what is on offer.
pub(super) fn question(question: &Question) -> String {
    let mut lines = Vec::new();
    let label = question.label.as_deref().unwrap_or(&question.name);
    lines.push(format!("\n{label}{}", if question.required { " *" } else { "" }));
    lines.extend(question.hint.as_ref().map(|hint| format!("  ({hint})")));
    for offer in question.choices.iter().flatten().take(SHOWN) {
        lines.push(choice(offer));
    }
    let all = question.choices.as_ref().map_or(0, Vec::len);
    if all > SHOWN {
        lines.push(format!("  … {} more: type part of the label", all - SHOWN));
    }
    if let Some((low, high, step)) = question.range {
        lines.push(format!("  from {low} to {high} by {step}"));
    }
    match question.kind {
        Kind::Note => lines.push("  (Enter to go on)".into()),
        _ if question.read_only => lines.push(format!("  = {}", question.value)),
        kind => {
            let several = question.choices.is_some();
            if !several {
                lines.push(format!("  ({})", answer::kind(kind)));
            }
            if !question.value.is_empty() {
                lines.push(format!("  answered: {}", question.value));
            }
        }
    }
    if let Answered::Breaks(message) = &question.verdict {
        lines.push(format!("  ! {}", message.as_deref().unwrap_or("this answer is not allowed here")));
    }
    lines.join("\n")
}

/// A choice as it is listed.
pub(super) fn choice(offer: &Offer) -> String {
    format!("  {:>6}  {}", offer.code, offer.label)
}

/// The language that was meant: as the form writes it, or its tag, or how it begins.
pub(super) fn language(interview: &Interview, wanted: &str) -> Option<String> {
    let wanted = wanted.to_lowercase();
    let named = interview.form().languages();
    let tagged = format!("({wanted})");
    let found = named.iter().find(|name| name.to_lowercase() == wanted);
    let found = found.or_else(|| named.iter().find(|name| name.to_lowercase().ends_with(&tagged)));
    found
        .or_else(|| named.iter().find(|name| !wanted.is_empty() && name.to_lowercase().starts_with(&wanted)))
        .cloned()
}

/// The languages there are.
pub(super) fn languages(interview: &Interview) -> String {
    format!("languages: {}", interview.form().languages().join(", "))
}

/// Begins in another language, or says which there are.
pub(super) fn choose_language(interview: &mut Interview, wanted: &str, at: Moment) -> Result<(), Finding> {
    let Some(language) = language(interview, wanted) else {
        return Err(Finding::error(
            "E-ASK-003",
            Place::default().column("--language"),
            format!("the form has no language \"{wanted}\"; {}", languages(interview)),
            "write one of them, or its tag",
        ));
    };
    interview.set_language(&language, at);
    Ok(())
}
