//! The words of a query: names, conditions, and sums that do not depend on the order of the rows.

/// Bits that a sum's largest term takes. With the 10^28 of the cast above it, and 126 bits in the sum itself, some
/// 10^11 rows fit; a term is cut off only 89 bits below the largest possible one.
const BITS: i32 = 89;
/// The type of a term: whole numbers of 28 digits, whose sums have 38.
const TERM: &str = "DECIMAL(28, 0)";
/// The largest finite number.
const MOST: &str = "1.7976931348623157e308";

/// A column's name as SQL writes it.
pub(super) fn name(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

/// A column as a number.
pub(super) fn number(column: &str) -> String {
    format!("CAST({} AS DOUBLE)", name(column))
}

/// The number is there and finite. Where numbers are compared, what is not a number stands above infinity.
pub(super) fn finite(number: &str) -> String {
    format!("{number} BETWEEN -{MOST} AND {MOST}")
}

/// The number is there, and infinite.
pub(super) fn infinite(number: &str) -> String {
    format!("({number} = CAST('Infinity' AS DOUBLE) OR {number} = CAST('-Infinity' AS DOUBLE))")
}

/// The column has a value.
pub(super) fn present(column: &str, is_number: bool) -> String {
    if is_number {
        let number = number(column);
        format!("({} OR {})", finite(&number), infinite(&number))
    } else {
        format!("{} IS NOT NULL", name(column))
    }
}

/// All of the conditions; true where there are none.
pub(super) fn all(conditions: &[String]) -> String {
    if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") }
}

/// Rows for which the condition holds.
pub(super) fn count(condition: &str) -> String {
    format!("count(CASE WHEN {condition} THEN 1 END)")
}

/// Rows for which it does not hold, or cannot be told.
pub(super) fn count_not(condition: &str) -> String {
    format!("count(CASE WHEN {condition} THEN NULL ELSE 1 END)")
}

/// A sum of terms that are at most `bound` from zero, in whole multiples of a power of two: addition of whole numbers is exact,
/// so that any number of machines, in any order, gives the same sum to the last bit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exact {
    exponent: i32,
}

impl Exact {
    pub(super) fn within(bound: f64) -> Exact {
        let bits = if bound > 0.0 { bound.log2().ceil() as i32 + 1 } else { 0 };
        Exact { exponent: (BITS - bits).clamp(-1_000, 1_000) }
    }

    /// Σ `term` over the rows for which the condition holds.
    pub(super) fn sum(self, condition: &str, term: &str) -> String {
        let scale = 2_f64.powi(self.exponent);
        format!("sum(CAST(CASE WHEN {condition} THEN ({term}) * {scale:e} ELSE 0.0 END AS {TERM}))")
    }

    /// The sum, from what the query gave.
    pub(super) fn read(self, sum: f64) -> f64 {
        // In two steps: a power of two beyond 2^1023 is no number.
        let half = self.exponent / 2;
        sum * 2_f64.powi(-half) * 2_f64.powi(half - self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted() {
        assert_eq!(name("api.stu"), "\"api.stu\"");
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn the_largest_term_keeps_below_the_cast_and_every_sum_reads_back() {
        for bound in [1.0, 0.3, 1e-12, 7e15, 1e300, 1e-300, 0.0, f64::MIN_POSITIVE] {
            let exact = Exact::within(bound);
            let largest = bound * 2_f64.powi(exact.exponent);
            assert!(largest < 1e28, "{bound}: {largest}");
            assert_eq!(exact.read(largest), bound);
        }
        assert!(2_f64 * 2_f64.powi(Exact::within(2.0).exponent) >= 2_f64.powi(BITS - 2));
    }
}
