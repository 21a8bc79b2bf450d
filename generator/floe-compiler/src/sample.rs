//! Sample: a value of a shape, as one line of YAML to paste. Judges no value.

use floe_base::{Node, Value as Written};
use floe_types::SHAPES;
use floe_types::scalars::EXAMPLES;
use floe_types::shape::{Def, Field, Shape};

use crate::members::{Members, of_items};

/// Nobody pastes a deeper or longer sample.
const DEEPEST: usize = 4;
const LONGEST: usize = 200;

/// A sample with the fields that a shape requires; `None` where the sample would be too long.
pub fn sample(shape: &Shape) -> Option<String> {
    let mut text = String::new();
    write(shape, 0, &mut text)?;
    (text.len() <= LONGEST).then_some(text)
}

/// The shape of the value at a pointer of a document that has the shape `root`.
pub(crate) fn shape_at(root: &Shape, document: &Node, pointer: &str) -> Option<Shape> {
    let (mut shape, mut node) = (root.clone(), document);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let inner = match &node.value {
            Written::Map(entries) => Members::of(Some(&shape), entries).shape(&step).cloned(),
            Written::Seq(_) => of_items(Some(&shape)).cloned(),
            _ => None,
        };
        shape = inner?;
        node = match &node.value {
            Written::Seq(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => node.get(&step)?,
        };
    }
    Some(shape)
}

fn write(shape: &Shape, depth: usize, out: &mut String) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    match shape {
        Shape::Any | Shape::String(_) => out.push_str("text"),
        Shape::Boolean => out.push_str("true"),
        Shape::Integer(min, max) => *out += &1.clamp(*min, *max).to_string(),
        Shape::Number(min, _) => *out += &min.unwrap_or(1.0).to_string(),
        Shape::Const(text) => word(text, out),
        Shape::Array(items, _) => {
            out.push('[');
            write(items, depth + 1, out)?;
            out.push(']');
        }
        Shape::Map { values, .. } => {
            out.push_str("{name: ");
            write(values, depth + 1, out)?;
            out.push('}');
        }
        Shape::Named(name) => match SHAPES.get(name)? {
            Def::Scalar(shape) => match EXAMPLES.iter().find(|(known, _)| *known == name) {
                Some((_, example)) => word(example, out),
                None => write(shape, depth, out)?,
            },
            Def::Enum(values) => word(values.first()?, out),
            Def::Object(fields) => object(None, fields, depth, out)?,
            Def::Union { tag, cases } => {
                let (case, fields) = cases.first()?;
                object(Some((tag, case)), fields, depth, out)?;
            }
        },
    }
    Some(())
}

/// The tag of a union with the required fields, or the first field where nothing is required.
fn object(tag: Option<(&str, &str)>, fields: &[Field], depth: usize, out: &mut String) -> Option<()> {
    out.push('{');
    if let Some((tag, case)) = tag {
        out.push_str(tag);
        out.push_str(": ");
        word(case, out);
    }
    let none = tag.is_none() && !fields.iter().any(Field::is_required);
    for field in
        fields.iter().enumerate().filter_map(|(at, field)| (field.is_required() || (none && at == 0)).then_some(field))
    {
        out.push_str(if out.ends_with('{') { "" } else { ", " });
        out.push_str(field.name());
        out.push_str(": ");
        write(field.shape(), depth + 1, out)?;
    }
    out.push('}');
    Some(())
}

/// Writes a text. Text that YAML could read in another way stands in quotes.
fn word(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    }
}

fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./@".contains(c))
        && !["true", "false", "null"].contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::documents::floe_spec::FloeSpec;
    use floe_types::documents::manifest::Manifest;

    #[test]
    fn a_sample_has_the_required_fields_and_is_a_value_of_the_shape() {
        let schedule = sample(&Shape::named("Schedule")).unwrap();
        assert!(schedule.starts_with("{cron: '"), "{schedule}");
        for name in ["Schedule", "ContainerImage", "CredentialRef", "OutputPort", "Transform"] {
            let text = sample(&Shape::named(name)).unwrap();
            let document = Document::new("a.yaml", &*text);
            assert_eq!(SHAPES.check(name, &document.node().unwrap().to_json()), [], "{text}");
        }
    }

    #[test]
    fn the_shape_at_a_pointer_is_found_through_maps_lists_and_cases() {
        let text = "transforms: [a]\nmetadata: {name: b}\n";
        let document = Document::new("floe.yaml", text);
        let node = document.node().unwrap();
        let at =
            |pointer: &str| shape_at(&Shape::named(FloeSpec::SHAPE), node, pointer).and_then(|shape| sample(&shape));
        assert!(at("/transforms/0").unwrap().starts_with("{name: "), "{:?}", at("/transforms/0"));
        assert_eq!(at("/none"), None);
        let manifest = Document::new("manifest.yaml", "metadata: {name: a}\n");
        let of_manifest = shape_at(&Shape::named(Manifest::SHAPE), manifest.node().unwrap(), "/metadata/name");
        assert_eq!(of_manifest.and_then(|shape| sample(&shape)).as_deref(), Some("retail-platform"));
    }
}
