//! Lint of rules: the keys and values of a rule are those of the type, so that each rule can be kept and broken.

use super::Linter;
use crate::messages;
use crate::model::{Field, Form, Model, Rule, Type, TypeDef, typed};
use crate::reader::suggestion;
use crate::shapes::shape;
use floe_base::Diagnostic;

/// Checks every rule.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    for def in model.types.values() {
        let fields: Vec<&Field> = match &def.form {
            Form::Object(fields) => fields.iter().collect(),
            Form::Union(union) => union.cases.iter().flat_map(|case| &case.fields).collect(),
            Form::Enum(_) => Vec::new(),
        };
        let is_union = matches!(def.form, Form::Union(_));
        for rule in &def.rules {
            if is_union && !matches!(rule, Rule::Expression { .. }) {
                broken(linter, def, messages::rule_invalid_union(&def.name));
            }
            self::rule(linter, def, &fields, rule);
        }
    }
}

fn rule(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], rule: &Rule) {
    match rule {
        Rule::OnlyWhen { key, when, is } | Rule::NeededWhen { key, when, is } => {
            may_be_absent(linter, def, fields, key);
            values(linter, def, fields, when, is);
        }
        Rule::OneForm { forms } => {
            for key in forms.iter().flatten() {
                may_be_absent(linter, def, fields, key);
            }
        }
        Rule::Unique { key, by, .. } => unique(linter, def, fields, key, by),
        Rule::Sum { keys, .. } => numbers(linter, def, fields, keys.iter()),
        Rule::AtMost { key, other } => numbers(linter, def, fields, [key, other]),
        Rule::Reserved { key, values: reserved } => values(linter, def, fields, key, reserved),
        Rule::Expression { key } => expression(linter, def, fields, key),
        Rule::Names { keys } => {
            for key in keys {
                find(linter, def, fields, key);
            }
        }
        Rule::NotEvaluated { keys, without } => {
            for key in keys {
                find(linter, def, fields, key);
            }
            let known: Vec<&str> = linter.model.interfaces.iter().map(|it| it.head.id.name.as_str()).collect();
            if let Some(category) = without.as_deref().filter(|category| !known.contains(category)) {
                let finding = messages::rule_invalid_category(&def.name, category);
                linter.error(&def.place, finding, suggestion(category, known));
            }
        }
        Rule::Environment { keys, .. } => {
            for key in keys.iter().filter(|key| fields.iter().any(|field| field.name == **key)) {
                broken(linter, def, messages::rule_invalid_against(&def.name, key));
            }
            for key in keys.iter().filter(|key| key.to_lowercase() != **key) {
                broken(linter, def, messages::rule_invalid_case(&def.name, key));
            }
        }
    }
}

fn broken(linter: &mut Linter<'_>, def: &TypeDef, finding: Diagnostic) {
    linter.error(&def.place, finding, "correct the rule, or the type");
}

/// The field of that name; an absent field is a finding.
fn find<'f>(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&'f Field], key: &str) -> Option<&'f Field> {
    let found = fields.iter().find(|field| field.name == key).copied();
    if found.is_none() {
        let help = suggestion(key, fields.iter().map(|field| field.name.as_str()));
        linter.error(&def.place, messages::rule_invalid_key(&def.name, key), help);
    }
    found
}

fn may_be_absent(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], key: &str) {
    if find(linter, def, fields, key).is_some_and(|field| !field.is_optional()) {
        broken(linter, def, messages::rule_invalid_optional(&def.name, key));
    }
}

/// The values that a rule compares with are values that the field can have.
fn values(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], key: &str, values: &[String]) {
    let Some(field) = find(linter, def, fields, key) else { return };
    for value in values {
        if !linter.shapes.check_shape(&shape(&field.ty), &typed(&field.ty, value)).is_empty() {
            broken(linter, def, messages::rule_invalid_value(&def.name, key, value));
        }
    }
}

/// Fields that a rule adds up or compares are numbers wherever the rule is judged.
fn numbers<'k>(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], keys: impl IntoIterator<Item = &'k String>) {
    for key in keys {
        let Some(field) = find(linter, def, fields, key) else { continue };
        let is_number = matches!(field.ty, Type::Integer { .. } | Type::Number { .. });
        if !is_number || field.is_optional() {
            broken(linter, def, messages::rule_invalid_number(&def.name, key));
        }
    }
}

fn unique(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], key: &str, by: &str) {
    let Some(field) = find(linter, def, fields, key) else { return };
    let by_text = item(linter.model, &field.ty).is_some_and(|fields| fields.iter().any(|field| field.name == by));
    if !by_text {
        broken(linter, def, messages::rule_invalid_unique(&def.name, key, by));
    }
}

/// A field that is read as an expression is text, or a list of texts.
fn expression(linter: &mut Linter<'_>, def: &TypeDef, fields: &[&Field], key: &str) {
    let Some(field) = find(linter, def, fields, key) else { return };
    let inside = if let Type::Array { items, .. } = &field.ty { items.as_ref() } else { &field.ty };
    if !matches!(inside, Type::String { .. } | Type::Scalar(_)) {
        broken(linter, def, messages::rule_invalid_expression(&def.name, key));
    }
}

/// The fields of a list's items.
fn item<'m>(model: &'m Model, ty: &Type) -> Option<&'m [Field]> {
    let Type::Array { items, .. } = ty else { return None };
    let Type::Ref(name) = items.as_ref() else { return None };
    match &model.types.get(name)?.form {
        Form::Object(fields) => Some(fields),
        Form::Enum(_) | Form::Union(_) => None,
    }
}
