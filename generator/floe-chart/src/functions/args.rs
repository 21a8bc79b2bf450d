//! The arguments of a template function, as strictly typed as Go's. Converts nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use gotmpl::{Result, TemplateError, Value};

use super::go_text::plain;

/// How many arguments a function takes.
#[derive(Clone, Copy)]
pub(crate) enum Count {
    Exactly(usize),
    AtLeast(usize),
}

/// The evaluated arguments of one call of a function.
pub(crate) struct Args<'a> {
    pub(crate) name: &'a str,
    pub(crate) values: &'a [Value],
}

impl<'a> Args<'a> {
    /// The arguments, if there are as many as the function takes.
    pub(crate) fn new(name: &'a str, count: Count, values: &'a [Value]) -> Result<Self> {
        let (expected, fits) = match count {
            Count::Exactly(count) => (count, values.len() == count),
            Count::AtLeast(count) => (count, values.len() >= count),
        };
        let wrong_count = || TemplateError::ArgCount { name: name.to_owned(), expected, got: values.len() };
        fits.then_some(Self { name, values }).ok_or_else(wrong_count)
    }

    fn wrong_type(&self, at: usize, expected: &str) -> TemplateError {
        failure(format!("{} needs {expected} as argument {}, not {}", self.name, at + 1, self.values[at].type_name()))
    }

    /// The argument as a string; no other type is converted.
    pub(crate) fn string(&self, at: usize) -> Result<&'a str> {
        self.values[at].as_str().ok_or_else(|| self.wrong_type(at, "a string"))
    }

    /// The first arguments as strings.
    pub(super) fn strings<const COUNT: usize>(&self) -> Result<[&'a str; COUNT]> {
        let mut texts = [""; COUNT];
        for (at, text) in texts.iter_mut().enumerate() {
            *text = self.string(at)?;
        }
        Ok(texts)
    }

    /// The argument as an integer; numbers of values are floating-point and need `int` first.
    pub(super) fn integer(&self, at: usize) -> Result<i64> {
        match &self.values[at] {
            Value::Int(number) => Ok(*number),
            _ => Err(self.wrong_type(at, "an integer")),
        }
    }

    /// The argument as a map.
    pub(super) fn map(&self, at: usize) -> Result<&'a BTreeMap<Arc<str>, Value>> {
        match &self.values[at] {
            Value::Map(entries) => Ok(entries),
            _ => Err(self.wrong_type(at, "a map")),
        }
    }
}

/// The error of a template function that refuses an argument.
pub(super) fn failure(message: impl Into<String>) -> TemplateError {
    TemplateError::Exec(message.into())
}

/// The texts of a list without nulls; any other value becomes a list of one item, null is empty.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let items = match value {
        Value::List(items) => items,
        other => std::slice::from_ref(other),
    };
    items.iter().filter(|item| !matches!(item, Value::Nil)).map(plain).collect()
}
