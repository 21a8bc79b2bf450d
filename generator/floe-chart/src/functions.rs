//! The functions that templates may call, with Helm's meaning, in one table. `include` alone is bound by the engine, which
//! knows the templates. Functions that would make a rendering depend on more than the input are left out on purpose.
#![expect(clippy::unnecessary_wraps, reason = "functions of the table have the table's signature")]

mod args;
mod collections;
mod go_integer;
mod go_json;
mod go_text;
mod go_yaml;
mod printf;
mod text;
mod yaml_style;
mod yaml_words;

use gotmpl::{Result, Value};

use args::{at_least, failure};
pub(crate) use args::{exactly, string};

/// A template function: evaluated arguments to a value.
pub(crate) type Function = fn(&[Value]) -> Result<Value>;

/// Functions of the template language itself that the engine brings along.
const BUILTIN: &[&str] = &["and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or"];

/// Every other function by name in templates.
pub(crate) const TABLE: &[(&str, Function)] = &[
    ("contains", text::contains),
    ("default", default),
    ("dict", collections::dict),
    ("fail", fail),
    ("first", collections::first),
    ("get", collections::get),
    ("hasKey", collections::has_key),
    ("indent", text::indent),
    ("int", int),
    ("join", collections::join),
    ("keys", collections::keys),
    ("list", collections::list),
    ("lower", text::lower),
    ("nindent", text::nindent),
    ("print", print),
    ("printf", printf::printf),
    ("quote", text::quote),
    ("replace", text::replace),
    ("required", required),
    ("sha256sum", text::sha256sum),
    ("sortAlpha", collections::sort_alpha),
    ("squote", text::squote),
    ("ternary", ternary),
    ("toJson", to_json),
    ("toString", to_string),
    ("toYaml", to_yaml),
    ("trimAll", text::trim_all),
    ("trimPrefix", text::trim_prefix),
    ("trimSuffix", text::trim_suffix),
    ("trunc", text::trunc),
    ("tuple", collections::list),
];

/// The function that the engine binds, because the function renders templates.
pub(crate) const INCLUDE: &str = "include";

/// All names that templates may call.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name).chain(BUILTIN.iter().copied()).chain([INCLUDE])
}

/// A value as an action prints the value: as in Go, including the text for a missing value.
pub(crate) fn printed(args: &[Value]) -> Result<Value> {
    exactly("print", args, 1)?;
    Ok(match &args[0] {
        Value::Nil => Value::Nil,
        Value::String(text) => Value::String(text.clone()),
        other => Value::from(go_text::plain(other)),
    })
}

fn default(args: &[Value]) -> Result<Value> {
    at_least("default", args, 1)?;
    let given = args.get(1).filter(|given| given.is_truthy());
    Ok(given.unwrap_or(&args[0]).clone())
}

fn ternary(args: &[Value]) -> Result<Value> {
    exactly("ternary", args, 3)?;
    match args[2] {
        Value::Bool(true) => Ok(args[0].clone()),
        Value::Bool(false) => Ok(args[1].clone()),
        ref other => Err(failure(format!("ternary needs a boolean as its last argument, not {}", other.type_name()))),
    }
}

fn required(args: &[Value]) -> Result<Value> {
    exactly("required", args, 2)?;
    let message = string("required", args, 0)?;
    match &args[1] {
        Value::Nil => Err(failure(message)),
        Value::String(text) if text.is_empty() => Err(failure(message)),
        value => Ok(value.clone()),
    }
}

fn fail(args: &[Value]) -> Result<Value> {
    exactly("fail", args, 1)?;
    Err(failure(string("fail", args, 0)?))
}

fn int(args: &[Value]) -> Result<Value> {
    exactly("int", args, 1)?;
    Ok(Value::Int(go_integer::cast(&args[0])))
}

fn print(args: &[Value]) -> Result<Value> {
    let mut out = String::new();
    for (index, arg) in args.iter().enumerate() {
        let both_apart = |before: &Value| before.as_str().is_none() && arg.as_str().is_none();
        if index > 0 && both_apart(&args[index - 1]) {
            out.push(' ');
        }
        out.push_str(&go_text::plain(arg));
    }
    Ok(Value::from(out))
}

fn to_string(args: &[Value]) -> Result<Value> {
    exactly("toString", args, 1)?;
    Ok(Value::from(go_text::plain(&args[0])))
}

fn to_json(args: &[Value]) -> Result<Value> {
    exactly("toJson", args, 1)?;
    // As in Helm, a value that is no JSON is the empty text.
    Ok(Value::from(go_json::to_json(&args[0]).unwrap_or_default()))
}

fn to_yaml(args: &[Value]) -> Result<Value> {
    exactly("toYaml", args, 1)?;
    Ok(Value::from(go_yaml::to_yaml(&args[0])))
}
