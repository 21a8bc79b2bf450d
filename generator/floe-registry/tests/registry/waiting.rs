//! Tests of futures that are polled several times, by an executor that a test drives by hand: a waiting future goes on, and an ended one is
//! not polled again.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use floe_registry::Stop;
use floe_types::plugin::Future;

use crate::probe::{Manner, add, add_gated, id, never, now, read, registry, soon};

/// Closed until somebody opens it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<AtomicBool>);

impl Gate {
    fn open(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Ends when the gate is open.
    pub(crate) fn passed(&self) -> Future<'static, ()> {
        let gate = Arc::clone(&self.0);
        Box::pin(poll_fn(move |_| if gate.load(Ordering::Relaxed) { Poll::Ready(()) } else { Poll::Pending }))
    }
}

#[test]
fn a_plugin_that_is_ready_later_is_waited_for() {
    let (mut plugins, diary) = registry(&[]);
    let gate = Gate::default();
    add_gated(&mut plugins, "slow", &gate, &diary);
    {
        let mut activation = pin!(plugins.activate_all(&never));
        let mut context = Context::from_waker(Waker::noop());
        assert!(activation.as_mut().poll(&mut context).is_pending());
        gate.open();
        let Poll::Ready(activation) = activation.as_mut().poll(&mut context) else { panic!("the gate is open") };
        assert_eq!((activation.started, activation.errors), (vec![id("slow")], vec![]));
    }
    assert!(plugins.list_all()[0].is_active);
}

#[test]
fn a_plugin_is_stopped_when_its_time_is_over_and_the_next_has_its_turn() {
    let (mut plugins, diary) = registry(&[("next", &[])]);
    add(&mut plugins, "hangs", &[], Manner::Hangs, &diary);
    let over = Gate::default();
    let is_first = AtomicBool::new(true);
    let timer = |limit| if is_first.swap(false, Ordering::Relaxed) { over.passed() } else { never(limit) };
    let mut activation = pin!(plugins.activate_all(&timer));
    let mut context = Context::from_waker(Waker::noop());
    assert!(activation.as_mut().poll(&mut context).is_pending());
    assert_eq!(read(&diary), ["startup hangs"]);
    over.open();
    let Poll::Ready(activation) = activation.as_mut().poll(&mut context) else { panic!("the time is over") };
    assert_eq!(activation.started, [id("next")]);
    let late = floe_registry::RegistryError::Startup(id("hangs"), Stop::TimedOut(Duration::from_secs(30)));
    assert_eq!(activation.errors, [late]);
}

#[test]
fn an_activation_that_is_given_up_leaves_what_was_started_to_be_shut_down() {
    let (mut plugins, diary) = registry(&[("a", &[])]);
    add(&mut plugins, "hangs", &[], Manner::Hangs, &diary);
    {
        let activation = pin!(plugins.activate_all(&never));
        assert!(activation.poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
    assert_eq!(read(&diary), ["startup a", "startup hangs", "shutdown a"]);
}

#[test]
fn a_health_check_that_has_ended_is_not_asked_again_while_others_wait() {
    let (mut plugins, diary) = registry(&[("quick", &[])]);
    let gate = Gate::default();
    add_gated(&mut plugins, "slow", &gate, &diary);
    let mut checks = pin!(plugins.health_check_all(&never));
    let mut context = Context::from_waker(Waker::noop());
    assert!(checks.as_mut().poll(&mut context).is_pending());
    assert!(checks.as_mut().poll(&mut context).is_pending());
    gate.open();
    let Poll::Ready(found) = checks.as_mut().poll(&mut context) else { panic!("the gate is open") };
    assert_eq!(found.into_keys().collect::<Vec<_>>(), ["quick", "slow"].map(id));
    assert_eq!(read(&diary), ["health_check quick", "health_check slow"]);
}
