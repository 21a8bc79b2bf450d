//! Work on many items at once, with results in the order of the items. Decides nothing that could depend on how many threads there are.

use std::num::NonZero;

use rayon::ThreadPoolBuilder;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// As many threads as are worth starting for work that takes milliseconds.
pub const TWO: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1);

/// The stack of a thread in bytes: as much as the main thread has. Recursive functions walk deeply nested values.
const STACK: usize = 8 << 20;

/// `work` on each item, on up to `jobs` threads.
///
/// # Panics
/// If `work` panics.
pub fn map<T: Sync, R: Send>(items: &[T], jobs: NonZero<usize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = jobs.get().min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    match ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
        Ok(pool) => pool.install(|| items.par_iter().with_max_len(1).map(&work).collect()),
        // Threads that cannot be had are no loss: this one works.
        Err(_) => items.iter().map(work).collect(),
    }
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
