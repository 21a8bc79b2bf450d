//! Work on many items at once, with results in the order of the items. Decides nothing that could depend on how many threads there are.

use std::iter;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, scope};

/// As many threads as are worth starting for work that takes milliseconds.
pub const TWO: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1);

/// The stack of a thread in bytes: as much as the main thread has. Recursive functions walk deeply nested values.
const STACK: usize = 8 << 20;

/// `work` on each item, on up to `jobs` threads: this one and others. Work starts in the order of the items, so the slowest stands first.
///
/// # Panics
/// If `work` panics.
pub fn map<T: Sync, R: Send>(items: &[T], jobs: NonZero<usize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        items.get(at).map(|item| (at, work(item)))
    };
    let run = || iter::from_fn(take).collect::<Vec<_>>();
    let mut done = scope(|threads| {
        // A thread that cannot be had is no loss: this one works.
        let spawn = |_| Builder::new().stack_size(STACK).spawn_scoped(threads, run).ok();
        let others: Vec<_> = (1..jobs.get().min(items.len())).filter_map(spawn).collect();
        let own = run();
        others.into_iter().fold(own, |mut done, other| {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            done
        })
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "item 7 is broken")]
    fn a_panic_of_the_work_keeps_its_words() {
        let items: Vec<u32> = (0..100).collect();
        map(&items, TWO, |item| assert!(*item != 7, "item {item} is broken"));
    }

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_number_of_threads() {
        let items: Vec<u32> = (0..100).collect();
        for jobs in [1, 2, 7, 200] {
            let results = map(&items, NonZero::new(jobs).unwrap(), |item| item * 2);
            assert_eq!(results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
