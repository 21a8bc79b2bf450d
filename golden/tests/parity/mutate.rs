//! Mutations: values for one place of an instance, each with the expected verdict. A bad value breaks one keyword.

use floe_contract::model::{Form, Type};
use serde_json::{Value, json};

use crate::sample::{Fill, Sampler, as_float};
use crate::trial::{Verdict, escaped};
use crate::{odd, text};

/// The name of mutations with text that the pattern may refuse. At least one such text of each place must be refused.
pub(crate) const NEAR_PATTERN: &str = "text near to the pattern";

/// A value for one place.
#[derive(Clone)]
pub(crate) struct Mutation {
    pub(crate) what: String,
    pub(crate) value: Value,
    pub(crate) verdict: Verdict,
}

impl Mutation {
    pub(crate) fn good(what: &str, value: Value) -> Self {
        Self { what: what.to_owned(), value, verdict: Verdict::Accepted }
    }

    pub(crate) fn bad(what: &str, value: Value) -> Self {
        Self { what: what.to_owned(), value, verdict: Verdict::RefusedAt(String::new()) }
    }

    fn open(what: &str, value: Value) -> Self {
        Self { what: what.to_owned(), value, verdict: Verdict::OpenAt(String::new()) }
    }

    /// The mutation as a key of a map, if the value is text. A bad key is refused at the map.
    fn into_key(self, value: &Value) -> Option<Self> {
        let key = self.value.as_str()?;
        let map = Value::from_iter([(key, value.clone())]);
        Some(Self { what: format!("{} as key", self.what), value: map, verdict: self.verdict })
    }

    /// The mutation one level further inside.
    fn inside(self, step: &str, around: impl FnOnce(Value) -> Value) -> Self {
        let verdict = self.verdict.at(|place| format!("/{}{place}", escaped(step)));
        Self { what: format!("{} inside", self.what), value: around(self.value), verdict }
    }
}

