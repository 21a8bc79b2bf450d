//! Limit: how much processor time one input may take. What the clock on the wall says is the machine's affair.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Judges an input.
///
/// # Panics
/// If it takes this process more time than that.
pub fn within<T>(limit: Duration, judge: impl FnOnce() -> T) -> T {
    let before = spent();
    let judged = judge();
    let taken = spent().saturating_sub(before);
    assert!(taken <= limit, "this took {taken:?}, more than {limit:?}");
    judged
}

/// Processor time of this process so far.
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
