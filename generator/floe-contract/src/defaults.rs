//! Lint of nested defaults: a reader fills in all defaults of an absent field, so defaults must end, and must be few.

use floe_base::Findings;
use serde_json::Value;

use crate::lint::fields;
use crate::messages;
use crate::model::{Field, Form, Model, Type};

/// The most values that one default may make.
const MOST: usize = 1000;

/// Refuses defaults without end, of which no value can be made, and defaults with too many values.
pub(crate) fn check(model: &Model, out: &mut Findings) {
    for (name, field) in fields(model) {
        let Some(default) = &field.default else { continue };
        if (Count { model, made: 0 }).fill(&field.ty, default).is_none() {
            let finding = messages::default_invalid_endless(name, MOST).at(field.place.clone());
            out.push(finding.help("make one of these fields optional without a default"));
        }
    }
}

/// How many values have been made so far. `None`: too many.
struct Count<'m> {
    model: &'m Model,
    made: usize,
}

impl<'m> Count<'m> {
    /// Counts a value with all defaults filled in below. A value of the wrong type counts as one; other checks report the type.
    fn fill(&mut self, ty: &Type, value: &Value) -> Option<()> {
        self.made += 1;
        if self.made > MOST {
            return None;
        }
        match (ty, value) {
            (Type::Array { items, .. }, Value::Array(values)) => {
                values.iter().try_for_each(|value| self.fill(items, value))
            }
            (Type::Map { values: of, .. }, Value::Object(map)) => {
                map.values().try_for_each(|value| self.fill(of, value))
            }
            (Type::Ref(name), value) => self.fields(name, value).iter().try_for_each(|field| {
                let written = value.get(&field.name).filter(|value| !value.is_null() || field.ty == Type::Any);
                written.or(field.default.as_ref()).map_or(Some(()), |value| self.fill(&field.ty, value))
            }),
            _ => Some(()),
        }
    }

    /// The fields that a value of a type has.
    fn fields(&self, name: &str, value: &Value) -> &'m [Field] {
        match self.model.types.get(name).map(|def| &def.form) {
            Some(Form::Object(fields)) => fields,
            Some(Form::Union(union)) => {
                let tag = value.get(&union.tag).and_then(Value::as_str);
                union.cases.iter().find(|case| Some(case.value.as_str()) == tag).map_or(&[], |case| &case.fields)
            }
            Some(Form::Enum(_)) | None => &[],
        }
    }
}
