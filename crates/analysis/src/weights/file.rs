//! `out/weights.csv`: base and final weight of every row, in the order of the answers.

use super::Weighted;
use crate::answers::Answers;

impl Weighted {
    /// The file's text.
    pub fn to_csv(&self, answers: &Answers<'_>) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let ids = answers.ids();
        let head = [ids.map_or("row", |(name, _)| name), "base_weight", "weight"];
        // A write into memory does not fail.
        let _ = writer.write_record(head);
        for row in 0..answers.rows() {
            let id = ids.map_or_else(|| Some((row + 1).to_string()), |(_, column)| column.label(row));
            let _ = writer.write_record([
                id.unwrap_or_default(),
                answers.base[row].to_string(),
                self.weights[row].to_string(),
            ]);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}
