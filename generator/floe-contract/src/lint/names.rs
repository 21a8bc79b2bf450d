//! Lint of names: well formed, and different in every language of the outputs.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Place, names};

use super::{FieldList, Linter, lists};
use crate::define::case_name;
use crate::messages;
use crate::model::{Form, Head, Interface, Model, TypeDef};

/// Checks every name.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    let types: Vec<_> = type_names(model).collect();
    for (made, written, place) in &types {
        python_word(linter, "type", written, made, place);
    }
    for def in model.types.values() {
        well_formed(linter, &def.name, &TYPE, &def.place, || messages::name_invalid_type(&def.name));
        members(linter, def);
    }
    for list in lists(model) {
        field_names(linter, &list);
    }
    for scalar in model.scalars.values() {
        named_as_such(linter, &scalar.name, &KEBAB, "the scalar", &scalar.place);
    }
    for interface in &model.interfaces {
        let name = &interface.head.id.name;
        let place = linter.place(&interface.head, "/name");
        python_word(linter, "interface", name, &names::pascal_case(name), &place);
        own_names(linter, interface, &types);
        for method in &interface.methods {
            named_as_such(linter, &method.name, &SNAKE, "the method", &method.place);
            for parameter in &method.takes {
                named_as_such(linter, &parameter.name, &SNAKE, "the parameter", &method.place);
            }
        }
    }
    distinct(linter, "the type", types);
    places(linter);
}

/// Refuses two contracts that are written to one place: the same contract in two major versions, and two documents with one file name.
fn places(linter: &mut Linter<'_>) {
    let model = linter.model;
    let contracts = model.heads.iter().map(|(id, head)| {
        let name = format!("{}/{}", id.kind.folder(), id.name);
        (name.clone(), format!("the contract `{name}`, in any major version,"), head)
    });
    let files = model.documents.iter().filter_map(|document| {
        let file = document.file.as_ref()?.to_lowercase();
        Some((format!("file {file}"), format!("the file name `{file}`"), &document.head))
    });
    let mut seen: BTreeMap<String, &Head> = BTreeMap::new();
    for (key, what, head) in contracts.chain(files) {
        if let Some(first) = seen.insert(key, head) {
            let finding = messages::name_taken_twice(what).related(linter.place(first, ""), "here first");
            linter.error(&linter.place(head, ""), finding, "keep one of the two");
        }
    }
}

/// The contract names that become types in Rust and Python: scalars, named types, the cases of unions.
///
/// `(as the name comes out, as written, place)`
fn type_names(model: &Model) -> impl Iterator<Item = (String, String, &Place)> {
    let scalars = model.scalars.values();
    let scalars = scalars.map(|scalar| (names::pascal_case(&scalar.name), scalar.name.clone(), &scalar.place));
    let types = model.types.values().flat_map(|def| {
        // Cases of one union that come out alike, or as the union itself, are told as cases.
        let mut named = BTreeMap::new();
        if let Form::Union(union) = &def.form {
            named.extend(union.cases.iter().map(|case| (&case.type_name, &case.place)));
        }
        named.remove(&def.name);
        [(&def.name, &def.place)].into_iter().chain(named)
    });
    scalars.chain(types.map(|(name, place)| (name.clone(), name.clone(), place)))
}

/// An interface's outputs stand in one module with the types that the interface defines.
fn own_names(linter: &mut Linter<'_>, interface: &Interface, types: &[(String, String, &Place)]) {
    let id = &interface.head.id;
    let facets = interface.methods.iter().filter_map(|method| method.facet.as_deref());
    let parts = ["runtime", "plugin"].into_iter().chain(facets).map(|part| format!("{}-{part}", id.name));
    let made: BTreeSet<String> = parts.chain([id.name.clone()]).map(|name| names::pascal_case(&name)).collect();
    let own = types.iter().filter(|(name, _, place)| place.file == interface.head.file && made.contains(name));
    for (name, _, place) in own {
        linter.error(place, messages::name_taken_interface(name), "rename it");
    }
}

