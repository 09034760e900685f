//! The thresholds.

/// What must hold of a figure before it leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReleaseRules {
    /// Respondents that a cell must have to be shown.
    pub minimum_cell: u64,
    /// Respondents that a group must have for a percentage of it to be shown; under it, or with an effective base under
    /// it, other figures are marked as unreliable.
    pub minimum_base: u64,
    /// Width of a proportion's interval above which it is marked as unreliable.
    pub maximum_width: f64,
}

impl Default for ReleaseRules {
    fn default() -> ReleaseRules {
        ReleaseRules { minimum_cell: 10, minimum_base: 30, maximum_width: 0.30 }
    }
}
