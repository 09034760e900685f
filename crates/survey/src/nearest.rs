//! The name that was probably meant.

/// The name of `known` that is nearest to `unknown`, when at most a third of its letters differ (an exchange of two
/// neighbours counts once).
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&unknown.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= unknown.chars().count().max(3) / 3)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("ap00", ["api99", "api00", "stype"]), Some("api00"));
        assert_eq!(nearest("STYPE", ["api99", "stype"]), Some("stype"));
        assert_eq!(nearest("titel", ["title", "id"]), Some("title"));
        assert_eq!(nearest("income", ["api99", "stype"]), None);
    }
}
