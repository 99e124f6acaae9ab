//! The command line: one file a command, each with its arguments, its doing and what it prints.
//!
//! Commands talk to a running service over its API, but for `serve` and `demo`, which are the service, and `validate`,
//! `test`, `bench` and `schema`, which need none. This room must not know the store or the kernel's state.

mod audit;
mod batch;
mod bench;
mod bulk;
mod completions;
mod connections;
mod definitions;
mod demo;
mod deploy;
mod exit;
mod export;
mod output;
mod progress;
mod remote;
mod rights;
mod runs;
mod schedules;
mod schema;
mod secrets;
mod sections;
mod serve;
pub mod service;
mod start;
mod test;
mod tokens;
mod users;
mod validate;
mod workplaces;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use exit::{CliError, Exit};
pub use output::{Output, Printer};
use remote::Remote;

/// What `--help` says about exit codes; docs/cli.md has the same table.
const EXIT_CODES: &str = "\
Exit codes:
  0  done; for `start --wait` and `runs watch`: the run completed
  1  a definition is invalid, the run ended badly or needs a person, or the command failed here
  2  the command line is wrong
  3  the service cannot be reached, or its database is away
  4  the service refused the request
  5  the time to wait is over; the run goes on";

/// Durable business processes: definitions in, runs that are never lost out.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, after_help = EXIT_CODES, max_term_width = 120)]
struct Cli {
    /// How to print: `text` for people, `json` for programs (one document on standard output, nothing else)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    output: Output,
    #[command(flatten)]
    remote: Remote,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one a process")]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Validate(validate::Validate),
    Deploy(deploy::Deploy),
    Definitions(definitions::Definitions),
    Start(start::Start),
    /// Look at runs and act on them
    #[command(subcommand)]
    Runs(runs::Runs),
    /// Act on many runs at once: a preview first, then just those runs
    #[command(subcommand)]
    Bulk(bulk::Bulk),
    /// Look at schedules and act on them
    #[command(subcommand)]
    Schedules(schedules::Schedules),
    /// Short for `runs retry`
    Retry(runs::retry::Retry),
    /// Short for `runs cancel`
    Cancel(runs::cancel::Cancel),
    #[command(subcommand)]
    Connections(connections::Connections),
    #[command(subcommand)]
    Secrets(secrets::Secrets),
    /// Manage the people who may sign in
    #[command(subcommand)]
    Users(users::Users),
    /// Manage the tokens of machines
    #[command(subcommand)]
    Tokens(tokens::Tokens),
    /// Manage who may see, start and operate single processes
    #[command(subcommand)]
    Rights(rights::Rights),
    /// Look at who did what
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Look at sections and act in them: records, details, action menus
    #[command(subcommand)]
    Sections(sections::Sections),
    /// Arrange which sections people have before them
    #[command(subcommand)]
    Workplaces(workplaces::Workplaces),
    Test(test::Test),
    Export(export::Export),
    Schema(schema::Schema),
    Bench(bench::Bench),
    Completions(completions::Completions),
}

/// Runs the command of this process. Installs the process' crypto provider.
#[must_use]
pub fn main() -> ExitCode {
    // Fails only if one is installed already, which serves as well.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    run(std::env::args_os())
}

fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no mistakes and go to standard output.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            let _ = error.print();
            return exit.into();
        }
    };
    let printer = Printer::new(cli.output);
    match execute(cli.command, &cli.remote, &printer) {
        Ok(exit) => exit.into(),
        Err(error) => {
            printer.failed(&error);
            error.exit.into()
        }
    }
}

