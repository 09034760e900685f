//! Forms by chance: features of all kinds side by side, so that they meet in ways that nobody thought of. The same number gives the same form.

use super::chance::Chance;
use super::expressions::{Asked, Known, LISTS, Stored};
use super::table::{Form, Kind};

const LANGUAGES: [&str; 3] = ["Tiếng Việt (vi)", "English (en)", "Français (fr)"];

/// Words of labels, in the order of the languages.
const WORDS: [[&str; 3]; 6] = [
    ["Ông/Bà bao nhiêu tuổi?", "How old are you?", "Quel âge avez-vous ?"],
    ["Nghề nghiệp chính", "Main occupation", "Profession principale"],
    ["Ông/Bà có hài lòng không?", "Are you satisfied?", "Êtes-vous satisfait ?"],
    ["Thu nhập & chi tiêu", "Income & spending", "Revenus & dépenses"],
    ["Ghi rõ < 5 dòng", "Write < 5 lines", "Écrire < 5 lignes"],
    ["**Quan trọng** với *ai*?", "**Important** to *whom*?", "**Important** pour *qui* ?"],
];

/// Deeper than this groups do not nest.
const DEEPEST: usize = 3;

struct Maker {
    form: Form,
    chance: Chance,
    languages: usize,
    asked: Vec<Asked>,
    here: Vec<String>,
    /// How many of the containers around have a condition.
    doubtful: usize,
    number: usize,
    /// Fewer kinds of question and more expressions, for forms that are answered.
    reckoning: bool,
}

/// The form of this number.
pub(super) fn form(number: u64) -> Form {
    let name = format!("random-{number:03}");
    let mut chance = Chance::of("random", number);
    let reckoning = number % 3 == 2;
    let languages = [0, 0, 1, 2, 2, 3][chance.below(6)];
    let mut form = Form::new(&name);
    form.kind = match number % 7 {
        3 => Kind::Workbook,
        5 => Kind::Csv,
        _ => Kind::Markdown,
    };
    form.sheet("survey");
    let mut maker = Maker {
        form,
        chance,
        languages,
        asked: Vec::new(),
        here: Vec::new(),
        doubtful: 0,
        number: 0,
        reckoning,
    };
    if maker.chance.once_in(3) {
        for kind in ["start", "end", "today", "deviceid", "username"] {
            if maker.chance.once_in(2) {
                maker.form.sheet("survey").push(&[("type", kind), ("name", kind)]);
            }
        }
    }
    let questions = 5 + maker.chance.below(if reckoning { 14 } else { 10 });
    maker.fill(questions, 0);
    maker.choices();
    maker.settings();
    maker.form
}

impl Maker {
    fn fill(&mut self, questions: usize, depth: usize) {
        let mut left = questions;
        while left > 0 {
            if depth < DEEPEST && left > 2 && self.chance.once_in(6) {
                let inside = 1 + self.chance.below(left.min(5));
                left -= inside.min(left);
                self.container(inside, depth);
            } else {
                left -= 1;
                self.question();
            }
        }
    }

    fn name(&mut self, stem: &str) -> String {
        self.number += 1;
        let odd = if self.chance.once_in(15) { ["_x", "-x", ".x"][self.chance.below(3)] } else { "" };
        format!("{stem}{}{odd}", self.number)
    }

    fn container(&mut self, inside: usize, depth: usize) {
        let repeat = self.chance.once_in(2);
        let kind = if repeat { "repeat" } else { "group" };
        let name = self.name(if repeat { "r" } else { "g" });
        let mut cells = vec![
            ("type".to_owned(), format!("begin{}{kind}", if self.chance.once_in(3) { " " } else { "_" })),
            ("name".to_owned(), name.clone()),
        ];
        if !self.chance.once_in(5) {
            self.label(&mut cells, "label");
        }
        if self.chance.once_in(3) {
            let relevant = self.draw(|known, chance| known.condition(chance, 1));
            cells.push(("relevant".into(), relevant));
        }
        if repeat && self.chance.once_in(3) {
            let counted = self.draw(|known, chance| known.number(chance, 1));
            // A count without bound would make forms without end.
            let count = if self.chance.once_in(3) {
                "2".into()
            } else {
                format!("max(0, min(3, int(coalesce({counted}, 1))))")
            };
            cells.push(("repeat_count".into(), count));
        }
        if self.chance.once_in(4) {
            cells.push(("appearance".into(), "field-list".into()));
        }
        self.row(&cells);
        if repeat {
            self.here.push(name);
        }
        let doubt = usize::from(cells.iter().any(|(column, _)| column == "relevant"));
        self.doubtful += doubt;
        self.fill(inside, depth + 1);
        self.doubtful -= doubt;
        if repeat {
            self.here.pop();
        }
        self.row(&[("type".to_owned(), format!("end_{kind}"))]);
    }

    /// Something by chance out of what is known so far.
    fn draw<T>(&mut self, what: impl FnOnce(&Known, &mut Chance) -> T) -> T {
        what(&Known { asked: &self.asked, here: &self.here }, &mut self.chance)
    }

