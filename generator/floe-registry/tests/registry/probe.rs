//! Probe: plugins that record each call and behave as told, with timers that wait for nothing and an executor for futures that never
//! wait.

use std::collections::BTreeMap;
use std::future::{pending, poll_fn, ready};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use floe_registry::{PluginId, PluginRegistry, RegistryError};
use floe_types::interfaces::plugin::{HealthState, HealthStatus, PluginRuntime};
use floe_types::plugin::{Future, PluginError, PluginInfo};
use floe_types::plugins::compute::duckdb;
use floe_types::registry::Category;
use serde_json::Value;

/// How a probe answers when the registry starts the probe, asks for health or shuts the probe down.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Well.
    Fine,
    /// With an error.
    Refuses,
    /// Never.
    Hangs,
    /// With a panic, while the probe answers.
    Panics,
    /// With a panic, before there is anything to wait for.
    PanicsAtOnce,
    /// Never, and with a panic when the future is dropped.
    PanicsInTheEnd,
    /// When the gate is open.
    Waits(Gate),
    /// Well, but shuts down in this manner.
    Ends(&'static Self),
}

/// Closed until a test opens the gate.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<AtomicBool>);

impl Gate {
    pub(crate) fn open(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Ends when the gate is open.
    pub(crate) fn passed(&self) -> Future<'static, ()> {
        let gate = Arc::clone(&self.0);
        Box::pin(poll_fn(move |_| if gate.load(Ordering::Relaxed) { Poll::Ready(()) } else { Poll::Pending }))
    }
}

/// The calls to all probes of a test, in order.
#[derive(Clone, Default)]
pub(crate) struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn write(&self, entry: String) {
        self.0.lock().expect("no test panics while it writes").push(entry);
    }

    pub(crate) fn read(&self) -> Vec<String> {
        self.0.lock().expect("no test panics while it writes").clone()
    }
}

type Answer<'a, T> = Future<'a, Result<T, PluginError>>;

struct Runtime {
    name: &'static str,
    manner: Manner,
    diary: Diary,
}

impl Runtime {
    fn answer<T: Send + 'static>(&self, manner: &Manner, question: &str, value: T) -> Answer<'_, T> {
        self.diary.write(format!("{question} {}", self.name));
        assert!(!matches!(manner, Manner::PanicsAtOnce), "a probe panics");
        let manner = manner.clone();
        Box::pin(async move {
            match manner {
                Manner::Fine | Manner::Ends(_) | Manner::PanicsAtOnce => {}
                Manner::Refuses => return Err(PluginError::new("RUN_SERVICE_UNAVAILABLE", "the door is closed")),
                Manner::Hangs => pending().await,
                Manner::Panics => panic!("a probe panics"),
                Manner::PanicsInTheEnd => {
                    let _bomb = Bomb;
                    pending::<()>().await;
                }
                Manner::Waits(gate) => gate.passed().await,
            }
            Ok(value)
        })
    }
}

/// Panics on drop.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a probe panics");
    }
}

impl PluginRuntime for Runtime {
    fn configure<'a>(&'a self, config: &'a BTreeMap<String, Value>) -> Answer<'a, ()> {
        let fields: Vec<&str> = config.keys().map(String::as_str).collect();
        self.diary.write(format!("configure {} {}", self.name, fields.join(",")));
        Box::pin(ready(Ok(())))
    }

    fn health_check(&self, timeout_seconds: Option<f64>) -> Answer<'_, HealthStatus> {
        let mut status = HealthStatus::new(HealthState::Degraded);
        status.message = format!("asked for {timeout_seconds:?}");
        self.answer(&self.manner, "health_check", status)
    }

    fn startup(&self) -> Answer<'_, ()> {
        self.answer(&self.manner, "startup", ())
    }

    fn shutdown(&self) -> Answer<'_, ()> {
        let end = if let Manner::Ends(end) = self.manner { end } else { &Manner::Fine };
        self.answer(end, "shutdown", ())
    }
}

/// A plugin of the category `compute`.
#[derive(Clone)]
pub(crate) struct Probe(Option<Arc<dyn PluginRuntime>>);

