//! Tests of starting and shutting down: order, time limits, panics, and futures that a test polls by hand.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use floe_registry::{Activation, Limits, RegistryError, Stop};
use floe_types::plugin::{Future, PluginError};
use serde_json::json;

use crate::probe::{Gate, Manner, Probe, add, at_once, id, lab, lifeless, never, now, poll, sentences, soon};
use crate::table::built_in;

#[test]
fn plugins_start_after_those_that_they_depend_on_and_shut_down_before_them() {
    let (mut plugins, diary) = lab("a: b; b: c; c", &[]);
    let activation = now(plugins.activate_all(&never));
    assert_eq!(activation, Activation { started: ["c", "b", "a"].map(id).into(), ..Activation::default() });
    assert!(plugins.list_all().iter().all(|listing| listing.is_active));
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    let expected = ["startup c", "startup b", "startup a", "shutdown a", "shutdown b", "shutdown c"];
    assert_eq!(diary.read(), expected);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_active));
}

#[test]
fn activating_one_plugin_starts_what_it_depends_on_and_nothing_else() {
    let (mut plugins, diary) = lab("a: b; b; c", &[]);
    assert_eq!(now(plugins.activate("compute", "a", &never)).started, ["b", "a"].map(id));
    assert_eq!(diary.read(), ["startup b", "startup a"]);
}

#[test]
fn what_is_started_is_not_started_again() {
    let (mut plugins, diary) = lab("a: b; b", &[]);
    assert_eq!(now(plugins.activate("compute", "b", &never)).started, [id("b")]);
    assert_eq!(now(plugins.activate_all(&never)).started, [id("a")]);
    assert_eq!(now(plugins.activate_all(&never)), Activation::default());
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(diary.read(), ["startup b", "startup a", "shutdown a", "shutdown b"]);
}

#[test]
fn a_startup_that_fails_hangs_or_panics_is_an_error_with_its_cause_and_without_a_panics_text() {
    let limit = Duration::from_millis(100);
    let refused = Stop::Refused(PluginError::new("RUN_SERVICE_UNAVAILABLE", "the door is closed"));
    let cases = [
        (Manner::Refuses, refused, "the door is closed (RUN_SERVICE_UNAVAILABLE)"),
        (Manner::Hangs, Stop::TimedOut(limit), "it takes longer than 100ms"),
        (Manner::Panics, Stop::Panicked, "it is broken: it panicked"),
        (Manner::PanicsAtOnce, Stop::Panicked, "it is broken: it panicked"),
    ];
    for (manner, stop, cause) in cases {
        let (mut plugins, _) = lab("", &[("x", manner)]);
        plugins.limits = Limits { startup: limit, ..Limits::default() };
        let errors = now(plugins.activate("compute", "x", &soon)).errors;
        assert!(!plugins.list_all()[0].is_active);
        assert_eq!(errors, [RegistryError::Startup(id("x"), stop)]);
        assert_eq!(sentences(&errors), [format!("Plugin COMPUTE:x failed to start: {cause}")]);
    }
}

#[test]
fn the_timer_is_asked_for_the_limit_of_what_is_done() {
    let [startup, shutdown, health] = [1, 2, 3].map(Duration::from_secs);
    let (mut plugins, _) = lab("x", &[]);
    plugins.limits = Limits { startup, shutdown, health };
    let only = |expected: Duration| {
        move |limit: Duration| -> Future<'static, ()> {
            assert_eq!(limit, expected);
            never(limit)
        }
    };
    assert_eq!(now(plugins.activate_all(&only(startup))).started, [id("x")]);
    let status = now(plugins.health_check("compute", "x", &only(health))).unwrap();
    assert_eq!(status.message, "asked for Some(3.0)");
    assert_eq!(now(plugins.shutdown_all(&only(shutdown))), []);
}

#[test]
fn a_startup_that_ends_in_time_is_fine_and_one_that_ends_later_is_an_error() {
    assert_eq!(now(lab("x", &[]).0.activate_all(&soon)).started, [id("x")]);
    let (mut plugins, diary) = lab("x", &[]);
    let activation = now(plugins.activate_all(&at_once));
    assert_eq!(diary.read(), ["startup x"]);
    assert_eq!(activation.errors, [RegistryError::Startup(id("x"), Stop::TimedOut(plugins.limits.startup))]);
    assert!(activation.started.is_empty() && !plugins.list_all()[0].is_active);
}

#[test]
fn a_plugin_that_panics_when_it_is_given_up_is_told_like_any_other_that_hangs() {
    let (mut plugins, diary) = lab("a", &[("b", Manner::PanicsInTheEnd)]);
    let activation = now(plugins.activate_all(&soon));
    assert_eq!(activation.started, [id("a")]);
    assert_eq!(activation.errors, [RegistryError::Startup(id("b"), Stop::TimedOut(plugins.limits.startup))]);
    add(&mut plugins, "c", &Manner::Ends(&Manner::PanicsInTheEnd), &diary);
    let _ = now(plugins.activate("compute", "c", &soon));
    let errors = now(plugins.shutdown_all(&soon));
    assert_eq!(errors, [RegistryError::Shutdown(id("c"), Stop::TimedOut(plugins.limits.shutdown))]);
    assert!(poll(pin!(plugins.activate("compute", "b", &never))).is_none());
}

