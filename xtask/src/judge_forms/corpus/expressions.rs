//! Expressions by chance over the questions that a form has so far.

use super::chance::Chance;

/// What a question stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Number,
    /// A number with decimals, which engines show in texts in ways of their own.
    Fraction,
    Text,
    Date,
    One(&'static str),
    Many(&'static str),
    /// A place, a picture, a time: referred to, not reckoned with.
    Other,
}

/// A question that may be referred to.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) stored: Stored,
    /// The repeats in which it stands, the outermost first.
    pub(super) repeats: Vec<String>,
    /// Whether people see it; only then it triggers.
    pub(super) shown: bool,
    /// Whether it is always relevant: engines count what is not in ways of their own.
    pub(super) sure: bool,
}

fn numeric(stored: Stored) -> bool {
    matches!(stored, Stored::Number | Stored::Fraction)
}

/// The lists of every random form, with the codes that stand in them.
pub(super) const LISTS: [(&str, &[&str]); 4] = [
    ("yn", &["y", "n"]),
    ("scale", &["1", "2", "3", "4", "5", "98"]),
    ("things", &["tv", "radio", "phone", "none"]),
    ("communes", &["c1", "c2", "c3", "c4", "c5", "c6"]),
];

/// What can be referred to from one place.
pub(super) struct Known<'a> {
    pub(super) asked: &'a [Asked],
    pub(super) here: &'a [String],
}

