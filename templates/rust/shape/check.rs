//! The validator: one walk over a value that gathers every violation. Changes nothing, and stops at nothing.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};

use super::number;
use super::{Count, Def, Field, Presence, Problem, Shape, Shapes, StringShape, Text, Violation};

/// Every way in which the value does not have the shape.
pub(super) fn violations(shapes: &Shapes, shape: &Shape, value: &Value) -> Vec<Violation> {
    let mut checker = Checker { shapes, pointer: String::new(), violations: Vec::new() };
    checker.shape(shape, value);
    checker.violations
}

/// One walk over a value.
struct Checker<'a> {
    shapes: &'a Shapes,
    pointer: String,
    violations: Vec<Violation>,
}

impl Checker<'_> {
    fn refuse(&mut self, problem: Problem) {
        self.violations.push(Violation { pointer: self.pointer.clone(), problem });
    }

    fn refuse_type(&mut self, expected: &'static str, value: &Value) {
        self.refuse(Problem::Type { expected, found: kind(value) });
    }

    fn inside(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        for c in step.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                c => self.pointer.push(c),
            }
        }
        check(self);
        self.pointer.truncate(length);
    }

    fn shape(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (Shape::Any, _) | (Shape::Boolean, Value::Bool(_)) => {}
            (Shape::Boolean, _) => self.refuse_type("a boolean", value),
            (Shape::Integer(min, max), _) => self.integer(*min, *max, value),
            (Shape::Number(min, max), Value::Number(number)) => self.number(*min, *max, number),
            (Shape::Number(..), _) => self.refuse_type("a number", value),
            (Shape::String(shape), Value::String(text)) => self.string(shape, text, None),
            (Shape::Const(expected), Value::String(text)) => {
                if expected != text {
                    self.refuse(Problem::NotConst(expected.clone().into_owned()));
                }
            }
            (Shape::String(_) | Shape::Const(_), _) => self.refuse_type("a string", value),
            (Shape::Array(items, count), Value::Array(values)) => {
                self.count(*count, values.len());
                for (index, value) in values.iter().enumerate() {
                    self.inside(&index.to_string(), |inner| inner.shape(items, value));
                }
            }
            (Shape::Array(..), _) => self.refuse_type("a list", value),
            (Shape::Map { values, keys, count }, Value::Object(map)) => {
                self.count(*count, map.len());
                for (key, value) in map {
                    if let Some(scalar) = keys.as_ref().filter(|scalar| !self.is_scalar(scalar, key)) {
                        self.refuse(Problem::Key { key: key.clone(), scalar: scalar.to_string() });
                    }
                    self.inside(key, |inner| inner.shape(values, value));
                }
            }
            (Shape::Map { .. }, _) => self.refuse_type("an object", value),
            (Shape::Named(name), _) => self.named(name, value),
        }
    }

    fn is_scalar(&self, name: &str, text: &str) -> bool {
        self.shapes.check(name, &Value::from(text)).is_empty()
    }

    fn named(&mut self, name: &str, value: &Value) {
        match (self.shapes.get(name), value) {
            (None, _) => self.refuse(Problem::NoSuchShape(name.to_owned())),
            (Some(Def::Scalar(Shape::String(shape))), Value::String(text)) => self.string(shape, text, Some(name)),
            (Some(Def::Scalar(shape)), _) => self.shape(shape, value),
            (Some(Def::Enum(allowed)), Value::String(text)) => {
                if !allowed.iter().any(|one| one == text) {
                    self.refuse(Problem::NotOneOf(allowed.iter().map(ToString::to_string).collect()));
                }
            }
            (Some(Def::Enum(_)), _) => self.refuse_type("a string", value),
            (Some(Def::Object(fields)), Value::Object(map)) => self.object(fields, None, map),
            (Some(Def::Union { tag, cases }), Value::Object(map)) => self.union(tag, cases, map),
            (Some(Def::Object(_) | Def::Union { .. }), _) => self.refuse_type("an object", value),
        }
    }

    fn object(&mut self, fields: &[Field], tag: Option<&str>, map: &Map<String, Value>) {
        for field in fields {
            match map.get(field.name.as_ref()) {
                None => {
                    if matches!(field.presence, Presence::Required) {
                        self.refuse(Problem::Missing { key: field.name.to_string(), secret: field.secret });
                    }
                }
                Some(Value::Null) if matches!(field.presence, Presence::Optional) => {}
                Some(value) if field.secret && !value.is_object() => {
                    self.inside(&field.name, |inner| inner.refuse(Problem::SecretLiteral));
                }
                Some(value) => self.inside(&field.name, |inner| inner.shape(&field.shape, value)),
            }
        }
        let known = || fields.iter().map(|field| field.name.as_ref()).chain(tag);
        for key in map.keys().filter(|key| !known().any(|known| known == key.as_str())) {
            let known: BTreeSet<&str> = known().collect();
            let known = known.iter().map(ToString::to_string).collect();
            self.refuse(Problem::UnknownKey { key: key.clone(), known });
        }
    }

    fn union(&mut self, tag: &str, cases: &[(Text, Vec<Field>)], map: &Map<String, Value>) {
        let Some(value) = map.get(tag) else {
            return self.refuse(Problem::Missing { key: tag.to_owned(), secret: false });
        };
        let Some(text) = value.as_str() else {
            return self.inside(tag, |inner| inner.refuse_type("a string", value));
        };
        if let Some((_, fields)) = cases.iter().find(|(case, _)| case == text) {
            self.object(fields, Some(tag), map);
        } else {
            let allowed = cases.iter().map(|(case, _)| case.to_string()).collect();
            self.inside(tag, |inner| inner.refuse(Problem::NotOneOf(allowed)));
        }
    }

    fn integer(&mut self, min: i64, max: i64, value: &Value) {
        let Value::Number(number) = value else {
            return self.refuse_type("a whole number", value);
        };
        match number::whole(number) {
            None => self.refuse(Problem::Type { expected: "a whole number", found: "a number with a fraction" }),
            Some(int) if int < i128::from(min) => self.refuse(Problem::TooSmall(min.into())),
            Some(int) if int > i128::from(max) => self.refuse(Problem::TooLarge(max.into())),
            Some(_) => {}
        }
    }

    fn number(&mut self, min: Option<f64>, max: Option<f64>, number: &Number) {
        if let Some(min) = min.filter(|min| number::is_below(number, *min)) {
            self.refuse(Problem::TooSmall(number::shown(min)));
        }
        if let Some(max) = max.filter(|max| number::is_above(number, *max)) {
            self.refuse(Problem::TooLarge(number::shown(max)));
        }
    }

    fn string(&mut self, shape: &StringShape, text: &str, scalar: Option<&str>) {
        let length = as_u64(text.chars().count());
        if let Some(min) = shape.length.min.filter(|min| length < *min) {
            self.refuse(Problem::TooShort(min));
        }
        if let Some(max) = shape.length.max.filter(|max| length > *max) {
            // Whether the text matches as well is not asked: of a long text, the match would take long.
            return self.refuse(Problem::TooLong(max));
        }
        if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| !pattern.accepts(text)) {
            let (scalar, pattern) = (scalar.map(str::to_owned), pattern.source.to_string());
            self.refuse(Problem::Pattern { scalar, pattern });
        }
    }

    fn count(&mut self, count: Count, found: usize) {
        let found = as_u64(found);
        if let Some(min) = count.min.filter(|min| found < *min) {
            self.refuse(Problem::TooFew(min));
        }
        if let Some(max) = count.max.filter(|max| found > *max) {
            self.refuse(Problem::TooMany(max));
        }
    }
}

/// A count; no count of this size exists in memory, so the conversion saturates.
fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
