//! Tests of the health of plugins.

use std::pin::pin;
use std::task::{Context, Waker};

use floe_plugins::REGISTRY;
use floe_registry::PluginRegistry;
use floe_types::interfaces::plugin::{HealthState, HealthStatus};
use serde_json::json;

use crate::probe::{LIFELESS, Manner, add, id, info, never, now, read, registry, soon};

fn health(manner: Manner) -> HealthStatus {
    let (mut plugins, diary) = registry(&[]);
    add(&mut plugins, "x", &[], manner, &diary);
    now(plugins.health_check("compute", "x", &soon)).expect("the probe is registered")
}

#[test]
fn a_plugin_says_how_it_is_and_is_told_how_long_it_may_take() {
    let status = health(Manner::Fine);
    assert_eq!((status.state, status.message.as_str()), (HealthState::Degraded, "asked for Some(5.0)"));
}

#[test]
fn a_plugin_that_refuses_hangs_or_panics_is_not_healthy() {
    let cases = [
        (Manner::Refuses, "the door is closed (RUN_SERVICE_UNAVAILABLE)"),
        (Manner::Hangs, "it takes longer than 5s"),
        (Manner::Panics, "it is broken: it panicked"),
        (Manner::PanicsAtOnce, "it is broken: it panicked"),
    ];
    for (manner, message) in cases {
        let status = health(manner);
        assert_eq!((status.state, status.message.as_str()), (HealthState::Unhealthy, message));
    }
}

#[test]
fn a_plugin_without_a_life_cycle_is_healthy() {
    let mut plugins = PluginRegistry::new();
    plugins.register(info("still", "1.0", &[]), LIFELESS).unwrap();
    assert_eq!(now(plugins.health_check("compute", "still", &never)).unwrap().state, HealthState::Healthy);
}

#[test]
fn a_plugin_that_cannot_be_made_is_not_healthy() {
    let mut plugins = PluginRegistry::new();
    let _ = plugins.discover(&REGISTRY);
    let status = now(plugins.health_check("storage", "minio", &never)).unwrap();
    assert_eq!(status.state, HealthState::Unhealthy);
    assert_eq!(status.message, "Plugin 'storage/minio' cannot use its config: bucket: is missing");
}

#[test]
fn all_plugins_in_use_are_asked_and_none_hides_another() {
    let (mut plugins, diary) = registry(&[("a", &[])]);
    let _ = plugins.discover(&REGISTRY);
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
    add(&mut plugins, "b", &[], Manner::Hangs, &diary);
    add(&mut plugins, "c", &[], Manner::PanicsAtOnce, &diary);
    add(&mut plugins, "d", &[], Manner::PanicsInTheEnd, &diary);
    let found = now(plugins.health_check_all(&soon));
    let states: Vec<_> = found.iter().map(|(id, status)| (*id, status.state)).collect();
    let expected = [
        ("a", HealthState::Degraded),
        ("b", HealthState::Unhealthy),
        ("c", HealthState::Unhealthy),
        ("d", HealthState::Unhealthy),
        ("duckdb", HealthState::Healthy),
    ];
    assert_eq!(states, expected.map(|(name, state)| (id(name), state)));
}

#[test]
fn plugins_are_asked_at_the_same_time() {
    let (mut plugins, diary) = registry(&[]);
    add(&mut plugins, "a", &[], Manner::Hangs, &diary);
    add(&mut plugins, "b", &[], Manner::Fine, &diary);
    let mut all = pin!(plugins.health_check_all(&never));
    let mut context = Context::from_waker(Waker::noop());
    assert!(all.as_mut().poll(&mut context).is_pending());
    assert_eq!(read(&diary), ["health_check a", "health_check b"]);
}