impl Category for Probe {
    const NAME: &'static str = "compute";

    fn runtime(&self) -> Option<Arc<dyn PluginRuntime>> {
        self.0.clone()
    }
}

/// A probe's own name, for a test to ask for the probe.
pub(crate) const fn id(name: &str) -> PluginId<'_> {
    PluginId { category: "compute", name }
}

pub(crate) fn names<'a>(ids: impl IntoIterator<Item = &'a PluginId<'a>>) -> Vec<&'a str> {
    ids.into_iter().map(|id| id.name).collect()
}

pub(crate) fn sentences(errors: &[RegistryError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

/// The facts that a contract would state about a plugin.
pub(crate) fn info(name: &str, api: &str, dependencies: &[&'static str]) -> &'static PluginInfo {
    let dependencies = dependencies.to_vec().leak();
    Box::leak(Box::new(PluginInfo { name: leak(name), api: leak(api), dependencies, ..duckdb::INFO }))
}

pub(crate) fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Plugins in the notation `a: b storage/c; b`, each with the dependencies: probes, or paths to other plugins.
pub(crate) fn graph(notation: &str) -> Vec<(&str, Vec<&'static str>)> {
    let path = |name: &str| if name.contains('/') { leak(name) } else { leak(&id(name).path()) };
    let plugins = notation.split(';').filter(|plugin| !plugin.is_empty());
    plugins
        .map(|plugin| {
            let (name, dependencies) = plugin.split_once(':').unwrap_or((plugin, ""));
            (name.trim(), dependencies.split_whitespace().map(path).collect())
        })
        .collect()
}

/// A registry with well-behaved probes in the notation of [`graph`], and with others that each have a manner.
pub(crate) fn lab(fine: &str, others: &[(&str, Manner)]) -> (PluginRegistry, Diary) {
    let (mut plugins, diary) = (PluginRegistry::new(), Diary::default());
    for (notation, manner) in [(fine, Manner::Fine)].iter().chain(others) {
        add(&mut plugins, notation, manner, &diary);
    }
    (plugins, diary)
}

/// Registers probes in the notation of [`graph`].
pub(crate) fn add(plugins: &mut PluginRegistry, notation: &str, manner: &Manner, diary: &Diary) {
    for (name, dependencies) in graph(notation) {
        let runtime = Runtime { name: leak(name), manner: manner.clone(), diary: diary.clone() };
        let probe = Probe(Some(Arc::new(runtime)));
        plugins.register(info(name, "1.0", &dependencies), probe).expect("no two probes have the same name");
    }
}

/// Registers a plugin of the category `compute` without a life cycle.
pub(crate) fn add_lifeless(plugins: &mut PluginRegistry, info: &'static PluginInfo) -> Result<(), RegistryError> {
    plugins.register(info, Probe(None))
}

/// A registry with one plugin without a life cycle.
pub(crate) fn lifeless(name: &str) -> PluginRegistry {
    let mut plugins = PluginRegistry::new();
    add_lifeless(&mut plugins, info(name, "1.0", &[])).expect("the registry is empty");
    plugins
}

/// A timer whose time is never over.
pub(crate) fn never(_: Duration) -> Future<'static, ()> {
    Box::pin(pending())
}

/// A timer whose time is over at the second poll.
pub(crate) fn soon(_: Duration) -> Future<'static, ()> {
    let mut is_over = false;
    Box::pin(poll_fn(move |_| if std::mem::replace(&mut is_over, true) { Poll::Ready(()) } else { Poll::Pending }))
}

/// A timer whose time is over before the work begins.
pub(crate) fn at_once(_: Duration) -> Future<'static, ()> {
    Box::pin(ready(()))
}

/// The result of a future that is polled once, if there is one.
pub(crate) fn poll<T>(future: Pin<&mut impl std::future::Future<Output = T>>) -> Option<T> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// The result of a future that waits for nothing but the end of some plugins' time.
pub(crate) fn now<T>(future: impl std::future::Future<Output = T>) -> T {
    let mut future = pin!(future);
    (0..9).find_map(|_| poll(future.as_mut())).expect("the future does not wait")
}
