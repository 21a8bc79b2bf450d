//! Golden cases: folders that hold an input and the expected output. Finds, reads, compares and rewrites cases. The
//! caller turns input into output.
#![expect(clippy::disallowed_methods, reason = "golden cases are folders of the work tree")]

mod case;
mod chance;
mod difference;
mod fault;

pub use case::{Case, cases, platform_input};
pub use chance::Chance;
pub use difference::difference;
pub use fault::fault;
