//! Yaml to the text of a JSON file inside of a template. No part can vanish: commas would be left behind.

use serde_json::Value;

use super::go::escaped;
use super::print::in_json;
use super::yaml::{Key, Yaml};

/// The text of a JSON value; the first line is not indented, the others by `indent` spaces.
pub(super) fn text(yaml: &Yaml, indent: usize) -> String {
    match yaml {
        Yaml::Literal(value) => escaped(&value.to_string()),
        Yaml::Expr(expr) => in_json(expr),
        Yaml::List(items) => enclosed(['[', ']'], indent, items.iter().map(|item| text(item, indent + 2))),
        Yaml::Map(entries) => enclosed(['{', '}'], indent, entries.iter().map(|entry| pair(entry, indent + 2))),
        other => unreachable!("lint lets nothing stand in JSON that can be left out: {other:?}"),
    }
}

fn pair((key, value): &(Key, Yaml), indent: usize) -> String {
    let key = match key {
        Key::Literal(name) => escaped(&Value::from(name.as_str()).to_string()),
        Key::Expr(expr) => in_json(expr),
        Key::Spread => unreachable!("only annotations of pods are spread"),
    };
    format!("{key}: {}", text(value, indent))
}

fn enclosed([open, close]: [char; 2], indent: usize, parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        return format!("{open}{close}");
    }
    let pad = " ".repeat(indent + 2);
    format!("{open}\n{pad}{}\n{:indent$}{close}", parts.join(&format!(",\n{pad}")), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_json_punctuation_and_show_no_action() {
        let list = Yaml::List(vec![Yaml::text("x"), Yaml::Expr("$.b".to_owned())]);
        let yaml = Yaml::map([("a", list), ("b", Yaml::text("{{x}}")), ("c", Yaml::Map(Vec::new()))]);
        assert_eq!(
            text(&yaml, 2),
            "{\n    \"a\": [\n      \"x\",\n      {{ $.b | toJson }}\n    ],\n    \"b\": \"{{ \"{{\" }}x}}\",\n    \"c\": {}\n  }"
        );
    }
}
