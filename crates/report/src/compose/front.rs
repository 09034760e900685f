//! The cover: title, the facts that readers look for first, the notice on simulated data, and the foot of every page.

use sounding_study::Mode;

use super::{Composer, tables};
use crate::document::{Document, Mark, Section};

/// All marks there are.
const MARKS: [Mark; 2] = [Mark::Confidential, Mark::Unreliable];

/// The document around its sections.
pub(super) fn document(composer: &Composer<'_>, sections: Vec<Section>) -> Document {
    let about = &composer.definition.about;
    let text = |text: &sounding_survey::Text| text.get(composer.language).to_owned();
    let title = if about.title.is_empty() { about.id.clone() } else { text(&about.title) };
    let dates = dates(composer);
    let line = |parts: &[&str]| {
        parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let subtitle = line(&[&text(&about.conductor), dates.as_deref().unwrap_or_default()]);
    let notice = about.simulated.then(|| composer.say("front-simulated"));
    let foot = if about.simulated { composer.say("front-simulated-short") } else { String::new() };
    Document {
        language: composer.language,
        footer: line(&[&foot, &title, &text(&about.conductor)]),
        title,
        subtitle,
        notice,
        facts: facts(composer, dates),
        sections,
        level: composer.level(),
        marks: MARKS.map(|mark| (mark, tables::mark(composer, mark))).to_vec(),
    }
}

/// Sponsor, conductor, purpose and the like; what a study does not say is left out.
fn facts(composer: &Composer<'_>, dates: Option<String>) -> Vec<(String, String)> {
    let about = &composer.definition.about;
    let text = |text: &sounding_survey::Text| Some(text.get(composer.language).to_owned());
    let margin = composer.results.weighting.as_ref().map(|weighting| weighting.margin_of_error);
    let margin = margin.filter(|margin| margin.is_finite() && *margin > 0.0);
    [
        ("front-sponsor", text(&about.sponsor)),
        ("front-conductor", text(&about.conductor)),
        ("front-purpose", text(&about.purpose)),
        ("front-population", text(&about.population)),
        ("front-fieldwork", dates),
        ("front-mode", mode(composer)),
        ("front-respondents", Some(composer.locale.count(composer.results.respondents))),
        ("front-margin", margin.map(|margin| points(composer, margin))),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((composer.say(key), value.filter(|value| !value.is_empty())?)))
    .collect()
}

/// First and last day of fieldwork.
pub(super) fn dates(composer: &Composer<'_>) -> Option<String> {
    let fieldwork = composer.definition.about.fieldwork.as_ref()?;
    let (start, end) = (composer.locale.date(&fieldwork.start), composer.locale.date(&fieldwork.end));
    Some(if start == end { start } else { composer.with("front-dates", &[("start", &start), ("end", &end)]) })
}

/// How people were asked.
pub(super) fn mode(composer: &Composer<'_>) -> Option<String> {
    let key = match composer.definition.about.mode? {
        Mode::FaceToFace => "front-mode-face-to-face",
        Mode::Telephone => "front-mode-telephone",
        Mode::Web => "front-mode-web",
        Mode::Paper => "front-mode-paper",
        Mode::Mixed => "front-mode-mixed",
    };
    Some(composer.say(key))
}

/// A margin of error in percentage points.
pub(super) fn points(composer: &Composer<'_>, margin: f64) -> String {
    composer.with("front-points", &[("points", &composer.locale.number(100.0 * margin, 1))])
}
