//! Fields of the Python implementation's documents: each is in the corresponding type of a contract, with its values
//! and default, or `docs/fields-left-out.md` states the reason. `fields.txt` lists the fields.

use std::collections::BTreeSet;

use floe_contract::Model;
use floe_contract::model::{Field, Form, Type, TypeDef};
use serde_json::Value;

use crate::tree::{files, judge, model};

/// The fields by type.
const FIELDS: &str = include_str!("fields.txt");
/// The page of the fields left out.
const PAGE: &str = "docs/fields-left-out.md";

/// The requirements on one field.
struct Asked<'t> {
    /// The type with the name of its contract: `bindings/storage/Bucket`.
    owner: &'t str,
    name: &'t str,
    required: bool,
    default: Option<Value>,
    values: Vec<&'t str>,
}

/// A difference that the page can excuse.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Missing,
    NotRequired,
    OtherDefault,
    NoValue(String),
}

/// One row of the page.
struct Row {
    document: String,
    /// The fields of the row: `Bucket.name`.
    fields: Vec<String>,
    /// The differences that the row excuses in each of the fields.
    differences: Vec<Difference>,
    instead: Vec<String>,
}

#[test]
fn every_field_is_in_its_type_or_in_the_table_of_those_that_are_not() {
    let (model, rows) = (model(), rows());
    let asked = asked(FIELDS);
    let mut excuses: BTreeSet<(String, String, Difference)> = BTreeSet::new();
    for row in &rows {
        for field in &row.fields {
            excuses.extend(row.differences.iter().map(|it| (row.document.clone(), field.clone(), it.clone())));
        }
    }
    let mut findings = Vec::new();
    let mut needed = BTreeSet::new();
    for field in &asked {
        let (document, ty) = field.owner.rsplit_once('/').expect("a type stands in a contract");
        for difference in differences(&model, document, ty, field) {
            let excuse = (document.to_owned(), format!("{ty}.{}", field.name), difference.clone());
            if !excuses.contains(&excuse) {
                findings.push(format!("{}.{}: {difference:?}, and {PAGE} does not say so", field.owner, field.name));
            }
            needed.insert(excuse);
        }
    }
    let needless = excuses.difference(&needed);
    findings.extend(needless.map(|(document, field, it)| format!("{PAGE}: {document} {field} is not {it:?}")));
    judge("fields", asked.len(), &findings);
}

#[test]
fn what_stands_instead_of_a_field_is_there() {
    let (model, rows) = (model(), rows());
    let words = words(&model);
    let unknown = |row: &Row| {
        let unknown = row.instead.iter().filter(|instead| !words.contains(instead.as_str()));
        unknown.map(|instead| format!("{}: there is no `{instead}`", row.document)).collect::<Vec<_>>()
    };
    judge("rows", rows.len(), &rows.iter().flat_map(unknown).collect::<Vec<_>>());
}

#[test]
fn a_field_of_another_type_does_not_count() {
    let model = model();
    let of = |text: &str| {
        let asked = asked(text);
        let (document, ty) = asked[0].owner.rsplit_once('/').expect("it has one");
        differences(&model, document, ty, &asked[0])
    };
    assert_eq!(of("documents/floe-spec/OutputPort: owner"), []);
    assert_eq!(of("documents/floe-spec/Transform: owner"), [Difference::Missing]);
    assert_eq!(of("documents/floe-spec/NoSuchType: owner"), [Difference::Missing]);
    assert_eq!(of("documents/floe-spec/OutputPort: owner!"), [Difference::NotRequired]);
    assert_eq!(of("bindings/schedule/Schedule: timezone=\"CET\""), [Difference::OtherDefault]);
    assert_eq!(of("documents/floe-spec/Transform: tier(bronze|tin)"), [Difference::NoValue("tin".to_owned())]);
}

/// Parses the list of fields.
fn asked(table: &str) -> Vec<Asked<'_>> {
    let mut owner = "";
    let mut asked = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields = if line.starts_with(' ') {
            line
        } else {
            let (named, fields) = line.split_once(": ").expect("a type has fields");
            owner = named;
            fields
        };
        asked.extend(fields.split_whitespace().map(|text| field(owner, text)));
    }
    asked
}

