//! The typed view of data contracts against the published schema of the Open Data Contract Standard: both must give the
//! same verdicts, except for the differences listed in `verdicts.yaml`. Shapes are compared in `workspace/odcs.rs`.

use std::fs;

use floe_base::yaml;
use serde_json::{Map, Value, json};

use crate::judges::root;
use crate::pydantic::{Pydantic, Question};
use crate::subject::Subject;

/// The name of the view's type.
const VIEW: &str = "DataContract";
/// The folder of complete data contracts, which use every key of the standard, and of `verdicts.yaml`.
const FOLDER: &str = "golden/data-contracts";
const WHOLE: [&str; 5] = ["shop", "columns", "checks", "servers", "before"];

/// Two verdicts on one contract.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Verdicts {
    standard: bool,
    view: bool,
}

/// All validators of a contract.
struct Judges {
    published: jsonschema::Validator,
    editor: jsonschema::Validator,
    subject: Subject,
}

impl Judges {
    fn new() -> Self {
        let validator = |path: &str| {
            let text = fs::read_to_string(root().join("generated/schemas").join(path)).expect("the schema is there");
            let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
            jsonschema::validator_for(&schema).expect("the schema is one")
        };
        Self {
            published: validator("foreign/odcs-3.1.0.schema.json"),
            editor: validator("editor/datacontract.v1.json"),
            subject: Subject::repository(),
        }
    }

    fn verdicts(&self, contract: &Value) -> Verdicts {
        let view = (self.subject.rust)(VIEW, contract).is_ok();
        Verdicts { standard: self.published.is_valid(contract), view }
    }

    /// Whether Pydantic accepts each contract. Fails where the standard judges Pydantic's output differently from the
    /// contract.
    fn pydantic(&self, contracts: &[Value]) -> Vec<bool> {
        let mut pydantic = Pydantic::of(&self.subject.package());
        let question = |it: &Value| Question { name: VIEW.to_owned(), text: it.to_string(), written: None };
        let questions: Vec<Question> = contracts.iter().map(question).collect();
        let answers = pydantic.judge(&questions);
        pydantic.finish();
        let answers = answers.into_iter().zip(contracts);
        answers
            .map(|(answer, contract)| match answer.of_text {
                Ok(written) => {
                    let valid = self.published.is_valid(contract);
                    assert_eq!(self.published.is_valid(&written.set), valid, "{contract}: Pydantic writes another one");
                    true
                }
                Err(_) => false,
            })
            .collect()
    }
}

fn read(name: &str) -> Value {
    let path = format!("{FOLDER}/{name}.yaml");
    let bytes = fs::read(root().join(&path)).expect("the contract is there");
    yaml::read(&path, &bytes, &yaml::Limits::default()).expect("the contract is YAML").to_json()
}

/// A minimal contract with the keys of `thing` added.
fn saying(thing: &Value) -> Value {
    let mut contract = json!({"apiVersion": "v3.1.0", "kind": VIEW, "id": "a", "version": "1.0.0", "status": "active"});
    for (key, value) in thing.as_object().expect("keys of a contract") {
        contract[key] = value.clone();
    }
    contract
}

/// The contracts of a list in `verdicts.yaml`.
fn listed(list: &Value) -> Vec<Value> {
    list.as_array().expect("a list of contracts").iter().map(saying).collect()
}

#[test]
fn contracts_with_everything_of_the_standard_are_contracts_to_all() {
    let judges = Judges::new();
    let contracts = WHOLE.map(read);
    for (name, contract) in WHOLE.iter().zip(&contracts) {
        let errors: Vec<String> = judges.published.iter_errors(contract).map(|error| error.to_string()).collect();
        assert_eq!(errors, [] as [&str; 0], "{name}");
        let written = (judges.subject.rust)(VIEW, contract).expect(name);
        let errors: Vec<String> = judges.published.iter_errors(&written).map(|error| error.to_string()).collect();
        assert_eq!(errors, [] as [&str; 0], "{name}: what Rust has written");
        assert!(judges.editor.is_valid(contract), "{name}: rules of the view refuse what the standard accepts");
    }
    assert_eq!(judges.pydantic(&contracts), WHOLE.map(|_| true));
}

#[test]
fn those_contracts_have_every_key_and_every_word_of_the_standard() {
    let text = fs::read_to_string(root().join("generated/schemas/foreign/odcs-3.1.0.schema.json"));
    let schema: Value = serde_json::from_str(&text.expect("the schema is there")).expect("the schema is JSON");
    let written =
        WHOLE.map(|name| fs::read_to_string(root().join(format!("{FOLDER}/{name}.yaml"))).expect("it is there"));
    let (mut keys, mut words) = (Vec::new(), Vec::new());
    gather(&schema, &mut keys, &mut words);
    assert!(keys.len() > 100 && words.len() > 50, "{} keys, {} words", keys.len(), words.len());
    keys.retain(|key| !written.iter().any(|text| text.contains(&format!("{key}:"))));
    assert_eq!(keys, [] as [&str; 0]);
    let listed = fs::read_to_string(root().join(format!("{FOLDER}/verdicts.yaml"))).expect("it is there");
    words.retain(|word| !written.iter().chain([&listed]).any(|text| text.contains(&format!(": {word}"))));
    assert_eq!(words, [] as [&str; 0]);
}

/// Collects every key that an object can have, and every word of an enumeration.
fn gather<'s>(schema: &'s Value, keys: &mut Vec<&'s str>, words: &mut Vec<&'s str>) {
    match schema {
        Value::Object(map) => {
            keys.extend(
                map.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys).map(String::as_str),
            );
            words.extend(map.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str));
            map.values().for_each(|inner| gather(inner, keys, words));
        }
        Value::Array(items) => items.iter().for_each(|inner| gather(inner, keys, words)),
        _ => {}
    }
}

