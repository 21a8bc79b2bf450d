//! The exit codes of both programs, as `contracts/diagnostics/command` states them; a test holds the two equal. The codes are not
//! generated, because the program that generates also ends with them.

/// Everything went well.
pub const FINE: u8 = 0;
/// Something is wrong with the input, or the output cannot be written.
pub const FINDINGS: u8 = 1;
/// The program does not know something on the command line.
pub const USAGE: u8 = 2;
/// An input is missing or cannot be read.
pub const INPUT: u8 = 3;
/// The generated files are not those that the contracts ask for.
pub const OUT_OF_DATE: u8 = 4;
/// A bug in the program.
pub const BUG: u8 = 70;

/// Every code with its meaning, and the one program that ends so where not all do.
pub const ALL: [(u8, &str, Option<&str>); 6] = [
    (FINE, "fine", None),
    (FINDINGS, "findings", None),
    (USAGE, "usage", None),
    (INPUT, "input missing or unreadable", None),
    (OUT_OF_DATE, "out of date", Some("floe-gen")),
    (BUG, "a bug in floe", None),
];

/// Examples, and below them the exit codes of a program.
pub(crate) fn after(examples: &str, program: &str) -> String {
    let own = ALL.iter().filter(|(_, _, only)| only.is_none_or(|only| only == program));
    let own: Vec<String> = own.map(|(code, meaning, _)| format!("{code} {meaning}")).collect();
    format!("{examples}\n\nExit codes: {}", own.join(", "))
}
