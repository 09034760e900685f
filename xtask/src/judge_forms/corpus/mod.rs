//! The forms that are judged: small ones with one feature each, wrong ones, ones by chance, and those of the repository.

mod bad;
pub(super) mod chance;
mod expressions;
mod random;
mod short;
mod single;
mod table;

use std::path::Path;

pub(super) use table::{Form, Kind};

/// How many forms are made by chance.
const RANDOM: u64 = 240;

/// Where forms lie in the repository.
const WRITTEN: &str = "examples/forms";

/// All forms, in the order of their names within each part.
pub(super) fn forms(root: &Path) -> Vec<Form> {
    let mut forms = written(root);
    forms.extend(single::FORMS.iter().chain(bad::FORMS).map(|(name, text)| short::form(name, text)));
    forms.extend((0..RANDOM).map(random::form));
    forms
}

/// The forms of the repository; what lies beside them and is no form belongs to all of them.
fn written(root: &Path) -> Vec<Form> {
    let mut paths: Vec<_> = std::fs::read_dir(root.join(WRITTEN))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let ending = |path: &Path, endings: &[&str]| {
        path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
    };
    let name =
        |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let attachments: Vec<(String, String)> = paths
        .iter()
        .filter(|path| ending(path, &["csv", "xml", "geojson"]))
        .filter_map(|path| Some((name(path), std::fs::read_to_string(path).ok()?)))
        .collect();
    let forms =
        paths.iter().filter(|path| ending(path, &["md", "xlsx"]) && !name(path).starts_with("README"));
    forms
        .map(|path| {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let mut form = Form::new(&format!("example-{stem}"));
            form.kind = Kind::File;
            form.attachments.clone_from(&attachments);
            form.source = Some(path.clone());
            form
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RANDOM, bad, random, short, single};

    #[test]
    fn forms_by_chance_are_the_same_each_time_and_differ_from_each_other() {
        let texts: BTreeSet<String> = (0..RANDOM).map(|number| random::form(number).markdown()).collect();
        assert_eq!(texts.len() as u64, RANDOM);
        assert_eq!(random::form(17).markdown(), random::form(17).markdown());
    }

    #[test]
    fn names_of_forms_are_unique() {
        let names: Vec<&str> = single::FORMS.iter().chain(bad::FORMS).map(|(name, _)| *name).collect();
        let unique: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(unique.len(), names.len());
    }

    #[test]
    fn shorthand_becomes_sheets() {
        let form = short::form("x", "select_one yn | a | Is it? | relevant=1 = 1\ns | form_id=f");
        let expected = "| survey |\n| | type | name | label | relevant |\n| | select_one yn | a | Is it? | 1 = 1 |\n\n| settings |\n| | form_id |\n| | f |\n\n| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n\n";
        assert_eq!(form.markdown(), expected);
    }
}
