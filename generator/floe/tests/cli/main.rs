//! The program as people run it: what it prints, what it writes, and how it ends. What it compiles is judged by golden cases.
#![expect(clippy::disallowed_methods, reason = "the program is judged by what it leaves on disk")]
#![expect(clippy::unwrap_used, reason = "what the tests prepare must be there")]

mod arguments;
mod composition;
mod discovery;
mod documents;
mod explain;
mod hostile;
mod output;
mod program;
mod reproducible;
mod secrets;
mod streams;
mod timings;
