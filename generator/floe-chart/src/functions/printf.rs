//! Go's `printf` for the verbs that text needs: `%v %s %d %q %t %%`, without flags and widths.

use gotmpl::{Result, Value};

use super::args::{at_least, failure, string};
use super::go_text;

/// The format with the verbs replaced; an unfit argument is marked as in Go (`%!d(string=x)`).
pub(super) fn printf(args: &[Value]) -> Result<Value> {
    at_least("printf", args, 1)?;
    let mut given = args[1..].iter();
    let mut out = String::new();
    let mut rest = string("printf", args, 0)?.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        match rest.next() {
            None => out.push_str("%!(NOVERB)"),
            Some('%') => out.push('%'),
            Some(verb @ ('v' | 's' | 'd' | 'q' | 't')) => match given.next() {
                Some(value) => out.push_str(&formatted(verb, value)),
                None => out.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(MISSING)"]),
            },
            Some(other) => return Err(failure(format!("printf knows %v %s %d %q %t %%, not %{other}"))),
        }
    }
    let extra: Vec<String> = given.map(typed).collect();
    if !extra.is_empty() {
        out.extend(["%!(EXTRA ", &extra.join(", "), ")"]);
    }
    Ok(Value::from(out))
}

fn formatted(verb: char, value: &Value) -> String {
    match (verb, value) {
        ('v', _) | ('s', Value::String(_)) | ('d', Value::Int(_) | Value::Uint(_)) | ('t', Value::Bool(_)) => {
            go_text::plain(value)
        }
        ('q', Value::String(text)) => go_text::quoted(text),
        (_, Value::List(items)) => {
            let items: Vec<String> = items.iter().map(|item| formatted(verb, item)).collect();
            format!("[{}]", items.join(" "))
        }
        (_, Value::Map(entries)) => {
            let key = |key: &str| formatted(verb, &Value::from(key));
            let entries: Vec<String> =
                entries.iter().map(|(name, item)| format!("{}:{}", key(name), formatted(verb, item))).collect();
            format!("map[{}]", entries.join(" "))
        }
        (_, Value::Nil) => format!("%!{verb}(<nil>)"),
        _ => format!("%!{verb}({})", typed(value)),
    }
}

/// A value with the Go type, as `fmt` marks an unfit argument.
fn typed(value: &Value) -> String {
    let kind = match value {
        Value::Nil => return "<nil>".to_owned(),
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
        other => other.type_name(),
    };
    format!("{kind}={}", go_text::plain(value))
}
