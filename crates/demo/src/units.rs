//! The provinces and communes: data/units.csv, which data/make_units.py derives.

const TABLE: &str = include_str!("../data/units.csv");

/// A commune, ward or special zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Code of the province.
    pub province: String,
    /// Name of the province.
    pub province_name: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// `commune`, `ward` or `special`.
    pub kind: String,
}

/// All 3,321 units as of July 2026, by province and code.
pub fn units() -> Vec<Unit> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let unit = |record: csv::StringRecord| Unit {
        province: record[0].to_owned(),
        province_name: record[1].to_owned(),
        code: record[2].to_owned(),
        name: record[3].to_owned(),
        kind: record[4].to_owned(),
    };
    reader.records().flatten().map(unit).collect()
}

/// The region of a province, by its code in the questionnaire.
pub(crate) fn region(province: &str) -> usize {
    match province {
        "01" | "22" | "24" | "31" | "33" | "37" => 1,
        "38" | "40" | "42" | "44" | "46" => 2,
        "48" | "51" | "52" | "56" | "66" | "68" => 3,
        "75" | "79" | "80" => 4,
        "82" | "86" | "91" | "92" | "96" => 5,
        _ => 0,
    }
}
