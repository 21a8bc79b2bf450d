//! Sampler: valid instances of a type, made from the model. Invalid instances are made in `mutate.rs`.

use floe_contract::model::{Case, Field, Form, Model, Type, TypeDef, Union};
use serde_json::{Map, Value, json};

use floe_golden::Chance;

use crate::{odd, text};

/// How many optional parts an instance has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// All of them. Each list has two items, and the second item is minimal.
    Full,
    /// None of them.
    Least,
    /// A random choice of them.
    Mixed,
}

impl Fill {
    /// The fill of a list's item. If each item were full, nested lists would grow exponentially.
    fn of_item(self, at: usize) -> Self {
        if self == Self::Full && at > 0 { Self::Least } else { self }
    }
}

/// Keys of maps. The first key needs escaping in a JSON pointer.
pub(crate) const KEYS: [&str; 3] = ["a/b~c", "ü", "k"];

/// Makes instances of one model's types.
pub(crate) struct Sampler<'m> {
    pub(crate) model: &'m Model,
    pub(crate) chance: Chance,
    /// The named types around the current value. A type nested in itself is filled minimally, so that recursion ends.
    within: Vec<String>,
}

impl<'m> Sampler<'m> {
    pub(crate) fn new(model: &'m Model, seed: &str) -> Self {
        Self { model, chance: Chance::of(seed), within: Vec::new() }
    }

