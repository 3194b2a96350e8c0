//! Chores of the project as one program: `cargo run -p xtask -- NAME`. A chore is a file and a line in `CHORES`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for a terminal")]

mod catalogue;
mod openapi;
mod tidy;

/// A chore takes the arguments that follow its name and says what went wrong.
type Chore = fn(&[String]) -> anyhow::Result<()>;

/// Every chore: its name, what it does, and where it is done.
const CHORES: &[(&str, &str, Chore)] = &[
    ("catalogue", "CSV: makes metering's catalogue of prices and limits from a table", catalogue::run),
    ("openapi", "writes web/openapi.json from the API's code", openapi::run),
    ("tidy", "checks crate arrows, third-party limits, first lines, file sizes and banned words", tidy::run),
];

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some((_, _, chore)) = CHORES.iter().find(|(known, _, _)| *known == name) else {
        eprintln!("usage: cargo run -p xtask -- CHORE\n");
        for (known, about, _) in CHORES {
            eprintln!("  {known:12} {about}");
        }
        return std::process::ExitCode::from(2);
    };
    match chore(&rest) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
