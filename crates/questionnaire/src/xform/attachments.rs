//! What a form needs beside itself: pictures, sounds, tables of choices and of data; and the one table that is made of the
//! questionnaire, `itemsets.csv`.

use std::collections::BTreeSet;

use crate::definition::{ChoiceSource, Item, Kind, Questionnaire, Words};

use super::lexer;
use super::write::{expressions, pulled};

/// Names of all files that a client must have beside the form, each once, in order of name.
pub fn attachments(questionnaire: &Questionnaire) -> Vec<String> {
    let mut files: BTreeSet<String> = BTreeSet::new();
    let mut media = |words: &Words| {
        for words in words.by_language.values() {
            let named = [&words.image, &words.big_image, &words.audio, &words.video].into_iter().flatten();
            files.extend(named.filter(|file| *file != "-" && !file.contains("${")).cloned());
        }
    };
    questionnaire.walk(&mut |item, _| {
        media(&item.node().label);
        media(&item.node().hint);
    });
    questionnaire.lists.iter().flat_map(|list| &list.choices).for_each(|choice| media(&choice.label));
    let sources = questionnaire.attachments.iter().map(|attachment| &*attachment.source);
    let named = |source: &str| source.rsplit('/').next().unwrap_or(source).to_owned();
    files.extend(sources.filter(|source| source.starts_with("jr://file")).map(named));
    questionnaire.walk(&mut |item, _| {
        for expression in expressions(item) {
            files.extend(pulled(expression).into_iter().map(|name| format!("{name}.csv")));
        }
        let Item::Question(question) = item else { return };
        if let Some(ChoiceSource::File(file)) = question.options.as_ref().map(|options| &options.source) {
            files.insert(file.clone());
        }
        let appearance = question.node.appearance.as_deref().unwrap_or_default();
        if let Some((_, inside)) = appearance.split_once("search(")
            && let Some(name) = inside.trim_start().get(1..).and_then(|rest| rest.split(['\'', '"']).next())
        {
            files.insert(format!("{name}.csv"));
        }
        if let (Kind::Image, Some(default)) = (question.kind, &question.node.default)
            && !lexer::is_dynamic(default, Kind::Image)
        {
            files.insert(default.strip_prefix("jr://images/").unwrap_or(default).to_owned());
        }
    });
    if questionnaire.external_choices.is_some() {
        files.insert("itemsets.csv".into());
    }
    files.into_iter().collect()
}

/// The table of a questionnaire's external choices as a file in CSV, every cell in quotation marks; `None` where it has none.
pub fn itemsets_csv(questionnaire: &Questionnaire) -> Option<String> {
    let table = questionnaire.external_choices.as_ref()?;
    let mut out = String::new();
    for row in std::iter::once(&table.columns).chain(&table.rows) {
        for (index, cell) in row.iter().enumerate() {
            out.push_str(if index == 0 { "\"" } else { ",\"" });
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        }
        out.push_str("\r\n");
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::ExternalChoices;
    use crate::xlsform::read_markdown;

    #[test]
    fn every_file_that_a_form_names_is_needed_beside_it() {
        let form = "| survey | | | | | | |
| | type | name | label | media::image | calculation | appearance |
| | select_one a | q | Q | house.png | | search('villages') |
| | select_one_from_file towns.csv | t | T | | | |
| | csv-external | more | | | | |
| | calculate | c | | | pulldata('prices', 'p', 'k', 1) | |
| choices | | | | |
| | list_name | name | label | media::audio |
| | a | 1 | One | one.mp3 |
";
        let (questionnaire, faults) = read_markdown(form, "form.md");
        let files = attachments(&questionnaire.unwrap_or_else(|| panic!("{faults:?}")));
        assert_eq!(files, ["house.png", "more.csv", "one.mp3", "prices.csv", "towns.csv", "villages.csv"]);
    }

    #[test]
    fn every_cell_of_the_table_stands_in_quotation_marks() {
        let table = ExternalChoices {
            columns: vec!["list_name".into(), "name".into()],
            rows: vec![vec!["xã".into(), "a\"b".into()], vec!["xã".into(), String::new()]],
        };
        let questionnaire = Questionnaire { external_choices: Some(table), ..Questionnaire::default() };
        let csv = itemsets_csv(&questionnaire).unwrap();
        assert_eq!(csv, "\"list_name\",\"name\"\r\n\"xã\",\"a\"\"b\"\r\n\"xã\",\"\"\r\n");
        assert_eq!(itemsets_csv(&Questionnaire::default()), None);
    }
}