impl Known<'_> {
    /// Questions of which exactly one is meant here.
    fn single(&self, fits: impl Fn(Stored) -> bool) -> Vec<&Asked> {
        self.asked.iter().filter(|one| self.here.starts_with(&one.repeats) && fits(one.stored)).collect()
    }

    /// Questions of an outermost repeat, from outside of it.
    fn several(&self, fits: impl Fn(Stored) -> bool) -> Vec<&Asked> {
        self.asked
            .iter()
            .filter(|one| {
                one.sure && one.repeats.len() == 1 && !self.here.starts_with(&one.repeats) && fits(one.stored)
            })
            .collect()
    }

    fn reference(&self, chance: &mut Chance, fits: impl Fn(Stored) -> bool) -> Option<String> {
        let fitting = self.single(fits);
        chance.pick(&fitting).map(|one| format!("${{{}}}", one.name))
    }

    /// A reference to anything that can be shown in a text.
    pub(super) fn shown(&self, chance: &mut Chance) -> Option<String> {
        self.reference(chance, |stored| !matches!(stored, Stored::Other | Stored::Fraction))
    }

    pub(super) fn number(&self, chance: &mut Chance, depth: usize) -> String {
        if depth == 0 || chance.once_in(3) {
            let known = self.reference(chance, numeric);
            return known.unwrap_or_else(|| chance.word(&["1", "2.5", "0", "10", "-3"]).to_owned());
        }
        let number = |chance: &mut Chance| self.number(chance, depth - 1);
        match chance.below(22) {
            0 => format!("{} + {}", number(chance), number(chance)),
            1 => format!("{} - {}", number(chance), number(chance)),
            2 => format!("{} * 2", number(chance)),
            3 => format!("({} + 1) div 4", number(chance)),
            4 => format!("({}) mod 3", number(chance)),
            5 => format!("if({}, {}, {})", self.condition(chance, depth - 1), number(chance), number(chance)),
            6 => format!("round({} div 3, 2)", number(chance)),
            7 => format!("int({})", number(chance)),
            8 => format!("abs({} - 5)", number(chance)),
            // Of blanks engines make different things; `function-…` among the single forms says which.
            9 => format!("max(coalesce({}, 0), 2)", number(chance)),
            10 => format!("min(coalesce({}, 1), 4)", number(chance)),
            11 => format!("string-length({})", self.text(chance, depth - 1)),
            12 => format!("coalesce({}, 7)", number(chance)),
            13 => format!("pow({}, 2)", number(chance)),
            14 => format!("number({})", number(chance)),
            15 => {
                let many = self.reference(chance, |stored| matches!(stored, Stored::Many(_)));
                many.map_or_else(|| "6".into(), |many| format!("count-selected({many})"))
            }
            16 | 17 => {
                let numbers = self.several(numeric);
                let Some(one) = chance.pick(&numbers) else { return "3".into() };
                match chance.below(3) {
                    0 => format!("sum(${{{}}}[. != ''])", one.name),
                    1 => format!("count(${{{}}})", one.name),
                    _ => format!("count-non-empty(${{{}}})", one.name),
                }
            }
            18 => {
                let several = self.several(|_| true);
                let Some(one) = chance.pick(&several) else { return "4".into() };
                format!("count(${{{}}})", one.repeats[0])
            }
            19 => {
                let date = self.reference(chance, |stored| stored == Stored::Date);
                date.map_or_else(|| "5".into(), |date| format!("int(decimal-date-time({date}))"))
            }
            20 => format!("sqrt({})", number(chance)),
            _ => format!("boolean-from-string({}) + 1", self.text(chance, depth - 1)),
        }
    }

    pub(super) fn text(&self, chance: &mut Chance, depth: usize) -> String {
        if depth == 0 || chance.once_in(3) {
            let known = self.reference(chance, |stored| {
                matches!(stored, Stored::Text | Stored::One(_) | Stored::Many(_))
            });
            return known
                .unwrap_or_else(|| chance.word(&["'x'", "'Hà Nội'", "'a b'", "''", "'2026'"]).to_owned());
        }
        let text = |chance: &mut Chance| self.text(chance, depth - 1);
        match chance.below(16) {
            0 => format!("concat({}, '-', {})", text(chance), text(chance)),
            1 => format!("substr({}, 0, 2)", text(chance)),
            2 => format!("translate({}, 'abc', 'xyz')", text(chance)),
            3 => format!("normalize-space({})", text(chance)),
            4 => format!("if({}, {}, 'no')", self.condition(chance, depth - 1), text(chance)),
            5 => format!("coalesce({}, 'empty')", text(chance)),
            6 => format!("string({})", self.number(chance, depth - 1)),
            7 => format!("substring-before({}, 'a')", text(chance)),
            8 => format!("substring-after({}, 'a')", text(chance)),
            9 => {
                let date = self.reference(chance, |stored| stored == Stored::Date);
                let form = chance.word(&["%Y-%m-%d", "%d/%n/%y", "%e %b", "%a %Y"]);
                date.map_or_else(|| "'d'".into(), |date| format!("format-date({date}, '{form}')"))
            }
            10 => {
                let one = self.reference(chance, |stored| matches!(stored, Stored::One(_)));
                one.map_or_else(|| "'one'".into(), |one| format!("jr:choice-name({one}, '{one}')"))
            }
            11 => {
                let texts = self.several(|stored| stored == Stored::Text);
                chance
                    .pick(&texts)
                    .map_or_else(|| "'j'".into(), |one| format!("join(' ', ${{{}}})", one.name))
            }
            12 => {
                let texts = self.several(|_| true);
                let Some(one) = chance.pick(&texts) else { return "'i'".into() };
                format!("indexed-repeat(${{{}}}, ${{{}}}, {})", one.name, one.repeats[0], chance.below(2) + 1)
            }
            13 => {
                let many = self.reference(chance, |stored| matches!(stored, Stored::Many(_)));
                many.map_or_else(|| "'m'".into(), |many| format!("selected-at({many}, 0)"))
            }
            14 => format!("digest({}, 'SHA-256', 'hex')", text(chance)),
            _ => {
                let one = self.reference(chance, |stored| stored == Stored::One("communes"));
                one.map_or_else(
                    || "'l'".into(),
                    |one| format!("instance('communes')/root/item[name = {one}]/province"),
                )
            }
        }
    }

    pub(super) fn condition(&self, chance: &mut Chance, depth: usize) -> String {
        if depth > 0 && chance.once_in(3) {
            let (a, b) = (self.condition(chance, depth - 1), self.condition(chance, depth - 1));
            return match chance.below(3) {
                0 => format!("{a} and {b}"),
                1 => format!("{a} or {b}"),
                _ => format!("not({a})"),
            };
        }
        let depth = depth.saturating_sub(1);
        match chance.below(9) {
            0 | 1 => {
                let choosing = self.single(|stored| matches!(stored, Stored::One(_)));
                let Some(one) = chance.pick(&choosing) else { return "true()".into() };
                let sign = chance.word(&["=", "=", "!="]);
                format!("${{{}}} {sign} '{}'", one.name, code(chance, one.stored))
            }
            2 | 3 => {
                let choosing = self.single(|stored| matches!(stored, Stored::One(_) | Stored::Many(_)));
                let Some(one) = chance.pick(&choosing) else { return "1 = 1".into() };
                format!("selected(${{{}}}, '{}')", one.name, code(chance, one.stored))
            }
            4 | 5 => {
                let sign = chance.word(&[">", "<", ">=", "<=", "=", "!="]);
                format!("{} {sign} {}", self.number(chance, depth), chance.below(6))
            }
            6 => format!("{} != ''", self.text(chance, depth)),
            7 => format!("string-length({}) > 1", self.text(chance, depth)),
            _ => {
                let date = self.reference(chance, |stored| stored == Stored::Date);
                date.map_or_else(|| "false()".into(), |date| format!("{date} < date('2026-06-15')"))
            }
        }
    }
}

fn code(chance: &mut Chance, stored: Stored) -> &'static str {
    let (Stored::One(list) | Stored::Many(list)) = stored else { return "" };
    let codes = LISTS.iter().find(|(name, _)| *name == list).map_or(&[][..], |(_, codes)| codes);
    chance.word(codes)
}
