//! Yaml to the text of a template. Decides how it looks, never what it says.

use std::fmt::Write;

use floe_base::yaml;
use serde_json::Value;

use super::yaml::{Key, Yaml};

/// A document as text, indented by `indent` spaces, each line with its end.
pub(super) fn document(yaml: &Yaml, indent: usize) -> String {
    let mut out = String::new();
    body(&mut out, indent, yaml);
    out
}

fn body(out: &mut String, indent: usize, yaml: &Yaml) {
    match yaml {
        Yaml::Map(entries) => entries.iter().for_each(|(key, value)| entry(out, indent, key, value)),
        Yaml::List(items) => items.iter().for_each(|value| item(out, indent, value)),
        Yaml::Lines(lines) => lines.iter().for_each(|(before, value)| line(out, indent, before, value)),
        Yaml::Json(inner) => {
            let text = json(inner, indent);
            let _ = writeln!(out, "{:indent$}{text}", "");
        }
        Yaml::Text(text) => text.lines().for_each(|text| {
            let blank = if text.is_empty() { 0 } else { indent };
            let _ = writeln!(out, "{:blank$}{}", "", escaped(text));
        }),
        Yaml::Literal(value) => {
            let _ = writeln!(out, "{:indent$}{}", "", scalar(value));
        }
        Yaml::Expr(expr) => {
            let _ = writeln!(out, "{:indent$}{{{{ {expr} | toJson }}}}", "");
        }
        Yaml::Include(expr) => {
            let _ = writeln!(out, "{:indent$}{{{{- {expr} | nindent {indent} }}}}", "");
        }
        Yaml::Embedded(inner) => body(out, indent, inner),
        Yaml::Range(..) | Yaml::Filled(..) | Yaml::Entries(..) => many(out, indent, yaml),
        Yaml::If(..) | Yaml::Branch(_) => wrapped(out, indent, yaml, &|out, inner| body(out, indent, inner)),
    }
}

/// Prints the conditions of a node around what `print` makes of its inner nodes.
fn wrapped(out: &mut String, indent: usize, yaml: &Yaml, print: &dyn Fn(&mut String, &Yaml)) {
    let action = |out: &mut String, text: &str| {
        let _ = writeln!(out, "{:indent$}{{{{- {text} }}}}", "");
    };
    match yaml {
        Yaml::If(condition, inner) => {
            action(out, &format!("if {condition}"));
            print(out, inner);
            action(out, "end");
        }
        Yaml::Branch(arms) => {
            for (at, (condition, inner)) in arms.iter().enumerate() {
                match (at, condition) {
                    (0, Some(condition)) => action(out, &format!("if {condition}")),
                    (0, None) => action(out, "if true"),
                    (_, Some(condition)) => action(out, &format!("else if {condition}")),
                    (_, None) => action(out, "else"),
                }
                if let Some(inner) = inner {
                    print(out, inner);
                }
            }
            action(out, "end");
        }
        Yaml::Range(variables, over, inner) | Yaml::Filled(variables, over, inner) => {
            action(out, &format!("range {variables} := {over}"));
            print(out, inner);
            action(out, "end");
        }
        plain => print(out, plain),
    }
}

fn entry(out: &mut String, indent: usize, key: &Key, value: &Yaml) {
    let pad = " ".repeat(indent);
    if *key == Key::Spread {
        return many(out, indent, value);
    }
    let name = self::key(key);
    match value {
        Yaml::Literal(value) => {
            let _ = writeln!(out, "{pad}{name}: {}", scalar(value));
        }
        Yaml::Expr(expr) => {
            let _ = writeln!(out, "{pad}{name}: {{{{ {expr} | toJson }}}}");
        }
        Yaml::Include(expr) => {
            let _ = writeln!(out, "{pad}{name}:\n{pad}  {{{{- {expr} | nindent {} }}}}", indent + 2);
        }
        Yaml::Text(_) | Yaml::Lines(_) | Yaml::Json(_) => {
            let _ = writeln!(out, "{pad}{name}: |");
            body(out, indent + 2, value);
        }
        Yaml::Embedded(inner) => {
            let _ = writeln!(out, "{pad}{name}: |");
            body(out, indent + 2, inner);
        }
        Yaml::List(items) => match items.as_slice() {
            [] => out.push_str(&format!("{pad}{name}: []\n")),
            [range @ Yaml::Range(..)] => entry(out, indent, key, range),
            _ => {
                let _ = writeln!(out, "{pad}{name}:");
                body(out, indent + 2, value);
            }
        },
        Yaml::Map(entries) if entries.is_empty() => out.push_str(&format!("{pad}{name}: {{}}\n")),
        Yaml::Map(_) => {
            let _ = writeln!(out, "{pad}{name}:");
            body(out, indent + 2, value);
        }
        Yaml::Filled(..) => {
            let _ = writeln!(out, "{pad}{name}:");
            many(out, indent + 2, value);
        }
        Yaml::Range(_, over, _) | Yaml::Entries(_, over, ..) => {
            let empty = if matches!(value, Yaml::Range(..)) { "[]" } else { "{}" };
            let _ = writeln!(out, "{pad}{{{{- if {over} }}}}\n{pad}{name}:");
            many(out, indent + 2, value);
            let _ = writeln!(out, "{pad}{{{{- else }}}}\n{pad}{name}: {empty}\n{pad}{{{{- end }}}}");
        }
        Yaml::If(..) | Yaml::Branch(_) => wrapped(out, indent, value, &|out, inner| entry(out, indent, key, inner)),
    }
}

