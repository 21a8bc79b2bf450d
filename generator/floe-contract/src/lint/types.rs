//! Lint of types: bounds, patterns, descriptions, secrets, endpoints; and that every type has a finite value.

use std::collections::BTreeSet;

use floe_base::Diagnostic;
use floe_base::secret_key::{self, Says};

use super::{FieldName, Linter, Subject, Use, fields, pattern, uses};
use crate::messages;
use crate::model::{Component, EndpointRef, Field, Form, Model, Parameter, Type, TypeDef};

/// The greatest whole number that JSON readers keep exact.
const LARGEST: i64 = 1 << 53;
/// The suffixes of type names that refer to secrets.
const REFERENCE: &str = "CredentialRef";

/// Checks every type and every use of one.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    let is_text = |name: &str| model.scalars.get(name).is_some_and(|it| matches!(it.base, Type::String { .. }));
    for Use { ty, place, subject } in uses(model) {
        if let Some(fault) = fault(ty, subject) {
            linter.error(place, fault, "change the constraint");
        }
        if let Type::Map { keys: Some(scalar), .. } = ty
            && !is_text(scalar)
        {
            let finding = messages::type_invalid_scalar(subject, scalar);
            linter.error(place, finding, "name a scalar that is a string");
        }
    }
    descriptions(linter);
    for (name, field) in fields(model) {
        secret(linter, name, field);
        endpoint(linter, name, field);
        if field.platform_only && !field.is_optional() {
            let finding = messages::type_invalid_kept(format_args!("`{name}`"));
            linter.error(&field.place, finding, "remove `default`, and the name under `required`");
        }
    }
    endless(linter);
}

fn fault(ty: &Type, subject: Subject<'_>) -> Option<Diagnostic> {
    match ty {
        Type::Integer { min, max } if *min < -LARGEST || *max > LARGEST => Some(messages::bound_invalid_range(subject)),
        Type::Integer { min, max } if min > max => Some(messages::bound_invalid_order(subject)),
        Type::Number { min: Some(min), max: Some(max) } if min > max => Some(messages::bound_invalid_order(subject)),
        Type::Number { min, max } if min.iter().chain(max).any(|bound| !bound.is_finite()) => {
            Some(messages::bound_invalid_finite(subject))
        }
        Type::String { min_length: Some(min), max_length: Some(max), .. }
        | Type::Array { min_items: Some(min), max_items: Some(max), .. }
        | Type::Map { min_properties: Some(min), max_properties: Some(max), .. }
            if min > max =>
        {
            Some(messages::bound_invalid_count(subject))
        }
        Type::String { pattern: Some(pattern), .. } => {
            pattern::fault(pattern).map(|fault| messages::pattern_invalid(subject, fault))
        }
        _ => None,
    }
}

fn descriptions(linter: &mut Linter<'_>) {
    let model = linter.model;
    let types = model.types.values().map(|def| (&def.description, format!("the type `{}`", def.name), &def.place));
    let fields = fields(model).filter(|(_, field)| field.description.is_empty());
    let fields = fields.map(|(name, field)| (&field.description, format!("`{name}`"), &field.place));
    let cases = model.types.values().flat_map(|def| {
        let cases = if let Form::Union(union) = &def.form { &union.cases[..] } else { &[] };
        cases
            .iter()
            .map(|case| (&case.description, format!("the case `{}` of `{}`", case.value, def.name), &case.place))
    });
    let methods = model.interfaces.iter().flat_map(|interface| &interface.methods);
    let parameters = methods.flat_map(|method| {
        let name = |parameter: &Parameter| format!("`{}` of `{}`", parameter.name, method.name);
        method.takes.iter().map(move |parameter| (&parameter.description, name(parameter), &method.place))
    });
    let all = types.chain(fields).chain(cases).chain(parameters);
    for (_, what, place) in all.filter(|(description, ..)| description.is_empty()) {
        linter.error(place, messages::description_missing(what), "say what it means");
    }
}

