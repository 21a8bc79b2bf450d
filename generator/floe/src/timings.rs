//! Timings: reports how long a run takes, on standard error and as a file. Holds the program's only clock.

use std::sync::LazyLock;
use std::time::Instant;

use floe_commands::Observation;
use floe_trace::Options;

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
    let Some(path) = &observation.timings else { return code };
    let Err(error) = std::fs::write(path, trace.chrome()) else { return code };
    code.max(terminal::answer(Err(disk::unwritable(&disk::shown(path), &error))))
}
