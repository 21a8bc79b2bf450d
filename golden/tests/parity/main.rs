//! Parity of the languages: the Rust types, JSON Schemas and Pydantic models of one contract must refuse the same
//! instances at the same places, and each must read the output of the others. The models must also print the schemas
//! byte for byte.
#![expect(clippy::disallowed_methods, reason = "a test reads files and starts processes")]
#![expect(
    clippy::duplicate_mod,
    reason = "the checker's source is compiled into two crates, and so is what prints its definitions"
)]

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
mod standard;
mod subject;
mod table;
mod text;
mod trial;

use std::collections::BTreeMap;

use floe_base::canonical_json;
use serde_json::Value;

use judges::{python, run, script};
use mutants::{Tally, python_mutants, rust_mutants};
use parity::assert_parity;
use subject::{Subject, contracts};
use table::Table;
use trial::{Trial, Verdict};

/// The least number of instances of each contract. The environment variable `FLOE_PARITY` overrides the number.
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
fn whatever_contracts_call_things_the_python_package_has_their_names_schemas_and_verdicts() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let subject = Subject::awkward_names(folder.path());
    assert_models_print_schemas(&subject);
    assert_parity(&subject, wanted());
}

#[test]
fn compiled_types_have_the_shapes_of_their_contracts() {
    let subject = Subject::repository();
    assert_equal(&subject, &table::compiled(&subject.model));
    for make in [Subject::every_form, Subject::awkward_names] {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let subject = make(folder.path());
        assert_equal(&subject, &table::emitted(&subject));
    }
}

fn assert_equal(subject: &Subject, table: &Table) {
    let expected = table::of_contracts(&subject.model);
    assert_eq!(expected.len(), table.len());
    for (name, def) in &expected {
        // Compared as canonical JSON, because 1 and 1.0 are one number.
        let [expected, found] = [Some(def), table.get(name)].map(|def| canonical_json(&serde_json::json!(def)));
        assert_eq!(String::from_utf8_lossy(&expected), String::from_utf8_lossy(&found), "{name}");
    }
}

#[test]
fn every_keyword_that_is_dropped_from_the_table_of_shapes_changes_a_verdict() {
    let subject = Subject::repository();
    assert_all_killed(&rust_mutants(&subject, &table::compiled(&subject.model), |_| true));
}

#[test]
fn every_keyword_that_is_dropped_from_the_table_of_every_form_changes_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let subject = Subject::every_form(folder.path());
    assert_all_killed(&rust_mutants(&subject, &table::emitted(&subject), |_| true));
}

#[test]
fn every_keyword_that_is_dropped_from_the_python_source_of_every_form_changes_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    assert_all_killed(&python_mutants(&Subject::every_form(folder.path()), |_| true));
}

#[test]
#[ignore = "takes minutes; run: just mutants"]
fn every_keyword_that_is_dropped_from_the_python_source_changes_a_verdict() {
    assert_all_killed(&python_mutants(&Subject::repository(), |_| true));
}

#[test]
fn mutants_survive_where_nothing_is_tried_that_the_dropped_keyword_refuses() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let subject = Subject::every_form(folder.path());
    let accepted = |trial: &Trial| trial.verdict == Verdict::Accepted;
    let of_rust =
        ["minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "additionalProperties"];
    assert_survive(&rust_mutants(&subject, &table::of_contracts(&subject.model), accepted), &of_rust);
    let of_python =
        ["ge", "le", "min_length", "max_length", "pattern", "strict", "allow_inf_nan", "additionalProperties"];
    assert_survive(&python_mutants(&subject, accepted), &of_python);
}

fn assert_survive(tally: &Tally, keywords: &[&str]) {
    for keyword in keywords {
        let survivors = tally.survivors.iter().filter(|survivor| survivor.ends_with(&format!(": {keyword}"))).count();
        assert_eq!((*keyword, Some(&survivors)), (*keyword, tally.tried.get(*keyword)));
    }
    assert!(tally.survivors.len() < tally.total(), "a value that an enumeration has lost is missed");
}

#[test]
#[should_panic(expected = "disagreements")]
fn a_judge_that_accepts_what_the_others_refuse_is_found() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let Subject { model, with_cases, folder, rust } = Subject::every_form(folder.path());
    let blind = move |name: &str, instance: &Value| match rust(name, instance) {
        Err(refusals) if refusals.iter().all(|refusal| refusal.keyword == "maxLength") => Ok(instance.clone()),
        verdict => verdict,
    };
    assert_parity(&Subject { model, with_cases, folder, rust: Box::new(blind) }, 0);
}

#[expect(clippy::print_stdout, reason = "the number of mutants belongs to the test's result")]
fn assert_all_killed(tally: &Tally) {
    println!("{} mutants: {:?}", tally.total(), tally.tried);
    assert!(tally.survivors.is_empty(), "{} survive\n{}", tally.survivors.len(), tally.survivors.join("\n"));
}

#[expect(clippy::print_stdout, reason = "the number of types belongs to the test's result")]
fn assert_models_print_schemas(subject: &Subject) {
    let names = contracts(&subject.with_cases).into_iter().flat_map(|contract| contract.types);
    let expected: BTreeMap<String, Option<String>> =
        names.map(|named| (named.python, floe_codegen::schema_of(&subject.model, named.name))).collect();
    let expected = serde_json::to_string(&expected).expect("texts can be written");
    let mut command = python();
    command.arg(script("schemas.py")).args([subject.package(), subject.folder.join("generated/schemas")]);
    let (success, said) = run(command, &expected);
    assert!(success, "{said}");
    println!("{said}");
}