#[test]
fn the_standard_and_the_view_say_the_same_of_each_thing_but_of_those_that_are_listed() {
    let judges = Judges::new();
    let list = read("verdicts");
    let both = |yes| Verdicts { standard: yes, view: yes };
    let (view, standard) = (Verdicts { standard: false, view: true }, Verdicts { standard: true, view: false });
    let mut groups = vec![(both(true), &list["accepted"]), (both(false), &list["refused"])];
    for (verdicts, key) in [(view, "view accepts"), (standard, "standard accepts")] {
        let of_reasons = list["differences"][key].as_object().expect("reasons with their contracts");
        groups.extend(of_reasons.values().map(|contracts| (verdicts, contracts)));
    }
    for (expected, contracts) in groups {
        let contracts = listed(contracts);
        for contract in &contracts {
            assert_eq!(judges.verdicts(contract), expected, "{contract}");
            if let (true, Ok(written)) = (expected.standard, (judges.subject.rust)(VIEW, contract)) {
                assert!(judges.published.is_valid(&written), "{contract}: Rust writes another one");
            }
            let refused_by_rules = !judges.editor.is_valid(contract);
            assert!(refused_by_rules || expected.view, "{contract}: the editor accepts it");
            assert!(!(refused_by_rules && expected.view && expected.standard), "{contract}: the editor refuses it");
        }
        assert!(judges.pydantic(&contracts).iter().all(|yes| *yes == expected.view), "{expected:?}");
    }
}

/// The listed reason for which two verdicts may differ at a place, if there is one.
fn reason(pointer: &str, changed: &Value, verdicts: Verdicts) -> Option<&'static str> {
    let within = |part: &str| pointer.split('/').any(|step| step == part);
    let ends = |part: &str| pointer.rsplit('/').next() == Some(part);
    let reason = match verdicts {
        Verdicts { standard: true, view: false } => {
            return match changed {
                Value::Number(_) => Some("whole numbers beyond 2^53"),
                Value::Object(_) if pointer == "/description" => Some("keys of no standard in the description"),
                _ => None,
            };
        }
        _ if changed.is_null() => "null under a key that may be left out",
        _ if within("quality") => "which keys belong to a check's type",
        _ if within("logicalTypeOptions") || changed.get("logicalTypeOptions").is_some() => LOGICAL,
        _ if ends("logicalType") || changed.get("properties").is_some() || changed.get("items").is_some() => LOGICAL,
        _ if within("team") => SEVERAL,
        _ if within("relationships") && (within("from") || within("to")) => SEVERAL,
        _ if within("slaProperties") && (ends("value") || ends("valueExt")) => SEVERAL,
        _ => return None,
    };
    Some(reason)
}

const LOGICAL: &str = "which keys and options belong to a column's logical type";
const SEVERAL: &str = "what a key may be that can have values of several types";

#[test]
fn whatever_is_changed_in_a_contract_both_say_the_same_but_for_the_reasons_that_are_listed() {
    let judges = Judges::new();
    let list = read("verdicts");
    let mut unused: Vec<&String> = ["view accepts", "standard accepts"]
        .iter()
        .filter_map(|key| list["differences"][*key].as_object())
        .flat_map(Map::keys)
        .collect();
    let (mut tried, mut strange) = (0, Vec::new());
    for contract in WHOLE.map(read) {
        for pointer in pointers(&contract) {
            let place = contract.pointer(&pointer).expect("the place is there");
            for value in changes(place) {
                let mut changed = contract.clone();
                *changed.pointer_mut(&pointer).expect("the place is there") = value.clone();
                let verdicts = judges.verdicts(&changed);
                tried += 1;
                if verdicts.standard != verdicts.view {
                    match reason(&pointer, &value, verdicts) {
                        Some(reason) => unused.retain(|it| *it != reason),
                        None => strange.push(format!("{pointer}: {value}: {verdicts:?}")),
                    }
                }
            }
        }
    }
    assert!(tried > 5_000, "{tried} changes");
    assert!(strange.is_empty(), "{} of {tried}\n{}", strange.len(), strange.join("\n"));
    assert_eq!(unused, [] as [&str; 0], "reasons that nothing shows");
}

/// Other values for a place: one of each kind, and for an object also variants with one key removed or added.
fn changes(place: &Value) -> Vec<Value> {
    let mut all = vec![json!(null), json!(true), json!(-3), json!(1.5), json!(9_007_199_254_740_994_i64)];
    all.extend([json!(""), json!("no such word"), json!([]), json!({})]);
    if let Some(map) = place.as_object() {
        let less = map.keys().map(|key| map.iter().filter(move |(other, _)| *other != key));
        all.extend(less.map(|rest| rest.map(|(key, value)| (key.clone(), value.clone())).collect()));
        all.push(map.clone().into_iter().chain([("one too many".to_owned(), json!(1))]).collect());
    }
    all
}

/// The pointers to all values below a value.
fn pointers(value: &Value) -> Vec<String> {
    let steps: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, inner)| (key.clone(), inner)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, inner)| (at.to_string(), inner)).collect(),
        _ => Vec::new(),
    };
    let below = steps.iter().flat_map(|(step, inner)| {
        let inner = pointers(inner).into_iter().map(move |rest| format!("/{step}{rest}"));
        std::iter::once(format!("/{step}")).chain(inner)
    });
    below.collect()
}
