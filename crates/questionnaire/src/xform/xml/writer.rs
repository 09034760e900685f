//! Writes XML element by element: escaped, indented where indenting adds nothing to a text.

use std::fmt::Write;

/// Writes XML into a text. Every element that is started is ended by the caller, in order.
#[derive(Debug)]
pub(crate) struct Writer {
    out: String,
    open: Vec<Open>,
    /// The tag of the innermost element has no `>` yet.
    in_tag: bool,
}

#[derive(Debug)]
struct Open {
    name: String,
    /// Its content is text: nothing may be added to it.
    mixed: bool,
    empty: bool,
}

impl Writer {
    /// With the declaration as its first line.
    pub(crate) fn new() -> Writer {
        Writer { out: String::from("<?xml version=\"1.0\"?>\n"), open: Vec::new(), in_tag: false }
    }

    /// Begins an element in the one that is open.
    pub(crate) fn start(&mut self, name: &str) {
        self.close_tag();
        let mixed = self.open.last().is_some_and(|open| open.mixed);
        if let Some(open) = self.open.last_mut() {
            open.empty = false;
        }
        if !mixed {
            self.indent(self.open.len());
        }
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(Open { name: name.to_owned(), mixed, empty: true });
        self.in_tag = true;
    }

    /// Begins an element of text, in which elements may stand: nothing is indented in it.
    pub(crate) fn start_text(&mut self, name: &str) {
        self.start(name);
        if let Some(open) = self.open.last_mut() {
            open.mixed = true;
        }
    }

    /// An attribute of the element that was just begun.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        debug_assert!(self.in_tag, "attributes stand before content");
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
    }

    /// Text in the element that is open.
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        if let Some(open) = self.open.last_mut() {
            open.mixed = true;
            open.empty = false;
        }
        escape(&mut self.out, text, false);
    }

    /// Ends the innermost element.
    pub(crate) fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
        } else {
            if !open.mixed && !open.empty {
                self.indent(self.open.len());
            }
            let _ = write!(self.out, "</{}>", open.name);
        }
        if self.open.is_empty() {
            self.out.push('\n');
        }
    }

    /// An element with attributes and nothing in it.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name);
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.end();
    }

    /// An element with nothing but a text in it.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.start(name);
        self.text(text);
        self.end();
    }

    /// The text written.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    fn indent(&mut self, levels: usize) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        for _ in 0..levels {
            self.out.push_str("  ");
        }
    }
}

/// Whether XML 1.0 can hold it at all.
pub(crate) fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// What XML cannot hold becomes the sign for an unknown character; those who must not lose it look before.
fn escape(out: &mut String, text: &str, in_attribute: bool) {
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if in_attribute => "&quot;",
            // Readers turn these into spaces, or a line's end into another one.
            '\n' if in_attribute => "&#10;",
            '\t' if in_attribute => "&#9;",
            '\r' => "&#13;",
            c if !is_xml_character(c) => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push_str(instead);
        copied = at + c.len_utf8();
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_indented_and_texts_are_left_as_they_are() {
        let mut writer = Writer::new();
        writer.start("a");
        writer.attribute("b", "1 < 2 & \"x\"\n");
        writer.start_text("label");
        writer.empty("output", &[("value", "/a")]);
        writer.text(" is > 1");
        writer.end();
        writer.empty("c", &[]);
        writer.leaf("d", "");
        writer.end();
        assert_eq!(
            writer.finish(),
            "<?xml version=\"1.0\"?>\n<a b=\"1 &lt; 2 &amp; &quot;x&quot;&#10;\">\n  <label><output value=\"/a\"/> is &gt; 1</label>\n  <c/>\n  <d/>\n</a>\n"
        );
    }

    #[test]
    fn characters_that_xml_cannot_hold_do_not_make_a_broken_file() {
        let mut writer = Writer::new();
        writer.leaf("a", "x\u{0}y\r\u{FFFF}");
        assert!(writer.finish().contains("<a>x\u{FFFD}y&#13;\u{FFFD}</a>"));
    }
}
