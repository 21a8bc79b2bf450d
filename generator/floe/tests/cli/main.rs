//! Tests of the program as people run it: printed text, written files, exit codes. The golden cases check the compiled content.
#![expect(clippy::disallowed_methods, reason = "the program is judged by what it leaves on disk")]
#![expect(clippy::unwrap_used, reason = "what the tests prepare must be there")]

mod arguments;
mod composition;
mod discovery;
mod documents;
mod explain;
mod hostile;
mod images;
mod output;
mod program;
mod reproducible;
mod secrets;
mod streams;
mod timings;
