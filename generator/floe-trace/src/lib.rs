//! Tracing of a run: prints a line for each span that ends, and keeps all spans as a Chrome trace. Has no clock and no terminal of its own:
//! a program supplies both.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// The requested observation, with the clock and the output of the program.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// How often `-v` is given: once shows phases; twice also shows products, plugins and contracts.
    pub verbosity: u8,
    /// Whether spans are kept for [`Trace::chrome`].
    pub timings: bool,
    /// `FLOE_LOG`: `LEVEL`, or `TARGET=LEVEL,…`.
    pub filter: Option<&'a str>,
    /// The time since the program began.
    pub clock: fn() -> Duration,
    /// Prints a line.
    pub say: fn(&str),
}

/// The spans of a run that have ended so far.
#[derive(Debug, Clone, Default)]
pub struct Trace(Arc<Mutex<Vec<Value>>>);

/// Starts to observe spans, for the rest of the process. Without a request nothing is observed.
///
/// # Errors
/// `filter` is not a filter; the text says why.
pub fn start(options: Options<'_>) -> Result<Trace, String> {
    let trace = Trace::default();
    let filter = options.filter.map(str::trim).filter(|text| !text.is_empty()).map(targets).transpose()?;
    if !options.timings && options.verbosity == 0 && filter.is_none() {
        return Ok(trace);
    }
    let level = [LevelFilter::OFF, LevelFilter::INFO, LevelFilter::DEBUG][usize::from(options.verbosity.min(2))];
    let filtered = |level| filter.clone().unwrap_or_else(|| Targets::new().with_default(level));
    let wanted = filtered(if options.timings { LevelFilter::DEBUG } else { level });
    let kept = options.timings.then(|| trace.clone());
    let observer = Observer { shown: filtered(level), kept, clock: options.clock, say: options.say };
    let subscriber = Registry::default().with(observer.with_filter(wanted));
    tracing::subscriber::set_global_default(subscriber).map_err(|error| error.to_string())?;
    Ok(trace)
}

/// A filter whose targets are all modules of floe.
fn targets(text: &str) -> Result<Targets, String> {
    if let Ok(level) = text.parse::<LevelFilter>() {
        return Ok(Targets::new().with_default(level));
    }
    let targets: Targets = text.parse().map_err(|error| format!("{error}"))?;
    match targets.iter().find(|(target, _)| !target.starts_with("floe")) {
        Some((target, _)) => Err(format!("`{target}` is neither a level nor a module of floe")),
        None => Ok(targets),
    }
}

impl Trace {
    /// All spans as JSON that Perfetto and Chrome's `about:tracing` open.
    pub fn chrome(&self) -> String {
        json!({ "traceEvents": *self.events(), "displayTimeUnit": "ms" }).to_string()
    }

    fn events(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reports and keeps the durations of spans.
struct Observer {
    shown: Targets,
    kept: Option<Trace>,
    clock: fn() -> Duration,
    say: fn(&str),
}

/// The data of a span from begin to end.
struct Begun {
    at: Duration,
    fields: Map<String, Value>,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Observer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Begun { at: (self.clock)(), fields: fields.0 });
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(Begun { at, fields }) = span.extensions_mut().remove::<Begun>() else { return };
        let took = (self.clock)().saturating_sub(at);
        let metadata: &Metadata<'_> = span.metadata();
        if self.shown.would_enable(metadata.target(), metadata.level()) {
            let values = fields.values().filter_map(Value::as_str);
            let words: Vec<&str> = std::iter::once(metadata.name()).chain(values).collect();
            let indent = "  ".repeat(span.scope().skip(1).count());
            (self.say)(&format!("{:>9.2} ms  {indent}{}\n", took.as_secs_f64() * 1e3, words.join(" ")));
        }
        if let Some(trace) = &self.kept {
            trace.events().push(json!({
                "ph": "X",
                "name": metadata.name(),
                "cat": metadata.target(),
                "pid": 1,
                "tid": thread(),
                "ts": at.as_secs_f64() * 1e6,
                "dur": took.as_secs_f64() * 1e6,
                "args": fields,
            }));
        }
    }
}

/// The number of this thread, in the order in which threads first end a span.
fn thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static OWN: Cell<u64> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed)));
    OWN.with(Cell::get)
}

/// The fields of a span as text.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_level_or_levels_of_modules_of_floe() {
        for good in ["debug", "off", "floe_compiler=debug", "floe_chart=trace,floe=info"] {
            assert!(targets(good).is_ok(), "{good}");
        }
        for bad in ["debg", "floe=loud", "serde=debug", "a=b=c"] {
            assert!(targets(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn spans_are_kept_with_their_fields_and_times() {
        let trace = Trace::default();
        let observer = Observer {
            shown: Targets::new(),
            kept: Some(trace.clone()),
            clock: || Duration::from_millis(3),
            say: |line| panic!("nothing is shown: {line}"),
        };
        tracing::subscriber::with_default(Registry::default().with(observer), || {
            let outer = tracing::info_span!("outer").entered();
            tracing::debug_span!("inner", of = "x", number = 3).in_scope(|| ());
            drop(outer);
        });
        let trace: Value = serde_json::from_str(&trace.chrome()).unwrap();
        let event = &trace["traceEvents"][0];
        assert_eq!((&event["name"], &event["ph"], &event["ts"]), (&json!("inner"), &json!("X"), &json!(3000.0)));
        assert_eq!(event["args"], json!({"of": "x", "number": "3"}));
        assert_eq!(trace["traceEvents"][1]["name"], "outer");
    }
}
