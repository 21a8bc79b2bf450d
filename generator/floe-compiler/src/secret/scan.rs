//! One walk over a document that gathers every secret in it, with the shapes that its fields have. Reports nothing and changes nothing.

use std::collections::BTreeMap;

use floe_base::{Key, Node, Span, Value, names};
use floe_types::SHAPES;
use floe_types::shape::{Def, Field, Shape};

use super::{key, value};

/// A secret that stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, as an RFC 6901 pointer.
    pub pointer: String,
    /// The same for people: `plugins.catalog.config.oauth2.client_secret`.
    pub path: String,
    /// Where its value stands.
    pub span: Span,
    /// What it is, with its article.
    pub what: &'static str,
    /// The key of the same map that should name the secret instead, where there is one.
    pub instead: Option<String>,
}

/// Every secret in a document.
///
/// `shapes` says which named shape stands at which pointer; the root is the empty pointer. What no shape describes is judged by its keys
/// and by the form of its values.
pub fn scan(node: &Node, shapes: &BTreeMap<String, &str>) -> Vec<Found> {
    let mut scanner = Scanner { shapes, steps: Vec::new(), found: Vec::new() };
    scanner.visit(Slot::FREE, node);
    scanner.found
}

/// What is known of the place in which a value stands.
#[derive(Clone, Copy)]
struct Slot<'a> {
    /// The shape that it should have; `None` in a free map, or under an unknown key.
    shape: Option<&'a Shape>,
    /// Whether the field refers to a secret.
    secret: bool,
    /// Whether the value stands in what a field says that refers to a secret.
    inside_secret: bool,
    /// The fields of the map that holds it.
    siblings: &'a [Field],
}

impl Slot<'_> {
    const FREE: Self = Self { shape: None, secret: false, inside_secret: false, siblings: &[] };
}

struct Scanner<'a> {
    shapes: &'a BTreeMap<String, &'a str>,
    steps: Vec<String>,
    found: Vec<Found>,
}

impl<'a> Scanner<'a> {
    fn visit(&mut self, slot: Slot<'a>, node: &Node) {
        if slot.secret && !matches!(node.value, Value::Map(_) | Value::Null) {
            let itself = self.steps.last().cloned();
            return self.report(node, "a secret", itself);
        }
        match &node.value {
            Value::Map(entries) => self.visit_map(slot, entries),
            Value::Seq(items) => {
                let shape = slot.shape.and_then(|shape| match shape {
                    Shape::Array(items, _) => Some(items.as_ref()),
                    _ => None,
                });
                for (at, item) in items.iter().enumerate() {
                    self.steps.push(at.to_string());
                    self.visit(Slot { shape, ..slot }, item);
                    self.steps.pop();
                }
            }
            Value::Str(text) => self.judge_text(slot, node, text),
            Value::Int(_) | Value::Float(_) => {
                if !self.is_known_key(slot) && self.key().is_some_and(key::ends_in_secret) {
                    self.report(node, "a secret", self.instead(slot));
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn visit_map(&mut self, slot: Slot<'a>, entries: &[(Key, Node)]) {
        let shapes = self.shapes;
        let named = shapes.get(&pointer(&self.steps)).copied();
        let fields = match (named, slot.shape) {
            (Some(name), _) => fields(name, entries),
            (None, Some(Shape::Named(name))) => fields(name, entries),
            _ => None,
        };
        let of_each = match slot.shape {
            Some(Shape::Map(values, _)) => Some(values.as_ref()),
            _ => None,
        };
        let inside_secret = slot.secret || slot.inside_secret;
        for (key, member) in entries {
            let field = fields.and_then(|fields| fields.iter().find(|field| field.name() == key.name));
            let member_slot = Slot {
                shape: field.map(Field::shape).or(of_each),
                secret: field.is_some_and(Field::is_secret),
                inside_secret,
                siblings: fields.unwrap_or_default(),
            };
            self.steps.push(key.name.clone());
            self.visit(member_slot, member);
            self.steps.pop();
        }
    }

    fn judge_text(&mut self, slot: Slot<'a>, node: &Node, text: &str) {
        if text.is_empty() || value::is_reference(text) {
            return;
        }
        let known_key = self.is_known_key(slot);
        let named_by_key = !known_key && self.key().is_some_and(key::names_secret);
        let form = value::known_form(text);
        if form.is_some() || named_by_key || self.is_in_place_of_reference(slot) {
            let instead = self.instead(slot).filter(|_| !known_key);
            self.report(node, form.unwrap_or("a secret"), instead);
        } else if !is_named_scalar(slot.shape) && value::is_random(text) {
            self.report(node, "what looks like a generated secret", self.instead(slot).filter(|_| !known_key));
        }
    }

    /// Whether a contract has named the key: not so in a free map, even where its values have a shape.
    fn is_known_key(&self, slot: Slot<'_>) -> bool {
        slot.siblings.iter().any(|field| Some(field.name()) == self.key())
    }

    /// `client_secret_ref: {value: …}`: a key that a reference does not have, and that is no misspelling of one.
    fn is_in_place_of_reference(&self, slot: Slot<'_>) -> bool {
        let near = |key| !names::nearest(key, slot.siblings.iter().map(Field::name)).is_empty();
        slot.inside_secret && slot.shape.is_none() && !self.key().is_none_or(near)
    }

    /// The key that the value stands under; items of a list stand under the list's.
    fn key(&self) -> Option<&str> {
        self.steps.iter().rev().map(String::as_str).find(|step| !step.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The key that should have been used: `<key>_ref`, else the nearest that refers to a secret, else one that names a Secret.
    fn instead(&self, slot: Slot<'_>) -> Option<String> {
        let key = self.key()?;
        let wanted = format!("{}_ref", names::snake_case(key));
        let name = |field: &Field| field.name().to_owned();
        let secrets = slot.siblings.iter().filter(|field| field.is_secret()).map(Field::name);
        if slot.siblings.is_empty() || slot.siblings.iter().any(|field| field.name() == wanted) {
            return Some(wanted);
        }
        let nearest = names::by_nearness(&wanted, secrets).first().map(ToString::to_string);
        nearest.or_else(|| slot.siblings.iter().find(|field| field.name().ends_with("secret_name")).map(name))
    }

    fn report(&mut self, node: &Node, what: &'static str, instead: Option<String>) {
        let (pointer, path) = (pointer(&self.steps), self.steps.join("."));
        self.found.push(Found { pointer, path, span: node.span, what, instead });
    }
}

/// The fields of a named object; of a union, those of the case that the map has.
fn fields<'a>(name: &str, entries: &[(Key, Node)]) -> Option<&'a [Field]> {
    match SHAPES.get(name)? {
        Def::Object(fields) => Some(fields),
        Def::Union { tag, cases } => {
            let tag = entries.iter().find(|(key, _)| key.name == *tag)?.1.as_str()?;
            cases.iter().find(|(value, _)| value == tag).map(|(_, fields)| fields.as_slice())
        }
        Def::Scalar(_) | Def::Enum(_) => None,
    }
}

fn is_named_scalar(shape: Option<&Shape>) -> bool {
    matches!(shape, Some(Shape::Named(name)) if matches!(SHAPES.get(name), Some(Def::Scalar(_))))
}

fn pointer(steps: &[String]) -> String {
    steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}