    pub(crate) fn def(&self, name: &str) -> &'m TypeDef {
        &self.model.types[name]
    }

    pub(crate) fn value(&mut self, ty: &Type, fill: Fill) -> Value {
        match ty {
            Type::Any if fill == Fill::Mixed => self.chance.one_of(&odd::values()).clone(),
            Type::Any => json!({"any": [1, null, "x", {"y": 0.5}]}),
            Type::Boolean => json!(self.chance.below(2) == 0),
            Type::Integer { min, max } => self.integer(*min, *max, fill),
            Type::Number { min, max } => json!(middle(*min, *max)),
            Type::String { min_length, max_length, pattern: None } if fill == Fill::Mixed => {
                self.odd_text(*min_length, *max_length)
            }
            Type::String { min_length, max_length, pattern } => {
                json!(self.text(*min_length, *max_length, pattern.as_deref()))
            }
            Type::Const(text) => json!(text),
            Type::Scalar(name) => self.scalar(name, fill),
            Type::Array { items, min_items, max_items } => {
                let count = self.count(*min_items, *max_items, fill);
                (0..count).map(|at| self.value(items, fill.of_item(at))).collect()
            }
            Type::Map { values, keys, min_properties, max_properties } => {
                let count = self.count(*min_properties, *max_properties, fill);
                let keys: Vec<String> = (0..count).map(|at| self.key(keys.as_deref(), at as u64)).collect();
                keys.into_iter().enumerate().map(|(at, key)| (key, self.value(values, fill.of_item(at)))).collect()
            }
            Type::Ref(name) => self.named(name, fill),
        }
    }

    /// The key number `at` of a map, an example of the key's scalar where the map has one.
    pub(crate) fn key(&self, scalar: Option<&str>, at: u64) -> String {
        let at = usize::try_from(at).expect("a map has few keys");
        let examples = scalar.map(|name| &self.model.scalars[name].examples);
        let known = examples.map_or(KEYS.get(at).copied(), |examples| examples.get(at)?.as_str());
        known.map_or_else(|| format!("k{at}"), str::to_owned)
    }

    fn named(&mut self, name: &str, fill: Fill) -> Value {
        let inside_itself = self.within.iter().any(|outer| outer == name);
        let fill = if inside_itself { Fill::Least } else { fill };
        self.within.push(name.to_owned());
        let value = match &self.def(name).form {
            Form::Object(fields) => self.object(fields, fill).into(),
            Form::Enum(values) if fill == Fill::Mixed => json!(self.chance.one_of(values).value),
            Form::Enum(values) => json!(values[0].value),
            Form::Union(union) if fill == Fill::Mixed => {
                let case = self.chance.one_of(&union.cases);
                self.case(union, case, fill)
            }
            Form::Union(union) => self.case(union, &union.cases[0], fill),
        };
        self.within.pop();
        value
    }

    pub(crate) fn case(&mut self, union: &Union, case: &Case, fill: Fill) -> Value {
        let mut map = self.object(&case.fields, fill);
        map.insert(union.tag.clone(), json!(case.value));
        map.into()
    }

    fn object(&mut self, fields: &[Field], fill: Fill) -> Map<String, Value> {
        let mut map = Map::new();
        for field in fields {
            let there = match fill {
                Fill::Full => true,
                Fill::Least => false,
                Fill::Mixed => self.chance.below(2) == 0,
            };
            if field.required || there {
                map.insert(field.name.clone(), self.value(&field.ty, fill));
            } else if fill == Fill::Mixed && field.is_optional() && self.chance.below(2) == 0 {
                map.insert(field.name.clone(), Value::Null);
            }
        }
        map
    }

    fn scalar(&mut self, name: &str, fill: Fill) -> Value {
        let scalar = &self.model.scalars[name];
        match fill {
            Fill::Mixed => self.chance.one_of(&scalar.examples).clone(),
            Fill::Full | Fill::Least => scalar.examples[0].clone(),
        }
    }

    fn integer(&mut self, min: i64, max: i64, fill: Fill) -> Value {
        let span = max.abs_diff(min).saturating_add(1);
        let picked = min.saturating_add_unsigned(self.chance.below(span));
        if fill == Fill::Mixed && self.chance.below(2) == 0 { as_float(picked) } else { json!(picked) }
    }

    fn count(&mut self, min: Option<u64>, max: Option<u64>, fill: Fill) -> usize {
        let least = min.unwrap_or(0);
        let more = match fill {
            Fill::Full => 2_u64.saturating_sub(least),
            Fill::Least => 0,
            Fill::Mixed => self.chance.below(3),
        };
        let count = (least + more).min(max.unwrap_or(u64::MAX));
        usize::try_from(count).expect("counts of contracts are small")
    }

    /// A random odd text whose length is within the bounds.
    fn odd_text(&mut self, min: Option<u64>, max: Option<u64>) -> Value {
        let fits = |text: &String| {
            let length = u64::try_from(text.chars().count()).expect("a length fits");
            min.is_none_or(|min| length >= min) && max.is_none_or(|max| length <= max)
        };
        let fitting: Vec<String> = odd::texts().into_iter().filter(fits).collect();
        if fitting.is_empty() { json!(self.text(min, max, None)) } else { json!(self.chance.one_of(&fitting)) }
    }

    /// A text of a given length that matches the pattern, if the search finds one.
    pub(crate) fn text_of(&mut self, length: u64, pattern: Option<&str>) -> Option<String> {
        let wanted = usize::try_from(length).expect("lengths of contracts are small");
        match pattern {
            None => Some("é😀a".chars().cycle().take(wanted).collect()),
            Some(pattern) => text::matching(pattern, wanted, &mut self.chance),
        }
    }

    fn text(&mut self, min: Option<u64>, max: Option<u64>, pattern: Option<&str>) -> String {
        let shortest = min.unwrap_or(1);
        let longest = max.unwrap_or(u64::MAX).min(shortest + 20);
        let found = (shortest..=longest).find_map(|length| self.text_of(length, pattern));
        found.expect("a pattern allows some short text")
    }
}

/// The integer as JSON with a decimal point.
pub(crate) fn as_float(integer: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "bounds of contracts lie within 2^53")]
    let float = integer as f64;
    json!(float)
}

/// A number within the bounds.
fn middle(min: Option<f64>, max: Option<f64>) -> f64 {
    match (min, max) {
        (Some(min), Some(max)) => f64::midpoint(min, max),
        (Some(min), None) => min + 0.5,
        (None, Some(max)) => max - 0.5,
        (None, None) => 0.5,
    }
}
