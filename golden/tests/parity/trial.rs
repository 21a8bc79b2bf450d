//! Trials: whole instances of a contract, each with one thing changed and what must become of it.

use std::collections::BTreeSet;

use floe_contract::model::{Field, Form, Type};
use serde_json::{Map, Value, json};

use crate::mutate::{Mutation, mutations};
use crate::sample::{Fill, KEYS, Sampler};

/// What must become of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is accepted.
    Accepted,
    /// It is refused, and Rust says so at this place.
    RefusedAt(String),
    /// All must agree; if it is refused, Rust says so at this place.
    OpenAt(String),
}

/// One instance for all judges.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    /// The changed place and the change.
    pub(crate) what: String,
    pub(crate) instance: Value,
    pub(crate) verdict: Verdict,
}

/// How many instances of each contract are made by chance.
const MIXED: usize = 40;

/// All trials of one contract.
pub(crate) fn trials(sampler: Sampler<'_>, root: &str, examples: &[Value]) -> Vec<Trial> {
    let mut trials = Trials { sampler, seen: BTreeSet::new(), all: Vec::new() };
    trials.contract(root, examples);
    trials.all
}

struct Trials<'m> {
    sampler: Sampler<'m>,
    /// Named types and scalars whose inside has been tried.
    seen: BTreeSet<String>,
    all: Vec<Trial>,
}

