//! What happens at events: first values that are computed, values that are set when an answer changes, places and sounds that a
//! client records.

use crate::xform::write::{CHANGED, FIRST_LOAD, LOAD, NEW_REPEAT};
use crate::xform::xml::Element;

use super::Reading;
use super::controls::{Action, events};

impl<'x> Reading<'x> {
    /// Puts an action at the node that it sets.
    pub(super) fn act(&mut self, action: &Action<'x>) {
        let element = action.element;
        let left_out = |reading: &Reading<'x>| {
            reading.warn("W-XFORM-004", element, &[("action", &element.name)]);
        };
        let Some(at) = self.by_path.get(&action.target).copied() else {
            left_out(self);
            return;
        };
        let events = events(element);
        let is_first = |event: &&str| [FIRST_LOAD, NEW_REPEAT, "xforms-ready", "jr-insert"].contains(event);
        if element.name != "setvalue" {
            let begins = events.iter().any(|event| [FIRST_LOAD, LOAD].contains(event));
            if begins {
                self.nodes[at].recorded = Some(element);
            } else if let (Some(within), true) = (&action.within, events.contains(&CHANGED))
                && let Some(trigger) = self.by_path.get(within).copied()
            {
                self.nodes[at].recorded = Some(element);
                self.nodes[at].set_by.push((trigger, None));
            } else {
                left_out(self);
            }
            return;
        }
        let value = value_of(element);
        if events.contains(&CHANGED) {
            let trigger = action.within.as_ref().and_then(|within| self.by_path.get(within)).copied();
            let Some(trigger) = trigger else {
                left_out(self);
                return;
            };
            if self.nodes[at].bind("calculate").is_some() {
                left_out(self);
                return;
            }
            self.nodes[at].set_by.push((trigger, value));
        } else if !events.is_empty() && events.iter().all(is_first) {
            let before = self.nodes[at].first.take();
            let value = value.unwrap_or_else(|| "''".to_owned());
            if before.as_ref().is_some_and(|before| *before != value) {
                left_out(self);
            }
            self.nodes[at].first = Some(before.unwrap_or(value));
        } else {
            left_out(self);
        }
    }
}

/// The expression that is set: the attribute, or the text in the element.
fn value_of(element: &Element) -> Option<String> {
    if let Some(value) = element.get("value") {
        return Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    }
    let text = element.text();
    let text = text.trim();
    (!text.is_empty()).then(|| quoted(text))
}

/// A text as an expression.
pub(super) fn quoted(text: &str) -> String {
    crate::expression::Expression::text(text).to_string()
}