/// One value of each JSON type, and one of each notation of a number.
fn kinds() -> [(&'static str, Value); 12] {
    [
        ("null", Value::Null),
        ("true", json!(true)),
        ("0", json!(0)),
        ("1.0", json!(1.0)),
        ("1.5", json!(1.5)),
        ("huge number", json!(1e300)),
        ("huge whole number", json!(u64::MAX)),
        ("text of a number", json!("1")),
        ("text", json!("true")),
        ("empty text", json!("")),
        ("list", json!([])),
        ("object", json!({})),
    ]
}

/// The values of `kinds` that `wrong` selects, as bad mutations.
fn wrong_kinds(wrong: impl Fn(&Value) -> bool) -> Vec<Mutation> {
    let kinds = kinds().into_iter().filter(|(_, value)| wrong(value));
    kinds.map(|(what, value)| Mutation::bad(what, value)).collect()
}

/// Mutations for a place of a type. `null` occurs only as an inner value, because each field decides whether `null` is
/// allowed.
pub(crate) fn mutations(ty: &Type, sampler: &mut Sampler<'_>) -> Vec<Mutation> {
    match ty {
        Type::Any => odd::values().into_iter().map(|value| Mutation::good("odd value", value)).collect(),
        Type::Boolean => {
            let mut all = wrong_kinds(|value| !value.is_boolean());
            all.push(Mutation::good("false", json!(false)));
            all
        }
        Type::Integer { min, max } => integers(*min, *max),
        Type::Number { min, max } => numbers(*min, *max),
        Type::String { min_length, max_length, pattern } => {
            strings(*min_length, *max_length, pattern.as_deref(), sampler)
        }
        Type::Const(text) => {
            let mut all = wrong_kinds(|value| value != text);
            all.extend(
                text::near(text)
                    .into_iter()
                    .filter(|near| near != text)
                    .map(|near| Mutation::bad("other text", json!(near))),
            );
            all
        }
        Type::Scalar(name) => scalars(name, sampler),
        Type::Array { items, min_items, max_items } => {
            let mut all = wrong_kinds(|value| !value.is_array());
            all.extend(counts(*min_items, *max_items, |count| {
                (0..count).map(|_| sampler.value(items, Fill::Least)).collect()
            }));
            let rest = min_items.unwrap_or(1).max(1) - 1;
            for mutation in mutations(items, sampler) {
                let rest: Vec<Value> = (0..rest).map(|_| sampler.value(items, Fill::Least)).collect();
                all.push(mutation.inside("0", |first| [vec![first], rest].concat().into()));
            }
            all
        }
        Type::Map { values, keys, min_properties, max_properties } => {
            let mut all = wrong_kinds(|value| !value.is_object());
            all.extend(counts(*min_properties, *max_properties, |count| {
                (0..count).map(|at| (sampler.key(keys.as_deref(), at), sampler.value(values, Fill::Least))).collect()
            }));
            if let Some(scalar) = keys {
                let value = sampler.value(values, Fill::Least);
                let named = scalars(scalar, sampler).into_iter();
                all.extend(named.filter_map(|mutation| mutation.into_key(&value)));
            }
            let first = sampler.key(keys.as_deref(), 0);
            let rest = min_properties.unwrap_or(1).max(1) - 1;
            for mutation in mutations(values, sampler) {
                let rest: Vec<_> = (1..=rest)
                    .map(|at| (sampler.key(keys.as_deref(), at), sampler.value(values, Fill::Least)))
                    .collect();
                all.push(mutation.inside(&first, |value| rest.into_iter().chain([(first.clone(), value)]).collect()));
            }
            for key in ["", "ü", "\u{0}", "x y"].into_iter().filter(|_| keys.is_none()) {
                let map = [(key.to_owned(), sampler.value(values, Fill::Least))].into_iter().collect();
                let least = min_properties.unwrap_or(0);
                if least <= 1 {
                    all.push(Mutation::good("odd key", map));
                }
            }
            all
        }
        Type::Ref(name) => match &sampler.def(name).form {
            Form::Enum(values) => {
                let is_value = |text: &str| values.iter().any(|value| value.value == text);
                wrong_kinds(|value| !value.as_str().is_some_and(is_value))
            }
            Form::Object(_) | Form::Union(_) => {
                let mut all = wrong_kinds(|value| !value.is_object());
                all.push(Mutation::bad("unknown key", json!({"no such key": 1})));
                all
            }
        },
    }
}

fn integers(min: i64, max: i64) -> Vec<Mutation> {
    let inside =
        |value: &Value| value.as_f64().is_some_and(|it| it.fract() == 0.0 && it >= as_f64(min) && it <= as_f64(max));
    let mut all = wrong_kinds(|value| !inside(value));
    for good in [min, max] {
        all.push(Mutation::good("bound", json!(good)));
        all.push(Mutation::good("bound with a point", as_float(good)));
        all.push(Mutation::bad("bound with a fraction", json!(as_f64(good) / 2.0 + 0.25)));
        all.push(Mutation::bad("bound as text", json!(good.to_string())));
    }
    all.push(Mutation::bad("minimum - 1", json!(min - 1)));
    all.push(Mutation::bad("maximum + 1", json!(max + 1)));
    for huge in [json!(u64::MAX), json!(i64::MIN), json!(1e19), json!(-1e300)] {
        all.push(Mutation::bad("huge number", huge));
    }
    if min <= 0 && max >= 0 {
        all.push(Mutation::good("negative zero", json!(-0.0)));
    }
    all.retain(|it| it.what != "bound with a fraction" || it.value.as_f64().is_some_and(|it| it.fract() != 0.0));
    all
}

fn as_f64(integer: i64) -> f64 {
    as_float(integer).as_f64().unwrap_or_default()
}

fn numbers(min: Option<f64>, max: Option<f64>) -> Vec<Mutation> {
    let inside = |value: &Value| {
        value.as_f64().is_some_and(|it| min.is_none_or(|min| it >= min) && max.is_none_or(|max| it <= max))
    };
    let mut all = wrong_kinds(|value| !inside(value));
    for good in [min, max].into_iter().flatten() {
        all.push(Mutation::good("bound", json!(good)));
        all.push(Mutation::bad("bound as text", json!(good.to_string())));
    }
    let whole = kinds().into_iter().filter(|(_, value)| inside(value));
    all.extend(whole.map(|(what, value)| Mutation::good(what, value)));
    if let Some(min) = min {
        all.push(Mutation::bad("minimum - 1", json!((min - 1.0).min(min.next_down()))));
        all.push(Mutation::bad("just below the minimum", json!(min.next_down())));
        all.push(Mutation::bad("huge number", json!(-1e300)));
    }
    if let Some(max) = max {
        all.push(Mutation::bad("maximum + 1", json!((max + 1.0).max(max.next_up()))));
        all.push(Mutation::bad("just above the maximum", json!(max.next_up())));
        all.push(Mutation::bad("huge number", json!(u64::MAX)));
    }
    all
}

fn strings(min: Option<u64>, max: Option<u64>, pattern: Option<&str>, sampler: &mut Sampler<'_>) -> Vec<Mutation> {
    let mut all = wrong_kinds(|value| !value.is_string());
    for (what, length) in [("minLength", min), ("maxLength", max)] {
        let found = length.and_then(|length| sampler.text_of(length, pattern));
        all.extend(found.map(|text| Mutation::good(what, json!(text))));
    }
    if let Some(min) = min.filter(|min| *min > 0) {
        all.push(Mutation::bad("minLength - 1", json!(free_text(min - 1))));
        all.extend(sampler.text_of(min - 1, pattern).map(|text| Mutation::bad("minLength - 1", json!(text))));
    }
    if let Some(max) = max {
        all.push(Mutation::bad("maxLength + 1", json!(free_text(max + 1))));
        all.extend(sampler.text_of(max + 1, pattern).map(|text| Mutation::bad("maxLength + 1", json!(text))));
        let bytes_too_many = "ü".repeat(usize::try_from(max).expect("lengths are small"));
        all.push(Mutation::open("maxLength in characters of two bytes", json!(bytes_too_many)));
    }
    all.extend(odd::texts().into_iter().map(|text| {
        let length = u64::try_from(text.chars().count()).expect("a length fits");
        let fits = min.is_none_or(|min| length >= min) && max.is_none_or(|max| length <= max);
        let make = match (fits, pattern) {
            (false, _) => Mutation::bad,
            (true, None) => Mutation::good,
            (true, Some(_)) => Mutation::open,
        };
        make("odd text", json!(text))
    }));
    if let Some(pattern) = pattern {
        let good = sampler.text_of(min.unwrap_or(1).max(1), Some(pattern)).unwrap_or_default();
        all.extend(text::near(&good).into_iter().map(|near| Mutation::open(NEAR_PATTERN, json!(near))));
    }
    all
}

/// A text of a given length that most patterns refuse.
fn free_text(length: u64) -> String {
    "é😀a".chars().cycle().take(usize::try_from(length).expect("lengths are small")).collect()
}

fn scalars(name: &str, sampler: &mut Sampler<'_>) -> Vec<Mutation> {
    let scalar = &sampler.model.scalars[name];
    let mut all = mutations(&scalar.base, sampler);
    all.extend(scalar.examples.iter().map(|value| Mutation::good("example", value.clone())));
    all.extend(scalar.counterexamples.iter().map(|value| Mutation::bad("counterexample", value.clone())));
    let texts = scalar.examples.iter().filter_map(Value::as_str).flat_map(text::near);
    all.extend(texts.map(|near| Mutation::open("near example", json!(near))));
    all
}

/// Lists or maps at the bounds of the count, and one entry beyond each bound.
fn counts(min: Option<u64>, max: Option<u64>, mut of: impl FnMut(u64) -> Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    if let Some(min) = min {
        all.push(Mutation::good("as few as allowed", of(min)));
        if min > 0 {
            all.push(Mutation::bad("too few", of(min - 1)));
        }
    } else {
        all.push(Mutation::good("none", of(0)));
    }
    if let Some(max) = max {
        all.push(Mutation::good("as many as allowed", of(max)));
        all.push(Mutation::bad("too many", of(max + 1)));
    }
    all
}
