//! Runs all judges on all instances of a subject and collects the disagreements. Makes no instances.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;

use floe_base::canonical_json;
use serde_json::Value;

use crate::mix::Mixer;
use crate::oracle::{Oracle, Refusals};
use crate::pydantic::{Answer, Pydantic, Question, Written};
use crate::raw;
use crate::sample::Sampler;
use crate::subject::{Contract, Named, Refusal, RustVerdict, Subject, contracts};
use crate::trial::{Trial, Verdict, trials};

/// The most disagreements that are printed.
const SHOWN: usize = 40;
/// The number of random instances that are made and judged in one batch.
const BATCH: usize = 500;

/// The result of one contract.
struct Outcome {
    contract: String,
    types: usize,
    instances: usize,
    accepted: usize,
    problems: Vec<String>,
}

/// Judges at least `wanted` instances of each contract, and fails if two judges disagree about an instance.
#[expect(clippy::print_stdout, reason = "the number of instances belongs to the test's result")]
pub(crate) fn assert_parity(subject: &Subject, wanted: usize) {
    let contracts = contracts(&subject.with_cases);
    let queue = Mutex::new(contracts.iter());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes: Vec<Outcome> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(subject, wanted, &queue))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("the work ends well")).collect()
    });
    outcomes.sort_by(|a, b| a.contract.cmp(&b.contract));
    for Outcome { contract, types, instances, accepted, .. } in &outcomes {
        println!("{contract}: {types} types, {instances} instances, {accepted} accepted");
    }
    let total: usize = outcomes.iter().map(|outcome| outcome.instances).sum();
    println!("{total} instances of {} contracts", outcomes.len());
    let problems: Vec<String> = outcomes.into_iter().flat_map(|outcome| outcome.problems).collect();
    let shown = &problems[..problems.len().min(SHOWN)];
    assert!(problems.is_empty(), "{} disagreements\n{}", problems.len(), shown.join("\n"));
}

/// A worker thread: takes contracts from the queue until none is left. Each worker has its own Pydantic process.
fn work<'m>(subject: &Subject, wanted: usize, queue: &Mutex<impl Iterator<Item = &'m Contract<'m>>>) -> Vec<Outcome> {
    let mut pydantic = Pydantic::of(&subject.package());
    let next = || queue.lock().expect("nobody fails while holding it").next();
    let mut outcomes = Vec::new();
    while let Some(contract) = next() {
        let mut outcome = Outcome {
            contract: contract.name.clone(),
            types: contract.types.len(),
            instances: 0,
            accepted: 0,
            problems: Vec::new(),
        };
        // The types of members that were tried already: one member of each type suffices to test notations of values.
        let mut seen = BTreeSet::new();
        for (at, named) in contract.types.iter().enumerate() {
            let left = contract.types.len() - at;
            let wanted = wanted.saturating_sub(outcome.instances).div_ceil(left);
            let mut sampler = Sampler::new(&subject.with_cases, named.name);
            let mut first = trials(&mut sampler, named);
            first.extend(raw::trials(&mut sampler, named, |ty| seen.insert(format!("{ty:?}"))));
            judge(subject, named, (sampler, first), wanted, &mut pydantic, &mut outcome);
        }
        outcomes.push(outcome);
    }
    pydantic.finish();
    outcomes
}

