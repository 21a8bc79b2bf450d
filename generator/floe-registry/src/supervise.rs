//! Supervise: runs a plugin's work under a time limit, catches panics, and runs several works at once. Starts no thread, reads no clock.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use floe_types::plugin::{Future, PluginError};

use crate::error::Stop;

/// How long a plugin may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To take the config and start.
    pub startup: Duration,
    /// To shut down.
    pub shutdown: Duration,
    /// To report health.
    pub health: Duration,
}

impl Default for Limits {
    /// Half a minute to start or to shut down, five seconds to report health.
    fn default() -> Self {
        let half_a_minute = Duration::from_secs(30);
        Self { startup: half_a_minute, shutdown: half_a_minute, health: Duration::from_secs(5) }
    }
}

/// Makes a future that ends when the given time has passed: `&|limit| Box::pin(tokio::time::sleep(limit))`.
///
/// The registry polls that future when a plugin waits, and again when the plugin has ended. A future that reads the clock at each poll also
/// notices when a plugin has kept the executor waiting.
pub type Timer<'a> = &'a (dyn Fn(Duration) -> Future<'static, ()> + Sync);

/// The result of the work, unless the work refuses, panics or takes too long. Work that ends after the time limit has taken too long.
pub(crate) async fn supervise<T>(
    work: impl std::future::Future<Output = Result<T, PluginError>>,
    limit: Duration,
    timer: Timer<'_>,
) -> Result<T, Stop> {
    let mut work = Work(Some(Box::pin(work)));
    let mut end = timer(limit);
    let result = poll_fn(|context| {
        let polled = caught(|| work.0.as_mut().map_or(Poll::Pending, |work| work.as_mut().poll(context)));
        let asked = match polled {
            Ok(asked) => asked.map(|result| result.map_err(Stop::Refused)),
            Err(panicked) => Poll::Ready(Err(panicked)),
        };
        if !matches!(asked, Poll::Ready(Err(_))) && end.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(Stop::TimedOut(limit)));
        }
        asked
    })
    .await;
    result.and_then(|value| work.give_up().map(|()| value))
}

/// A plugin's work, which may panic at each poll and on drop.
struct Work<F>(Option<Pin<Box<F>>>);

impl<F> Work<F> {
    fn give_up(&mut self) -> Result<(), Stop> {
        let work = self.0.take();
        caught(|| drop(work))
    }
}

impl<F> Drop for Work<F> {
    fn drop(&mut self) {
        // Nobody is left to receive the error.
        let _ = self.give_up();
    }
}

/// The result of `work`, unless `work` panics. The panic's text is left out, because the text may hold anything.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Stop::Panicked)
}

/// The results of several futures, in the order of the futures; no future waits for another.
pub(crate) async fn all<T>(mut futures: Vec<Future<'_, T>>) -> Vec<T> {
    let mut results: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for (future, result) in futures.iter_mut().zip(&mut results).filter(|(_, result)| result.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(value) => *result = Some(value),
                Poll::Pending => is_done = false,
            }
        }
        if is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}
