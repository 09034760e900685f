//! Where two things that should mean the same do not.

use std::collections::BTreeMap;

/// One difference: which judge, which form, where, and what each says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// `pyxform`, `javarosa` or `xforms-engine`.
    pub(super) judge: &'static str,
    pub(super) form: String,
    pub(super) place: String,
    /// `None`: not there.
    pub(super) ours: Option<String>,
    pub(super) theirs: Option<String>,
}

impl Difference {
    /// What kind of difference it is, without the names of one form: for counting and sorting.
    pub(super) fn kind(&self) -> String {
        let head = self.place.split_whitespace().next().unwrap_or_default();
        let attribute = self.place.split_whitespace().find(|word| word.starts_with('@')).unwrap_or_default();
        match (&self.ours, &self.theirs) {
            (None, _) => format!("{head} {attribute} missing"),
            (_, None) => format!("{head} {attribute} too many"),
            _ => format!("{head} {attribute} other"),
        }
    }

    /// For people, shortened.
    pub(super) fn shown(&self) -> String {
        let say = |text: &Option<String>| text.as_deref().map_or_else(|| "(nothing)".to_owned(), short);
        format!(
            "{}: {} | {}: {}\n        ours   {}\n        theirs {}",
            self.judge,
            self.form,
            "at",
            self.place,
            say(&self.ours),
            say(&self.theirs)
        )
    }
}

/// The longest text that is shown whole.
const SHOWN: usize = 220;

fn short(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain("…".chars()).collect()
}

/// What differs between two sets of facts.
pub(super) fn facts(
    judge: &'static str,
    form: &str,
    ours: &BTreeMap<String, String>,
    theirs: &BTreeMap<String, String>,
) -> Vec<Difference> {
    let mut places: Vec<&String> =
        ours.keys().chain(theirs.keys().filter(|place| !ours.contains_key(*place))).collect();
    places.sort();
    let difference = |place: &String| Difference {
        judge,
        form: form.to_owned(),
        place: place.clone(),
        ours: ours.get(place).cloned(),
        theirs: theirs.get(place).cloned(),
    };
    places.into_iter().filter(|place| ours.get(*place) != theirs.get(*place)).map(difference).collect()
}
