//! Trials: instances of a type with one systematic change each, and the expected verdict.

use std::collections::BTreeSet;

use floe_contract::model::{Field, Form, Type};
use serde_json::{Map, Value, json};

use crate::mutate::{Mutation, mutations};
use crate::sample::{Fill, Sampler};
use crate::subject::Named;

/// The expected verdict on an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All judges accept the instance.
    Accepted,
    /// All judges refuse the instance at this place.
    RefusedAt(String),
    /// The instance is refused at this place for a literal secret.
    SecretAt(String),
    /// The instance is accepted, or refused at this place.
    OpenAt(String),
    /// No expectation but that the judges agree.
    Open,
    /// The text is invalid JSON, or holds a number outside the range of doubles.
    Unreadable,
}

impl Verdict {
    /// The verdict with the place rewritten by `around`.
    pub(crate) fn at(self, around: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Accepted | Self::Open | Self::Unreadable => self,
            Self::RefusedAt(place) => Self::RefusedAt(around(place)),
            Self::SecretAt(place) => Self::SecretAt(around(place)),
            Self::OpenAt(place) => Self::OpenAt(around(place)),
        }
    }
}

/// One instance for all judges.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    /// The changed place and the change.
    pub(crate) what: String,
    pub(crate) instance: Value,
    pub(crate) verdict: Verdict,
    /// The instance as text, where the notation matters.
    pub(crate) text: Option<String>,
}

impl Trial {
    /// The instance as JSON.
    pub(crate) fn into_text(self) -> String {
        self.text.unwrap_or_else(|| self.instance.to_string())
    }
}

/// Every systematic trial of a type. Types that the type refers to have trials of their own.
pub(crate) fn trials(sampler: &mut Sampler<'_>, named: &Named<'_>) -> Vec<Trial> {
    let mut trials = Trials { sampler, seen: BTreeSet::new(), all: Vec::new() };
    for example in named.examples {
        trials.push("", Mutation::good("example", example.clone()), &Value::Null);
    }
    for (what, fill) in [("full", Fill::Full), ("least", Fill::Least)] {
        let value = trials.sampler.value(&named.ty, fill);
        trials.push("", Mutation::good(what, value), &Value::Null);
    }
    for mutation in mutations(&named.ty, trials.sampler) {
        trials.push("", mutation, &Value::Null);
    }
    if let Type::Ref(name) = &named.ty {
        trials.named(name);
    }
    trials.all
}

struct Trials<'s, 'm> {
    sampler: &'s mut Sampler<'m>,
    /// Scalars whose mutations have all been tried.
    seen: BTreeSet<String>,
    all: Vec<Trial>,
}

impl Trials<'_, '_> {
    /// Adds a trial: the whole instance with the mutation's value at a place.
    fn push(&mut self, at: &str, mutation: Mutation, whole: &Value) {
        let Mutation { what, value, verdict } = mutation;
        let verdict = verdict.at(|place| format!("{at}{place}"));
        let mut instance = whole.clone();
        assert!(put(&mut instance, at, value), "nothing stands around {at}");
        self.all.push(Trial { what: format!("{at}: {what}"), instance, verdict, text: None });
    }

    fn named(&mut self, name: &str) {
        match &self.sampler.def(name).form {
            Form::Object(fields) => {
                let whole = self.sampler.value(&Type::Ref(name.to_owned()), Fill::Full);
                self.object(fields, &whole);
            }
            Form::Enum(values) => {
                for value in values {
                    self.push("", Mutation::good("value", json!(value.value)), &Value::Null);
                    for near in crate::text::near(&value.value) {
                        let known = values.iter().any(|other| other.value == near);
                        let make = if known { Mutation::good } else { Mutation::bad };
                        self.push("", make("near value", json!(near)), &Value::Null);
                    }
                }
            }
            Form::Union(union) => {
                for case in &union.cases {
                    let least = self.sampler.case(union, case, Fill::Least);
                    self.push("", Mutation::good("case", least), &Value::Null);
                    let whole = self.sampler.case(union, case, Fill::Full);
                    self.tag(&union.tag, &whole);
                    self.object(&case.fields, &whole);
                }
            }
        }
    }

