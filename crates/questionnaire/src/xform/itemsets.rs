//! `itemsets.csv`: the table in which a client looks up choices itself.

use crate::definition::Questionnaire;

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
