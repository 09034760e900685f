//! The demonstration's questionnaire, as its author writes it: data/questionnaire.md. The provinces and communes come from the table
//! of units.

use sounding_questionnaire::definition::{Choice, ChoiceList, Words};
use sounding_questionnaire::{Fault, Questionnaire, xlsform};

use crate::units::{Unit, region};

const FORM: &str = include_str!("../data/questionnaire.md");

/// The whole form, and what is wrong with it: nothing, which a test says.
pub(crate) fn questionnaire(units: &[Unit]) -> (Questionnaire, Vec<Fault>) {
    // The list of communes is named in the form before it is there: it is read with one unit and filled afterwards.
    let form = format!("{FORM}| | province | 00 | - | - |\n| | commune | 00000 | - | - |\n");
    let (questionnaire, faults) = xlsform::read_markdown(&form, "questionnaire.md");
    let mut questionnaire = questionnaire.unwrap_or_default();
    for list in &mut questionnaire.lists {
        match &*list.name {
            "province" => *list = provinces(units),
            "commune" => *list = communes(units),
            _ => {}
        }
    }
    (questionnaire, faults)
}

fn provinces(units: &[Unit]) -> ChoiceList {
    let mut list = ChoiceList { name: "province".into(), choices: Vec::new() };
    for unit in units {
        if list.choices.last().is_none_or(|choice| choice.code != unit.province) {
            let region = (region(&unit.province) + 1).to_string();
            list.choices.push(choice(&unit.province, &unit.province_name, ("region", &region)));
        }
    }
    list
}

fn communes(units: &[Unit]) -> ChoiceList {
    let of = |unit: &Unit| choice(&unit.code, &unit.name, ("province", &unit.province));
    ChoiceList { name: "commune".into(), choices: units.iter().map(of).collect() }
}

/// A place is called the same in every language.
fn choice(code: &str, name: &str, column: (&str, &str)) -> Choice {
    let mut label = Words::default();
    for language in ["Tiếng Việt (vi)", "English (en)"] {
        label.set(language, name);
    }
    Choice {
        code: code.into(),
        label,
        columns: vec![(column.0.into(), column.1.into())],
        ..Choice::default()
    }
}
