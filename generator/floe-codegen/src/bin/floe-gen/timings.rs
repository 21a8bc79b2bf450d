//! Timings: the duration of a run, on standard error and as a file.
#![expect(
    clippy::disallowed_methods,
    reason = "an edge: the clock and FLOE_LOG are read here, and the trace is written"
)]

use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::Instant;

use floe_commands::Observation;
use floe_trace::Options;

use crate::terminal;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

pub(crate) fn observed(observation: &Observation, command: impl FnOnce() -> ExitCode) -> ExitCode {
    let filter = std::env::var_os("FLOE_LOG").map(|text| text.to_string_lossy().into_owned());
    let options = Options {
        verbosity: observation.verbose,
        timings: observation.timings.is_some(),
        filter: filter.as_deref(),
        clock: || BEGUN.elapsed(),
        say: |line| terminal::say(line.trim_end()),
    };
    let trace = match floe_trace::start(options) {
        Ok(trace) => trace,
        Err(reason) => {
            return terminal::unknown(&format!("FLOE_LOG is not a filter: {reason}"), "write LEVEL or TARGET=LEVEL,…");
        }
    };
    let code = command();
    match observation.timings.as_ref().map(|path| (path, std::fs::write(path, trace.chrome()))) {
        Some((path, Err(error))) => terminal::unreadable(&format!("failed to write {}: {error}", path.display())),
        Some((_, Ok(()))) | None => code,
    }
}
