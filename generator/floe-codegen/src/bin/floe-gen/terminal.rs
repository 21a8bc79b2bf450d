//! Terminal: the text at the end of a run, and the exit code that goes with the text. Answers go to stdout, all else to stderr.

use std::io::{self, IsTerminal, Write};
use std::panic::Location;
use std::process::ExitCode;

use floe_base::{Drift, Findings, render};
use floe_commands::exit;

pub(crate) struct Terminal {
    color: bool,
    verbose: bool,
}

impl Terminal {
    /// Colours are for people who have not declined them with `NO_COLOR`.
    #[expect(clippy::disallowed_methods, reason = "an edge: NO_COLOR is read here and nowhere else")]
    pub(crate) fn new(verbose: bool) -> Self {
        let declined = std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty());
        Self { color: !declined && io::stderr().is_terminal(), verbose }
    }

    /// Text that only `--verbose` shows.
    pub(crate) fn tell(&self, text: &str) {
        if self.verbose {
            say(text);
        }
    }

    /// Shows findings; `text_of` gives the text of a file, in which each place is shown.
    pub(crate) fn findings(&self, findings: &Findings, text_of: impl Fn(&str) -> Option<String>) -> ExitCode {
        for finding in findings {
            let source = finding.place.as_ref().and_then(|place| text_of(&place.file));
            say(&render(finding, source.as_deref(), self.color));
        }
        match findings.len() {
            1 => say("1 finding"),
            more => say(&format!("{more} findings")),
        }
        ExitCode::from(exit::FINDINGS)
    }
}

pub(crate) fn summary(text: &str) -> ExitCode {
    say(text);
    ExitCode::SUCCESS
}

/// The answer to a question. A reader who has seen enough may close the pipe.
pub(crate) fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            say(&format!("error: failed to write to standard output: {error}"));
            ExitCode::from(exit::INPUT)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// The command line names something that does not exist.
pub(crate) fn unknown(message: &str, help: &str) -> ExitCode {
    say(&format!("error: {message}\nhelp: {help}"));
    ExitCode::from(exit::USAGE)
}

pub(crate) fn unreadable(message: &str) -> ExitCode {
    say(&format!("error: {message}"));
    ExitCode::from(exit::INPUT)
}

pub(crate) fn out_of_date(drift: &[Drift]) -> ExitCode {
    for one in drift {
        say(&one.to_string());
    }
    say(&format!("error: {} generated files are out of date\nrun: just generate", drift.len()));
    ExitCode::from(exit::OUT_OF_DATE)
}

/// Tells of a panic by the place alone.
pub(crate) fn bug(place: Option<&Location<'_>>) {
    let place = place.map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
    say(&format!("error: this is a bug in floe-gen{place}; please report it with the contracts that show it"));
}

/// A closed stderr is no reason to fail: the exit code still tells.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
