//! The arguments of a template function, as strictly typed as Go's. Converts nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use gotmpl::{Result, TemplateError, Value};

use super::go_text;

/// The error of a template function that refuses an argument.
pub(super) fn failure(message: impl Into<String>) -> TemplateError {
    TemplateError::Exec(message.into())
}

fn wrong_count(name: &str, args: &[Value], expected: usize) -> TemplateError {
    TemplateError::ArgCount { name: name.to_owned(), expected, got: args.len() }
}

fn wrong_type(name: &str, args: &[Value], at: usize, expected: &str) -> TemplateError {
    let got = args.get(at).map_or("nothing", Value::type_name);
    failure(format!("{name} needs {expected} as argument {}, not {got}", at + 1))
}

/// Exactly so many arguments.
pub(crate) fn exactly(name: &str, args: &[Value], expected: usize) -> Result<()> {
    if args.len() == expected { Ok(()) } else { Err(wrong_count(name, args, expected)) }
}

/// So many arguments or more.
pub(super) fn at_least(name: &str, args: &[Value], least: usize) -> Result<()> {
    if args.len() >= least { Ok(()) } else { Err(wrong_count(name, args, least)) }
}

/// The argument as a string; no other type is converted.
pub(crate) fn string<'a>(name: &str, args: &'a [Value], at: usize) -> Result<&'a str> {
    args.get(at).and_then(Value::as_str).ok_or_else(|| wrong_type(name, args, at, "a string"))
}

/// The argument as an integer; numbers of values are floating-point and need `int` first.
pub(super) fn integer(name: &str, args: &[Value], at: usize) -> Result<i64> {
    match args.get(at) {
        Some(Value::Int(number)) => Ok(*number),
        _ => Err(wrong_type(name, args, at, "an integer")),
    }
}

/// The argument as a map.
pub(super) fn map<'a>(name: &str, args: &'a [Value], at: usize) -> Result<&'a BTreeMap<Arc<str>, Value>> {
    match args.get(at) {
        Some(Value::Map(entries)) => Ok(entries),
        _ => Err(wrong_type(name, args, at, "a map")),
    }
}

/// The texts of a list without nulls; any other value becomes a list of one item, null is empty.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Nil => Vec::new(),
        Value::List(items) => items.iter().filter(|item| !matches!(item, Value::Nil)).map(go_text::plain).collect(),
        other => vec![go_text::plain(other)],
    }
}