fn execute(command: Command, remote: &Remote, printer: &Printer) -> Result<Exit, CliError> {
    match command {
        Command::Demo(demo) => runtime(true)?.block_on(demo.run(printer)),
        Command::Serve(serve) => runtime(true)?.block_on(serve.run(printer)),
        Command::Validate(validate) => validate.run(printer),
        Command::Deploy(deploy) => runtime(false)?.block_on(deploy.run(&remote.client()?, printer)),
        Command::Definitions(definitions) => runtime(false)?.block_on(definitions.run(&remote.client()?, printer)),
        Command::Start(start) => runtime(false)?.block_on(start.run(&remote.client()?, printer)),
        Command::Runs(runs) => runtime(false)?.block_on(runs.run(&remote.client()?, printer)),
        Command::Bulk(bulk) => runtime(false)?.block_on(bulk.run(&remote.client()?, printer)),
        Command::Schedules(schedules) => runtime(false)?.block_on(schedules.run(remote, printer)),
        Command::Retry(retry) => runtime(false)?.block_on(retry.run(&remote.client()?, printer)),
        Command::Cancel(cancel) => runtime(false)?.block_on(cancel.run(&remote.client()?, printer)),
        Command::Users(users) => runtime(false)?.block_on(users.run(&remote.client()?, printer)),
        Command::Tokens(tokens) => runtime(false)?.block_on(tokens.run(&remote.client()?, printer)),
        Command::Rights(rights) => runtime(false)?.block_on(rights.run(&remote.client()?, printer)),
        Command::Audit(audit) => runtime(false)?.block_on(audit.run(&remote.client()?, printer)),
        Command::Export(export) => runtime(false)?.block_on(export.run(remote, printer)),
        Command::Connections(connections) => runtime(false)?.block_on(connections.run(&remote.client()?, printer)),
        Command::Secrets(secrets) => runtime(false)?.block_on(secrets.run(&remote.client()?, printer)),
        Command::Sections(sections) => runtime(false)?.block_on(sections.run(remote, printer)),
        Command::Workplaces(workplaces) => runtime(false)?.block_on(workplaces.run(&remote.client()?, printer)),
        Command::Test(test) => test.run(printer),
        Command::Bench(bench) => runtime(true)?.block_on(bench.run(printer)),
        Command::Schema(schema) => schema.run(printer),
        Command::Completions(completions) => completions.run::<Cli>(),
    }
}

/// A service uses every core; a client needs one thread.
fn runtime(many_threads: bool) -> Result<tokio::runtime::Runtime, CliError> {
    let mut builder = match many_threads {
        true => tokio::runtime::Builder::new_multi_thread(),
        false => tokio::runtime::Builder::new_current_thread(),
    };
    builder
        .enable_all()
        .build()
        .map_err(|error| CliError::here(format!("the machine gives no threads to work with: {error}")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn the_page_of_the_command_line_names_every_command() {
        fn leaves(command: &clap::Command, before: &[String], found: &mut Vec<Vec<String>>) {
            for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
                let path: Vec<String> = before.iter().cloned().chain([below.get_name().to_owned()]).collect();
                if below.has_subcommands() {
                    leaves(below, &path, found);
                } else {
                    found.push(path);
                }
            }
        }
        let page = include_str!("../../docs/cli.md");
        let rows = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
        let names: Vec<&str> = rows.map(|(names, _)| names).collect();
        let mut commands = Vec::new();
        leaves(&super::Cli::command(), &[], &mut commands);
        assert!(commands.len() > 40, "{commands:?}");
        for path in commands {
            let group = if path.len() > 1 { path[0].as_str() } else { "" };
            let named = |names: &str| {
                let mut words = names.split([' ', '`', ',', '[']);
                names.starts_with(group) && words.any(|word| Some(word) == path.last().map(String::as_str))
            };
            assert!(
                names.iter().any(|names| named(names)),
                "docs/cli.md does not tell `{}`",
                path.join(" ")
            );
        }
    }

    /// Otherwise it takes the other's place, and reading either of them panics.
    #[test]
    fn no_command_has_an_option_called_like_one_that_all_have() {
        fn look(command: &clap::Command, global: &[clap::Id]) {
            for below in command.get_subcommands() {
                for argument in below.get_arguments() {
                    let name = argument.get_id();
                    assert!(!global.contains(name), "{} has an own `{name}`", below.get_name());
                }
                look(below, global);
            }
        }
        let cli = super::Cli::command();
        let global = cli.get_arguments().filter(|argument| argument.is_global_set());
        let global: Vec<_> = global.map(|argument| argument.get_id().clone()).collect();
        assert!(global.iter().any(|name| name == "token"));
        look(&cli, &global);
    }
}
