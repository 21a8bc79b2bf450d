//! Tests of starting and shutting down: order, time limits, panics.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use floe_plugins::REGISTRY;
use floe_registry::{Activation, Limits, PluginRegistry, RegistryError, Stop};
use floe_types::plugin::{Future, PluginError};
use serde_json::json;

use crate::probe::{
    Diary, LIFELESS, Manner, Probe, add, add_ending, at_once, id, info, never, now, read, registry, soon,
};

fn with_one(manner: Manner) -> (PluginRegistry, Diary) {
    let (mut plugins, diary) = registry(&[]);
    add(&mut plugins, "x", &[], manner, &diary);
    (plugins, diary)
}

fn startup_error(manner: Manner) -> RegistryError {
    let (mut plugins, _) = with_one(manner);
    plugins.limits = Limits { startup: Duration::from_millis(100), ..Limits::default() };
    let activation = now(plugins.activate("compute", "x", &soon));
    assert!(!plugins.list_all()[0].is_active);
    let [error] = &activation.errors[..] else { panic!("{activation:?}") };
    error.clone()
}

#[test]
fn plugins_start_after_those_that_they_depend_on_and_shut_down_before_them() {
    let (mut plugins, diary) = registry(&[("a", &["compute/b"]), ("b", &["compute/c"]), ("c", &[])]);
    let activation = now(plugins.activate_all(&never));
    assert_eq!(activation, Activation { started: ["c", "b", "a"].map(id).into(), ..Activation::default() });
    assert!(plugins.list_all().iter().all(|listing| listing.is_active));
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    let expected = ["startup c", "startup b", "startup a", "shutdown a", "shutdown b", "shutdown c"];
    assert_eq!(read(&diary), expected);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_active));
}

#[test]
fn activating_one_plugin_starts_what_it_depends_on_and_nothing_else() {
    let (mut plugins, diary) = registry(&[("a", &["compute/b"]), ("b", &[]), ("c", &[])]);
    assert_eq!(now(plugins.activate("compute", "a", &never)).started, ["b", "a"].map(id));
    assert_eq!(read(&diary), ["startup b", "startup a"]);
}

#[test]
fn what_is_started_is_not_started_again() {
    let (mut plugins, diary) = registry(&[("a", &["compute/b"]), ("b", &[])]);
    assert_eq!(now(plugins.activate("compute", "b", &never)).started, [id("b")]);
    assert_eq!(now(plugins.activate_all(&never)).started, [id("a")]);
    assert_eq!(now(plugins.activate_all(&never)), Activation::default());
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(read(&diary), ["startup b", "startup a", "shutdown a", "shutdown b"]);
}

#[test]
fn a_startup_that_fails_is_an_error_with_its_cause() {
    let error = startup_error(Manner::Refuses);
    let cause = PluginError::new("RUN_SERVICE_UNAVAILABLE", "the door is closed");
    assert_eq!(error, RegistryError::Startup(id("x"), Stop::Refused(cause)));
    let expected = "Plugin COMPUTE:x failed to start: the door is closed (RUN_SERVICE_UNAVAILABLE)";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_startup_that_takes_too_long_is_an_error_with_the_limit() {
    let error = startup_error(Manner::Hangs);
    assert_eq!(error.to_string(), "Plugin COMPUTE:x failed to start: it takes longer than 100ms");
}

#[test]
fn a_startup_that_panics_is_an_error_without_the_panics_text() {
    for manner in [Manner::Panics, Manner::PanicsAtOnce] {
        let error = startup_error(manner);
        assert_eq!(error, RegistryError::Startup(id("x"), Stop::Panicked));
        assert_eq!(error.to_string(), "Plugin COMPUTE:x failed to start: it is broken: it panicked");
    }
}

#[test]
fn the_timer_is_asked_for_the_limit_of_what_is_done() {
    let limits =
        Limits { startup: Duration::from_secs(1), shutdown: Duration::from_secs(2), health: Duration::from_secs(3) };
    let (mut plugins, _) = with_one(Manner::Fine);
    plugins.limits = limits;
    let only = |expected: Duration| {
        move |limit: Duration| -> Future<'static, ()> {
            assert_eq!(limit, expected);
            never(limit)
        }
    };
    assert_eq!(now(plugins.activate_all(&only(limits.startup))).started, [id("x")]);
    let health = now(plugins.health_check("compute", "x", &only(limits.health))).unwrap();
    assert_eq!(health.message, "asked for Some(3.0)");
    assert_eq!(now(plugins.shutdown_all(&only(limits.shutdown))), []);
}

