//! Values: the defaults of contracts as Rust expressions. Does not judge whether a value is right.

use floe_contract::model::{Field, Form, Model, Type};
use serde_json::Value;

use super::names;
use super::scope::Scope;

impl Scope<'_> {
    /// The expression of a value. A value of another type, which lint refuses, becomes an error of rustc.
    pub(super) fn expression(&mut self, ty: &Type, value: &Value) -> String {
        let none = || "compile_error!(\"the contract's value does not have its type\")".to_owned();
        self.try_expression(ty, value).unwrap_or_else(none)
    }

    fn try_expression(&mut self, ty: &Type, value: &Value) -> Option<String> {
        match ty {
            Type::Any => Some(any(value, &self.imports.path("serde_json", "Value"))),
            Type::Boolean => value.as_bool().map(|flag| flag.to_string()),
            Type::Integer { .. } => integer(value),
            Type::Number { .. } => float(value),
            Type::String { .. } | Type::Const(_) => value.as_str().map(text),
            Type::Scalar(name) => {
                let base = &self.model.scalars.get(name)?.base;
                let inner = self.try_expression(base, value)?;
                Some(format!("{}({inner})", self.scalar(name)))
            }
            Type::Array { items, .. } => {
                let items = value.as_array()?.iter().map(|item| self.try_expression(items, item));
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(if items.is_empty() { "Vec::new()".to_owned() } else { format!("vec![{}]", items.join(", ")) })
            }
            Type::Map { values, .. } => {
                let map = self.imports.path("std::collections", "BTreeMap");
                let entries = value.as_object()?.iter().map(|(key, value)| {
                    self.try_expression(values, value).map(|value| format!("({}, {value})", text(key)))
                });
                let entries = entries.collect::<Option<Vec<_>>>()?.join(", ");
                Some(if entries.is_empty() { format!("{map}::new()") } else { format!("{map}::from([{entries}])") })
            }
            Type::Ref(name) => self.named_value(name, value),
        }
    }

    fn named_value(&mut self, name: &str, value: &Value) -> Option<String> {
        let (model, ident): (&Model, _) = (self.model, self.named(name));
        match &model.types.get(name)?.form {
            Form::Object(fields) => self.literal(name, &ident, fields, value),
            Form::Enum(values) => {
                let variants = names::variants(values.iter().map(|value| &value.value));
                let at = values.iter().position(|one| Some(one.value.as_str()) == value.as_str())?;
                Some(format!("{ident}::{}", variants[at]))
            }
            Form::Union(union) => {
                let tag = value.get(&union.tag)?.as_str()?;
                let variants = names::variants(union.cases.iter().map(|case| &case.value));
                let at = union.cases.iter().position(|case| case.value == tag)?;
                let case = &union.cases[at];
                let case_ident = self.case(name, &case.type_name);
                let inner = self.literal(name, &case_ident, &case.fields, value)?;
                Some(format!("{ident}::{}({inner})", variants[at]))
            }
        }
    }

    fn literal(&mut self, owner: &str, ident: &str, fields: &[Field], value: &Value) -> Option<String> {
        let written = value.as_object()?;
        let idents = names::values(fields.iter().map(|field| &field.name));
        let says = |field: &Field| written.get(&field.name).filter(|value| !(value.is_null() && field.is_optional()));
        // A `new` without arguments fills in the fields that are not written.
        let (is_partial, knows) = (!fields.iter().all(|field| says(field).is_some()), !fields.iter().any(is_given));
        let mut members = Vec::new();
        for (field, name) in fields.iter().zip(idents) {
            let inner = match says(field).or_else(|| field.default.as_ref().filter(|_| !knows)) {
                Some(value) => {
                    let inner = self.try_expression(&field.ty, value)?;
                    let inner = if self.is_boxed(owner, &field.ty) { format!("Box::new({inner})") } else { inner };
                    if field.is_optional() { format!("Some({inner})") } else { inner }
                }
                None if knows => continue,
                None if field.required => return None,
                None => "None".to_owned(),
            };
            members.push(format!("{name}: {inner}"));
        }
        if members.is_empty() {
            return Some(format!("{ident}::new()"));
        }
        members.extend((is_partial && knows).then(|| format!("..{ident}::new()")));
        Some(format!("{ident} {{ {} }}", members.join(", ")))
    }
}

/// Whether the constructor of a struct takes this field. The constructor knows a constant.
pub(super) fn is_given(field: &Field) -> bool {
    field.required && !matches!(field.ty, Type::Const(_))
}

/// An owned text.
pub(super) fn text(text: &str) -> String {
    if text.is_empty() { "String::new()".to_owned() } else { format!("{text:?}.to_owned()") }
}

/// Any JSON value, made by calls: a macro would give up on large values.
fn any(value: &Value, ty: &str) -> String {
    match value {
        Value::Null => format!("{ty}::Null"),
        Value::Bool(flag) => format!("{ty}::Bool({flag})"),
        Value::Number(number) => format!("{ty}::from({number}{})", if number.is_f64() { "f64" } else { "i64" }),
        Value::String(text) => format!("{ty}::from({text:?})"),
        Value::Array(items) if items.is_empty() => format!("{ty}::Array(Vec::new())"),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| any(item, ty)).collect();
            format!("{ty}::Array(vec![{}])", items.join(", "))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("({}, {})", text(key), any(value, ty)));
            format!("{ty}::Object(serde_json::Map::from_iter([{}]))", members.collect::<Vec<_>>().join(", "))
        }
    }
}

fn integer(value: &Value) -> Option<String> {
    let number = value.as_i64().or_else(|| whole(value.as_f64()?))?;
    Some(number.to_string())
}

/// `1.0` is a whole number, too. Contracts bound integers by 2^53, within which the conversion is exact.
#[expect(clippy::cast_possible_truncation, reason = "the number is whole and within 2^53")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn float(value: &Value) -> Option<String> {
    value.as_f64().filter(|number| number.is_finite()).map(|number| format!("{number:?}"))
}
