//! The subcommands, one file each: arguments, what they do, what they print.

pub(crate) mod check;
pub(crate) mod demo;
mod design;
pub(crate) mod doctor;
pub(crate) mod estimate;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod sample;
pub(crate) mod table;
pub(crate) mod test;
pub(crate) mod weight;

/// Two texts around a mark.
fn pair(text: &str, mark: char, form: &str) -> Result<(String, String), String> {
    match text.split_once(mark) {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => {
            Ok((a.trim().to_owned(), b.trim().to_owned()))
        }
        _ => Err(format!("expected {form}")),
    }
}