/// Parses `name`, `name!`, `name=default` or `name(a|b)`; the values come last.
fn field<'t>(owner: &'t str, text: &'t str) -> Asked<'t> {
    let (text, values) = match text.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        Some((text, values)) => (text, values.split('|').collect()),
        None => (text, Vec::new()),
    };
    let (name, default) = match text.split_once('=') {
        Some((name, default)) => (name, Some(serde_json::from_str(default).expect("a default is JSON"))),
        None => (text, None),
    };
    let required = name.ends_with('!');
    Asked { owner, name: name.trim_end_matches('!'), required, default, values }
}

/// The differences between a contract and the requirements on a field.
fn differences(model: &Model, document: &str, ty: &str, asked: &Asked<'_>) -> Vec<Difference> {
    let of_contract = |def: &&TypeDef| format!("{}/{}", def.contract.kind.folder(), def.contract.name) == document;
    let Some(def) = model.types.get(ty).filter(of_contract) else { return vec![Difference::Missing] };
    let mut found = Vec::new();
    let (required, default, values) = match (&def.form, fields(def, asked.name).first()) {
        (Form::Union(union), None) if union.tag == asked.name => {
            (true, None, union.cases.iter().map(|case| case.value.as_str()).collect())
        }
        (_, Some(field)) => (field.required, field.default.as_ref(), values(model, &field.ty)),
        (_, None) => return vec![Difference::Missing],
    };
    if asked.required && !required {
        found.push(Difference::NotRequired);
    }
    if asked.default.is_some() && asked.default.as_ref() != default {
        found.push(Difference::OtherDefault);
    }
    let missing = asked.values.iter().filter(|value| !values.contains(value));
    found.extend(missing.map(|value| Difference::NoValue((*value).to_owned())));
    found
}

/// The fields with a name in a type; each case of a union may have one.
fn fields<'m>(def: &'m TypeDef, name: &str) -> Vec<&'m Field> {
    let all: Vec<&Field> = match &def.form {
        Form::Object(fields) => fields.iter().collect(),
        Form::Union(union) => union.cases.iter().flat_map(|case| &case.fields).collect(),
        Form::Enum(_) => Vec::new(),
    };
    all.into_iter().filter(|field| field.name == name).collect()
}

/// The words that a field accepts.
fn values<'m>(model: &'m Model, ty: &'m Type) -> Vec<&'m str> {
    match ty {
        Type::Const(text) => vec![text],
        Type::Array { items, .. } => values(model, items),
        Type::Ref(name) => match &model.types[name].form {
            Form::Enum(values) => values.iter().map(|value| value.value.as_str()).collect(),
            Form::Object(_) | Form::Union(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The rows of the page. A row about a missing field has four cells; a row about values, a default or presence has
/// five.
fn rows() -> Vec<Row> {
    let page = files().into_iter().find(|file| file.path == PAGE).expect("the page is there");
    let lines = page.text.lines();
    let lines = lines.filter(|line| {
        ["bindings/", "documents/", "interfaces/"].iter().any(|it| line[2.min(line.len())..].starts_with(it))
    });
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let (differences, instead) = match cells.as_slice() {
        [_, _, instead, _] => (vec![Difference::Missing], instead),
        [_, _, was, instead, _] => {
            let what = match was.split(' ').next() {
                Some("required") => vec![Difference::NotRequired],
                Some("default") => vec![Difference::OtherDefault],
                _ => quoted(was).into_iter().map(Difference::NoValue).collect(),
            };
            (what, instead)
        }
        _ => panic!("a row has four cells or five: {line}"),
    };
    Row { document: cells[0].to_owned(), fields: quoted(cells[1]), differences, instead: quoted(instead) }
}

/// The valid replacements for a field: another field, a type, or a word of an enumeration or union.
fn words(model: &Model) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    for (name, def) in &model.types {
        words.insert(name.as_str());
        match &def.form {
            Form::Object(fields) => words.extend(fields.iter().map(|field| field.name.as_str())),
            Form::Enum(values) => words.extend(values.iter().map(|value| value.value.as_str())),
            Form::Union(union) => {
                words.insert(&union.tag);
                for case in &union.cases {
                    words.insert(&case.value);
                    words.extend(case.fields.iter().map(|field| field.name.as_str()));
                }
            }
        }
    }
    words
}
