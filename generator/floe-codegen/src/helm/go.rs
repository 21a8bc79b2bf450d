//! Go: expressions of Go templates, and the few calls that templates are made of.

use std::fmt;

use serde_json::Value;

use super::yaml::Yaml;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Go {
    /// A value known when the chart is emitted.
    Known(Value),
    /// A variable or a chain of fields: an argument without parentheses.
    Chain(String),
    /// A call: an argument in parentheses.
    Call(String),
}

impl Go {
    /// The expression as an argument of a call.
    pub(super) fn argument(&self) -> String {
        match self {
            Self::Known(value) => value.to_string(),
            Self::Chain(chain) => chain.clone(),
            Self::Call(call) => format!("({call})"),
        }
    }

    /// A member of the value.
    pub(super) fn member(&self, name: &str) -> Self {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain {
            Self::Chain(format!("{}.{name}", self.argument()))
        } else {
            Self::Call(format!("index {} {}", self.argument(), quoted(name)))
        }
    }

    /// The value as a node: a known value is written out.
    pub(super) fn leaf(&self) -> Yaml {
        match self {
            Self::Known(value) => Yaml::Literal(value.clone()),
            other => Yaml::Expr(other.to_string()),
        }
    }

    /// `hasKey value "name"`
    pub(super) fn has(&self, name: &str) -> String {
        format!("hasKey {} {}", self.argument(), quoted(name))
    }
}

impl fmt::Display for Go {
    /// The expression by itself, or at the begin of a pipeline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => value.fmt(f),
            Self::Chain(text) | Self::Call(text) => f.write_str(text),
        }
    }
}

/// A Go string literal.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Text in which no reader sees a template's action.
pub(super) fn escaped(text: &str) -> String {
    text.replace("{{", r#"{{ "{{" }}"#)
}

/// `printf` of literal parts and expressions that are strings; a text that is known stays a literal.
pub(super) fn text(parts: &[Go]) -> Go {
    let mut format = String::new();
    let mut arguments = String::new();
    for part in parts {
        match part {
            Go::Known(Value::String(text)) => format.push_str(&text.replace('%', "%%")),
            Go::Known(other) => format.push_str(&other.to_string()),
            other => {
                format.push_str("%s");
                arguments.push(' ');
                arguments.push_str(&other.argument());
            }
        }
    }
    match (parts, arguments.as_str()) {
        ([only], _) => only.clone(),
        (_, "") => Go::Known(Value::String(format.replace("%%", "%"))),
        _ => Go::Call(format!("printf {}{arguments}", quoted(&format))),
    }
}

/// All of some conditions; none is always true.
pub(super) fn all(conditions: &[String]) -> Option<String> {
    conditions.split_last().map(|(last, before)| and(before, last))
}

/// A condition, and all of those before it.
pub(super) fn and(before: &[String], last: &str) -> String {
    match before {
        [] => last.to_owned(),
        _ => format!("and {}({last})", before.iter().flat_map(|one| ["(", one, ") "]).collect::<String>()),
    }
}
