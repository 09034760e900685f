//! `sounding`: asks people, properly, and reports what they said, with the uncertainty that belongs to it.

mod commands;
mod design;
mod failure;
mod folder;
mod terminal;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Asks people, properly, and reports what they said, with the uncertainty that belongs to it.
#[derive(Parser, Debug)]
#[command(name = "sounding", version, after_help = AFTER_HELP, propagate_version = true)]
struct Cli {
    /// Say more about what is being done (-vv: everything).
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  sounding new my-study
  sounding run my-study
  sounding estimate data.csv --weights pw --strata stype --mean api00

Exit codes: 0 done; 1 the input has faults, and nothing of the step at fault was written; 2 wrong usage; 3 the machine refused (disk, permissions).";

#[derive(Subcommand, Debug)]
#[expect(clippy::large_enum_variant, reason = "made once")]
enum Command {
    New(commands::new::Arguments),
    Check(commands::check::Arguments),
    Form(commands::form::Arguments),
    Sample(commands::sample::Arguments),
    Weight(commands::weight::Arguments),
    Table(commands::table::Arguments),
    Report(commands::report::Arguments),
    Run(commands::run::Arguments),
    Estimate(commands::estimate::Arguments),
    Test(commands::test::Arguments),
    Model(commands::model::Arguments),
    Survival(commands::survival::Arguments),
    Gvf(commands::gvf::Arguments),
    Demo(commands::demo::Arguments),
    Doctor(commands::doctor::Arguments),
    Cluster(commands::cluster::Arguments),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    terminal::log(cli.verbose);
    let done = match cli.command {
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Form(arguments) => commands::form::run(&arguments),
        Command::Sample(arguments) => commands::sample::run(&arguments),
        Command::Weight(arguments) => commands::weight::run(&arguments),
        Command::Table(arguments) => commands::table::run(arguments),
        Command::Report(arguments) => commands::report::run(&arguments),
        Command::Run(arguments) => commands::run::run(&arguments),
        Command::Estimate(arguments) => commands::estimate::run(arguments),
        Command::Test(arguments) => commands::test::run(arguments),
        Command::Model(arguments) => commands::model::run(arguments),
        Command::Survival(arguments) => commands::survival::run(arguments),
        Command::Gvf(arguments) => commands::gvf::run(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Doctor(arguments) => commands::doctor::run(&arguments),
        Command::Cluster(arguments) => commands::cluster::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn verify_cli() {
        super::Cli::command().debug_assert();
    }
}
