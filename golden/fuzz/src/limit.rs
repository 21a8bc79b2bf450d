//! Limit: bounds the processor time of one input. Wall-clock time is not measured, because it depends on the machine's
//! load.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Runs `judge`.
///
/// # Panics
/// If this process spends more processor time than `limit`.
pub fn within<T>(limit: Duration, judge: impl FnOnce() -> T) -> T {
    let before = spent();
    let judged = judge();
    let taken = spent().saturating_sub(before);
    assert!(taken <= limit, "this took {taken:?}, more than {limit:?}");
    judged
}

/// The processor time that this process has spent so far.
fn spent() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Duration, spent, within};

    #[test]
    #[should_panic(expected = "more than 0ns")]
    fn what_takes_too_much_processor_time_is_a_fault() {
        let before = spent();
        within(Duration::ZERO, || while spent() == before {});
    }
}
