//! Measures the plugin registry in one process: discovering fifty plugins, and asking for one of them. Judges nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and prints figures"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use floe_plugins::REGISTRY;
use floe_registry::PluginRegistry;
use floe_types::interfaces::storage::StoragePlugin;
use floe_types::plugin::{Entry, PluginInfo};
use floe_types::plugins::storage::minio;
use floe_types::registry::Registry;
use serde_json::json;

const PLUGINS: usize = 50;
const RUNS: usize = 200;
/// Asking for a plugin is faster than reading the clock, so this many requests are made between two readings.
const TIMES: u32 = 1000;

fn main() {
    let names: Vec<&'static str> = (0..PLUGINS).map(|at| &*format!("plugin-{at:02}").leak()).collect();
    let table = table(&names);
    report("discover 50 plugins", "at most 1 ms", 1, || {
        let mut plugins = PluginRegistry::new();
        black_box(plugins.discover(&table));
        plugins
    });

    let mut plugins = PluginRegistry::new();
    plugins.discover(&table);
    for name in &names {
        plugins.configure("storage", name, &json!({"bucket": "lakehouse"})).expect("the config is MinIO's");
        plugins.get::<StoragePlugin>(name).expect("MinIO can be made");
    }
    report("ask for one of 50 plugins", "at most 1 µs", TIMES, || {
        for at in 0..TIMES {
            let name = names[at as usize % PLUGINS];
            black_box(plugins.get::<StoragePlugin>(black_box(name)).is_ok());
        }
    });
}

/// A table with one plugin for each name, all made in the same way as MinIO.
fn table(names: &[&'static str]) -> Registry {
    let load = REGISTRY.storage.iter().find(|entry| entry.info.name == "minio").expect("MinIO is built in").load;
    let entries = names.iter().map(|name| {
        let info = PluginInfo { name, dependencies: &[], hosting: &[], endpoints: &[], ..minio::INFO };
        Entry { info: Box::leak(Box::new(info)), load }
    });
    Registry { storage: entries.collect::<Vec<_>>().leak(), ..REGISTRY }
}

/// One line as `benches/run` prints lines: the median and the best time of all runs of one work, which each run does
/// `times` times.
fn report<T>(name: &str, goal: &str, times: u32, mut work: impl FnMut() -> T) {
    let mut runs: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            let result = work();
            let time = begin.elapsed();
            drop(result);
            time / times
        })
        .collect();
    runs.sort_unstable();
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!("{name:<44} {:>9.2} µs {:>9.2} µs {:>11}  {goal}", micros(runs[RUNS / 2]), micros(runs[0]), "-");
}
