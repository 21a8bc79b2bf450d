//! Golden cases: folders with an input and what must come of it. Finds, reads, compares and rewrites them; what is done with an input
//! is the caller's.
#![expect(clippy::disallowed_methods, reason = "golden cases are folders of the work tree")]

mod case;
mod chance;
mod difference;
mod fault;

pub use case::{Case, cases, platform_input};
pub use chance::Chance;
pub use difference::difference;
pub use fault::fault;