/// Judges the trials of a type: first the systematic ones, then random ones until `wanted` is reached.
fn judge(
    subject: &Subject,
    named: &Named<'_>,
    (mut sampler, systematic): (Sampler<'_>, Vec<Trial>),
    wanted: usize,
    pydantic: &mut Pydantic,
    outcome: &mut Outcome,
) {
    let schema = floe_codegen::schema_of(&subject.model, named.name).expect("a named type has a schema");
    let oracle = Oracle::new(&schema);
    let mut mixer = Mixer::default();
    let mut left = wanted.saturating_sub(systematic.len());
    let mut batch = systematic;
    while !batch.is_empty() {
        let rust: Vec<RustVerdict> = batch.iter().map(|trial| rust(subject, named, trial)).collect();
        let questions: Vec<Question> =
            batch.iter().zip(&rust).map(|(trial, rust)| question(named, trial, rust)).collect();
        let answers = pydantic.judge(&questions);
        assert_eq!(answers.len(), batch.len(), "every instance of {} is judged by Pydantic", named.name);
        for ((trial, rust), answer) in batch.iter().zip(&rust).zip(&answers) {
            let mut problems = disagreements(trial, rust, &oracle, answer);
            problems.extend(reread(subject, named, rust, answer));
            let (name, what, instance) = (named.name, &trial.what, &trial.instance);
            outcome.problems.extend(problems.iter().map(|problem| format!("{name}{what}\n  {problem}\n  {instance}")));
            outcome.accepted += usize::from(rust.is_ok());
        }
        outcome.instances += batch.len();
        let next = left.min(BATCH);
        left -= next;
        batch = (0..next).map(|_| mixer.trial(&mut sampler, named)).collect();
    }
}

/// Rust's verdict on a trial. Unreadable text counts as refused at the root.
fn rust(subject: &Subject, named: &Named<'_>, trial: &Trial) -> RustVerdict {
    match trial.verdict {
        Verdict::Unreadable => Err([Refusal { place: String::new(), keyword: "type", secret: false }].into()),
        _ => (subject.rust)(named.name, &trial.instance),
    }
}

fn question(named: &Named<'_>, trial: &Trial, rust: &RustVerdict) -> Question {
    let written = rust.as_ref().ok().map(Value::to_string);
    Question { name: named.python.clone(), text: trial.clone().into_text(), written }
}

/// The disagreements of the judges on one trial.
fn disagreements(trial: &Trial, rust: &RustVerdict, oracle: &Oracle, python: &Answer) -> Vec<String> {
    if trial.verdict == Verdict::Unreadable {
        let accepted = python.of_text.is_ok() || python.of_value;
        return accepted.then(|| format!("Pydantic accepts {:?}", trial.text)).into_iter().collect();
    }
    let oracle = oracle.refusals(&trial.instance);
    let mut problems = Vec::new();
    let ours = refusals(rust);
    if ours != oracle {
        problems.push(format!("Rust refuses {ours:?}, JSON Schema {oracle:?}"));
    }
    let nothing = Refusals::new();
    let of_python = python.of_text.as_ref().err().unwrap_or(&nothing);
    if !agree(&oracle, of_python) {
        problems.push(format!("JSON Schema refuses {oracle:?}, Pydantic {of_python:?}"));
    }
    if python.of_text.is_ok() != python.of_value {
        problems.push(format!("Pydantic accepts the text: {}, the value: {}", python.of_text.is_ok(), python.of_value));
    }
    problems.extend(unexpected(&trial.verdict, rust, &ours));
    if let (Ok(written), Ok(python)) = (rust, &python.of_text) {
        problems.extend(rewritten(&trial.instance, written, python));
    }
    problems
}

/// The refusals of Rust's verdict by place.
fn refusals(rust: &RustVerdict) -> Refusals {
    let mut refusals = Refusals::new();
    for refusal in rust.as_ref().err().into_iter().flatten() {
        refusals.entry(refusal.place.clone()).or_default().insert(refusal.keyword.to_owned());
    }
    refusals
}

/// Whether Pydantic refuses the same places for the same reasons. Three differences are allowed. Of several refusing
/// keywords of a text, Pydantic reports only the first. A value of the wrong type for an enumeration or a constant is
/// reported as `enum` or `const`. The items of an overlong list or map are not checked, and too few items are reported
/// only where all items are valid.
fn agree(oracle: &Refusals, python: &Refusals) -> bool {
    const FIRST: [&str; 3] = ["maxLength", "minLength", "pattern"];
    let says = |place: &str, keyword| python.get(place).is_some_and(|said| said.contains(keyword));
    let seen = |place: &str| !place.match_indices('/').any(|(at, _)| says(&place[..at], "maxItems"));
    let counted =
        |place: &str| !python.keys().any(|other| other.strip_prefix(place).is_some_and(|rest| rest.starts_with('/')));
    let told = |(place, said): (&String, &BTreeSet<String>)| {
        let told = said.iter().filter(|keyword| *keyword != "minItems" || counted(place)).cloned().collect();
        (place.clone(), told)
    };
    let oracle: Refusals = oracle.iter().filter(|(place, _)| seen(place)).map(told).collect();
    let oracle: Refusals = oracle.into_iter().filter(|(_, said): &(_, BTreeSet<String>)| !said.is_empty()).collect();
    let same = |(said, python): (&BTreeSet<String>, &BTreeSet<String>)| {
        let first = FIRST.iter().find(|keyword| said.contains(**keyword));
        let told = said
            .iter()
            .filter(|keyword| !FIRST.contains(&keyword.as_str()) || first.is_some_and(|first| first == keyword));
        let other_type =
            said.contains("type") && python.iter().all(|keyword| matches!(keyword.as_str(), "enum" | "const"));
        told.eq(python) || other_type
    };
    oracle.keys().eq(python.keys()) && oracle.values().zip(python.values()).all(same)
}

/// The mismatch between a trial's expected verdict and Rust's, if there is one.
fn unexpected(verdict: &Verdict, rust: &RustVerdict, refusals: &Refusals) -> Option<String> {
    let secrets = || rust.as_ref().err().into_iter().flatten().filter(|refusal| refusal.secret);
    let right = match verdict {
        Verdict::Open | Verdict::Unreadable => true,
        Verdict::Accepted => refusals.is_empty(),
        Verdict::RefusedAt(place) => refusals.contains_key(place),
        Verdict::SecretAt(place) => secrets().any(|refusal| refusal.place == *place),
        Verdict::OpenAt(place) => refusals.is_empty() || refusals.contains_key(place),
    };
    (!right).then(|| format!("should be {verdict:?}; Rust refuses {refusals:?}"))
}

/// Fails unless Pydantic's output equals the instance, and Pydantic's output for Rust's output equals Rust's output.
fn rewritten(instance: &Value, written: &Value, python: &Written) -> Vec<String> {
    let pairs = [("the instance", instance, Some(&python.set)), ("what Rust wrote", written, python.of_rust.as_ref())];
    let differing =
        pairs.into_iter().filter(|(_, before, after)| after.is_none_or(|after| canonical(before) != canonical(after)));
    differing.map(|(what, before, after)| format!("Pydantic makes of {what} {before}: {after:?}")).collect()
}

/// Fails unless Rust reads Pydantic's output with all defaults the same way as the instance.
fn reread(subject: &Subject, named: &Named<'_>, rust: &RustVerdict, answer: &Answer) -> Option<String> {
    let (Ok(written), Ok(python)) = (rust, &answer.of_text) else {
        return None;
    };
    let again = (subject.rust)(named.name, &python.all);
    let same = again.as_ref().is_ok_and(|again| canonical(again) == canonical(written));
    (!same).then(|| format!("Rust wrote {written} and reads what Pydantic writes of it as {again:?}"))
}

/// Canonical JSON, in which numbers are doubles: 1.0 equals 1, and integers beyond 2^53 are rounded.
fn canonical(value: &Value) -> Vec<u8> {
    canonical_json(value)
}
