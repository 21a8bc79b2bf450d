//! Stamp: the identity of an unchanged file without reading the file, as in Git. Reads no content.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The least age of a file with a reliable stamp, in nanoseconds: a younger file can change twice and keep the stamp.
const SETTLED: i64 = 2_000_000_000;

/// A file's size, the times of the last change of content and of state in nanoseconds, and the file's number on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp(u64, i64, i64, u64);

impl Stamp {
    /// The stamp of a file; `None` where the system keeps no record.
    #[cfg(unix)]
    pub(crate) fn of(about: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds = |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        let modified = nanoseconds(about.mtime(), about.mtime_nsec())?;
        Some(Self(about.len(), modified, nanoseconds(about.ctime(), about.ctime_nsec())?, about.ino()))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_about: &Metadata) -> Option<Self> {
        None
    }

    /// Whether every change of the file from this time on changes the stamp.
    pub(crate) fn is_settled(&self, now: i64) -> bool {
        let Self(_, modified, changed, _) = *self;
        modified.max(changed).saturating_add(SETTLED) < now
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "an edge: the clock tells which stamps can be relied on, and nothing else"
)]
pub(crate) fn now() -> i64 {
    // A clock outside of 1970 to 2262 is as one at 1970: then no stamp counts, and every file is read.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_counts_only_once_its_file_has_been_left_alone_for_a_while() {
        let stamp = Stamp(1, 5_000_000_000, 6_000_000_000, 7);
        assert!(!stamp.is_settled(6_000_000_000));
        assert!(!stamp.is_settled(8_000_000_000));
        assert!(stamp.is_settled(8_000_000_001));
        assert!(!stamp.is_settled(0), "a clock that runs behind");
    }
}