/// The items of a range, or its entries.
fn many(out: &mut String, indent: usize, value: &Yaml) {
    if let Yaml::Entries(variables, over, key, inner) = value {
        let pad = " ".repeat(indent);
        let _ = writeln!(out, "{pad}{{{{- range {variables} := {over} }}}}");
        entry(out, indent, &Key::Expr(key.clone()), inner);
        let _ = writeln!(out, "{pad}{{{{- end }}}}");
    } else {
        item(out, indent, value);
    }
}

fn item(out: &mut String, indent: usize, value: &Yaml) {
    let pad = " ".repeat(indent);
    match value {
        Yaml::Literal(value) => {
            let _ = writeln!(out, "{pad}- {}", scalar(value));
        }
        Yaml::Expr(expr) => {
            let _ = writeln!(out, "{pad}- {{{{ {expr} | toJson }}}}");
        }
        Yaml::Include(expr) => {
            let _ = writeln!(out, "{pad}-\n{pad}  {{{{- {expr} | nindent {} }}}}", indent + 2);
        }
        Yaml::List(items) if items.is_empty() => out.push_str(&format!("{pad}- []\n")),
        Yaml::Map(entries) if entries.is_empty() => out.push_str(&format!("{pad}- {{}}\n")),
        Yaml::Text(_) | Yaml::Lines(_) | Yaml::Json(_) => {
            let _ = writeln!(out, "{pad}- |");
            body(out, indent + 2, value);
        }
        Yaml::Embedded(inner) => {
            let _ = writeln!(out, "{pad}- |");
            body(out, indent + 2, inner);
        }
        Yaml::Map(_) | Yaml::List(_) => {
            let text = document(value, indent + 2);
            // An action at the begin would swallow what stands before it; then the dash has a line of its own.
            match text.strip_prefix(&" ".repeat(indent + 2)).filter(|text| !text.starts_with("{{-")) {
                Some(text) => out.push_str(&format!("{pad}- {text}")),
                None => out.push_str(&format!("{pad}-\n{text}")),
            }
        }
        Yaml::Entries(..) => {
            let _ = writeln!(out, "{pad}-");
            many(out, indent + 2, value);
        }
        Yaml::If(..) | Yaml::Branch(_) | Yaml::Range(..) | Yaml::Filled(..) => {
            wrapped(out, indent, value, &|out, inner| item(out, indent, inner));
        }
    }
}

fn line(out: &mut String, indent: usize, before: &str, value: &Yaml) {
    wrapped(out, indent, value, &|out, inner| {
        let text = match inner {
            Yaml::Literal(Value::String(text)) => escaped(text),
            Yaml::Literal(other) => other.to_string(),
            Yaml::Expr(expr) => format!("{{{{ {expr} }}}}"),
            _ => String::new(),
        };
        let _ = writeln!(out, "{:indent$}{}{text}", "", escaped(before));
    });
}

fn json(yaml: &Yaml, indent: usize) -> String {
    let pad = " ".repeat(indent + 2);
    let inside = |open: char, close: char, parts: Vec<String>| {
        if parts.is_empty() {
            return format!("{open}{close}");
        }
        format!("{open}\n{pad}{}\n{:indent$}{close}", parts.join(&format!(",\n{pad}")), "")
    };
    match yaml {
        Yaml::Literal(value) => escaped(&value.to_string()),
        Yaml::Expr(expr) => format!("{{{{ {expr} | toJson }}}}"),
        Yaml::List(items) => inside('[', ']', items.iter().map(|item| json(item, indent + 2)).collect()),
        Yaml::Map(entries) => {
            let pair = |(key, value): &(Key, Yaml)| {
                let key = match key {
                    Key::Literal(name) => escaped(&Value::from(name.as_str()).to_string()),
                    Key::Expr(expr) => format!("{{{{ {expr} | toJson }}}}"),
                    Key::Spread => String::new(),
                };
                format!("{key}: {}", json(value, indent + 2))
            };
            inside('{', '}', entries.iter().map(pair).collect())
        }
        // Lint refuses whatever may vanish in a JSON file: commas would be left behind.
        _ => "null".to_owned(),
    }
}

fn key(key: &Key) -> String {
    match key {
        Key::Literal(name) => scalar(&Value::from(name.as_str())),
        Key::Expr(expr) => format!("{{{{ {expr} | toJson }}}}"),
        Key::Spread => String::new(),
    }
}

/// A literal on one line, quoted where any reader would take it for something else.
fn scalar(value: &Value) -> String {
    let text = match value {
        Value::String(text) if text.contains('\n') => value.to_string(),
        _ => yaml::write(value).trim_end().to_owned(),
    };
    escaped(&text)
}

/// Text in which no reader sees a template's action.
fn escaped(text: &str) -> String {
    text.replace("{{", r#"{{ "{{" }}"#)
}
