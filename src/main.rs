//! The `mlmsim` program: a thin door to the library's `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mlmsim::cli::main()
}
