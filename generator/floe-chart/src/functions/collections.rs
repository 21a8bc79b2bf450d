//! Functions over lists and maps. None changes its argument.
#![expect(clippy::unnecessary_wraps, reason = "functions of the table have the table's signature")]

use gotmpl::{Result, Value};

use super::args::{exactly, failure, map, string, texts};
use super::go_text;

pub(super) fn list(args: &[Value]) -> Result<Value> {
    Ok(Value::List(args.into()))
}

/// Keys and values in turn; a last key without a value has the empty string.
pub(super) fn dict(args: &[Value]) -> Result<Value> {
    let entries = args.chunks(2).map(|pair| {
        let value = pair.get(1).cloned().unwrap_or_else(|| Value::from(""));
        (go_text::plain(&pair[0]).into(), value)
    });
    Ok(Value::Map(std::sync::Arc::new(entries.collect())))
}

pub(super) fn get(args: &[Value]) -> Result<Value> {
    exactly("get", args, 2)?;
    let found = map("get", args, 0)?.get(string("get", args, 1)?);
    Ok(found.cloned().unwrap_or_else(|| Value::from("")))
}

pub(super) fn has_key(args: &[Value]) -> Result<Value> {
    exactly("hasKey", args, 2)?;
    Ok(Value::Bool(map("hasKey", args, 0)?.contains_key(string("hasKey", args, 1)?)))
}

/// The keys of all maps; sorted, where Helm's order is random, so only `keys | sortAlpha` is the same in both.
pub(super) fn keys(args: &[Value]) -> Result<Value> {
    let mut keys = Vec::new();
    for at in 0..args.len() {
        keys.extend(map("keys", args, at)?.keys().map(|key| Value::String(key.clone())));
    }
    Ok(Value::from(keys))
}

pub(super) fn first(args: &[Value]) -> Result<Value> {
    exactly("first", args, 1)?;
    match &args[0] {
        Value::List(items) => Ok(items.first().cloned().unwrap_or(Value::Nil)),
        other => Err(failure(format!("first needs a list, not {}", other.type_name()))),
    }
}

pub(super) fn join(args: &[Value]) -> Result<Value> {
    exactly("join", args, 2)?;
    Ok(Value::from(texts(&args[1]).join(string("join", args, 0)?)))
}

pub(super) fn sort_alpha(args: &[Value]) -> Result<Value> {
    exactly("sortAlpha", args, 1)?;
    let mut sorted = match &args[0] {
        Value::Nil => vec![go_text::plain(&Value::Nil)],
        value => texts(value),
    };
    sorted.sort();
    Ok(Value::from(sorted.into_iter().map(Value::from).collect::<Vec<_>>()))
}
