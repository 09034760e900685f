//! Names that a statistics package would change or refuse.
#![doc = include_str!("names.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::form::Form;

const SPSS: &[&str] = &["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];
const STATA: &[&str] = &[
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi",
    "_pred", "_rc", "_skip", "strL", "using", "with",
];
const SAS: &[&str] = &["_n_", "_error_", "_numeric_", "_character_", "_all_", "_null_", "_infile_", "_file_"];
const R: &[&str] = &[
    "if",
    "else",
    "repeat",
    "while",
    "function",
    "for",
    "next",
    "break",
    "TRUE",
    "FALSE",
    "NULL",
    "Inf",
    "NaN",
    "NA",
    "NA_integer_",
    "NA_real_",
    "NA_character_",
    "in",
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in &form.questions {
        let stored = entry.is_asked() || matches!(entry.question.kind, Kind::Calculate | Kind::Hidden);
        let packages = refused(entry.name());
        if stored && !packages.is_empty() {
            found.push(
                Fault::warning("W-QUALITY-070", entry.place("name"))
                    .with("question", entry.name())
                    .with("packages", packages.join(", ")),
            );
        }
    }
}

/// The packages that do not take a name as it is.
fn refused(name: &str) -> Vec<&'static str> {
    let lower = name.to_lowercase();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let letters = |sign: char| sign.is_alphanumeric() || sign == '_';
    let starts = name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
    let spss = name.len() <= 64
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|sign| letters(sign) || matches!(sign, '.' | '@' | '#' | '$'))
        && !name.ends_with('.')
        && !SPSS.contains(&&*lower);
    let numbered = name
        .strip_prefix("str")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let stata = starts
        && name.chars().count() <= 32
        && name.chars().all(letters)
        && !STATA.contains(&name)
        && !numbered;
    let sas = starts && name.len() <= 32 && name.chars().all(plain) && !SAS.contains(&&*lower);
    let r =
        name.chars().all(|sign| letters(sign) || sign == '.') && !name.starts_with('_') && !R.contains(&name);
    [("SPSS", spss), ("Stata", stata), ("SAS", sas), ("R", r)]
        .into_iter()
        .filter(|(_, accepts)| !accepts)
        .map(|(package, _)| package)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_has_its_own_idea_of_a_name() {
        assert!(refused("age").is_empty() && refused("q12_other").is_empty());
        assert_eq!(refused("with"), ["SPSS", "Stata"]);
        assert_eq!(refused("household-size"), ["SPSS", "Stata", "SAS", "R"]);
        assert_eq!(refused("household.size"), ["Stata", "SAS"]);
        assert_eq!(refused("tuổi"), ["SAS"]);
        assert_eq!(refused("satisfaction_with_public_services"), ["Stata", "SAS"]);
        assert_eq!(refused("str5"), ["Stata"]);
        assert_eq!(refused("_n"), ["SPSS", "Stata", "R"]);
    }
}
