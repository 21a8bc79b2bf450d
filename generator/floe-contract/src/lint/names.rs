//! Lint of names: well formed, and different in every language of the outputs.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Place, names};

use super::{FieldList, Linter, lists};
use crate::define::case_name;
use crate::messages;
use crate::model::{Form, Head, Interface, Model, TypeDef};

/// Checks every name.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    distinct(linter, "the type", type_names(model));
    for (made, written, place) in type_names(model).filter(|(made, _, _)| PYTHON.contains(&made.as_str())) {
        python_word(linter, "type", &written, &made, place);
    }
    for def in model.types.values() {
        type_name(linter, def);
        members(linter, def);
    }
    for list in lists(model) {
        field_names(linter, &list);
    }
    for scalar in model.scalars.values() {
        well_formed(linter, &scalar.name, &KEBAB, "the scalar", &scalar.place);
    }
    for interface in &model.interfaces {
        let Head { id, .. } = &interface.head;
        let made = names::pascal_case(&id.name);
        if PYTHON.contains(&made.as_str()) {
            let place = linter.place(&interface.head, "/name");
            python_word(linter, "interface", &id.name, &made, &place);
        }
        own_names(linter, interface);
        for method in &interface.methods {
            well_formed(linter, &method.name, &SNAKE, "the method", &method.place);
            for parameter in &method.takes {
                well_formed(linter, &parameter.name, &SNAKE, "the parameter", &method.place);
            }
        }
    }
}

/// The contract names that become types in Rust and Python: named types, the cases of unions, scalars.
fn type_names(model: &Model) -> impl Iterator<Item = (String, String, &Place)> {
    let scalars =
        model.scalars.values().map(|scalar| (names::pascal_case(&scalar.name), scalar.name.clone(), &scalar.place));
    let types = model.types.values().flat_map(|def| {
        // Cases of one union that come out alike, or as the union itself, are told as cases.
        let cases: BTreeMap<&String, &Place> = match &def.form {
            Form::Union(union) => union.cases.iter().map(|case| (&case.type_name, &case.place)).collect(),
            _ => BTreeMap::new(),
        };
        let cases = cases.into_iter().filter(|(name, _)| **name != def.name);
        [(&def.name, &def.place)]
            .into_iter()
            .chain(cases)
            .map(|(name, place)| (name.clone(), name.clone(), place))
            .collect::<Vec<_>>()
    });
    scalars.chain(types)
}

/// An interface's outputs stand in one module with the types that the interface defines.
fn own_names(linter: &mut Linter<'_>, interface: &Interface) {
    let (model, id) = (linter.model, &interface.head.id);
    let facets = interface.methods.iter().filter_map(|method| method.facet.as_deref());
    let parts = ["runtime", "plugin"].into_iter().chain(facets).map(|part| format!("{}-{part}", id.name));
    let made: BTreeSet<String> = parts.chain([id.name.clone()]).map(|name| names::pascal_case(&name)).collect();
    let own = type_names(model).filter(|(name, _, place)| place.file == interface.head.file && made.contains(name));
    for (name, _, place) in own {
        linter.error(place, messages::name_taken_interface(name), "rename it");
    }
}

/// Refuses two names that come out alike: `(as the name comes out, as written, place)`.
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

/// How names of one kind are written.
struct Style {
    form: fn(&str) -> String,
    rule: &'static str,
}

const KEBAB: Style = Style { form: names::kebab_case, rule: "write it in kebab case, with a letter from a to z first" };
const SNAKE: Style = Style { form: names::snake_case, rule: "write it in snake case, with a letter from a to z first" };

impl Style {
    fn fits(&self, name: &str) -> bool {
        (self.form)(name) == name && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.is_ascii()
    }
}

fn well_formed(linter: &mut Linter<'_>, name: &str, style: &Style, what: &str, place: &Place) {
    if !style.fits(name) {
        let help = offer([(style.form)(name)], |name| style.fits(name), style.rule);
        linter.error(place, messages::name_invalid_other(what, name), help);
    }
}

/// The names that would do, each once; the rule where none does.
fn offer<const N: usize>(names: [String; N], fits: impl Fn(&str) -> bool, rule: &str) -> String {
    let fitting: BTreeSet<String> =
        names.into_iter().filter(|name| fits(name)).map(|name| format!("`{name}`")).collect();
    if fitting.is_empty() {
        return rule.to_owned();
    }
    format!("write {}", fitting.into_iter().collect::<Vec<_>>().join(" or "))
}

/// Names that no class of Python can have.
const PYTHON: [&str; 3] = ["False", "None", "True"];

fn python_word(linter: &mut Linter<'_>, what: &str, written: &str, made: &str, place: &Place) {
    linter.error(place, messages::name_invalid_python(what, written, made), "give it another name");
}

fn type_name(linter: &mut Linter<'_>, def: &TypeDef) {
    let fits = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_ascii_uppercase())
    };
    if !fits(&def.name) {
        let rule = "write it in Pascal case, with a letter from A to Z first";
        let help = offer([names::pascal_case(&def.name)], fits, rule);
        linter.error(&def.place, messages::name_invalid_type(&def.name), help);
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

/// Field names are written into Rust and Python in snake case, and into JSON unchanged. Foreign formats use leading underscores.
fn field_names(linter: &mut Linter<'_>, list: &FieldList<'_>) {
    let all = list.tag.into_iter().chain(list.fields.iter().map(|field| (field.name.as_str(), &field.place)));
    let all: Vec<_> = all.collect();
    distinct(
        linter,
        "the field",
        all.iter().map(|(name, place)| (names::snake_case(name), (*name).to_owned(), *place)),
    );
    for (name, place) in all.into_iter().filter(|(name, _)| !fits_field(name)) {
        let rule = "write it in snake or camel case, with a letter from a to z first";
        let help = offer([names::snake_case(name), names::camel_case(name)], fits_field, rule);
        linter.error(place, messages::name_invalid_field(name), help);
    }
}

fn fits_field(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let word = name.strip_prefix('_').unwrap_or(name);
    plain && word.starts_with(|c: char| c.is_ascii_lowercase()) && !name.ends_with('_')
}
