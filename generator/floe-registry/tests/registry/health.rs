//! Tests of the health of plugins.

use std::pin::pin;

use floe_plugins::REGISTRY;
use floe_types::interfaces::plugin::HealthState;
use serde_json::json;

use crate::probe::{Gate, Manner, id, lab, lifeless, never, now, poll, soon};
use crate::table::built_in;

#[test]
fn a_plugin_says_how_it_is_and_one_that_refuses_hangs_or_panics_is_not_healthy() {
    let cases = [
        (Manner::Fine, HealthState::Degraded, "asked for Some(5.0)"),
        (Manner::Refuses, HealthState::Unhealthy, "the door is closed (RUN_SERVICE_UNAVAILABLE)"),
        (Manner::Hangs, HealthState::Unhealthy, "it takes longer than 5s"),
        (Manner::Panics, HealthState::Unhealthy, "it is broken: it panicked"),
        (Manner::PanicsAtOnce, HealthState::Unhealthy, "it is broken: it panicked"),
    ];
    for (manner, state, message) in cases {
        let (plugins, _) = lab("", &[("x", manner)]);
        let status = now(plugins.health_check("compute", "x", &soon)).unwrap();
        assert_eq!((status.state, status.message.as_str()), (state, message));
    }
}

#[test]
fn a_plugin_without_a_life_cycle_is_healthy() {
    let status = now(lifeless("still").health_check("compute", "still", &never)).unwrap();
    assert_eq!(status.state, HealthState::Healthy);
}

#[test]
fn a_plugin_that_cannot_be_made_is_not_healthy() {
    let status = now(built_in().health_check("storage", "minio", &never)).unwrap();
    assert_eq!(status.state, HealthState::Unhealthy);
    assert_eq!(status.message, "Plugin 'storage/minio' cannot use its config: bucket: is missing");
}

#[test]
fn all_plugins_in_use_are_asked_and_none_hides_another() {
    let others = [("b", Manner::Hangs), ("c", Manner::PanicsAtOnce), ("d", Manner::PanicsInTheEnd)];
    let (mut plugins, _) = lab("a", &others);
    let _ = plugins.discover(&REGISTRY);
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
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
    let (plugins, diary) = lab("b", &[("a", Manner::Hangs)]);
    assert!(poll(pin!(plugins.health_check_all(&never))).is_none());
    assert_eq!(diary.read(), ["health_check a", "health_check b"]);
}

#[test]
fn a_health_check_that_has_ended_is_not_asked_again_while_others_wait() {
    let gate = Gate::default();
    let (plugins, diary) = lab("quick", &[("slow", Manner::Waits(gate.clone()))]);
    let mut checks = pin!(plugins.health_check_all(&never));
    assert!(poll(checks.as_mut()).is_none());
    assert!(poll(checks.as_mut()).is_none());
    gate.open();
    let found = poll(checks.as_mut()).expect("the gate is open");
    assert_eq!(found.into_keys().collect::<Vec<_>>(), ["quick", "slow"].map(id));
    assert_eq!(diary.read(), ["health_check quick", "health_check slow"]);
}
