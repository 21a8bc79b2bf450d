//! Tables of shapes as JSON, so that parts of them can be taken away: made of shapes, and made into shapes again.
//!
//! ```text
//! k8s-label ["string", 1, 63, "^[a-z]+$"]
//! Protocol ["enum", "s3", "gcs"]
//! Bucket ["object", ["name", "required", "k8s-label"], ["prefix", "optional", ["string", null, null, null]],
//!     ["versioned", {"default": false}, ["boolean"]], ["credentials", "required", "CredentialRef", "secret"]]
//! CredentialRef ["union", "mode", ["kubernetes-secret", [["name", "required", "k8s-label"]]], ["none", []]]
//! ```

mod compiled;
mod of_contracts;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use floe_contract::Model;
use floe_types::shape::{Def, Field, Shape};
use serde_json::Value;

use crate::judges::{root, run};
use crate::subject::Subject;

pub(crate) use compiled::compiled;
pub(crate) use of_contracts::of_contracts;

/// Definitions by name.
pub(crate) type Table = BTreeMap<String, Value>;

/// The table of types that were emitted into a folder. Compiles the emitted crate with a printer and runs the printer.
pub(crate) fn emitted(subject: &Subject) -> Table {
    let cargo_toml = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}")
    };
    let package = cargo_toml(
        "printer",
        "[workspace]\n[dependencies]\nfloe-types.path = \"generated/floe-types\"\nserde_json = \"1\"\n",
    );
    let types = "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\nregex-lite = \"0.1\"\n";
    let files = [
        ("Cargo.toml", package),
        ("Cargo.lock", fs::read_to_string(root().join("Cargo.lock")).expect("the lock file can be read")),
        ("generated/floe-types/Cargo.toml", cargo_toml("floe-types", types)),
        ("src/main.rs", include_str!("table/printer.rs").to_owned()),
        ("src/writer.rs", include_str!("table/writer.rs").to_owned()),
    ];
    for (path, text) in files {
        let path = subject.folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--offline"]).current_dir(&subject.folder);
    cargo.env("CARGO_TARGET_DIR", root().join("target/nasty"));
    let asked = names(&subject.model).map(|name| format!("{name}\n")).collect::<Vec<_>>().concat();
    let (success, said) = run(cargo, &asked);
    assert!(success, "{said}");
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn names(model: &Model) -> impl Iterator<Item = &String> {
    model.scalars.keys().chain(model.types.keys())
}

/// Converts a definition from JSON to the type of the compiled checker.
pub(crate) fn def(value: &Value) -> Def {
    match parts(value) {
        ("object", all) => Def::object(fields(all)),
        ("enum", values) => Def::strings(values.iter().map(text)),
        ("union", [tag, cases @ ..]) => Def::union(
            text(tag),
            cases.iter().map(|case| (text(&case[0]), fields(case[1].as_array().expect("fields")))),
        ),
        _ => Def::Scalar(shape(value)),
    }
}

fn fields(all: &[Value]) -> Vec<Field> {
    all.iter().map(field).collect()
}

fn field(field: &Value) -> Field {
    let (name, shape) = (text(&field[0]), shape(&field[2]));
    let made = match (field[1].as_str(), field[1].get("default")) {
        (_, Some(default)) => Field::defaulted(name, shape, default.clone()),
        (Some("required"), _) => Field::required(name, shape),
        _ => Field::optional(name, shape),
    };
    if field.get(3).is_some() { made.secret() } else { made }
}

fn shape(value: &Value) -> Shape {
    if let Some(name) = value.as_str() {
        return Shape::named(name.to_owned());
    }
    match parts(value) {
        ("any", _) => Shape::Any,
        ("boolean", _) => Shape::Boolean,
        ("integer", [min, max]) => Shape::Integer(min.as_i64().expect("a bound"), max.as_i64().expect("a bound")),
        ("number", [min, max]) => Shape::Number(min.as_f64(), max.as_f64()),
        ("string", [min, max, pattern]) => {
            Shape::string(min.as_u64(), max.as_u64(), pattern.as_str().map(str::to_owned))
        }
        ("const", [only]) => Shape::constant(text(only)),
        ("array", [items, min, max]) => Shape::array(shape(items), min.as_u64(), max.as_u64()),
        ("map", [values, min, max, keys @ ..]) => {
            let map = Shape::map(shape(values), min.as_u64(), max.as_u64());
            keys.iter().fold(map, |map, scalar| map.keyed(text(scalar)))
        }
        other => panic!("{other:?} is no shape"),
    }
}

/// The first word of a list, and the rest.
fn parts(value: &Value) -> (&str, &[Value]) {
    let (head, rest) = value.as_array().and_then(|parts| parts.split_first()).expect("a shape is a list");
    (head.as_str().expect("a list begins with a word"), rest)
}

fn text(value: &Value) -> String {
    value.as_str().expect("this is a text").to_owned()
}
