//! Mutation tests of the checkers. A mutant is Rust's table of shapes with one keyword of one contract removed; a
//! script makes the same mutants of the Python source. A mutant is killed if a trial of its type gets another verdict.
//! A surviving mutant reveals a keyword that checks nothing or that no trial exercises.

use std::collections::BTreeMap;

use floe_types::shape::Shapes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::judges::{python, run, script};
use crate::raw;
use crate::sample::Sampler;
use crate::subject::{Named, RustVerdict, Subject, contracts, refusals};
use crate::table::{self, Table};
use crate::trial::{Trial, trials};

/// The bounds of an integer without bounds in a table.
const UNBOUNDED: (i64, i64) = (i64::MIN, i64::MAX);

/// The number of mutants by keyword, and the names of the survivors.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Tally {
    pub(crate) tried: BTreeMap<String, usize>,
    pub(crate) survivors: Vec<String>,
}

impl Tally {
    pub(crate) fn total(&self) -> usize {
        self.tried.values().sum()
    }
}

/// Runs the wanted trials of each type against every mutant of that type's definition.
pub(crate) fn rust_mutants(subject: &Subject, table: &Table, wanted: impl Fn(&Trial) -> bool) -> Tally {
    let mut tally = Tally::default();
    for named in contracts(&subject.model).iter().flat_map(|contract| &contract.types) {
        let mut sampler = Sampler::new(&subject.model, named.name);
        let mut trials = trials(&mut sampler, named);
        trials.retain(&wanted);
        let def = table.get(named.name).unwrap_or_else(|| panic!("{} has no shape", named.name));
        let others = closure(table, def);
        let expected = verdicts(&others, named, def, &trials);
        for (keyword, place, mutant) in of_def(def) {
            *tally.tried.entry(keyword.to_owned()).or_default() += 1;
            let shapes = shapes(&others, named, &mutant);
            let same = |(trial, expected): (&Trial, &RustVerdict)| verdict(&shapes, named, trial) == *expected;
            // Trials that change the keyword's own field run first, because they kill nearly every mutant.
            let all = || trials.iter().zip(&expected);
            let is_near = |(trial, _): &(&Trial, &RustVerdict)| near(&trial.what, &place);
            if all().filter(is_near).all(same) && all().filter(|it| !is_near(it)).all(same) {
                tally.survivors.push(format!("{}{place}: {keyword}", named.name));
            }
        }
    }
    tally
}