    fn row(&mut self, cells: &[(String, String)]) {
        let cells: Vec<(&str, &str)> =
            cells.iter().map(|(column, text)| (column.as_str(), text.as_str())).collect();
        self.form.sheet("survey").push(&cells);
    }

    /// A text in each language of the form; sometimes it names an earlier question, sometimes a language is left out.
    fn label(&mut self, cells: &mut Vec<(String, String)>, column: &str) {
        let words = WORDS[self.chance.below(WORDS.len())];
        let shown = self.draw(|known, chance| if chance.once_in(4) { known.shown(chance) } else { None });
        let text = |words: &str| {
            shown.as_ref().map_or_else(|| words.to_owned(), |shown| format!("{words} ({shown})"))
        };
        if self.languages == 0 {
            cells.push((column.to_owned(), text(words[1])));
            return;
        }
        for (language, words) in LANGUAGES.iter().zip(words).take(self.languages) {
            if self.languages == 1 || !self.chance.once_in(12) {
                cells.push((format!("{column}::{language}"), text(words)));
            }
        }
    }

    fn question(&mut self) {
        let (kind, stored) = self.kind();
        let name = self.name("q");
        let mut cells = vec![("type".to_owned(), kind.clone()), ("name".to_owned(), name.clone())];
        if kind == "calculate" {
            let number = stored == Stored::Number;
            let text = self
                .draw(|known, chance| if number { known.number(chance, 3) } else { known.text(chance, 3) });
            cells.push(("calculation".into(), text));
        } else {
            self.label(&mut cells, "label");
            self.asides(&mut cells, &kind, stored);
        }
        self.row(&cells);
        if kind != "note" {
            let shown = kind != "calculate";
            let sure = self.doubtful == 0 && cells.iter().all(|(column, _)| column != "relevant");
            self.asked.push(Asked { name, stored, repeats: self.here.clone(), shown, sure });
        }
    }

    fn kind(&mut self) -> (String, Stored) {
        let list = LISTS[self.chance.below(LISTS.len())].0;
        let bound = if self.reckoning { 11 } else { 22 };
        let (kind, stored) = match self.chance.below(bound) {
            0 | 1 => ("integer", Stored::Number),
            2 => ("decimal", Stored::Fraction),
            3 => ("text", Stored::Text),
            4 => ("date", Stored::Date),
            5 | 6 => return (format!("select_one {list}"), Stored::One(list)),
            7 => return (format!("select_multiple {list}"), Stored::Many(list)),
            8 => ("calculate", Stored::Number),
            9 => ("calculate", Stored::Text),
            10 => ("note", Stored::Other),
            11 => ("geopoint", Stored::Other),
            12 => ("image", Stored::Other),
            13 => ("time", Stored::Other),
            14 => ("dateTime", Stored::Other),
            15 => ("range", Stored::Fraction),
            16 => return (format!("rank {list}"), Stored::Other),
            17 => ("acknowledge", Stored::Other),
            18 => ("barcode", Stored::Text),
            19 => return (format!("select_one {list} or_other"), Stored::One(list)),
            20 => ("audio", Stored::Other),
            _ => ("geoshape", Stored::Other),
        };
        (kind.to_owned(), stored)
    }

    /// Whatever else a question may have.
    fn asides(&mut self, cells: &mut Vec<(String, String)>, kind: &str, stored: Stored) {
        if self.chance.once_in(4) {
            self.label(cells, "hint");
        }
        if self.chance.once_in(12) {
            self.label(cells, "guidance_hint");
        }
        if self.chance.once_in(3) && !self.asked.is_empty() {
            let relevant = self.draw(|known, chance| known.condition(chance, 2));
            cells.push(("relevant".into(), relevant));
        }
        if kind == "note" {
            return;
        }
        if self.chance.once_in(3) {
            let constraint = match stored {
                Stored::Number | Stored::Fraction => {
                    self.chance.word(&[". >= 0 and . <= 120", ". != 3", ". > 1 or . = 0", "(. mod 2) = 0"])
                }
                Stored::Text => {
                    self.chance.word(&["regex(., '^[a-z]+$')", "string-length(.) < 10", ". != 'x'"])
                }
                Stored::Date => self.chance.word(&[". <= today()", ". > date('2000-01-01')"]),
                Stored::Many(_) => self
                    .chance
                    .word(&["count-selected(.) < 3", "not(selected(., 'none') and count-selected(.) > 1)"]),
                _ => "",
            };
            if !constraint.is_empty() {
                cells.push(("constraint".into(), constraint.into()));
                self.label(cells, "constraint_message");
            }
        }
        if self.chance.once_in(4) {
            let required =
                self.draw(
                    |known, chance| if chance.once_in(2) { "yes".into() } else { known.condition(chance, 1) },
                );
            cells.push(("required".into(), required));
        }
        if self.chance.once_in(12) {
            cells.push(("readonly".into(), "yes".into()));
        }
        if self.chance.once_in(6) && kind != "range" {
            let plain = match stored {
                Stored::Number | Stored::Fraction => self.chance.word(&["1", "40", "2 + 3"]),
                Stored::Text => self.chance.word(&["x", "concat('a', 'b')"]),
                Stored::Date => self.chance.word(&["2026-01-31", "today()"]),
                Stored::One("yn") => "y",
                Stored::One("scale") => "2",
                _ => "",
            };
            // What is not relevant at the opening is set by some engines and by others not.
            let relevant = self.doubtful > 0 || cells.iter().any(|(column, _)| column == "relevant");
            let reckoned = plain.contains(['+', '(']);
            if !plain.is_empty() && (!relevant || !reckoned) {
                cells.push(("default".into(), plain.into()));
            }
        } else if self.chance.once_in(10) {
            self.triggered(cells, stored);
        }
        if self.chance.once_in(5) {
            let appearance = match stored {
                Stored::One(_) => self.chance.word(&["minimal", "columns", "likert", "quick"]),
                Stored::Many(_) => self.chance.word(&["minimal", "columns-3"]),
                Stored::Text => self.chance.word(&["multiline", "numbers"]),
                _ => "",
            };
            if !appearance.is_empty() {
                cells.push(("appearance".into(), appearance.into()));
            }
        }
        self.chosen(cells, kind, stored);
    }

