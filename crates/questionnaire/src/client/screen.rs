//! One screen as data.

use crate::definition::Kind;
use crate::interview::{Answered, Cell, Interview, Media, NOTHING, Offer, Role, Said};

use super::walk::At;
use super::{Client, Missing, Stop};

/// One screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// What it is.
    pub stop: Stop,
    /// The title of the form, in the language of the moment.
    pub title: String,
    /// Groups and instances around it, outermost first.
    pub headings: Vec<Heading>,
    /// The questions on it, in order.
    pub questions: Vec<Question>,
    /// At the end: what is missing or doubtful.
    pub missing: Vec<Missing>,
    /// How far the interview is.
    pub progress: Progress,
    /// The language shown.
    pub language: String,
    /// All languages of the form.
    pub languages: Vec<String>,
}

/// A group or instance around a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Of the group or instance.
    pub path: String,
    /// What people read; `None` where the author wrote nothing.
    pub label: Option<String>,
    /// Its place among the instances of a repeat, from 1, and how many there are.
    pub instance: Option<(usize, usize)>,
}

/// How far an interview is: screens that are asked for the answers given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Place of the screen, from 0; the number of all at the end.
    pub place: usize,
    /// How many screens there are, without the end.
    pub screens: usize,
}

/// A question on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub kind: Kind,
    /// What is asked.
    pub label: Option<String>,
    /// What is said beside it.
    pub hint: Option<String>,
    /// What is said on request.
    pub guidance: Option<String>,
    /// Pictures, sounds and films with the question.
    pub media: Media,
    /// How it is to be shown.
    pub appearance: Option<String>,
    /// Parameters as the author wrote them.
    pub parameters: Vec<(String, String)>,
    /// What is on offer; `None` where nothing is chosen.
    pub choices: Option<Vec<Offer>>,
    /// Least, greatest and step of a scale.
    pub range: Option<(f64, f64, f64)>,
    /// The value as kept; blank where there is none.
    pub value: String,
    /// Whether an answer is required.
    pub required: bool,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// What is to be said of the value.
    pub verdict: Answered,
}

impl Client {
    /// The screen as it is now.
    pub fn screen(&self) -> Screen {
        let interview = &self.interview;
        let stops = interview.stops();
        let place = stops.iter().position(|stop| *stop == self.at).unwrap_or(stops.len());
        let around = match self.at {
            At::Question(cell) => interview.around(cell),
            At::Group(cell) => Some(cell),
            At::Prompt(around, _) => Some(around),
            At::End => None,
        };
        Screen {
            stop: interview.stop(self.at),
            title: interview.form.title(interview.language()),
            headings: around.map(|cell| interview.headings(cell)).unwrap_or_default(),
            questions: interview.cells_at(self.at).into_iter().map(|cell| interview.question(cell)).collect(),
            missing: if self.at == At::End { interview.missing() } else { Vec::new() },
            progress: Progress { place, screens: stops.len() },
            language: interview.language().to_owned(),
            languages: interview.form.languages().to_vec(),
        }
    }
}

impl Interview {
    fn said(&self, said: &[Said], cell: Cell) -> Option<String> {
        self.with(|scene, _| scene.filled(said.get(self.language), cell))
    }

    fn headings(&self, innermost: Cell) -> Vec<Heading> {
        let mut headings = Vec::new();
        let mut at = Some(innermost);
        while let Some(cell) = at.filter(|cell| *cell != 0) {
            let content = self.cells.get(cell);
            let words = &self.form.words[content.form as usize];
            let instance = matches!(self.form.tree.get(content.form).role, Role::Repeat { .. }).then(|| {
                let block = self.cells.block(content.block);
                let around = self.around(cell).unwrap_or(0);
                let all = self.cells.instances(&self.form.tree, around, content.form).len();
                (block.position as usize + 1, all)
            });
            headings.push(Heading { path: self.path(cell), label: self.said(&words.label, cell), instance });
            at = self.around(cell).filter(|around| *around != NOTHING);
        }
        headings.reverse();
        headings
    }

    fn question(&self, cell: Cell) -> Question {
        let content = self.cells.get(cell);
        let template = self.form.tree.get(content.form);
        let bind = &self.form.binds[content.form as usize];
        let words = &self.form.words[content.form as usize];
        let asked = self.form.tree.leaf(content.form).map(|leaf| &leaf.question);
        Question {
            path: self.path(cell),
            name: template.name.clone(),
            kind: asked.map_or(Kind::Note, |question| question.kind),
            label: self.said(&words.label, cell),
            hint: self.said(&words.hint, cell),
            guidance: self.said(&words.guidance, cell),
            media: words.label.get(self.language).map(|said| said.media.clone()).unwrap_or_default(),
            appearance: template.node.appearance.clone(),
            parameters: asked.map(|question| question.parameters.clone()).unwrap_or_default(),
            choices: bind.choices.map(|_| self.offers(cell)),
            range: bind.range,
            value: content.text.clone(),
            required: self.is_required(cell),
            read_only: self.is_read_only(cell),
            verdict: self.verdict(cell),
        }
    }
}
