//! Golden cases: folders with an input and what must come of it. Finds, reads, compares and rewrites them; what is done with an input
//! is the caller's.
#![expect(clippy::disallowed_methods, reason = "golden cases are folders of the work tree")]

mod case;
mod difference;

pub use case::{Case, cases, platform_input};
pub use difference::difference;
