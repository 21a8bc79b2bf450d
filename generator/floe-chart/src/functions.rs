//! The functions that templates may call, with Helm's meaning, and two that rewritten trees call, in one table. The engine binds those
//! that need the templates. Functions that would make a rendering depend on more than the input are left out on purpose.
#![expect(clippy::unnecessary_wraps, reason = "functions of the table have the table's signature")]

mod args;
mod go_integer;
mod go_json;
mod go_text;
mod go_yaml;
mod yaml_style;
mod yaml_words;

use std::sync::Arc;

use floe_base::Digest;
use gotmpl::{Result, Value};

pub(crate) use args::Args;
pub(crate) use args::Count::{self, AtLeast, Exactly};
use args::{failure, texts};
use go_text::{plain, quoted};

/// A template function.
pub(crate) type Function = fn(&Args<'_>) -> Result<Value>;

/// Functions of the template language itself that the engine brings along.
const BUILTIN: &[&str] = &["and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or"];

/// Every other function by name in templates, with the number of arguments.
pub(crate) const TABLE: &[(&str, Count, Function)] = &[
    (FIELDS, AtLeast(1), fields),
    (PRINTED, Exactly(1), printed),
    ("contains", Exactly(2), |args| Ok(Value::Bool(args.string(1)?.contains(args.string(0)?)))),
    ("default", AtLeast(1), default),
    ("dict", AtLeast(0), dict),
    ("fail", Exactly(1), |args| Err(failure(args.string(0)?))),
    ("first", Exactly(1), first),
    ("get", Exactly(2), |args| Ok(args.map(0)?.get(args.string(1)?).cloned().unwrap_or_else(|| Value::from("")))),
    ("hasKey", Exactly(2), |args| Ok(Value::Bool(args.map(0)?.contains_key(args.string(1)?)))),
    ("indent", Exactly(2), |args| indented(args, "")),
    ("int", Exactly(1), |args| Ok(Value::Int(go_integer::cast(&args.values[0])))),
    ("join", Exactly(2), |args| Ok(Value::from(texts(&args.values[1]).join(args.string(0)?)))),
    ("keys", AtLeast(0), keys),
    ("list", AtLeast(0), |args| Ok(Value::List(args.values.into()))),
    // Without a cluster there is no object, as in `helm template`.
    ("lookup", Exactly(4), |_| Ok(Value::Map(Arc::default()))),
    ("lower", Exactly(1), |args| Ok(Value::from(args.string(0)?.to_lowercase()))),
    ("nindent", Exactly(2), |args| indented(args, "\n")),
    ("print", AtLeast(0), print),
    ("printf", AtLeast(1), |args| go_text::printf(args.string(0)?, &args.values[1..])),
    ("quote", AtLeast(0), |args| Ok(joined(args, |text| quoted(&text)))),
    ("replace", Exactly(3), replace),
    ("required", Exactly(2), required),
    ("sha256sum", Exactly(1), |args| Ok(Value::from(Digest::of(args.string(0)?.as_bytes()).hex()))),
    ("sortAlpha", Exactly(1), sort_alpha),
    ("splitList", Exactly(2), split_list),
    ("squote", AtLeast(0), |args| Ok(joined(args, |text| format!("'{text}'")))),
    ("ternary", Exactly(3), ternary),
    // As in Helm, a value that is no JSON is the empty text.
    ("toJson", Exactly(1), |args| Ok(Value::from(go_json::to_json(&args.values[0]).unwrap_or_default()))),
    ("toString", Exactly(1), |args| Ok(Value::from(plain(&args.values[0])))),
    ("toYaml", Exactly(1), |args| Ok(Value::from(go_yaml::to_yaml(&args.values[0])))),
    ("trimAll", Exactly(2), trim_all),
    ("trimPrefix", Exactly(2), |args| trimmed(args, |text, part| text.strip_prefix(part))),
    ("trimSuffix", Exactly(2), |args| trimmed(args, |text, part| text.strip_suffix(part))),
    ("trunc", Exactly(2), trunc),
    ("tuple", AtLeast(0), |args| Ok(Value::List(args.values.into()))),
];

/// The function that the engine binds, because the function renders templates.
pub(crate) const INCLUDE: &str = "include";
/// The hidden function that the engine binds to note which action runs: `(index of the file << 32 | line)`.
pub(crate) const AT: &str = "\0at";
/// The hidden function that reads a path of fields: `(receiver, name…)`.
pub(crate) const FIELDS: &str = "\0fields";
/// The hidden function that turns an action's value to text.
pub(crate) const PRINTED: &str = "\0printed";

/// All names that templates may call.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let known = TABLE.iter().map(|(name, ..)| *name).filter(|name| !name.starts_with('\0'));
    known.chain(BUILTIN.iter().copied()).chain([INCLUDE])
}

/// Reads a path of fields as Go does: the last one may be missing, one before it may not.
fn fields(args: &Args<'_>) -> Result<Value> {
    let (mut value, names) = (&args.values[0], &args.values[1..]);
    // The rewriter of trees passes names as text.
    let names: Vec<&str> = names.iter().map(|name| name.as_str().unwrap_or_default()).collect();
    for (at, name) in names.iter().copied().enumerate() {
        value = match value {
            Value::Map(entries) => entries.get(name).unwrap_or(&Value::Nil),
            Value::Nil if at == 0 => return Ok(Value::Nil),
            other => {
                let path: String = names[..at].iter().flat_map(|name| [".", name]).collect();
                let problem = match other {
                    Value::Nil => format!("is missing or null, so its field `{name}` cannot be read"),
                    other => format!("is a {}, which has no field `{name}`", other.type_name()),
                };
                return Err(failure(format!("`{path}` {problem}")));
            }
        };
    }
    Ok(value.clone())
}