fn secret(linter: &mut Linter<'_>, name: FieldName<'_>, field: &Field) {
    let name = format_args!("`{name}`");
    let refers = || matches!(&field.ty, Type::Ref(name) if refers(linter.model, name, &mut BTreeSet::new()));
    if field.is_secret() && !refers() {
        let help = format!("give it a type whose name ends in {REFERENCE}");
        linter.error(&field.place, messages::secret_invalid_literal(name), help);
    }
    if !field.is_secret() && matches!(&field.ty, Type::Ref(name) if name.ends_with(REFERENCE)) {
        linter.error(&field.place, messages::secret_invalid_unmarked(name), "add `x-floe-secret: true`");
    }
    let could_hold = match secret_key::says(&field.name) {
        Says::Secret | Says::SecretOrNumber => holds_text(&field.ty, true),
        // A named scalar under such a key is the name of a Secret.
        Says::SecretOrName => holds_text(&field.ty, false),
        Says::Login | Says::Nothing => false,
    };
    match field.secret {
        None if could_hold => {
            let help = format!(
                "give it a type whose name ends in {REFERENCE}, or write `x-floe-secret: false` if the text is no secret"
            );
            linter.error(&field.place, messages::secret_invalid_text(name), help);
        }
        Some(false) if !could_hold => linter.error(&field.place, messages::secret_invalid_needless(name), "remove it"),
        _ => {}
    }
}

/// Whether a type takes text, be it a named scalar or not. A named type is judged by itself.
fn holds_text(ty: &Type, scalars: bool) -> bool {
    match ty {
        Type::Any | Type::String { .. } => true,
        Type::Scalar(_) => scalars,
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => holds_text(inner, scalars),
        Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::Const(_) | Type::Ref(_) => false,
    }
}

/// Whether a type is a reference to a secret, or holds only such references.
fn refers(model: &Model, name: &str, inside: &mut BTreeSet<String>) -> bool {
    if name.ends_with(REFERENCE) {
        return true;
    }
    if !inside.insert(name.to_owned()) {
        return false;
    }
    let mut all = |fields: &[Field]| {
        !fields.is_empty()
            && fields.iter().all(|field| matches!(&field.ty, Type::Ref(name) if refers(model, name, inside)))
    };
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => all(fields),
        Some(Form::Union(union)) => union.cases.iter().all(|case| all(&case.fields)),
        _ => false,
    }
}

fn endpoint(linter: &mut Linter<'_>, name: FieldName<'_>, field: &Field) {
    let Some(EndpointRef { component, port, .. }) = &field.endpoint else { return };
    let name = format_args!("`{name}`");
    if !matches!(field.ty, Type::Scalar(_) | Type::String { .. }) {
        linter.error(&field.place, messages::endpoint_unknown_text(name), "give it the scalar http-url");
    }
    let components = &linter.model.components;
    let unknown = messages::endpoint_unknown_component(name, component);
    linter.known(component, components.iter().map(Component::name), &field.place, unknown);
    if let Some(found) = components.iter().find(|one| one.name() == component) {
        let unknown = messages::endpoint_unknown_port(name, port);
        linter.known(port, found.ports.keys().map(String::as_str), &field.place, unknown);
    }
}

/// Refuses types whose values would have to hold themselves without end.
fn endless(linter: &mut Linter<'_>) {
    let types = &linter.model.types;
    let mut finite: BTreeSet<&str> = BTreeSet::new();
    loop {
        let more: Vec<&str> =
            types.values().filter(|def| is_finite(def, &finite)).map(|def| def.name.as_str()).collect();
        if more.len() == finite.len() {
            break;
        }
        finite = more.into_iter().collect();
    }
    for def in types.values().filter(|def| !finite.contains(def.name.as_str())) {
        linter.error(&def.place, messages::type_endless(&def.name), "make one of the fields optional");
    }
}

fn is_finite(def: &TypeDef, finite: &BTreeSet<&str>) -> bool {
    let all = |fields: &[Field]| fields.iter().all(|field| !field.required || has_end(&field.ty, finite));
    match &def.form {
        Form::Object(fields) => all(fields),
        Form::Enum(_) => true,
        Form::Union(union) => union.cases.iter().any(|case| all(&case.fields)),
    }
}

fn has_end(ty: &Type, finite: &BTreeSet<&str>) -> bool {
    match ty {
        Type::Ref(name) => finite.contains(name.as_str()),
        Type::Array { items: inner, min_items: min, .. } | Type::Map { values: inner, min_properties: min, .. } => {
            min.is_none_or(|min| min == 0) || has_end(inner, finite)
        }
        _ => true,
    }
}
