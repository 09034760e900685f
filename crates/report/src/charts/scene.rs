//! A chart as shapes, and the shapes as SVG: plain attributes only, no identifiers, styles or scripts, so that browsers and the
//! print engine draw the same and many charts can stand on one page.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::text::Style;
use crate::theme;

/// A colour, `#rrggbb`.
pub(crate) type Colour = Cow<'static, str>;

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A rectangle.
    Box { x: f64, y: f64, width: f64, height: f64, fill: Colour, edge: Option<Colour> },
    /// A straight line.
    Line { from: (f64, f64), to: (f64, f64), colour: Colour, thickness: f64, dash: &'static str },
    /// A bent line, or an area when it has a fill.
    Path {
        points: Vec<(f64, f64)>,
        fill: Option<Colour>,
        /// How much of what lies under the fill it hides.
        cover: f64,
        edge: Option<Colour>,
        thickness: f64,
        dash: &'static str,
    },
    /// A disc.
    Disc { centre: (f64, f64), radius: f64, fill: Colour, edge: Colour },
    /// Words on one line, from their baseline.
    Words { at: (f64, f64), words: String, style: Style, anchor: Anchor, colour: Colour },
}

/// Which point of the words stands where they are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A chart as shapes, the first at the bottom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) shapes: Vec<Shape>,
}

impl Scene {
    pub(crate) fn new(width: f64) -> Scene {
        Scene { width, height: 0.0, shapes: Vec::new() }
    }

    pub(crate) fn block(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: impl Into<Colour>) {
        self.shapes.push(Shape::Box { x, y, width, height, fill: fill.into(), edge: None });
    }

    pub(crate) fn edged(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: impl Into<Colour>,
        edge: impl Into<Colour>,
    ) {
        self.shapes.push(Shape::Box { x, y, width, height, fill: fill.into(), edge: Some(edge.into()) });
    }

    pub(crate) fn line(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        colour: impl Into<Colour>,
        thickness: f64,
    ) {
        self.shapes.push(Shape::Line { from, to, colour: colour.into(), thickness, dash: "" });
    }

    pub(crate) fn dashed(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        colour: impl Into<Colour>,
        thickness: f64,
    ) {
        self.shapes.push(Shape::Line { from, to, colour: colour.into(), thickness, dash: "4 3" });
    }

    /// One line of words.
    pub(crate) fn words(
        &mut self,
        at: (f64, f64),
        words: impl Into<String>,
        style: Style,
        anchor: Anchor,
        colour: impl Into<Colour>,
    ) {
        self.shapes.push(Shape::Words { at, words: words.into(), style, anchor, colour: colour.into() });
    }

    /// Several lines of words; their middle is at `at`.
    pub(crate) fn lines(
        &mut self,
        at: (f64, f64),
        lines: &[String],
        style: Style,
        anchor: Anchor,
        colour: impl Into<Colour>,
    ) {
        let colour = colour.into();
        let first = style.baseline(at.1, lines.len());
        for (number, line) in lines.iter().enumerate() {
            self.words((at.0, first + style.pitch() * number as f64), line, style, anchor, colour.clone());
        }
    }

    /// Paper under words that begin at `left`, so that no line runs through them.
    pub(crate) fn halo(&mut self, (left, middle): (f64, f64), (width, height): (f64, f64)) {
        let room = (width + 3.0).min(self.width - left + 1.5);
        self.block((left - 1.5, middle - height / 2.0), (room, height), theme::PAPER);
    }

    /// What stands for a known outside figure: a diamond with a white edge.
    pub(crate) fn diamond(&mut self, (x, y): (f64, f64), radius: f64) {
        self.shapes.push(Shape::Path {
            points: vec![(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)],
            fill: Some(theme::BENCHMARK.into()),
            cover: 1.0,
            edge: Some(theme::PAPER.into()),
            thickness: 1.0,
            dash: "",
        });
    }

