//! Names: well formed, and different in every language that they are written into.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Place, names};

use super::{FieldList, Linter, lists};
use crate::model::{Form, Model, TypeDef};

/// Checks every name.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    distinct(linter, "the type", type_names(model));
    for def in model.types.values() {
        type_name(linter, def);
        members(linter, def);
    }
    for list in lists(model) {
        field_names(linter, &list);
    }
    for scalar in model.scalars.values() {
        well_formed(linter, &scalar.name, names::kebab_case, "the scalar", &scalar.place);
    }
    for interface in &model.interfaces {
        for method in &interface.methods {
            well_formed(linter, &method.name, names::snake_case, "the method", &method.place);
            for parameter in &method.takes {
                well_formed(linter, &parameter.name, names::snake_case, "the parameter", &method.place);
            }
        }
    }
}

/// What becomes a type in Rust and Python: named types, the cases of unions, scalars.
fn type_names(model: &Model) -> impl Iterator<Item = (String, String, &Place)> {
    let scalars =
        model.scalars.values().map(|scalar| (names::pascal_case(&scalar.name), scalar.name.clone(), &scalar.place));
    let types = model.types.values().flat_map(|def| {
        let cases = match &def.form {
            Form::Union(union) => union.cases.iter().map(|case| &case.type_name).collect(),
            _ => Vec::new(),
        };
        [&def.name].into_iter().chain(cases).map(|name| (name.clone(), name.clone(), &def.place)).collect::<Vec<_>>()
    });
    scalars.chain(types)
}

/// Refuses two names that come out alike: `(as it comes out, as it is written, where)`.
fn distinct<'a>(linter: &mut Linter<'_>, what: &str, names: impl IntoIterator<Item = (String, String, &'a Place)>) {
    let mut seen: BTreeMap<String, (String, &Place)> = BTreeMap::new();
    for (made, written, place) in names {
        let Some((other, first)) = seen.get(&made) else {
            seen.insert(made, (written, place));
            continue;
        };
        let message = format!("{what} `{written}` and `{other}` are both `{made}` in code");
        let finding = Diagnostic::error("CONTRACT_NAME_TAKEN", message).at(place.clone());
        linter.out.push(finding.related((*first).clone(), "here first").help("rename one of them"));
    }
}

fn well_formed(linter: &mut Linter<'_>, name: &str, right: fn(&str) -> String, what: &str, place: &Place) {
    let right = right(name);
    if right != name || !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.is_ascii() {
        let help = if right == name {
            "let it begin with a letter from a to z".to_owned()
        } else {
            format!("write `{right}`")
        };
        linter.error("CONTRACT_NAME_INVALID", place, format!("{what} `{name}` is not named as such are"), help);
    }
}

fn type_name(linter: &mut Linter<'_>, def: &TypeDef) {
    let plain = def.name.chars().all(|c| c.is_ascii_alphanumeric());
    if !plain || !def.name.starts_with(|c: char| c.is_ascii_uppercase()) {
        let help = format!("write `{}`", names::pascal_case(&def.name));
        linter.error(
            "CONTRACT_NAME_INVALID",
            &def.place,
            format!("the type `{}` is not named as types are", def.name),
            help,
        );
    }
}

fn members(linter: &mut Linter<'_>, def: &TypeDef) {
    match &def.form {
        Form::Object(_) => {}
        Form::Union(union) => {
            distinct(linter, "the case", union.cases.iter().map(|case| case_name(&case.value, &def.place)));
        }
        Form::Enum(values) => {
            if values.is_empty() {
                let message = format!("the enumeration `{}` has no value", def.name);
                linter.error("CONTRACT_TYPE_INVALID", &def.place, message, "add a value");
            }
            distinct(linter, "the value", values.iter().map(|value| case_name(&value.value, &def.place)));
        }
    }
}

fn case_name<'a>(value: &str, place: &'a Place) -> (String, String, &'a Place) {
    (names::pascal_case(value), value.to_owned(), place)
}

/// A field's name is written into Rust and Python in snake case, and into JSON as it is. Formats of others begin some names with an underscore.
fn field_names(linter: &mut Linter<'_>, list: &FieldList<'_>) {
    let all = list.tag.into_iter().chain(list.fields.iter().map(|field| (field.name.as_str(), &field.place)));
    let all: Vec<_> = all.collect();
    distinct(
        linter,
        "the field",
        all.iter().map(|(name, place)| (names::snake_case(name), (*name).to_owned(), *place)),
    );
    for (name, place) in all {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let word = name.strip_prefix('_').unwrap_or(name);
        if !plain || !word.starts_with(|c: char| c.is_ascii_lowercase()) || name.ends_with('_') {
            let help = format!("write `{}` or `{}`", names::snake_case(name), names::camel_case(name));
            linter.error(
                "CONTRACT_NAME_INVALID",
                place,
                format!("the field `{name}` is not named as fields are"),
                help,
            );
        }
    }
}
