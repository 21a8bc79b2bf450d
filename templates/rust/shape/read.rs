//! Shapes written as text: a line for each, its name and then its definition as JSON.
//!
//! ```text
//! k8s-label ["string", 1, 63, "^[a-z]+$"]
//! Protocol ["enum", "s3", "gcs"]
//! Bucket ["object", ["name", "required", "k8s-label"], ["prefix", "optional", ["string", null, null, null]],
//!     ["versioned", {"default": false}, ["boolean"]], ["credentials", "required", "CredentialRef", "secret"]]
//! CredentialRef ["union", "mode", ["kubernetes-secret", [["name", "required", "k8s-label"]]], ["none", []]]
//! ```

use serde_json::Value;

use super::{Def, Field, Shape};

/// The lines of a text: name and definition.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.trim_start().split_once(' '))
}

/// A definition; `None`: the text is none.
pub(super) fn def(text: &str) -> Option<Def> {
    let value = serde_json::from_str(text).ok()?;
    match parts(&value) {
        Some(("object", all)) => Some(Def::Object(fields(all)?)),
        Some(("enum", values)) => Some(Def::strings(values.iter().map(text_of).collect::<Option<Vec<_>>>()?)),
        Some(("union", [tag, cases @ ..])) => {
            let case = |case: &Value| Some((text_of(case.get(0)?)?, fields(case.get(1)?.as_array()?)?));
            Some(Def::union(text_of(tag)?, cases.iter().map(case).collect::<Option<Vec<_>>>()?))
        }
        _ => shape(&value).map(Def::Scalar),
    }
}

fn fields(all: &[Value]) -> Option<Vec<Field>> {
    all.iter().map(|one| field(one.as_array()?)).collect()
}

fn field(parts: &[Value]) -> Option<Field> {
    let [name, presence, kind, rest @ ..] = parts else { return None };
    let (name, shape) = (text_of(name)?, shape(kind)?);
    let field = match (presence.as_str(), presence.get("default")) {
        (Some("required"), _) => Field::required(name, shape),
        (Some("optional"), _) => Field::optional(name, shape),
        (_, Some(default)) => Field::defaulted(name, shape, default.clone()),
        _ => return None,
    };
    Some(if rest.is_empty() { field } else { field.secret() })
}

fn shape(value: &Value) -> Option<Shape> {
    if let Some(name) = value.as_str() {
        return Some(Shape::named(name.to_owned()));
    }
    match parts(value)? {
        ("any", _) => Some(Shape::Any),
        ("boolean", _) => Some(Shape::Boolean),
        ("integer", [min, max]) => Some(Shape::Integer(min.as_i64()?, max.as_i64()?)),
        ("number", [min, max]) => Some(Shape::Number(min.as_f64(), max.as_f64())),
        ("string", [min, max, pattern]) => Some(Shape::string(min.as_u64(), max.as_u64(), text_of(pattern))),
        ("const", [text]) => Some(Shape::constant(text_of(text)?)),
        ("array", [items, min, max]) => Some(Shape::array(shape(items)?, min.as_u64(), max.as_u64())),
        ("map", [values, min, max, keys @ ..]) => {
            let map = Shape::map(shape(values)?, min.as_u64(), max.as_u64());
            Some(match keys {
                [] => map,
                [scalar, ..] => map.keyed(text_of(scalar)?),
            })
        }
        _ => None,
    }
}

/// The word that a list begins with, and the rest.
fn parts(value: &Value) -> Option<(&str, &[Value])> {
    let (head, rest) = value.as_array()?.split_first()?;
    Some((head.as_str()?, rest))
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}
