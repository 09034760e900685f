//! The routing as a picture: boxes one under the other, set in by the conditions they stand under, the straight way on the right and
//! ways that pass over boxes in lanes on the left, one lane for each box that they lead to.

use std::collections::BTreeMap;

use sounding_questionnaire::definition::Questionnaire;
use sounding_questionnaire::routing::{Graph, GraphNode, NodeKind, Routing, graph};
use sounding_survey::Language;

use crate::charts::scene::{Anchor, Colour, Scene, Shape};
use crate::charts::text::{Measure, Style};
use crate::render::html::fonts;
use crate::theme;
use crate::words::Words;

/// Width of a box.
const BOX: f64 = 430.0;
/// How far a condition sets a box in.
const STEP: f64 = 34.0;
/// Conditions beyond this do not set in further.
const DEEPEST: usize = 5;
/// Between two lanes.
const LANE: f64 = 13.0;
/// Between two boxes.
const GAP: f64 = 26.0;
/// Inside a box.
const INSET: f64 = 11.0;
/// Around everything.
const MARGIN: f64 = 18.0;
const TITLE: Style = Style { size: 17.0, bold: true };
const TEXT: Style = Style { size: 13.0, bold: false };
const NUMBER: Style = Style { size: 13.0, bold: true };
const SMALL: Style = Style { size: 11.5, bold: false };

/// The routing of a questionnaire as one self-contained SVG in one language. The same questionnaire gives the same bytes.
pub fn render_graph(questionnaire: &Questionnaire, language: Language) -> String {
    let words = Words::new(language);
    let graph = graph(questionnaire, language);
    let routing = Routing::new(questionnaire);
    let title = routing.text(&questionnaire.settings.title, language);
    let title = title
        .or_else(|| questionnaire.settings.form_id.clone())
        .unwrap_or_else(|| words.say("form-untitled"));
    let title = words.with("form-graph-title", &[("title", &title)]);
    let svg = drawn(&graph, &title, &words).svg(&title);
    // The typeface goes with the picture, which is looked at on its own.
    let rules = format!("<style>{}</style>", fonts::faces(&svg));
    match svg.find('>') {
        Some(at) => format!("{}{rules}{}", &svg[..=at], &svg[at + 1..]),
        None => svg,
    }
}