    /// What stands for figures that are not shown: a hatched box. Drawn line by line, because a pattern needs an identifier.
    pub(crate) fn hatch(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) {
        self.edged((x, y), (width, height), theme::PAPER, theme::MUTED);
        let mut start = 4.0 - height;
        while start < width {
            let (left, right) = (start.max(0.0), (start + height).min(width));
            let at = |across: f64| (x + across, y + height - (across - start));
            if right - left > 0.5 {
                self.line(at(left), at(right), theme::MUTED, 0.7);
            }
            start += 4.0;
        }
    }

    /// The picture.
    pub(crate) fn svg(&self, label: &str) -> String {
        let (width, height) = (number(self.width), number(self.height));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-label=\"{}\">",
            escaped(label)
        );
        for shape in &self.shapes {
            shape.write(&mut svg);
        }
        svg.push_str("</svg>");
        svg
    }
}

impl Shape {
    fn write(&self, svg: &mut String) {
        // Writing to a string does not fail.
        let _ = match self {
            Shape::Box { x, y, width, height, fill, edge } => write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"{}/>",
                number(*x),
                number(*y),
                number(*width),
                number(*height),
                stroke(edge.as_ref(), 1.0, "")
            ),
            Shape::Line { from, to, colour, thickness, dash } => write!(
                svg,
                "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>",
                number(from.0),
                number(from.1),
                number(to.0),
                number(to.1),
                stroke(Some(colour), *thickness, dash)
            ),
            Shape::Path { points, fill, cover, edge, thickness, dash } => {
                let name = if fill.is_some() { "polygon" } else { "polyline" };
                let points: Vec<String> =
                    points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
                write!(
                    svg,
                    "<{name} points=\"{}\" fill=\"{}\"{}{}/>",
                    points.join(" "),
                    fill.as_deref().unwrap_or("none"),
                    if *cover < 1.0 {
                        format!(" fill-opacity=\"{}\"", number(*cover))
                    } else {
                        String::new()
                    },
                    stroke(edge.as_ref(), *thickness, dash)
                )
            }
            Shape::Disc { centre, radius, fill, edge } => write!(
                svg,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"{}/>",
                number(centre.0),
                number(centre.1),
                number(*radius),
                stroke(Some(edge), 1.5, "")
            ),
            Shape::Words { at, words, style, anchor, colour } => write!(
                svg,
                "<text x=\"{}\" y=\"{}\" font-family=\"{}\" font-size=\"{}\" font-weight=\"{}\" text-anchor=\"{}\" \
                 fill=\"{colour}\">{}</text>",
                number(at.0),
                number(at.1),
                theme::FAMILY,
                number(style.size),
                if style.bold { 700 } else { 400 },
                match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                },
                escaped(words)
            ),
        };
    }
}

fn stroke(colour: Option<&Colour>, thickness: f64, dash: &str) -> String {
    let Some(colour) = colour else { return String::new() };
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    format!(" stroke=\"{colour}\" stroke-width=\"{}\"{dash}", number(thickness))
}

/// Two decimals at most: finer than any printer, and the same bytes everywhere.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// What is special in XML, written so that it is not; what XML cannot hold becomes a blank.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => text.push(' '),
            sign if sign.is_control() => text.push(' '),
            sign => text.push(sign),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_never_minus_zero() {
        let written: Vec<String> = [1.0, 2.5, -0.001, 100.0, 3.14259, -7.25].map(number).to_vec();
        assert_eq!(written, ["1", "2.5", "0", "100", "3.14", "-7.25"]);
    }

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(escaped("<b a=\"1\">'&'\u{1}"), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39; ");
    }

    #[test]
    fn hatching_stays_inside_its_box() {
        for (width, height) in [(3.0, 18.0), (200.0, 12.0), (9.0, 9.0)] {
            let mut scene = Scene::new(300.0);
            scene.hatch((10.0, 20.0), (width, height));
            let mut lines = 0;
            for shape in &scene.shapes {
                let Shape::Line { from, to, .. } = shape else { continue };
                lines += 1;
                for (x, y) in [from, to] {
                    assert!((10.0 - 1e-9..=10.0 + width + 1e-9).contains(x));
                    assert!((20.0 - 1e-9..=20.0 + height + 1e-9).contains(y));
                }
            }
            assert!(lines > 0);
        }
    }
}