    fn tag(&mut self, tag: &str, whole: &Value) {
        let place = format!("/{}", escaped(tag));
        self.push("", Mutation::bad("without its tag", without(whole, tag)), whole);
        for bad in [json!("no such case"), json!(""), json!(null), json!(1), json!(true), json!([]), json!({})] {
            self.push(&place, Mutation::bad("other tag", bad), whole);
        }
    }

    fn object(&mut self, fields: &[Field], whole: &Value) {
        for key in ["no such key", "", "a/b~c", "ö", "\u{0}"] {
            let mut map = object(whole);
            map.insert(key.to_owned(), json!(1));
            self.push("", Mutation::bad("unknown key", map.into()), whole);
        }
        for field in fields {
            self.field(field, whole);
        }
    }

    fn field(&mut self, field: &Field, whole: &Value) {
        let make = if field.required { Mutation::bad } else { Mutation::good };
        self.push("", make(&format!("without `{}`", field.name), without(whole, &field.name)), whole);
        let place = format!("/{}", escaped(&field.name));
        let null_is_good = field.is_optional() || field.ty == Type::Any;
        let make = if null_is_good { Mutation::good } else { Mutation::bad };
        self.push(&place, secret(field, make("null", Value::Null)), whole);
        for mutation in self.of_type(&field.ty) {
            if !mutation.value.is_null() {
                self.push(&place, secret(field, mutation), whole);
            }
        }
    }

    /// Every mutation of a type. For a scalar that occurred before, only counterexamples and values of another JSON
    /// type.
    fn of_type(&mut self, ty: &Type) -> Vec<Mutation> {
        let all = mutations(ty, self.sampler);
        match scalar_within(ty) {
            Some(scalar) if !self.seen.insert(format!("{scalar} in {}", depth(ty))) => {
                let counterexamples = all.iter().filter(|it| it.what.starts_with("counterexample"));
                let other_types = all.iter().filter(|it| it.verdict == Verdict::RefusedAt(String::new())).take(12);
                counterexamples.chain(other_types).cloned().collect()
            }
            _ => all,
        }
    }
}

/// The mutation with a refusal for a literal secret, if the field is a secret and the refused value is no object.
fn secret(field: &Field, mutation: Mutation) -> Mutation {
    let refused = mutation.verdict == Verdict::RefusedAt(String::new());
    if field.is_secret() && refused && !mutation.value.is_object() {
        return Mutation { verdict: Verdict::SecretAt(String::new()), ..mutation };
    }
    mutation
}

fn scalar_within(ty: &Type) -> Option<&str> {
    match ty {
        Type::Scalar(name) => Some(name),
        Type::Array { items, .. } => scalar_within(items),
        Type::Map { values, .. } => scalar_within(values),
        _ => None,
    }
}

fn depth(ty: &Type) -> usize {
    match ty {
        Type::Array { items, .. } => 1 + depth(items),
        Type::Map { values, .. } => 100 + depth(values),
        _ => 0,
    }
}

/// One step of a JSON pointer, escaped (RFC 6901).
pub(crate) fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Puts a value at a pointer. Returns false where the parent is missing.
pub(crate) fn put(whole: &mut Value, at: &str, value: Value) -> bool {
    let Some((parent, step)) = at.rsplit_once('/') else {
        *whole = value;
        return true;
    };
    match whole.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.insert(step.replace("~1", "/").replace("~0", "~"), value);
            true
        }
        Some(Value::Array(items)) => {
            let item = step.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            item.is_some_and(|item| {
                *item = value;
                true
            })
        }
        _ => false,
    }
}

fn object(whole: &Value) -> Map<String, Value> {
    whole.as_object().expect("it is an object").clone()
}

fn without(whole: &Value, key: &str) -> Value {
    let mut map = object(whole);
    map.remove(key);
    map.into()
}
