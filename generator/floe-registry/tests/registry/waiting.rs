//! Tests of futures that are polled several times, by an executor that a test drives by hand: a waiting future goes on, and an ended one is
//! not polled again.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use floe_registry::{RegistryError, Stop};

use crate::probe::{Gate, Manner, id, lab, never, now, poll, soon};

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