/// Refuses two names that come out alike.
fn distinct<'a>(linter: &mut Linter<'_>, what: &str, names: impl IntoIterator<Item = (String, String, &'a Place)>) {
    let mut seen: BTreeMap<String, (String, &Place)> = BTreeMap::new();
    for (made, written, place) in names {
        let Some((other, first)) = seen.get(&made) else {
            seen.insert(made, (written, place));
            continue;
        };
        let finding = messages::name_taken_alike(what, written, other, made).related((*first).clone(), "here first");
        linter.error(place, finding, "rename one of them");
    }
}

/// How names of one kind are written: the forms that a remedy offers, the test of a name, and the rule in words.
struct Style {
    forms: &'static [fn(&str) -> String],
    fits: fn(&str) -> bool,
    rule: &'static str,
}

const KEBAB: Style = Style {
    forms: &[names::kebab_case],
    fits: |name| names::kebab_case(name) == name && name.is_ascii() && starts_small(name),
    rule: "write it in kebab case, with a letter from a to z first",
};
const SNAKE: Style = Style {
    forms: &[names::snake_case],
    fits: |name| names::snake_case(name) == name && name.is_ascii() && starts_small(name),
    rule: "write it in snake case, with a letter from a to z first",
};
const TYPE: Style = Style {
    forms: &[names::pascal_case],
    fits: |name| name.chars().all(|c| c.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_ascii_uppercase()),
    rule: "write it in Pascal case, with a letter from A to Z first",
};
/// Field names are written into Rust and Python in snake case, and into JSON unchanged. Foreign formats use leading underscores.
const FIELD: Style = Style {
    forms: &[names::snake_case, names::camel_case],
    fits: |name| {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        plain && starts_small(name.strip_prefix('_').unwrap_or(name)) && !name.ends_with('_')
    },
    rule: "write it in snake or camel case, with a letter from a to z first",
};

fn starts_small(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
}

fn named_as_such(linter: &mut Linter<'_>, name: &str, style: &Style, what: &str, place: &Place) {
    well_formed(linter, name, style, place, || messages::name_invalid_other(what, name));
}

/// A finding where a name is not of a style. The remedy is the forms that do, each once; where none does, the rule.
fn well_formed(
    linter: &mut Linter<'_>,
    name: &str,
    style: &Style,
    place: &Place,
    finding: impl FnOnce() -> Diagnostic,
) {
    if !(style.fits)(name) {
        let forms = style.forms.iter().map(|form| form(name)).filter(|name| (style.fits)(name));
        let forms: BTreeSet<String> = forms.map(|name| format!("`{name}`")).collect();
        let forms: Vec<String> = forms.into_iter().collect();
        let help = if forms.is_empty() { style.rule.to_owned() } else { format!("write {}", forms.join(" or ")) };
        linter.error(place, finding(), help);
    }
}

/// Refuses names that no class of Python can have.
fn python_word(linter: &mut Linter<'_>, what: &str, written: &str, made: &str, place: &Place) {
    if matches!(made, "False" | "None" | "True") {
        linter.error(place, messages::name_invalid_python(what, written, made), "give it another name");
    }
}

fn members(linter: &mut Linter<'_>, def: &TypeDef) {
    match &def.form {
        Form::Object(_) => {}
        Form::Union(union) => {
            for case in union.cases.iter().filter(|case| case_name(&case.value).is_empty()) {
                let help = "write a value with a letter from a to z or a digit";
                linter.error(&case.place, messages::name_invalid_case(&def.name, &case.value), help);
            }
            let named = union.cases.iter().map(|case| (case_name(&case.value), case.value.clone(), &case.place));
            distinct(linter, "the case", named.filter(|(name, _, _)| !name.is_empty()));
        }
        Form::Enum(values) => {
            if values.is_empty() {
                linter.error(&def.place, messages::type_invalid_empty(&def.name), "add a value");
            }
            let named = values.iter().map(|it| (names::pascal_case(&it.value), it.value.clone(), &it.place));
            distinct(linter, "the value", named);
        }
    }
}

fn field_names(linter: &mut Linter<'_>, list: &FieldList<'_>) {
    let fields = list.fields.iter().map(|field| (field.name.as_str(), &field.place));
    let all = list.tag.into_iter().chain(fields);
    distinct(linter, "the field", all.clone().map(|(name, place)| (names::snake_case(name), name.to_owned(), place)));
    for (name, place) in all {
        well_formed(linter, name, &FIELD, place, || messages::name_invalid_field(name));
    }
}
