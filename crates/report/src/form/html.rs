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
    let paper = paper(questionnaire, language);
    let words = Words::new(language);
    let page = Page {
        paper: &paper,
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
            Some((anchor(&at), text.as_str()))
        }
        _ => None,
    });
    heads.collect()
}

fn anchor(at: &usize) -> String {
    format!("p{at}")
}

fn shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::One => "one",
        Shape::Many => "many",
        Shape::Rank => "rank",
    }
}

/// So many boxes.
fn boxes(count: &usize) -> std::ops::Range<usize> {
    0..*count
}
