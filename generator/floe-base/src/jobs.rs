//! Work on many items at once, with results in the order of the items. Decides nothing that could depend on how many threads there are.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// As many threads as are worth starting for work that takes milliseconds.
pub const TWO: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1);

/// What a thread may put on its stack, in bytes: as much as the first one of a program may. What is nested deeply is walked by functions that call themselves.
const STACK: usize = 8 << 20;

/// `work` on each item, on up to `jobs` threads.
///
/// # Panics
/// If `work` does.
pub fn map<T: Sync, R: Send>(items: &[T], jobs: NonZero<usize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = jobs.get().min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        while let Some((at, item)) = take(items, &next) {
            let result = work(item);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
        }
    };
    std::thread::scope(|scope| {
        let thread = || std::thread::Builder::new().stack_size(STACK);
        // A thread that cannot be had is no loss: this one works, too.
        let others: Vec<_> = (1..threads).filter_map(|_| thread().spawn_scoped(scope, run).ok()).collect();
        run();
        for other in others {
            other.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, T>(items: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
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
