//! Terminal: prints text to standard output and standard error, with colour on a terminal. Decides nothing about the text.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

use floe_base::{Findings, render};

use crate::{disk, exit};

/// Nobody reads more findings than this at once.
const MOST_SHOWN: usize = 100;

/// Prints to standard output.
pub(crate) fn print(text: &str) -> Result<(), Findings> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(disk::unwritable("standard output", &error)),
        // A reader may close the pipe early.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints a text, or the findings that stand in its way. Returns the exit code.
pub(crate) fn answer(text: Result<String, Findings>) -> u8 {
    let answered = text.and_then(|text| print(&text));
    answered.err().map_or(exit::FINE, |findings| {
        show(&findings, &BTreeMap::new());
        exit::code(&findings)
    })
}

/// Prints to standard error. If printing fails, there is nobody to tell.
pub(crate) fn say(text: &str) {
    drop(io::stderr().lock().write_all(text.as_bytes()));
}

/// Shows findings with excerpts of their files; `sources` holds the text of the files without secrets.
pub(crate) fn show(findings: &Findings, sources: &BTreeMap<String, String>) {
    let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut text = String::new();
    for finding in findings.iter().take(MOST_SHOWN) {
        let source = finding.place.as_ref().and_then(|place| sources.get(&place.file));
        text += &render(finding, source.map(String::as_str), color);
        text += "\n\n";
    }
    say(&text);
    if let Some(more) = findings.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        say(&format!("and {more} more; all of them with --format json\n"));
    }
}