/// Runs the wanted trials of each type against every mutant of the Python source, in one process.
pub(crate) fn python_mutants(subject: &Subject, wanted: impl Fn(&Trial) -> bool) -> Tally {
    let mut instances = BTreeMap::new();
    for named in contracts(&subject.with_cases).iter().flat_map(|contract| &contract.types) {
        let mut sampler = Sampler::new(&subject.with_cases, named.name);
        let mut all = trials(&mut sampler, named);
        all.extend(raw::trials(&mut sampler, named, raw::can_hold_any_number));
        let texts: Vec<String> = all.into_iter().filter(&wanted).map(Trial::into_text).collect();
        instances.insert(named.python.clone(), texts);
    }
    let mut command = python();
    command.arg(script("mutants.py")).arg(subject.package());
    let (success, said) = run(command, &json!(instances).to_string());
    assert!(success, "{said}");
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// All definitions that a definition refers to, transitively.
fn closure(table: &Table, def: &Value) -> Table {
    let mut open = vec![def];
    let mut found = Table::new();
    while let Some(value) = open.pop() {
        match value {
            Value::String(name) => {
                if let Some(def) = table.get(name)
                    && found.insert(name.clone(), def.clone()).is_none()
                {
                    open.push(def);
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// The shapes for one type: the type's definition and the definitions that the type refers to.
fn shapes(others: &Table, named: &Named<'_>, def: &Value) -> Shapes {
    let others = others.iter().map(|(name, def)| (name.as_str(), def)).filter(|(name, _)| *name != named.name);
    let all = others.chain([(named.name, def)]);
    Shapes::new(all.map(|(name, def)| (name.to_owned(), table::def(def))))
}

/// The verdict of the shapes on a trial, in the form that the parity tests compare.
fn verdict(shapes: &Shapes, named: &Named<'_>, trial: &Trial) -> RustVerdict {
    let violations = shapes.check(named.name, &trial.instance);
    if violations.is_empty() {
        return Ok(shapes.normalize(named.name, trial.instance.clone()));
    }
    Err(refusals(violations))
}

fn verdicts(others: &Table, named: &Named<'_>, def: &Value, trials: &[Trial]) -> Vec<RustVerdict> {
    let shapes = shapes(others, named, def);
    trials.iter().map(|trial| verdict(&shapes, named, trial)).collect()
}

/// Whether the place of a mutant leads through the field that a trial changes.
fn near(what: &str, place: &str) -> bool {
    let field = what.split(['/', ':']).nth(1).unwrap_or_default();
    place.split('/').any(|step| step == field)
}

/// A removed keyword, the place of the keyword, and the definition without the keyword.
type Mutant = (&'static str, String, Value);

/// Every mutant of a definition.
fn of_def(def: &Value) -> Vec<Mutant> {
    let parts = def.as_array().expect("a definition is a list");
    match parts[0].as_str() {
        Some("object") => of_fields(parts, 1),
        Some("enum") => {
            let mut all: Vec<Mutant> = vec![("enum", String::new(), json!(["string", null, null, null]))];
            all.extend((1..parts.len()).map(|at| ("value", format!("/{}", words(&parts[at])), without(parts, at))));
            all
        }
        Some("union") => {
            let mut all: Vec<Mutant> = vec![("variants", String::new(), json!(["map", ["any"], null, null]))];
            for at in 2..parts.len() {
                let case = words(&parts[at][0]);
                all.push(("case", format!("/{case}"), without(parts, at)));
                let fields = parts[at][1].as_array().expect("a case has fields");
                all.extend(of_fields(fields, 0).into_iter().map(|(keyword, place, fields)| {
                    (keyword, format!("/{case}{place}"), with(parts, at, json!([parts[at][0], fields])))
                }));
            }
            all
        }
        _ => of_shape(def),
    }
}

/// The mutants of a list of fields, which begins at index `first`.
fn of_fields(parts: &[Value], first: usize) -> Vec<Mutant> {
    let open = json!(["no such key", "optional", ["any"]]);
    let mut all: Vec<Mutant> = vec![("additionalProperties", String::new(), [parts, &[open]].concat().into())];
    for at in first..parts.len() {
        let field = parts[at].as_array().expect("a field is a list");
        let mut push = |keyword, field: Value| {
            all.push((keyword, format!("/{}", words(&parts[at][0])), with(parts, at, field)));
        };
        let presence = match field[1].as_str() {
            Some("required") => ("required", "optional"),
            Some(_) => ("optional", "required"),
            None => ("default", "optional"),
        };
        push(presence.0, with(field, 1, json!(presence.1)));
        if field.len() > 3 {
            push("x-floe-secret", without(field, 3));
        }
        for (keyword, place, shape) in of_shape(&field[2]) {
            let place = format!("/{}{place}", words(&field[0]));
            all.push((keyword, place, with(parts, at, with(field, 2, shape))));
        }
        all.push(("properties", format!("/{}", words(&field[0])), without(parts, at)));
    }
    all
}

/// The mutants of a shape.
fn of_shape(shape: &Value) -> Vec<Mutant> {
    let any = json!(["any"]);
    let Some(parts) = shape.as_array() else {
        return vec![("$ref", String::new(), any)];
    };
    let kind = parts[0].as_str().unwrap_or_default();
    let (least, most) = UNBOUNDED;
    let bounds: &[(&'static str, usize, Value)] = &match kind {
        "integer" => vec![("minimum", 1, json!(least)), ("maximum", 2, json!(most))],
        "number" => vec![("minimum", 1, Value::Null), ("maximum", 2, Value::Null)],
        "string" => vec![("minLength", 1, Value::Null), ("maxLength", 2, Value::Null), ("pattern", 3, Value::Null)],
        "array" => vec![("minItems", 2, Value::Null), ("maxItems", 3, Value::Null)],
        "map" => vec![("minProperties", 2, Value::Null), ("maxProperties", 3, Value::Null)],
        _ => Vec::new(),
    };
    let written = bounds.iter().filter(|(_, at, _)| !parts[*at].is_null());
    let mut all: Vec<Mutant> =
        written.map(|(keyword, at, none)| (*keyword, String::new(), with(parts, *at, none.clone()))).collect();
    match kind {
        "any" => {}
        "const" => all.push(("const", String::new(), json!(["string", null, null, null]))),
        "integer" => all.push(("integer", String::new(), json!(["number", parts[1], parts[2]]))),
        _ => all.push(("type", String::new(), any)),
    }
    if kind == "map" && parts.len() > 4 {
        all.push(("propertyNames", String::new(), without(parts, 4)));
    }
    if matches!(kind, "array" | "map") {
        let inner = of_shape(&parts[1]).into_iter();
        all.extend(inner.map(|(keyword, place, inner)| (keyword, format!("/*{place}"), with(parts, 1, inner))));
    }
    all
}

fn with(parts: &[Value], at: usize, part: Value) -> Value {
    let mut parts = parts.to_vec();
    parts[at] = part;
    parts.into()
}

fn without(parts: &[Value], at: usize) -> Value {
    let mut parts = parts.to_vec();
    parts.remove(at);
    parts.into()
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