/// A box with its words in lines, and its place.
struct Placed {
    condition: Vec<String>,
    text: Vec<String>,
    count: Option<String>,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Placed {
    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

fn drawn(graph: &Graph, title: &str, words: &Words) -> Scene {
    let measure = Measure::new();
    let lanes = lanes(graph);
    let channel = MARGIN + LANE * (lanes.values().map(|lane| lane + 1).max().unwrap_or(0) as f64) + 14.0;
    let depth = graph.nodes.iter().map(|node| node.depth.min(DEEPEST)).max().unwrap_or(0);
    let mut scene = Scene::new(channel + BOX + STEP * depth as f64 + MARGIN);
    let mut top = MARGIN;
    for line in measure.wrap(title, TITLE, scene.width - 2.0 * MARGIN) {
        scene.words((MARGIN, top + TITLE.size), line, TITLE, Anchor::Start, theme::INK);
        top += TITLE.pitch();
    }
    top += GAP / 2.0;
    let mut placed = Vec::new();
    for node in &graph.nodes {
        let mut one = place(node, &measure, words);
        one.left = channel + STEP * node.depth.min(DEEPEST) as f64;
        one.top = top;
        top = one.bottom() + GAP;
        placed.push(one);
    }
    scene.height = top - GAP + MARGIN;
    ways(graph, &placed, &lanes, channel, &mut scene);
    for (node, one) in graph.nodes.iter().zip(&placed) {
        draw(node, one, &mut scene, &measure);
    }
    scene
}

fn place(node: &GraphNode, measure: &Measure, words: &Words) -> Placed {
    let room = BOX - 2.0 * INSET;
    let ends = matches!(node.kind, NodeKind::Start | NodeKind::End);
    let text = match node.kind {
        NodeKind::Start => words.say("form-graph-start"),
        NodeKind::End => words.say("form-graph-end"),
        _ => node.text.clone(),
    };
    let number = if node.numbers.is_empty() { 0.0 } else { measure.width(&node.numbers, NUMBER) + 9.0 };
    let text = measure.wrap(&text, TEXT, room - number);
    let condition = node.condition.as_deref().map(|condition| measure.wrap(condition, SMALL, room));
    let condition = condition.unwrap_or_default();
    let number = node.questions.to_string();
    let count = match node.kind {
        NodeKind::Block => Some(words.with("form-graph-count", &[("number", &number)])),
        NodeKind::Repeat => Some(words.with("form-graph-repeat", &[("number", &number)])),
        _ => None,
    };
    let band = if condition.is_empty() { 0.0 } else { SMALL.pitch() * condition.len() as f64 + 8.0 };
    let below = if count.is_some() { SMALL.pitch() } else { 0.0 };
    let height = band + TEXT.pitch() * text.len() as f64 + below + 2.0 * INSET - 3.0;
    let width = if ends { 150.0 } else { BOX };
    Placed { condition, text, count, left: 0.0, top: 0.0, width, height }
}

fn draw(node: &GraphNode, one: &Placed, scene: &mut Scene, measure: &Measure) {
    let ends = matches!(node.kind, NodeKind::Start | NodeKind::End);
    let (fill, edge) = match node.kind {
        NodeKind::Start | NodeKind::End => (theme::ACCENT, theme::ACCENT),
        NodeKind::Question => (theme::PAPER, theme::INK),
        NodeKind::Block | NodeKind::Repeat => (theme::GROUND, theme::INK),
    };
    if node.kind == NodeKind::Repeat {
        // A second sheet behind the first: it is asked more than once.
        scene.edged((one.left + 5.0, one.top + 5.0), (one.width, one.height), theme::PAPER, theme::INK);
    }
    scene.edged((one.left, one.top), (one.width, one.height), fill, edge);
    let mut y = one.top;
    if !one.condition.is_empty() {
        let band = SMALL.pitch() * one.condition.len() as f64 + 8.0;
        scene.block((one.left + 0.5, y + 0.5), (one.width - 1.0, band - 0.5), "#e3edf6");
        let middle = (one.left + INSET, y + band / 2.0);
        scene.lines(middle, &one.condition, SMALL, Anchor::Start, theme::ACCENT);
        y += band;
    }
    let height = TEXT.pitch() * one.text.len() as f64;
    let middle = y + INSET - 1.5 + height / 2.0;
    if ends {
        let colour = theme::PAPER;
        scene.lines((one.left + one.width / 2.0, middle), &one.text, NUMBER, Anchor::Middle, colour);
        return;
    }
    let indent = measure.width(&node.numbers, NUMBER) + 9.0;
    let first = TEXT.baseline(middle, one.text.len());
    scene.words((one.left + INSET, first), node.numbers.clone(), NUMBER, Anchor::Start, theme::ACCENT);
    scene.lines((one.left + INSET + indent, middle), &one.text, TEXT, Anchor::Start, theme::INK);
    if let Some(count) = &one.count {
        let at = (one.left + INSET + indent, y + INSET - 1.5 + height + SMALL.size);
        scene.words(at, count.clone(), SMALL, Anchor::Start, theme::MUTED);
    }
}

/// The lane of each box that is led to over others, counted from the boxes; neighbours in time have different ones.
fn lanes(graph: &Graph) -> BTreeMap<usize, usize> {
    let mut spans: BTreeMap<usize, usize> = BTreeMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.skips) {
        let first = spans.entry(edge.to).or_insert(edge.from);
        *first = (*first).min(edge.from);
    }
    let mut order: Vec<(usize, usize)> = spans.into_iter().collect();
    order.sort_by_key(|(to, from)| (to - from, *to));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut lanes = BTreeMap::new();
    for (to, from) in order {
        let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|(a, b)| to <= *a || from >= *b);
        let lane = taken.iter().position(free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[lane].push((from, to));
        lanes.insert(to, lane);
    }
    lanes
}

fn ways(graph: &Graph, placed: &[Placed], lanes: &BTreeMap<usize, usize>, channel: f64, scene: &mut Scene) {
    let mut entered: BTreeMap<usize, f64> = BTreeMap::new();
    for edge in &graph.edges {
        let (from, to) = (&placed[edge.from], &placed[edge.to]);
        if !edge.skips {
            let x = from.left.max(to.left) + 40.0;
            arrow(scene, vec![(x, from.bottom()), (x, to.top)], theme::INK.into());
            continue;
        }
        let lane = lanes.get(&edge.to).copied().unwrap_or(0);
        let x = channel - 14.0 - LANE * lane as f64 - LANE / 2.0;
        // Ways leave a box one under the other.
        let used = entered.entry(edge.from).or_insert(0.0);
        let start = from.bottom() - 7.0 - (*used % (from.height - 14.0).max(1.0));
        *used += 6.0;
        let end = to.middle().min(to.top + 14.0);
        let points = vec![(from.left, start), (x, start), (x, end), (to.left, end)];
        arrow(scene, points, colour(lane));
    }
}

/// Lanes beside each other are told apart.
fn colour(lane: usize) -> Colour {
    const COLOURS: [&str; 4] = [theme::MUTED, "#b0570b", "#0b7a5c", "#7a4a86"];
    COLOURS[lane % COLOURS.len()].into()
}

/// A line of several points with its head at the last.
fn arrow(scene: &mut Scene, points: Vec<(f64, f64)>, colour: Colour) {
    let [.., before, end] = points[..] else { return };
    let down = (end.0 - before.0).abs() < 1e-9;
    let head = if down {
        vec![end, (end.0 - 4.5, end.1 - 8.0), (end.0 + 4.5, end.1 - 8.0)]
    } else {
        vec![end, (end.0 - 8.0, end.1 - 4.5), (end.0 - 8.0, end.1 + 4.5)]
    };
    scene.shapes.push(Shape::Path {
        points,
        fill: None,
        cover: 1.0,
        edge: Some(colour.clone()),
        thickness: 1.4,
        dash: "",
    });
    scene.shapes.push(Shape::Path {
        points: head,
        fill: Some(colour),
        cover: 1.0,
        edge: None,
        thickness: 0.0,
        dash: "",
    });
}
