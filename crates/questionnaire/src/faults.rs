//! What is wrong or doubtful in a form, said in both languages. The words are in `locales/`: for each code `E-FORM-004` a message
//! and a remedy, `E-FORM-004 = …` and `.remedy = …`, with the values of the case as `{ $name }`.

use std::cmp::Ordering;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use sounding_survey::{Finding, Language, Place, Severity};

macro_rules! files {
    ($($name:literal),+) => {
        /// Name, Vietnamese and English text of every file.
        const FILES: &[(&str, [&str; 2])] = &[$((
            $name,
            [
                include_str!(concat!("../locales/vi/", $name, ".ftl")),
                include_str!(concat!("../locales/en/", $name, ".ftl")),
            ],
        )),+];
    };
}

files!("form", "xform", "expression", "quality", "simulate");

/// One thing that is wrong or doubtful in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code: `E-FORM-004`.
    pub code: &'static str,
    /// File, sheet, row and cell as far as they are known.
    pub place: Place,
    /// The values of the case by the names that the words use.
    pub values: Vec<(&'static str, String)>,
}

impl Fault {
    /// Something that stops the form from being used.
    pub fn error(code: &'static str, place: Place) -> Fault {
        Fault { severity: Severity::Error, code, place, values: Vec::new() }
    }

    /// Something to know or to think over.
    pub fn warning(code: &'static str, place: Place) -> Fault {
        Fault { severity: Severity::Warning, code, place, values: Vec::new() }
    }

    /// The same with a value of the case.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Fault {
        self.values.push((name, value.into()));
        self
    }

    /// The finding in one language.
    pub fn say(&self, language: Language) -> Finding {
        let bundle = bundle(language);
        let (message, remedy) = words(&bundle, self);
        Finding { severity: self.severity, code: self.code, place: self.place.clone(), message, remedy }
    }
}

/// Errors first, then by place and code; what was said twice is said once.
pub fn sort_faults(faults: &mut Vec<Fault>) {
    let order = |a: &Fault, b: &Fault| -> Ordering {
        (b.severity.cmp(&a.severity))
            .then_with(|| a.place.cmp(&b.place))
            .then_with(|| a.code.cmp(b.code))
            .then_with(|| a.values.cmp(&b.values))
    };
    faults.sort_by(order);
    faults.dedup();
}

/// All findings in one language, in the order given.
pub fn say_all(faults: &[Fault], language: Language) -> Vec<Finding> {
    let bundle = bundle(language);
    let finding = |fault: &Fault| {
        let (message, remedy) = words(&bundle, fault);
        Finding { severity: fault.severity, code: fault.code, place: fault.place.clone(), message, remedy }
    };
    faults.iter().map(finding).collect()
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(language.tag().parse().into_iter().collect());
    // The marks that isolate arguments are for scripts of both directions; terminals draw them.
    bundle.set_use_isolating(false);
    for (_, texts) in FILES {
        let text = texts[usize::from(language == Language::En)];
        // What cannot be read of a file is a missing key, which a test refuses.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn words(bundle: &FluentBundle<FluentResource>, fault: &Fault) -> (String, String) {
    let values: FluentArgs<'_> =
        fault.values.iter().map(|(name, value)| (*name, FluentValue::from(&**value))).collect();
    let Some(message) = bundle.get_message(fault.code) else {
        return (format!("⟪{}⟫", fault.code), String::new());
    };
    let said = |pattern| bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned();
    let remedy = message.get_attribute("remedy").map(|attribute| said(attribute.value()));
    (message.value().map(said).unwrap_or_default(), remedy.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// Every code with the values that its words use.
    fn codes(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut code = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            if let (false, Some((name, _))) = (line.starts_with(' '), line.split_once(" =")) {
                name.clone_into(&mut code);
                assert!(found.insert(code.clone(), BTreeSet::new()).is_none(), "{code} stands twice");
            }
            for part in line.split('$').skip(1) {
                let name = part.chars().take_while(char::is_ascii_alphanumeric).collect();
                found.get_mut(&code).unwrap().insert(name);
            }
        }
        found
    }

    /// Codes that the source names in quotes.
    fn named(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                for part in std::fs::read_to_string(&path).unwrap().split('"') {
                    let shape: Vec<&str> = part.split('-').collect();
                    if let ["E" | "W", area, number] = shape[..]
                        && ["FORM", "XFORM", "EXPR", "QUALITY", "SIM"].contains(&area)
                        && number.len() == 3
                    {
                        found.insert(part.to_owned());
                    }
                }
            }
        }
    }

    #[test]
    fn every_code_has_its_words_and_its_remedy_in_both_languages() {
        let mut used = BTreeSet::new();
        named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        let both = [Language::Vi, Language::En].map(|language| {
            let at = usize::from(language == Language::En);
            FILES.iter().flat_map(|(_, texts)| codes(texts[at])).collect::<BTreeMap<_, _>>()
        });
        assert_eq!(both[0], both[1], "the same codes with the same values in both languages");
        for (at, language) in Language::ALL.into_iter().enumerate() {
            for (code, values) in &both[at] {
                assert!(used.contains(code), "{code} has words and is not used");
                let code: &'static str = Box::leak(code.clone().into_boxed_str());
                let mut fault = Fault::error(code, Place::default());
                for value in values {
                    fault = fault.with(Box::leak(value.clone().into_boxed_str()), "X");
                }
                let said = fault.say(language);
                assert!(!said.message.is_empty() && !said.remedy.is_empty(), "{code}: {said}");
                assert!(!said.to_string().contains("{$"), "{code}: {said}");
            }
        }
    }
}