#[test]
fn a_startup_that_ends_in_time_is_fine_and_one_that_ends_later_is_an_error() {
    let (mut plugins, _) = with_one(Manner::Fine);
    assert_eq!(now(plugins.activate_all(&soon)).started, [id("x")]);
    let (mut plugins, diary) = with_one(Manner::Fine);
    let activation = now(plugins.activate_all(&at_once));
    assert_eq!(read(&diary), ["startup x"]);
    assert_eq!(activation.errors, [RegistryError::Startup(id("x"), Stop::TimedOut(plugins.limits.startup))]);
    assert!(activation.started.is_empty() && !plugins.list_all()[0].is_active);
}

#[test]
fn a_plugin_that_panics_when_it_is_given_up_is_told_like_any_other_that_hangs() {
    let (mut plugins, diary) = registry(&[("a", &[])]);
    add(&mut plugins, "b", &[], Manner::PanicsInTheEnd, &diary);
    let activation = now(plugins.activate_all(&soon));
    assert_eq!(activation.started, [id("a")]);
    assert_eq!(activation.errors, [RegistryError::Startup(id("b"), Stop::TimedOut(plugins.limits.startup))]);
    add_ending(&mut plugins, "c", Manner::PanicsInTheEnd, &diary);
    let _ = now(plugins.activate("compute", "c", &soon));
    let errors = now(plugins.shutdown_all(&soon));
    assert_eq!(errors, [RegistryError::Shutdown(id("c"), Stop::TimedOut(plugins.limits.shutdown))]);
    let given_up = pin!(plugins.activate("compute", "b", &never));
    assert!(given_up.poll(&mut Context::from_waker(Waker::noop())).is_pending());
}

#[test]
fn a_plugin_that_does_not_shut_down_is_an_error_and_keeps_no_other_from_it() {
    let (mut plugins, diary) = registry(&[("z", &["compute/b"]), ("b", &["compute/a"])]);
    add_ending(&mut plugins, "a", Manner::Fine, &diary);
    add_ending(&mut plugins, "hangs", Manner::Hangs, &diary);
    add_ending(&mut plugins, "panics", Manner::PanicsAtOnce, &diary);
    add_ending(&mut plugins, "refuses", Manner::Refuses, &diary);
    assert_eq!(now(plugins.activate_all(&soon)).errors, []);
    let errors: Vec<String> = now(plugins.shutdown_all(&soon)).iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "Plugin COMPUTE:refuses failed to shut down: the door is closed (RUN_SERVICE_UNAVAILABLE)",
            "Plugin COMPUTE:panics failed to shut down: it is broken: it panicked",
            "Plugin COMPUTE:hangs failed to shut down: it takes longer than 30s",
        ]
    );
    assert_eq!(read(&diary).into_iter().filter(|entry| entry.starts_with("shutdown")).count(), 6);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_active));
}

#[test]
fn a_plugin_is_told_its_config_before_it_starts() {
    let (mut plugins, diary) = registry(&[("x", &[])]);
    plugins.configure("compute", "x", &json!({"threads": 2})).unwrap();
    assert_eq!(now(plugins.activate_all(&never)).started, [id("x")]);
    let entries = read(&diary);
    assert_eq!(entries.len(), 2);
    assert!(entries[0].starts_with("configure x ") && entries[0].contains("threads"), "{entries:?}");
    assert_eq!(entries[1], "startup x");
}

#[test]
fn all_plugins_in_use_are_started_and_those_that_nobody_configured_are_not() {
    let mut plugins = PluginRegistry::new();
    let _ = plugins.discover(&REGISTRY);
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
    let activation = now(plugins.activate_all(&never));
    assert_eq!(activation, Activation { started: vec![id("duckdb")], ..Activation::default() });
    let active: Vec<_> = plugins.list_all().into_iter().filter(|listing| listing.is_active).collect();
    assert_eq!(active.len(), 1);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert!(
        plugins.list("compute").unwrap().iter().all(|listing| !listing.is_loaded),
        "what was shut down is let go of"
    );
}

#[test]
fn a_plugin_without_a_life_cycle_starts_and_stops() {
    let mut plugins = PluginRegistry::new();
    plugins.register(info("still", "1.0", &[]), LIFELESS).unwrap();
    assert_eq!(now(plugins.activate_all(&soon)).started, [id("still")]);
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
    assert!(plugins.get::<Probe>("still").is_ok());
}

#[test]
fn a_started_plugin_keeps_its_config_until_it_is_shut_down() {
    let mut plugins = PluginRegistry::new();
    let _ = plugins.discover(&REGISTRY);
    plugins.configure("compute", "duckdb", &json!({})).unwrap();
    let _ = now(plugins.activate_all(&never));
    plugins.configure("compute", "duckdb", &json!({"threads": 2})).unwrap();
    assert!(plugins.list("compute").unwrap()[0].is_loaded);
    assert_eq!(now(plugins.shutdown_all(&never)), []);
    assert_eq!(plugins.get_config("compute", "duckdb").unwrap().unwrap()["threads"], json!(2));
}
