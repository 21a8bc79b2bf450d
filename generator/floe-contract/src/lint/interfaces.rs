//! Lint of interfaces: every name that they use exists, and every default is a value of the parameter or return type.

use std::collections::BTreeMap;

use floe_base::Place;
use serde_json::Value;

use super::{Linter, categories};
use crate::messages;
use crate::model::{CompositionRule, Form, Interface, Method, Parameter, Selection, Type};
use crate::shapes::shape;

/// The types of plugins' capabilities and requirements; a composition rule names a list that both have.
pub(crate) const SETS: [&str; 2] = ["CapabilitySet", "RequirementSet"];

/// Checks every interface.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    let mut taken: BTreeMap<&str, Place> = BTreeMap::new();
    for interface in &model.interfaces {
        registration(linter, interface, &mut taken);
        selection(linter, interface);
        for method in &interface.methods {
            codes(linter, method.errors.iter(), &method.place);
            default(linter, method);
            parameters(linter, method);
        }
        for rule in &interface.composition {
            composition(linter, rule);
        }
    }
}

/// A category has a group, and a key where manifests select its plugins. The base of all has neither, nor has an interface of no plugin.
fn registration<'a>(linter: &mut Linter<'_>, interface: &'a Interface, taken: &mut BTreeMap<&'a str, Place>) {
    let place = linter.place(&interface.head, "/name");
    let is_counted = interface.selection != Selection::Optional;
    let name = &interface.head.id.name;
    if !interface.is_base() {
        let needs_group = interface.manifest_key.is_some() || is_counted || !interface.composition.is_empty();
        if needs_group && interface.group.is_none() {
            linter.error(&place, messages::interface_invalid_missing(name, "group"), "add `group`");
        }
        if is_counted && interface.manifest_key.is_none() {
            linter.error(&place, messages::interface_invalid_missing(name, "manifest-key"), "add `manifest-key`");
        }
    }
    for (key, value) in [("group", &interface.group), ("manifest-key", &interface.manifest_key)] {
        let Some(value) = value else { continue };
        if interface.is_base() {
            linter.error(&place, messages::interface_invalid_base(key), "remove it");
        } else if let Some(first) = taken.insert(value, place.clone()) {
            let finding = messages::name_taken_twice(format!("the {key} `{value}`")).related(first, "here first");
            linter.error(&place, finding, "rename one of them");
        }
    }
}

fn selection(linter: &mut Linter<'_>, interface: &Interface) {
    let Selection::Default(name) = &interface.selection else { return };
    let category = &interface.head.id.name;
    let plugins = linter.model.plugins.iter().filter(|plugin| plugin.category == *category);
    let known = plugins.map(|plugin| plugin.name.as_str());
    let place = linter.place(&interface.head, "/selection");
    linter.known(name, known, &place, messages::plugin_unknown_selection(name, category));
}

fn codes<'a>(linter: &mut Linter<'_>, codes: impl Iterator<Item = &'a String>, place: &Place) {
    for code in codes {
        let known = linter.model.diagnostics.iter().map(|def| def.code.as_str());
        linter.known(code, known, place, messages::code_unknown(code));
    }
}

fn default(linter: &mut Linter<'_>, method: &Method) {
    let Some(default) = &method.default else { return };
    let name = &method.name;
    match &method.returns {
        None if default.is_null() => {}
        None => {
            let help = "write `default: null`, or say what it returns";
            linter.error(&method.place, messages::default_invalid_nothing(name), help);
        }
        Some(_) if method.optional && default.is_null() => {}
        Some(returned) => fits(linter, returned, default, &format!("`{name}`"), &method.place),
    }
}

fn fits(linter: &mut Linter<'_>, ty: &Type, default: &Value, owner: &str, place: &Place) {
    for violation in linter.shapes.check_shape(&shape(ty), default) {
        linter.error(place, messages::default_invalid_refused(owner, violation.problem), "change the default");
    }
}

/// Parameters that callers may leave out stand last, so that every language can say so in the order of the contract.
fn parameters(linter: &mut Linter<'_>, method: &Method) {
    let last = method.takes.iter().rposition(Parameter::is_required);
    for (at, parameter) in method.takes.iter().enumerate() {
        let (name, place) = (format!("`{}` of `{}`", parameter.name, method.name), &method.place);
        if let Some(default) = &parameter.default {
            fits(linter, &parameter.ty, default, &name, place);
            if default.is_null() || default.is_array() || default.is_object() {
                linter.error(place, messages::default_invalid_plain(&name), "write `optional: true` instead");
            } else if parameter.optional {
                linter.error(place, messages::default_invalid_needless(&name), "remove `optional` or `default`");
            }
        }
        if !parameter.is_required() && last.is_some_and(|last| at < last) {
            let help = "put it behind those that must be given";
            linter.error(place, messages::interface_invalid_order(&name), help);
        }
    }
}

fn composition(linter: &mut Linter<'_>, rule: &CompositionRule) {
    let model = linter.model;
    linter.known(&rule.from, categories(model), &rule.place, messages::category_unknown(&rule.from));
    let provider = model.interfaces.iter().find(|interface| interface.head.id.name == rule.from);
    if provider.is_some_and(|provider| provider.selection == Selection::Several) {
        let help = "name a category of which there is one";
        linter.error(&rule.place, messages::composition_invalid_several(&rule.from), help);
    }
    for set in SETS {
        let Some(Form::Object(fields)) = model.types.get(set).map(|def| &def.form) else {
            linter.error(&rule.place, messages::composition_invalid_set(set), format!("define the object {set}"));
            continue;
        };
        let lists = fields.iter().filter(|field| matches!(field.ty, Type::Array { .. }));
        let unknown = messages::composition_invalid_list(set, &rule.needs);
        linter.known(&rule.needs, lists.map(|field| field.name.as_str()), &rule.place, unknown);
    }
    codes(linter, [&rule.unsupported].into_iter().chain(&rule.missing), &rule.place);
    arguments(linter, rule, &rule.unsupported, &["consumer", "required", "provider", "provided"]);
    if let Some(missing) = &rule.missing {
        arguments(linter, rule, missing, &["consumer"]);
    }
}

/// A message takes no argument that the rule cannot give.
fn arguments(linter: &mut Linter<'_>, rule: &CompositionRule, code: &str, given: &[&str]) {
    let Some(def) = linter.model.diagnostics.iter().find(|def| def.code == code) else { return };
    for argument in def.takes.iter().filter(|argument| !given.contains(&argument.name.as_str())) {
        let help = format!("take only {}", given.join(", "));
        linter.error(&rule.place, messages::composition_invalid_argument(code, &argument.name), help);
    }
}
