//! Probe: a plugin that records each call and behaves as told, with timers that wait for nothing and an executor for futures that never
//! wait.

use std::collections::BTreeMap;
use std::future::{pending, poll_fn, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use floe_registry::{PluginId, PluginRegistry};
use floe_types::interfaces::plugin::{HealthState, HealthStatus, PluginRuntime};
use floe_types::plugin::{Future, PluginError, PluginInfo};
use floe_types::registry::Category;
use serde_json::Value;

use crate::waiting::Gate;

/// How a probe answers when the registry starts it, shuts it down or asks for its health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it should.
    Fine,
    /// With an error.
    Refuses,
    /// Never.
    Hangs,
    /// With a panic, while it answers.
    Panics,
    /// With a panic, before there is anything to wait for.
    PanicsAtOnce,
    /// Never, and with a panic when the future is dropped.
    PanicsInTheEnd,
}

/// The calls to all probes of a test, in order.
pub(crate) type Diary = Arc<Mutex<Vec<String>>>;

struct Runtime {
    name: &'static str,
    manner: Manner,
    /// How the probe shuts down.
    end: Manner,
    /// The gate that the probe waits for before answering.
    gate: Option<Gate>,
    diary: Diary,
}

impl Runtime {
    fn answer<T: Send + 'static>(
        &self,
        manner: Manner,
        question: &str,
        value: T,
    ) -> Future<'_, Result<T, PluginError>> {
        self.diary.lock().expect("no test panics while it writes").push(format!("{question} {}", self.name));
        if let Some(gate) = &self.gate {
            let open = gate.passed();
            return Box::pin(async move {
                open.await;
                Ok(value)
            });
        }
        match manner {
            Manner::Fine => Box::pin(ready(Ok(value))),
            Manner::Refuses => Box::pin(ready(Err(PluginError::new("RUN_SERVICE_UNAVAILABLE", "the door is closed")))),
            Manner::Hangs => Box::pin(pending()),
            Manner::Panics => Box::pin(async { panic!("a probe panics") }),
            Manner::PanicsAtOnce => panic!("a probe panics"),
            Manner::PanicsInTheEnd => {
                let bomb = Bomb;
                Box::pin(async move {
                    let _bomb = bomb;
                    pending().await
                })
            }
        }
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
    fn configure<'a>(&'a self, config: &'a BTreeMap<String, Value>) -> Future<'a, Result<(), PluginError>> {
        let fields: Vec<&str> = config.keys().map(String::as_str).collect();
        self.diary.lock().expect("no test panics while it writes").push(format!(
            "configure {} {}",
            self.name,
            fields.join(",")
        ));
        Box::pin(ready(Ok(())))
    }

    fn health_check(&self, timeout_seconds: Option<f64>) -> Future<'_, Result<HealthStatus, PluginError>> {
        let mut status = HealthStatus::new(HealthState::Degraded);
        status.message = format!("asked for {timeout_seconds:?}");
        self.answer(self.manner, "health_check", status)
    }

    fn startup(&self) -> Future<'_, Result<(), PluginError>> {
        self.answer(self.manner, "startup", ())
    }

    fn shutdown(&self) -> Future<'_, Result<(), PluginError>> {
        self.answer(self.end, "shutdown", ())
    }
}

/// A plugin of the category `compute`.
#[derive(Clone)]
pub(crate) struct Probe {
    runtime: Option<Arc<dyn PluginRuntime>>,
}

impl Category for Probe {
    const NAME: &'static str = "compute";

    fn runtime(&self) -> Option<Arc<dyn PluginRuntime>> {
        self.runtime.clone()
    }
}

/// A plugin of the category `compute` without a life cycle.
pub(crate) const LIFELESS: Probe = Probe { runtime: None };

/// A probe's own name, for a test to ask for it.
pub(crate) const fn id(name: &str) -> PluginId<'_> {
    PluginId { category: "compute", name }
}

/// The facts that a contract would state about a plugin.
pub(crate) fn info(name: &str, api: &str, dependencies: &[&str]) -> &'static PluginInfo {
    let dependencies: Vec<&str> = dependencies.iter().map(|path| leak(path)).collect();
    Box::leak(Box::new(PluginInfo {
        category: "compute",
        name: leak(name),
        version: "0.1.0",
        api: leak(api),
        description: "",
        dependencies: dependencies.leak(),
        hosting: &[],
        config_type: "DuckdbConfig",
        capabilities: &[],
        requirements: &[],
        endpoints: &[],
    }))
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Registers a probe that behaves in this manner.
pub(crate) fn add(registry: &mut PluginRegistry, name: &str, dependencies: &[&str], manner: Manner, diary: &Diary) {
    put(registry, info(name, "1.0", dependencies), (manner, Manner::Fine), None, diary);
}

/// Registers a probe that shuts down in this manner.
pub(crate) fn add_ending(registry: &mut PluginRegistry, name: &str, end: Manner, diary: &Diary) {
    put(registry, info(name, "1.0", &[]), (Manner::Fine, end), None, diary);
}

/// Registers a probe that answers when a gate is open.
pub(crate) fn add_gated(registry: &mut PluginRegistry, name: &str, gate: &Gate, diary: &Diary) {
    put(registry, info(name, "1.0", &[]), (Manner::Fine, Manner::Fine), Some(gate.clone()), diary);
}

fn put(
    registry: &mut PluginRegistry,
    info: &'static PluginInfo,
    (manner, end): (Manner, Manner),
    gate: Option<Gate>,
    diary: &Diary,
) {
    let runtime = Arc::new(Runtime { name: info.name, manner, end, gate, diary: Arc::clone(diary) });
    registry.register(info, Probe { runtime: Some(runtime) }).expect("no two probes have the same name");
}

/// A registry with well-behaved probes: names, and the dependencies of each.
pub(crate) fn registry(probes: &[(&str, &[&str])]) -> (PluginRegistry, Diary) {
    let (mut registry, diary) = (PluginRegistry::new(), Diary::default());
    for (name, dependencies) in probes {
        add(&mut registry, name, dependencies, Manner::Fine, &diary);
    }
    (registry, diary)
}

/// The calls recorded so far.
pub(crate) fn read(diary: &Diary) -> Vec<String> {
    diary.lock().expect("no test panics while it writes").clone()
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

/// The result of a future that waits for nothing but the end of some plugins' time.
pub(crate) fn now<T>(future: impl std::future::Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..9 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
    panic!("the future waits")
}
