//! The judges of instances beside Rust: the `jsonschema` crate and Pydantic. Neither knows the model.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The interpreter in which the emitted package is judged.
pub(crate) fn python() -> Command {
    let python = root().join(".floe-tools/python/bin/python");
    assert!(python.exists(), "{} is missing; run: ./just tools-python", python.display());
    let mut command = Command::new(python);
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    command
}

/// A script beside the goldens.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name)
}

/// JSON Schema's judge, from a schema file.
pub(crate) fn schema_validator(file: &Path) -> jsonschema::Validator {
    let text = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let schema = serde_json::from_slice(&text).expect("a schema file is JSON");
    jsonschema::draft202012::new(&schema).expect("a schema file is a schema")
}

/// Pydantic's two verdicts about one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PythonVerdict {
    /// `model_validate_json`
    pub(crate) of_text: bool,
    /// `model_validate`
    pub(crate) of_value: bool,
}

/// Pydantic's verdicts on instances, each with its schema's path, from one process.
pub(crate) fn python_verdicts<'i>(
    package: &Path,
    instances: impl Iterator<Item = (&'i str, &'i Value)> + Send,
) -> Vec<PythonVerdict> {
    let mut child = python()
        .arg(script("verdicts.py"))
        .arg(package)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the interpreter runs");
    let (input, output) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
    let verdicts = thread::scope(|scope| {
        scope.spawn(move || {
            let mut input = BufWriter::new(input);
            for (schema, instance) in instances {
                let text = serde_json::to_string(instance).expect("JSON can be written");
                if writeln!(input, "{schema}\t{text}").is_err() {
                    break; // The process is gone; its exit status says why.
                }
            }
        });
        let lines = BufReader::new(output).lines().map(|line| line.expect("verdicts are text"));
        lines.map(|line| verdict(&line)).collect()
    });
    finish(child);
    verdicts
}

fn verdict(line: &str) -> PythonVerdict {
    let letters = line.as_bytes();
    assert!(letters.len() == 2, "a verdict has two letters: {line}");
    PythonVerdict { of_text: letters[0] == b'y', of_value: letters[1] == b'y' }
}

fn finish(mut child: Child) {
    let status = child.wait().expect("the process can be waited for");
    assert!(status.success(), "verdicts.py failed: {status}");
}
