//! Entities: records that outlive a submission, such as the communes or households of a sample.

/// What a form creates or updates in a list of entities. Expressions are as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// Row in the entities sheet, counted from 1; 0 where it did not come from a sheet.
    pub row: u64,
    /// The list.
    pub list: String,
    /// Which entity is updated.
    pub id: Option<String>,
    /// Condition for creating.
    pub create_if: Option<String>,
    /// Condition for updating.
    pub update_if: Option<String>,
    /// What people read.
    pub label: Option<String>,
    /// The repeat that gives one entity each time.
    pub repeat: Option<String>,
}
