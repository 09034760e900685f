//! The subcommands, one file each: arguments, what they do, what they print.

pub(crate) mod check;
pub(crate) mod cluster;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod estimate;
pub(crate) mod form;
pub(crate) mod gvf;
pub(crate) mod model;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod sample;
pub(crate) mod survival;
pub(crate) mod table;
pub(crate) mod test;
pub(crate) mod weight;

/// Ends with a message about wrong usage, as the parser of arguments does.
fn usage(command: &str, message: &str) -> ! {
    use clap::CommandFactory;
    let mut whole = crate::Cli::command();
    match whole.find_subcommand_mut(command) {
        Some(command) => command.error(clap::error::ErrorKind::ArgumentConflict, message).exit(),
        None => whole.error(clap::error::ErrorKind::ArgumentConflict, message).exit(),
    }
}

/// Two texts around a mark.
pub(crate) fn pair(text: &str, mark: char, form: &str) -> Result<(String, String), String> {
    match text.split_once(mark) {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => {
            Ok((a.trim().to_owned(), b.trim().to_owned()))
        }
        _ => Err(format!("expected {form}")),
    }
}
