//! One verdict: the Rust types, the JSON Schemas and the Pydantic models that are emitted from a contract accept the same instances.
//! And one text: the models print the schemas.
#![expect(clippy::disallowed_methods, reason = "a test reads files and starts processes")]

mod chance;
mod judges;
mod mutate;
mod sample;
mod subject;
mod text;
mod trial;

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use judges::{PythonVerdict, python, python_verdicts, schema_validator, script};
use mutate::NEAR_PATTERN;
use sample::Sampler;
use subject::{Contract, RustVerdict, Subject, contracts};
use trial::{Trial, Verdict, trials};

/// So many disagreements are shown; more say nothing new.
const SHOWN: usize = 40;

#[test]
fn every_contract_gets_one_verdict_from_rust_json_schema_and_pydantic() {
    assert_parity(&Subject::repository());
}

#[test]
fn every_form_of_the_language_gets_one_verdict_from_rust_json_schema_and_pydantic() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    assert_parity(&Subject::every_form(folder.path()));
}

#[test]
fn the_python_package_imports_without_warning_and_prints_the_schemas_byte_for_byte() {
    let repository = Subject::repository();
    assert_models_print_schemas(&repository.package(), &repository.schemas());
}

#[test]
fn models_of_every_form_of_the_language_print_their_schemas() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let subject = Subject::every_form(folder.path());
    assert_models_print_schemas(&subject.package(), &subject.schemas());
}

fn assert_models_print_schemas(package: &Path, schemas: &Path) {
    let output = python().arg(script("schemas.py")).args([package, schemas]).output().expect("the interpreter runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
}

#[expect(clippy::print_stdout, reason = "the number of instances belongs to the test's result")]
fn assert_parity(subject: &Subject) {
    let contracts = contracts(&subject.model);
    let made = in_parallel(&contracts, |contract| {
        let sampler = Sampler::new(&subject.model, &contract.name);
        trials(sampler, contract.root, contract.examples)
    });
    let cases: Vec<(&Contract<'_>, Vec<Trial>)> = contracts.iter().zip(made).collect();
    let all: Vec<(&Contract<'_>, &Trial)> =
        cases.iter().flat_map(|(contract, trials)| trials.iter().map(move |trial| (*contract, trial))).collect();

    let (package, schemas) = (subject.package(), subject.schemas());
    let (python, others) = thread::scope(|scope| {
        let instances = all.iter().map(|(contract, trial)| (contract.schema.as_str(), &trial.instance));
        let python = scope.spawn(|| python_verdicts(&package, instances));
        let others = in_parallel(&cases, |(contract, trials)| verdicts(subject, &schemas, contract, trials));
        (python.join().expect("Pydantic judges"), others.concat())
    });
    assert_eq!((python.len(), others.len()), (all.len(), all.len()), "every instance is judged by all");

    let mut problems = Vec::new();
    for (((contract, trial), (rust, schema)), python) in all.iter().zip(&others).zip(python) {
        let problem = disagreement(trial, rust, *schema, python);
        let name = &contract.name;
        problems.extend(problem.map(|problem| format!("{name}{}\n  {problem}\n  {}", trial.what, trial.instance)));
    }
    problems.extend(unbroken_patterns(
        all.iter().zip(&others).map(|((contract, trial), (rust, _))| (*contract, *trial, rust)),
    ));
    for (contract, trials) in &cases {
        println!("{}: {} instances", contract.name, trials.len());
    }
    println!("{} instances of {} contracts", all.len(), cases.len());
    let shown = &problems[..problems.len().min(SHOWN)];
    assert!(problems.is_empty(), "{} disagreements\n{}", problems.len(), shown.join("\n"));
}

/// One thread for each; the results in order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    thread::scope(|scope| {
        let threads: Vec<_> = items.iter().map(|item| scope.spawn(|| work(item))).collect();
        threads.into_iter().map(|thread| thread.join().expect("the work ends well")).collect()
    })
}

/// Rust's and JSON Schema's verdicts on the trials of one contract.
fn verdicts(subject: &Subject, schemas: &Path, contract: &Contract<'_>, trials: &[Trial]) -> Vec<(RustVerdict, bool)> {
    let schema = schema_validator(&schemas.join(&contract.schema));
    let verdicts = trials.iter().map(|trial| {
        let rust = (subject.rust)(&contract.name, &trial.instance);
        (rust, schema.is_valid(&trial.instance))
    });
    verdicts.collect()
}

/// The places with a pattern that none of the texts tried there breaks.
fn unbroken_patterns<'t>(judged: impl Iterator<Item = (&'t Contract<'t>, &'t Trial, &'t RustVerdict)>) -> Vec<String> {
    let mut broken: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (contract, trial, rust) in judged.filter(|(_, trial, _)| trial.what.ends_with(NEAR_PATTERN)) {
        *broken.entry((&contract.name, &trial.what)).or_default() |= !rust.is_empty();
    }
    let unbroken = broken.into_iter().filter(|(_, broken)| !broken);
    unbroken.map(|((contract, what), _)| format!("{contract}{what}: no text breaks the pattern")).collect()
}

/// What is wrong with the verdicts on one trial.
fn disagreement(trial: &Trial, rust: &RustVerdict, schema: bool, python: PythonVerdict) -> Option<String> {
    let accepted = rust.is_empty();
    if [schema, python.of_text, python.of_value] != [accepted; 3] {
        return Some(format!(
            "accepted by Rust: {accepted}, JSON Schema: {schema}, {python:?}; Rust refuses at {rust:?}"
        ));
    }
    match &trial.verdict {
        Verdict::Accepted if !accepted => Some(format!("should be accepted; Rust refuses at {rust:?}")),
        Verdict::RefusedAt(_) if accepted => Some("should be refused".to_owned()),
        Verdict::RefusedAt(pointer) | Verdict::OpenAt(pointer) if !accepted && !rust.contains(pointer) => {
            Some(format!("should be refused at {pointer:?}; Rust refuses at {rust:?}"))
        }
        _ => None,
    }
}