#[test]
fn a_plugin_that_does_not_shut_down_is_an_error_and_keeps_no_other_from_it() {
    let others = [
        ("hangs", Manner::Ends(&Manner::Hangs)),
        ("panics", Manner::Ends(&Manner::PanicsAtOnce)),
        ("refuses", Manner::Ends(&Manner::Refuses)),
    ];
    let (mut plugins, diary) = lab("z: b; b: a; a", &others);
    assert_eq!(now(plugins.activate_all(&soon)).errors, []);
    let expected = [
        "Plugin COMPUTE:refuses failed to shut down: the door is closed (RUN_SERVICE_UNAVAILABLE)",
        "Plugin COMPUTE:panics failed to shut down: it is broken: it panicked",
        "Plugin COMPUTE:hangs failed to shut down: it takes longer than 30s",
    ];
    assert_eq!(sentences(&now(plugins.shutdown_all(&soon))), expected);
    assert_eq!(diary.read().into_iter().filter(|entry| entry.starts_with("shutdown")).count(), 6);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_active));
}

#[test]
fn a_plugin_is_told_its_config_before_it_starts() {
    let (mut plugins, diary) = lab("x", &[]);
    plugins.configure("compute", "x", &json!({"threads": 2})).unwrap();
    assert_eq!(now(plugins.activate_all(&never)).started, [id("x")]);
    let entries = diary.read();
    let [told, started] = &entries[..] else { panic!("{entries:?}") };
    assert!(told.starts_with("configure x ") && told.contains("threads"), "{told}");
    assert_eq!(started, "startup x");
}

#[test]
fn all_plugins_in_use_are_started_and_those_that_nobody_configured_are_not() {
    let mut plugins = built_in();
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
    let activation = now(plugins.activate_all(&never));
    assert_eq!(activation, Activation { started: vec![id("duckdb")], ..Activation::default() });
    assert_eq!(plugins.list_all().into_iter().filter(|listing| listing.is_active).count(), 1);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert!(
        plugins.list("compute").unwrap().iter().all(|listing| !listing.is_loaded),
        "what was shut down is let go of"
    );
}

#[test]
fn a_plugin_without_a_life_cycle_starts_and_stops() {
    let mut plugins = lifeless("still");
    assert_eq!(now(plugins.activate_all(&soon)).started, [id("still")]);
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
    assert!(plugins.get::<Probe>("still").is_ok());
}

#[test]
fn a_started_plugin_keeps_its_config_until_it_is_shut_down() {
    let mut plugins = built_in();
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
    let _ = now(plugins.activate_all(&never));
    plugins.configure("compute", "duckdb", &json!({"threads": 2})).unwrap();
    assert!(plugins.list("compute").unwrap()[0].is_loaded);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(plugins.get_config("compute", "duckdb").unwrap().unwrap()["threads"], json!(2));
}

#[test]
fn a_plugin_that_is_ready_later_is_waited_for() {
    let gate = Gate::default();
    let (mut plugins, _) = lab("", &[("slow", Manner::Waits(gate.clone()))]);
    {
        let mut activation = pin!(plugins.activate_all(&never));
        assert!(poll(activation.as_mut()).is_none());
        gate.open();
        let activation = poll(activation.as_mut()).expect("the gate is open");
        assert_eq!((activation.started, activation.errors), (vec![id("slow")], vec![]));
    }
    assert!(plugins.list_all()[0].is_active);
}

#[test]
fn a_plugin_is_stopped_when_its_time_is_over_and_the_next_has_its_turn() {
    let (mut plugins, diary) = lab("next", &[("hangs", Manner::Hangs)]);
    let over = Gate::default();
    let is_first = AtomicBool::new(true);
    let timer = |limit| if is_first.swap(false, Ordering::Relaxed) { over.passed() } else { never(limit) };
    let mut activation = pin!(plugins.activate_all(&timer));
    assert!(poll(activation.as_mut()).is_none());
    assert_eq!(diary.read(), ["startup hangs"]);
    over.open();
    let activation = poll(activation.as_mut()).expect("the time is over");
    assert_eq!(activation.started, [id("next")]);
    assert_eq!(activation.errors, [RegistryError::Startup(id("hangs"), Stop::TimedOut(Duration::from_secs(30)))]);
}

#[test]
fn an_activation_that_is_given_up_leaves_what_was_started_to_be_shut_down() {
    let (mut plugins, diary) = lab("a", &[("hangs", Manner::Hangs)]);
    assert!(poll(pin!(plugins.activate_all(&never))).is_none());
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
    assert_eq!(diary.read(), ["startup a", "startup hangs", "shutdown a"]);
}
