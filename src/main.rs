//! The `throughline` command: the service and the tools around it.

use std::process::ExitCode;

fn main() -> ExitCode {
    throughline::cli::main()
}