impl Trials<'_> {
    fn contract(&mut self, root: &str, examples: &[Value]) {
        let ty = Type::Ref(root.to_owned());
        for example in examples {
            self.push("", Mutation::good("example", example.clone()), &Value::Null);
        }
        for (what, fill, count) in [("full", Fill::Full, 1), ("least", Fill::Least, 1), ("mixed", Fill::Mixed, MIXED)] {
            for _ in 0..count {
                let value = self.sampler.value(&ty, fill);
                self.push("", Mutation::good(what, value), &Value::Null);
            }
        }
        for mutation in mutations(&ty, &mut self.sampler) {
            self.push("", mutation, &Value::Null);
        }
        let full = self.sampler.value(&ty, Fill::Full);
        self.inside(&ty, &full, "");
    }

    /// A trial of the whole instance with the value at that place.
    fn push(&mut self, at: &str, mutation: Mutation, whole: &Value) {
        let Mutation { what, value, verdict } = mutation;
        let verdict = match verdict {
            Verdict::Accepted => Verdict::Accepted,
            Verdict::RefusedAt(pointer) => Verdict::RefusedAt(format!("{at}{pointer}")),
            Verdict::OpenAt(pointer) => Verdict::OpenAt(format!("{at}{pointer}")),
        };
        let instance = with(whole, at, value);
        self.all.push(Trial { what: format!("{at}: {what}"), instance, verdict });
    }

    /// Tries what is inside of the named types that are found at that place of a good instance, each type once.
    fn inside(&mut self, ty: &Type, whole: &Value, at: &str) {
        match ty {
            Type::Array { items, .. } => self.inside_of_entry(ty, items, whole, at, "0"),
            Type::Map { values, .. } => self.inside_of_entry(ty, values, whole, at, KEYS[0]),
            Type::Ref(name) if self.seen.insert(name.clone()) => self.named(name, whole, at),
            _ => {}
        }
    }

    fn inside_of_entry(&mut self, ty: &Type, entry: &Type, whole: &Value, at: &str, step: &str) {
        let filled = with(whole, at, self.sampler.value(ty, Fill::Full));
        let at = format!("{at}/{}", escaped(step));
        if filled.pointer(&at).is_some() {
            self.inside(entry, &filled, &at);
        }
    }

    fn named(&mut self, name: &str, whole: &Value, at: &str) {
        match &self.sampler.def(name).form {
            Form::Object(fields) => {
                let value = self.sampler.value(&Type::Ref(name.to_owned()), Fill::Full);
                let whole = with(whole, at, value);
                self.object(fields, &whole, at);
            }
            Form::Enum(values) => {
                for value in values {
                    self.push(at, Mutation::good("value", json!(value.value)), whole);
                    for near in crate::text::near(&value.value) {
                        let known = values.iter().any(|other| other.value == near);
                        let make = if known { Mutation::good } else { Mutation::bad };
                        self.push(at, make("near value", json!(near)), whole);
                    }
                }
            }
            Form::Union(union) => {
                for case in &union.cases {
                    let value = self.sampler.case(union, case, Fill::Full);
                    let whole = with(whole, at, value);
                    let least = self.sampler.case(union, case, Fill::Least);
                    self.push(at, Mutation::good("case", least), &whole);
                    self.tag(&union.tag, &whole, at);
                    self.object(&case.fields, &whole, at);
                }
            }
        }
    }

    fn tag(&mut self, tag: &str, whole: &Value, at: &str) {
        let place = format!("{at}/{}", escaped(tag));
        self.push(at, Mutation::bad("without its tag", without(whole, at, tag)), whole);
        for bad in [json!("no such case"), json!(""), json!(null), json!(1), json!(true), json!([]), json!({})] {
            self.push(&place, Mutation::bad("other tag", bad), whole);
        }
    }

    fn object(&mut self, fields: &[Field], whole: &Value, at: &str) {
        for key in ["no such key", "", "a/b~c", "é"] {
            let mut map = object_at(whole, at);
            map.insert(key.to_owned(), json!(1));
            self.push(at, Mutation::bad("unknown key", map.into()), whole);
        }
        for field in fields {
            self.field(field, whole, at);
        }
    }

    fn field(&mut self, field: &Field, whole: &Value, at: &str) {
        let make = if field.required { Mutation::bad } else { Mutation::good };
        self.push(at, make(&format!("without `{}`", field.name), without(whole, at, &field.name)), whole);
        let place = format!("{at}/{}", escaped(&field.name));
        let null_is_good = field.is_optional() || field.ty == Type::Any;
        let make = if null_is_good { Mutation::good } else { Mutation::bad };
        self.push(&place, make("null", Value::Null), whole);
        for mutation in self.of_type(&field.ty) {
            if !mutation.value.is_null() {
                self.push(&place, mutation, whole);
            }
        }
        let filled = with(whole, &place, self.sampler.value(&field.ty, Fill::Full));
        self.inside(&field.ty, &filled, &place);
    }

    /// Every mutation of a type where it is first met in the contract, and those of its JSON type alone where it is met again.
    fn of_type(&mut self, ty: &Type) -> Vec<Mutation> {
        let all = mutations(ty, &mut self.sampler);
        match scalar_within(ty) {
            Some(scalar) if !self.seen.insert(format!("{scalar} in {}", depth(ty))) => {
                let few = |it: &Mutation| {
                    it.what.starts_with("counterexample") || it.verdict == Verdict::RefusedAt(String::new())
                };
                all.into_iter().filter(few).take(12).collect()
            }
            _ => all,
        }
    }
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

/// One step of a pointer (RFC 6901).
pub(crate) fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// The instance with another value at that place; its parent is there.
fn with(whole: &Value, at: &str, value: Value) -> Value {
    let Some((parent, step)) = at.rsplit_once('/') else {
        return value;
    };
    let mut whole = whole.clone();
    match whole.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.insert(step.replace("~1", "/").replace("~0", "~"), value);
        }
        Some(Value::Array(items)) => {
            let index: usize = step.parse().expect("a step into a list is a number");
            items[index] = value;
        }
        _ => panic!("nothing stands at {parent}"),
    }
    whole
}

fn object_at(whole: &Value, at: &str) -> Map<String, Value> {
    let object = whole.pointer(at).and_then(Value::as_object);
    object.expect("an object stands there").clone()
}

fn without(whole: &Value, at: &str, key: &str) -> Value {
    let mut map = object_at(whole, at);
    map.remove(key);
    map.into()
}
