//! `throughline completions`: for the shell.

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{CliError, Exit};

/// Print completions for a shell, e.g. `source <(throughline completions bash)`
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run<C: CommandFactory>(self) -> Result<Exit, CliError> {
        // Into memory first: the generator panics where standard output is closed early.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut C::command(), "throughline", &mut text);
        match io::Write::write_all(&mut io::stdout(), &text) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(CliError::here(format!("standard output cannot be written: {error}")))
            }
            _ => Ok(Exit::Done),
        }
    }
}
