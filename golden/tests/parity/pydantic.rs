//! Pydantic's judge: a process of its own, which knows nothing but the emitted package.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread;

use serde_json::Value;

use crate::judges::{python, script};
use crate::oracle::Refusals;

/// What is asked about one instance.
pub(crate) struct Question {
    /// The type as the package calls it.
    pub(crate) name: String,
    /// The instance as JSON.
    pub(crate) text: String,
    /// The same as Rust has written it, where it accepts it.
    pub(crate) written: Option<String>,
}

/// What Pydantic says of it.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Of the text (`validate_json`): every place at which it is refused, or what it writes of it.
    pub(crate) of_text: Result<Written, Refusals>,
    /// Whether the Python value that the text stands for is accepted (`validate_python`).
    pub(crate) of_value: bool,
}

/// What the models write.
#[derive(Debug)]
pub(crate) struct Written {
    /// What was set, and nothing else.
    pub(crate) set: Value,
    /// Everything, with all defaults.
    pub(crate) all: Value,
    /// What was set in that which Rust had written.
    pub(crate) of_rust: Option<Value>,
}

/// The process.
pub(crate) struct Pydantic {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Pydantic {
    /// Judges by the models of that package.
    pub(crate) fn of(package: &Path) -> Self {
        let mut command = python();
        command.arg(script("verdicts.py")).arg(package).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the interpreter runs");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("it is piped"));
        Self { child, input, output: BufReader::new(output) }
    }

    /// One answer for each question.
    pub(crate) fn judge(&mut self, questions: &[Question]) -> Vec<Answer> {
        let Self { input, output, .. } = self;
        thread::scope(|scope| {
            scope.spawn(|| ask(input.as_mut().expect("it is piped"), questions));
            output.lines().take(questions.len()).map(|line| answer(&line.expect("answers are text"))).collect()
        })
    }

    /// Ends the process, which must not have failed.
    pub(crate) fn finish(mut self) {
        drop(self.input.take());
        let status = self.child.wait().expect("the process can be waited for");
        assert!(status.success(), "verdicts.py failed: {status}");
    }
}

/// If the process is gone, its exit status says why.
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

/// `y <value> <set> <all> <of Rust>` or `n <value> <places>`, with tabs between.
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
