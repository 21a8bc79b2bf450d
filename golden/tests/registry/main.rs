//! Python plugins that lack a required method: Python must raise an error that names the method. The compiler checks
//! Rust plugins; see the doc test of `floe-registry`.
#![expect(clippy::disallowed_methods, reason = "the judge is a program")]

use std::path::Path;
use std::process::Command;

use floe_base::names::pascal_case;
use floe_types::registry::CATEGORIES;
use serde_json::{Value, json};

/// The class whose methods all have a default implementation.
const LENIENT: &str = "PluginRuntime";

/// For each class the abstract methods, and Python's errors for subclasses that implement none of them, all but one, or
/// all.
fn classes() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let python = root.join(".floe-tools/python/bin/python");
    assert!(python.exists(), "{} is missing; run: ./just tools-python", python.display());
    let mut command = Command::new(python);
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env("PYTHONDONTWRITEBYTECODE", "1");
    command.arg(root.join("golden/python/abstract_methods.py")).arg(root.join("generated/python"));
    let output = command.output().expect("the interpreter starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

#[test]
fn a_python_plugin_that_lacks_an_abstract_method_is_a_type_error_that_names_it() {
    let classes = classes();
    for category in CATEGORIES {
        assert!(classes.get(pascal_case(category.name)).is_some(), "{} has no abstract class", category.name);
    }
    assert_eq!(classes["Plugin"]["methods"], json!(["floe_api_version", "name", "version"]));
    for (name, class) in classes.as_object().expect("one entry for each class") {
        let methods = class["methods"].as_array().expect("a list of methods");
        assert_eq!(methods.is_empty(), name == LENIENT, "{name} has no abstract method");
        for method in methods.iter().filter_map(Value::as_str) {
            let of_empty = class["empty"].as_str().unwrap_or_default();
            let of_lacking = class["lacking"][method].as_str().unwrap_or_default();
            for said in [of_empty, of_lacking] {
                assert!(said.starts_with("TypeError: ") && said.contains(method), "{name} without {method}: {said:?}");
            }
        }
        assert_eq!(class["whole"], Value::Null, "{name} with all its methods");
    }
}
