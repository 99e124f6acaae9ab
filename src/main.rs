//! The `throughline` command: the service and the tools around it.

use std::process::ExitCode;

/// A fifth of the engine's time went into the system allocator: facts are many small values that live shortly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    throughline::cli::main()
}
