//! Chance: pseudo-random numbers from a fixed seed, equal on every run and every machine. Not for cryptography.

/// A pseudo-random number generator (`SplitMix64`).
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// A generator seeded with the hash of a text.
    pub fn of(text: &str) -> Self {
        let start = 0xcbf2_9ce4_8422_2325;
        Self(text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// A generator seeded with a number.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which must not be 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// One element of a slice.
    ///
    /// # Panics
    /// If the slice is empty.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let count = u64::try_from(things.len()).expect("a length fits");
        let picked = usize::try_from(self.below(count)).expect("it is below a length");
        &things[picked]
    }
}
