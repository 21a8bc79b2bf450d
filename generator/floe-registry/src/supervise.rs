//! Supervise: a plugin's work under a limit of time, its panics caught; and several such works at once. Starts no thread.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use floe_types::plugin::{Future, PluginError};

use crate::error::Stop;
use crate::limits::Timer;

/// What the work comes to, unless it refuses, is broken or takes too long. Work that has ended has ended in time.
pub(crate) async fn supervise<T>(
    work: impl std::future::Future<Output = Result<T, PluginError>>,
    limit: Duration,
    timer: Timer<'_>,
) -> Result<T, Stop> {
    let mut work = pin!(work);
    let mut end = timer(limit);
    poll_fn(|context| {
        // A plugin that has panicked is not asked again, so that nobody sees in which state it stopped.
        match caught(|| work.as_mut().poll(context)) {
            Ok(Poll::Ready(result)) => Poll::Ready(result.map_err(Stop::Refused)),
            Ok(Poll::Pending) => end.as_mut().poll(context).map(|()| Err(Stop::TimedOut(limit))),
            Err(stop) => Poll::Ready(Err(stop)),
        }
    })
    .await
}

/// What `work` comes to, unless it panics. The panic's text is left out: it may hold anything.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Stop::Panicked)
}

/// What several futures come to, in their order; none waits for another.
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
