//! The parameters of a range: numbers compared exactly, as they are written.

use std::collections::BTreeSet;

use super::parameters::Saying;

/// Digits after the decimal point that are kept.
const PLACES: i32 = 18;

/// A number, exact to 18 decimal places.
type Exact = i128;

/// Reads `10`, `0.5`, `1e3`. `None` for what is no number, or one too large.
fn exact(text: &str) -> Option<Exact> {
    let text = text.trim();
    let (number, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|one| one.is_ascii_digit()) {
        return None;
    }
    let mut value: Exact = digits.parse().ok()?;
    let shift = PLACES.checked_add(exponent)?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    if !(-30..=30).contains(&shift) {
        return None;
    }
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    value = if shift >= 0 { value.checked_mul(power)? } else { value / power };
    Some(if negative { -value } else { value })
}

/// The numbers of a range.
struct Scale {
    start: Exact,
    end: Exact,
    step: Exact,
    interval: Option<Exact>,
}

impl Scale {
    fn holds(&self, value: Exact) -> bool {
        (self.start.min(self.end)..=self.start.max(self.end)).contains(&value)
    }
}

/// Says what is wrong with a range. Returns whether any of its numbers is not whole.
pub(super) fn check(appearance: Option<&str>, say: &mut Saying<'_, '_>) -> bool {
    let asked = say.asked;
    let has = |word: &str| appearance.is_some_and(|appearance| appearance.contains(word));
    let ticked =
        ["tick_interval", "placeholder", "tick_labelset"].iter().any(|name| asked.get(name).is_some());
    if ticked && appearance.is_some() && !has("vertical") && !has("no-ticks") {
        say.fault("E-FORM-047", &[]);
    }
    let mut number = |name: &str, usual: Option<&'static str>| {
        let written = asked.get(name).or(usual)?;
        let value = exact(written);
        if value.is_none() {
            say.fault("E-FORM-034", &[("parameter", name), ("value", written)]);
        }
        value
    };
    let (start, end, step) =
        (number("start", Some("1")), number("end", Some("10")), number("step", Some("1")));
    let (interval, placeholder) = (number("tick_interval", None), number("placeholder", None));
    let (Some(start), Some(end), Some(step)) = (start, end, step) else { return false };
    let mut scale = Scale { start, end, step, interval };
    for (name, value) in [("step", Some(step)), ("tick_interval", interval)] {
        let Some(value) = value else { continue };
        if value == 0 {
            say.fault("E-FORM-041", &[("parameter", name)]);
            return false;
        }
        if value > (end - start).abs() {
            say.fault("E-FORM-042", &[("parameter", name)]);
        }
    }
    if interval.is_some_and(|interval| interval % step != 0) {
        say.fault("E-FORM-043", &[("parameter", "tick_interval")]);
        scale.interval = None;
    }
    if let Some(placeholder) = placeholder {
        if (placeholder - start) % step != 0 {
            say.fault("E-FORM-043", &[("parameter", "placeholder")]);
        }
        if !scale.holds(placeholder) {
            say.fault("E-FORM-044", &[("parameter", "placeholder")]);
        }
    }
    labels(&scale, has("no-ticks"), say);
    let whole = 10_i128.pow(PLACES.unsigned_abs());
    [Some(start), Some(end), Some(step), interval, placeholder]
        .iter()
        .flatten()
        .any(|value| value % whole != 0)
}

/// Says what is wrong with the list whose labels stand at the ticks.
fn labels(scale: &Scale, no_ticks: bool, say: &mut Saying<'_, '_>) {
    let asked = say.asked;
    let Some(name) = asked.get("tick_labelset") else { return };
    let Some(list) = asked.ticks else {
        say.fault("E-FORM-045", &[("list", name)]);
        return;
    };
    let mut values = BTreeSet::new();
    for choice in &list.choices {
        let code = choice.code.as_str();
        let Some(value) = exact(code) else {
            say.fault("E-FORM-048", &[("list", name), ("code", code)]);
            continue;
        };
        values.insert(value);
        if !scale.holds(value) {
            say.fault("E-FORM-046", &[("list", name), ("code", code)]);
        } else if (value - scale.start) % scale.interval.unwrap_or(scale.step) != 0 {
            say.fault("E-FORM-068", &[("list", name), ("code", code)]);
        }
    }
    if no_ticks && values != BTreeSet::from([scale.start, scale.end]) {
        say.fault("E-FORM-069", &[("list", name)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let one = 10_i128.pow(18);
        assert_eq!(exact("10"), Some(10 * one));
        assert_eq!(exact("-0.1"), Some(-one / 10));
        assert_eq!(exact("1e3"), Some(1000 * one));
        assert_eq!(exact(".5"), Some(one / 2));
        for bad in ["", "-", "inf", "nan", "1e", "1e99", "ten", "1.2.3"] {
            assert_eq!(exact(bad), None, "{bad}");
        }
    }
}
