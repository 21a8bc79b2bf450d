//! Pydantic's verdicts, from a Python process that knows only the emitted package.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread;

use serde_json::Value;

use crate::judges::{python, script};
use crate::oracle::Refusals;

/// A question about one instance.
pub(crate) struct Question {
    /// The type's name in the Python package.
    pub(crate) name: String,
    /// The instance as JSON.
    pub(crate) text: String,
    /// Rust's output for the instance, if Rust accepts the instance.
    pub(crate) written: Option<String>,
}

/// Pydantic's answer to a question.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The result of `validate_json` on the text: the model's output, or every refused place.
    pub(crate) of_text: Result<Written, Refusals>,
    /// Whether `validate_python` accepts the parsed value.
    pub(crate) of_value: bool,
}

/// A model's output.
#[derive(Debug)]
pub(crate) struct Written {
    /// Only the fields that were set.
    pub(crate) set: Value,
    /// All fields, defaults included.
    pub(crate) all: Value,
    /// Only the fields that were set, after reading Rust's output.
    pub(crate) of_rust: Option<Value>,
}

/// A running Pydantic process.
pub(crate) struct Pydantic {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Pydantic {
    /// Starts a process that judges by the models of a package.
    pub(crate) fn of(package: &Path) -> Self {
        let mut command = python();
        command.arg(script("verdicts.py")).arg(package).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the interpreter runs");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("it is piped"));
        Self { child, input, output: BufReader::new(output) }
    }

    /// Returns one answer for each question.
    pub(crate) fn judge(&mut self, questions: &[Question]) -> Vec<Answer> {
        let Self { input, output, .. } = self;
        thread::scope(|scope| {
            scope.spawn(|| ask(input.as_mut().expect("it is piped"), questions));
            output.lines().take(questions.len()).map(|line| answer(&line.expect("answers are text"))).collect()
        })
    }

    /// Ends the process, and fails if the process failed.
    pub(crate) fn finish(mut self) {
        drop(self.input.take());
        let status = self.child.wait().expect("the process can be waited for");
        assert!(status.success(), "verdicts.py failed: {status}");
    }
}

/// Writes the questions. A failed write is ignored, because `finish` reports the exit status of the process.
fn ask(input: &mut ChildStdin, questions: &[Question]) {
    let mut input = BufWriter::new(input);
    for Question { name, text, written } in questions {
        let written = written.as_deref().unwrap_or_default();
        if writeln!(input, "{name}\t{text}\t{written}").is_err() {
            break;
        }
    }
    let _ = input.write_all(b"\n").and_then(|()| input.flush());
}

/// Parses `y <value> <set> <all> <of Rust>` or `n <value> <places>`, separated by tabs.
fn answer(line: &str) -> Answer {
    let parts: Vec<&str> = line.split('\t').collect();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {line}"));
    let of_text = match *parts.as_slice() {
        ["y", _, set, all, of_rust] => {
            let of_rust = (!of_rust.is_empty()).then(|| json(of_rust));
            Ok(Written { set: json(set), all: json(all), of_rust })
        }
        ["n", _, places] => Err(serde_json::from_str(places).expect("places are strings")),
        _ => panic!("this is no answer: {line}"),
    };
    Answer { of_text, of_value: parts[1] == "y" }
}
