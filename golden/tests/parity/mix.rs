//! Mixer: random instances of a type, either valid or with several changes at any depth. Systematic single changes are
//! made in `trial.rs`.

use std::collections::BTreeMap;

use floe_contract::model::{Field, Form, Type};
use serde_json::{Value, json};

use crate::mutate::mutations;
use crate::sample::{Fill, Sampler};
use crate::subject::Named;
use crate::trial::{Trial, Verdict, escaped, put};

/// One more than the most changes in one instance.
const CHANGES: u64 = 4;

/// Makes random trials.
#[derive(Default)]
pub(crate) struct Mixer {
    /// The candidate values for each type, made once.
    values: BTreeMap<String, Vec<Value>>,
}

/// A part of an instance that can be changed.
enum Site<'m> {
    /// A value of a type.
    Value(&'m Type),
    /// An object that has or may have a field.
    Field(&'m Field),
    /// An object that can get an unknown key.
    Object,
}

impl Mixer {
    /// A random trial of one type.
    pub(crate) fn trial<'m>(&mut self, sampler: &mut Sampler<'m>, named: &'m Named<'_>) -> Trial {
        let mut instance = sampler.value(&named.ty, Fill::Mixed);
        let mut sites = Vec::new();
        find(sampler, &named.ty, &instance, "", &mut sites);
        let changes = sampler.chance.below(CHANGES);
        for _ in 0..changes {
            let (at, site) = sampler.chance.one_of(&sites);
            self.change(sampler, &mut instance, at, site);
        }
        let verdict = if changes == 0 { Verdict::Accepted } else { Verdict::Open };
        Trial { what: format!(": by chance, {changes} changed"), instance, verdict, text: None }
    }

    fn change<'m>(&mut self, sampler: &mut Sampler<'m>, whole: &mut Value, at: &str, site: &Site<'m>) {
        match site {
            Site::Value(ty) => {
                let values = self.values.entry(format!("{ty:?}"));
                let values = values
                    .or_insert_with(|| mutations(ty, sampler).into_iter().map(|mutation| mutation.value).collect());
                let value = sampler.chance.one_of(values).clone();
                put(whole, at, value);
            }
            Site::Field(field) => {
                let object = whole.pointer_mut(at).and_then(Value::as_object_mut);
                let leave_out = sampler.chance.below(2) == 0;
                match object {
                    Some(object) if leave_out => drop(object.remove(&field.name)),
                    Some(object) => drop(object.insert(field.name.clone(), Value::Null)),
                    None => {}
                }
            }
            Site::Object => drop(put(whole, &format!("{at}/unknown"), json!("x"))),
        }
    }
}

/// Collects the sites of a value and of all values inside; `at` is the value's JSON pointer.
fn find<'m>(sampler: &Sampler<'m>, ty: &'m Type, value: &Value, at: &str, sites: &mut Vec<(String, Site<'m>)>) {
    sites.push((at.to_owned(), Site::Value(ty)));
    match (ty, value) {
        (Type::Array { items, .. }, Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                find(sampler, items, value, &format!("{at}/{index}"), sites);
            }
        }
        (Type::Map { values: ty, .. }, Value::Object(map)) => {
            for (key, value) in map {
                find(sampler, ty, value, &format!("{at}/{}", escaped(key)), sites);
            }
        }
        (Type::Ref(name), Value::Object(map)) => {
            sites.push((at.to_owned(), Site::Object));
            let fields: &'m [Field] = match &sampler.def(name).form {
                Form::Object(fields) => fields,
                Form::Union(union) => {
                    let case = map.get(&union.tag).and_then(Value::as_str);
                    let case = union.cases.iter().find(|it| Some(it.value.as_str()) == case);
                    case.map(|case| case.fields.as_slice()).unwrap_or_default()
                }
                Form::Enum(_) => &[],
            };
            for field in fields {
                sites.push((at.to_owned(), Site::Field(field)));
                if let Some(value) = map.get(&field.name) {
                    find(sampler, &field.ty, value, &format!("{at}/{}", escaped(&field.name)), sites);
                }
            }
        }
        _ => {}
    }
}