    fn triggered(&mut self, cells: &mut Vec<(String, String)>, stored: Stored) {
        let here = self.here.clone();
        let same: Vec<String> = self
            .asked
            .iter()
            .filter(|one| one.repeats == here && one.stored == Stored::Text && one.shown)
            .map(|one| one.name.clone())
            .collect();
        let Some(trigger) = self.chance.pick(&same).cloned() else { return };
        let calculation = match stored {
            Stored::Number => self.draw(|known, chance| known.number(chance, 1)),
            Stored::Text => self.draw(|known, chance| known.text(chance, 1)),
            _ => return,
        };
        cells.push(("trigger".into(), format!("${{{trigger}}}")));
        cells.push(("calculation".into(), calculation));
    }

    /// Filters and order of choices, and media.
    fn chosen(&mut self, cells: &mut Vec<(String, String)>, kind: &str, stored: Stored) {
        let other = kind.ends_with("or_other");
        if let Stored::One(list) | Stored::Many(list) = stored {
            if list == "communes" && !other && self.chance.once_in(2) {
                let filter = format!("size > {}", self.draw(|known, chance| known.number(chance, 1)));
                let filter = if self.chance.once_in(2) { "province = 'p1'".into() } else { filter };
                cells.push(("choice_filter".into(), filter));
            }
            if self.chance.once_in(6) && !other && matches!(stored, Stored::One(_)) {
                let seed = if self.chance.once_in(4) {
                    String::new()
                } else {
                    format!(" seed={}", 1 + self.chance.below(99))
                };
                cells.push(("parameters".into(), format!("randomize=true{seed}")));
            }
        }
        if self.chance.once_in(14) {
            cells.push(("image".into(), "picture.png".into()));
        }
        if kind == "image" {
            cells.push(("parameters".into(), "max-pixels=1024".into()));
        }
        if kind == "range" {
            let parameters = self.chance.word(&[
                "start=0 end=10 step=2",
                "start=1 end=5 step=1",
                "start=0 end=1 step=0.1",
            ]);
            cells.push(("parameters".into(), parameters.into()));
        }
    }

    /// All lists, so that expressions may name them; one with more columns.
    fn choices(&mut self) {
        for (list, codes) in LISTS {
            for (at, code) in codes.iter().enumerate() {
                let mut cells =
                    vec![("list_name".to_owned(), list.to_owned()), ("name".to_owned(), (*code).to_owned())];
                if self.languages == 0 {
                    cells.push(("label".into(), format!("Choice {code}")));
                }
                for language in LANGUAGES.iter().take(self.languages) {
                    cells.push((format!("label::{language}"), format!("{code} — {language}")));
                }
                if list == "communes" {
                    cells.push(("province".into(), format!("p{}", at % 2 + 1)));
                    cells.push(("size".into(), (at * 2).to_string()));
                }
                let cells: Vec<(&str, &str)> =
                    cells.iter().map(|(column, text)| (column.as_str(), text.as_str())).collect();
                self.form.sheet("choices").push(&cells);
            }
        }
    }

    fn settings(&mut self) {
        let name = self.form.name.clone();
        let mut cells = vec![("form_title", "Điều tra thử"), ("form_id", name.as_str())];
        if self.chance.once_in(2) {
            cells.push(("version", "2026070101"));
        }
        if self.languages > 0 && self.chance.once_in(2) {
            cells.push(("default_language", LANGUAGES[self.chance.below(self.languages)]));
        }
        if self.chance.once_in(5) {
            cells.push(("style", "pages"));
        }
        if self.chance.once_in(6) {
            cells.push(("instance_name", "concat('x', today())"));
        }
        if self.chance.once_in(8) {
            cells.push(("allow_choice_duplicates", "yes"));
        }
        self.form.sheet("settings").push(&cells);
    }
}
