//! The paper form as one self-contained page, for a screen and for a printer.

use askama::Template;
use sounding_questionnaire::definition::Questionnaire;
use sounding_survey::Language;

use super::compose::paper;
use super::paper::{Answer, Paper, Part, Shape};
use crate::render::RenderError;
use crate::render::html::{colours, fonts};
use crate::words::Words;

/// The questionnaire as a page in one language: the paper form with skips in words.
pub fn form_html(questionnaire: &Questionnaire, language: Language) -> Result<String, RenderError> {
    written(&paper(questionnaire, language), None)
}

/// The questionnaire as a page in both languages: `first` and the other one side by side, or one under the other on a narrow screen.
pub fn form_html_both(questionnaire: &Questionnaire, first: Language) -> Result<String, RenderError> {
    let second = if first == Language::Vi { Language::En } else { Language::Vi };
    let (paper, other) = (paper(questionnaire, first), self::paper(questionnaire, second));
    written(&paper, Some(&other))
}

fn written(paper: &Paper, second: Option<&Paper>) -> Result<String, RenderError> {
    let words = Words::new(paper.language);
    let page = Page {
        paper,
        second: second.map(|second| second.parts.as_slice()),
        second_title: second.map(|second| second.title.as_str()).filter(|title| *title != paper.title),
        second_language: second.map_or("", |second| second.language.tag()),
        words: PageWords {
            skip: words.say("page-skip"),
            instructions: words.say("form-instructions"),
            contents: words.say("form-contents"),
            question: words.say("form-roster-head"),
            item: words.say("form-matrix-head"),
        },
        people: (1..=MOST)
            .map(|at| words.with("form-roster-person", &[("number", &at.to_string())]))
            .collect(),
        fonts: String::new(),
        colours: colours(),
        style: include_str!("../../templates/form.css"),
    };
    // Which letters the page has is known when it is written.
    let letters = page.written()?;
    Page { fonts: fonts::faces(&letters) + &fonts::italic(&letters), ..page }.written()
}

/// People of a roster whose heads are prepared.
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "form.html")]
struct Page<'a> {
    paper: &'a Paper,
    /// The same parts in the other language.
    second: Option<&'a [Part]>,
    second_title: Option<&'a str>,
    second_language: &'static str,
    words: PageWords,
    people: Vec<String>,
    fonts: String,
    colours: String,
    style: &'static str,
}

struct PageWords {
    skip: String,
    instructions: String,
    contents: String,
    question: String,
    item: String,
}

impl Page<'_> {
    fn written(&self) -> Result<String, RenderError> {
        self.render().map_err(|cause| RenderError::Page(cause.to_string()))
    }
}

/// Sections of the first level with the anchors of their heads.
fn sections(paper: &Paper) -> Vec<(String, &str)> {
    let heads = paper.parts.iter().enumerate().filter_map(|(at, part)| match part {
        Part::Heading { level, text, .. } if *level <= 2 && !text.is_empty() => {
            Some((anchor(at), text.as_str()))
        }
        _ => None,
    });
    heads.collect()
}

fn anchor(at: usize) -> String {
    format!("p{at}")
}

/// The part of the second language.
fn part_at(parts: &[Part], at: usize) -> Option<&Part> {
    parts.get(at)
}

/// Anchors of the second language's parts.
fn anchor_of_second(at: usize) -> String {
    format!("s{at}")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass what they match by reference")]
fn shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::One => "one",
        Shape::Many => "many",
        Shape::Rank => "rank",
    }
}

/// So many boxes.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass what they match by reference")]
fn boxes(count: &usize) -> std::ops::Range<usize> {
    0..*count
}
