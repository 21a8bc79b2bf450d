//! Functions over text. Formats nothing by verbs: that is `printf`.
#![expect(clippy::unnecessary_wraps, reason = "functions of the table have the table's signature")]

use floe_base::Digest;
use gotmpl::{Result, Value};

use super::args::{exactly, failure, integer, string};
use super::go_text;

pub(super) fn quote(args: &[Value]) -> Result<Value> {
    Ok(joined(args, |arg| go_text::quoted(&go_text::plain(arg))))
}

pub(super) fn squote(args: &[Value]) -> Result<Value> {
    Ok(joined(args, |arg| format!("'{}'", go_text::plain(arg))))
}

fn joined(args: &[Value], text: impl Fn(&Value) -> String) -> Value {
    let given = args.iter().filter(|arg| !matches!(arg, Value::Nil));
    Value::from(given.map(text).collect::<Vec<_>>().join(" "))
}

pub(super) fn lower(args: &[Value]) -> Result<Value> {
    exactly("lower", args, 1)?;
    Ok(Value::from(string("lower", args, 0)?.to_lowercase()))
}

pub(super) fn contains(args: &[Value]) -> Result<Value> {
    exactly("contains", args, 2)?;
    Ok(Value::Bool(string("contains", args, 1)?.contains(string("contains", args, 0)?)))
}

pub(super) fn replace(args: &[Value]) -> Result<Value> {
    exactly("replace", args, 3)?;
    let (old, new) = (string("replace", args, 0)?, string("replace", args, 1)?);
    Ok(Value::from(string("replace", args, 2)?.replace(old, new)))
}

/// Without the given characters at both ends.
pub(super) fn trim_all(args: &[Value]) -> Result<Value> {
    exactly("trimAll", args, 2)?;
    let (characters, text) = (string("trimAll", args, 0)?, string("trimAll", args, 1)?);
    Ok(Value::from(text.trim_matches(|character| characters.contains(character))))
}

pub(super) fn trim_prefix(args: &[Value]) -> Result<Value> {
    exactly("trimPrefix", args, 2)?;
    let (prefix, text) = (string("trimPrefix", args, 0)?, string("trimPrefix", args, 1)?);
    Ok(Value::from(text.strip_prefix(prefix).unwrap_or(text)))
}

pub(super) fn trim_suffix(args: &[Value]) -> Result<Value> {
    exactly("trimSuffix", args, 2)?;
    let (suffix, text) = (string("trimSuffix", args, 0)?, string("trimSuffix", args, 1)?);
    Ok(Value::from(text.strip_suffix(suffix).unwrap_or(text)))
}

/// So many bytes from the front, or with a negative count from the end.
pub(super) fn trunc(args: &[Value]) -> Result<Value> {
    exactly("trunc", args, 2)?;
    let (count, text) = (integer("trunc", args, 0)?, string("trunc", args, 1)?);
    let bytes = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(text.len());
    let part = if count < 0 { text.get(text.len() - bytes..) } else { text.get(..bytes) };
    part.map(Value::from).ok_or_else(|| failure(format!("trunc {count} cuts through a character of {text:?}")))
}

pub(super) fn indent(args: &[Value]) -> Result<Value> {
    exactly("indent", args, 2)?;
    indented("indent", args, "")
}

pub(super) fn nindent(args: &[Value]) -> Result<Value> {
    exactly("nindent", args, 2)?;
    indented("nindent", args, "\n")
}

fn indented(name: &str, args: &[Value], before: &str) -> Result<Value> {
    const MOST: i64 = 1000;
    let (spaces, text) = (integer(name, args, 0)?, string(name, args, 1)?);
    let Some(spaces) = usize::try_from(spaces).ok().filter(|_| spaces <= MOST) else {
        return Err(failure(format!("{name} needs 0 to {MOST} spaces, not {spaces}")));
    };
    let pad = " ".repeat(spaces);
    Ok(Value::from(format!("{before}{pad}{}", text.replace('\n', &format!("\n{pad}")))))
}

pub(super) fn sha256sum(args: &[Value]) -> Result<Value> {
    exactly("sha256sum", args, 1)?;
    Ok(Value::from(Digest::of(string("sha256sum", args, 0)?.as_bytes()).hex()))
}
