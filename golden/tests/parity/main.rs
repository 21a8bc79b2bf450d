//! One verdict: the Rust types, the JSON Schemas and the Pydantic models that are emitted from a contract refuse the same instances, at the
//! same places, and what one of them writes the others read. And one text: the models print the schemas.
#![expect(clippy::disallowed_methods, reason = "a test reads files and starts processes")]

#[path = "../../../generated/floe-types/checks.rs"]
mod checks;
mod judges;
mod mix;
mod mutants;
mod mutate;
mod odd;
mod oracle;
mod parity;
mod pydantic;
mod raw;
mod sample;
mod subject;
mod text;
mod trial;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use floe_contract::model::Form;

use judges::{python, script};
use mutants::Tally;
use parity::assert_parity;
use subject::{Subject, contracts};

/// So many instances of each contract at least, if nobody asks for more with the environment variable `FLOE_PARITY`.
const EVERYDAY: usize = 300;

fn wanted() -> usize {
    let asked = std::env::var("FLOE_PARITY").ok();
    asked.map_or(EVERYDAY, |asked| asked.parse().expect("FLOE_PARITY is the number of instances of each contract"))
}

#[test]
fn every_type_gets_one_verdict_from_rust_json_schema_and_pydantic() {
    assert_parity(&Subject::repository(), wanted());
}

#[test]
fn every_form_of_the_language_gets_one_verdict_from_rust_json_schema_and_pydantic() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    assert_parity(&Subject::every_form(folder.path()), wanted());
}

#[test]
fn the_python_package_imports_without_warning_and_prints_the_schemas_byte_for_byte() {
    assert_models_print_schemas(&Subject::repository());
}

#[test]
fn models_of_every_form_of_the_language_print_their_schemas() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    assert_models_print_schemas(&Subject::every_form(folder.path()));
}

#[test]
fn every_keyword_that_is_dropped_from_the_table_of_shapes_changes_a_verdict() {
    assert_all_killed(&mutants::mutants(&Subject::repository(), |_| true));
}

#[test]
fn every_keyword_that_is_dropped_from_the_table_of_every_form_changes_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    assert_all_killed(&mutants::mutants(&Subject::every_form(folder.path()), |_| true));
}

#[expect(clippy::print_stdout, reason = "the number of mutants belongs to the test's result")]
fn assert_all_killed(tally: &Tally) {
    println!("{} mutants: {:?}", tally.total(), tally.tried);
    assert!(tally.survivors.is_empty(), "{} survive\n{}", tally.survivors.len(), tally.survivors.join("\n"));
}

#[expect(clippy::print_stdout, reason = "the number of types belongs to the test's result")]
fn assert_models_print_schemas(subject: &Subject) {
    let names = contracts(&subject.model).into_iter().flat_map(|contract| contract.types);
    let cases = subject
        .model
        .types
        .values()
        .filter_map(|def| if let Form::Union(union) = &def.form { Some(union) } else { None });
    let cases = cases.flat_map(|union| &union.cases).map(|case| (case.type_name.clone(), case.type_name.as_str()));
    let expected: BTreeMap<String, Option<String>> = names
        .map(|named| (named.python, named.name))
        .chain(cases)
        .map(|(python, name)| (python, floe_codegen::schema_of(&subject.model, name)))
        .collect();
    let expected = serde_json::to_string(&expected).expect("texts can be written");
    let mut command = python();
    command.arg(script("schemas.py")).args([subject.package(), subject.folder.join("generated/schemas")]);
    let (success, said) = run(command, &expected);
    assert!(success, "{said}");
    println!("{said}");
}

/// Runs a command with that input; whether it succeeded, and what it said.
fn run(mut command: Command, input: &str) -> (bool, String) {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the interpreter runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    let output = thread::scope(|scope| {
        scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
        child.wait_with_output().expect("the process can be waited for")
    });
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    (output.status.success(), said.concat())
}