/// A value as an action prints the value: as in Go, including the text for a missing value.
fn printed(args: &Args<'_>) -> Result<Value> {
    Ok(match &args.values[0] {
        kept @ (Value::Nil | Value::String(_)) => kept.clone(),
        other => Value::from(plain(other)),
    })
}

fn default(args: &Args<'_>) -> Result<Value> {
    let given = args.values.get(1).filter(|given| given.is_truthy());
    Ok(given.unwrap_or(&args.values[0]).clone())
}

/// Keys and values in turn; a last key without a value has the empty string.
fn dict(args: &Args<'_>) -> Result<Value> {
    let entries = args.values.chunks(2).map(|pair| {
        let value = pair.get(1).cloned().unwrap_or_else(|| Value::from(""));
        (plain(&pair[0]).into(), value)
    });
    Ok(Value::Map(Arc::new(entries.collect())))
}

fn first(args: &Args<'_>) -> Result<Value> {
    match &args.values[0] {
        Value::List(items) => Ok(items.first().cloned().unwrap_or(Value::Nil)),
        other => Err(failure(format!("first needs a list, not {}", other.type_name()))),
    }
}

/// The parts of a text between separators; without a separator, the characters.
fn split_list(args: &Args<'_>) -> Result<Value> {
    let (separator, text) = (args.string(0)?, args.string(1)?);
    Ok(match separator {
        "" => Value::from(text.chars().map(|c| Value::from(c.to_string())).collect::<Vec<_>>()),
        _ => Value::from(text.split(separator).map(Value::from).collect::<Vec<_>>()),
    })
}

/// Without some characters at both ends.
fn trim_all(args: &Args<'_>) -> Result<Value> {
    let (characters, text) = (args.string(0)?, args.string(1)?);
    Ok(Value::from(text.trim_matches(|c| characters.contains(c))))
}

fn indented(args: &Args<'_>, before: &str) -> Result<Value> {
    const MOST: i64 = 1000;
    let (spaces, text) = (args.integer(0)?, args.string(1)?);
    let Some(spaces) = usize::try_from(spaces).ok().filter(|_| spaces <= MOST) else {
        return Err(failure(format!("{} needs 0 to {MOST} spaces, not {spaces}", args.name)));
    };
    let pad = " ".repeat(spaces);
    Ok(Value::from(format!("{before}{pad}{}", text.replace('\n', &format!("\n{pad}")))))
}

fn joined(args: &Args<'_>, quoted: fn(String) -> String) -> Value {
    let given = args.values.iter().filter(|value| !matches!(value, Value::Nil));
    Value::from(given.map(|value| quoted(plain(value))).collect::<Vec<_>>().join(" "))
}

/// The keys of all maps; sorted, where Helm's order is random, so only `keys | sortAlpha` is the same in both.
fn keys(args: &Args<'_>) -> Result<Value> {
    let mut keys = Vec::new();
    for at in 0..args.values.len() {
        keys.extend(args.map(at)?.keys().cloned().map(Value::String));
    }
    Ok(Value::from(keys))
}

fn print(args: &Args<'_>) -> Result<Value> {
    let mut out = String::new();
    let mut after_text = true;
    for value in args.values {
        let is_text = value.as_str().is_some();
        if !after_text && !is_text {
            out.push(' ');
        }
        out.push_str(&plain(value));
        after_text = is_text;
    }
    Ok(Value::from(out))
}

fn replace(args: &Args<'_>) -> Result<Value> {
    let [old, new, text] = args.strings()?;
    Ok(Value::from(text.replace(old, new)))
}

fn required(args: &Args<'_>) -> Result<Value> {
    let (message, value) = (args.string(0)?, &args.values[1]);
    let is_missing = matches!(value, Value::Nil) || value.as_str() == Some("");
    if is_missing { Err(failure(message)) } else { Ok(value.clone()) }
}

fn sort_alpha(args: &Args<'_>) -> Result<Value> {
    let mut sorted = match &args.values[0] {
        Value::Nil => vec![plain(&Value::Nil)],
        value => texts(value),
    };
    sorted.sort();
    Ok(Value::from(sorted.into_iter().map(Value::from).collect::<Vec<_>>()))
}

fn ternary(args: &Args<'_>) -> Result<Value> {
    match &args.values[2] {
        Value::Bool(yes) => Ok(args.values[usize::from(!yes)].clone()),
        other => Err(failure(format!("ternary needs a boolean as its last argument, not {}", other.type_name()))),
    }
}

fn trimmed(args: &Args<'_>, strip: for<'t> fn(&'t str, &str) -> Option<&'t str>) -> Result<Value> {
    let [part, text] = args.strings()?;
    Ok(Value::from(strip(text, part).unwrap_or(text)))
}

/// So many bytes from the front, or with a negative count from the end.
fn trunc(args: &Args<'_>) -> Result<Value> {
    let (count, text) = (args.integer(0)?, args.string(1)?);
    let bytes = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(text.len());
    let part = if count < 0 { text.get(text.len() - bytes..) } else { text.get(..bytes) };
    part.map(Value::from).ok_or_else(|| failure(format!("trunc {count} cuts through a character of {text:?}")))
}
