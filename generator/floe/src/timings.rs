//! Timings: reports how long a run takes, on standard error and as a file. Holds the program's only clock.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Instant;

use floe_base::Findings;
use floe_commands::Observation;
use floe_compiler::diagnostic;
use floe_trace::Options;
use floe_types::diagnostics as messages;

use crate::{disk, exit, terminal};

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Runs a command under the requested observation, and returns the exit code.
pub(crate) fn observed(observation: &Observation, command: impl FnOnce() -> u8) -> u8 {
    let filter = std::env::var_os("FLOE_LOG").map(|text| text.to_string_lossy().into_owned());
    let options = Options {
        verbosity: observation.verbose,
        timings: observation.timings.is_some(),
        filter: filter.as_deref(),
        clock: || BEGUN.elapsed(),
        say: terminal::say,
    };
    let trace = match floe_trace::start(options) {
        Ok(trace) => trace,
        Err(reason) => {
            terminal::say(&format!(
                "error: FLOE_LOG is not a filter: {reason}\n\nhelp: write LEVEL or TARGET=LEVEL,…\n"
            ));
            return exit::USAGE;
        }
    };
    let code = command();
    let written = observation.timings.as_ref().map(|path| (path, std::fs::write(path, trace.chrome())));
    match written {
        Some((path, Err(error))) => {
            let finding = diagnostic(messages::command_output_unwritable(&disk::shown(path), &disk::reason(&error)));
            terminal::show(&Findings::from(vec![finding]), &BTreeMap::new());
            code.max(exit::FINDINGS)
        }
        Some((_, Ok(()))) | None => code,
    }
}
