//! Lint of rules: the keys and values of a rule are those of the type, so that each rule can be kept and broken.

use floe_base::Diagnostic;

use super::Linter;
use crate::messages;
use crate::model::{Field, Form, Rule, Type, TypeDef, typed};
use crate::shapes::shape;

/// Checks every rule.
pub(super) fn lint(linter: &mut Linter<'_>) {
    for def in linter.model.types.values() {
        let fields: Vec<&Field> = match &def.form {
            Form::Object(fields) => fields.iter().collect(),
            Form::Union(union) => union.cases.iter().flat_map(|case| &case.fields).collect(),
            Form::Enum(_) => Vec::new(),
        };
        let mut judge = Judge { linter, def, fields };
        for rule in &def.rules {
            if matches!(def.form, Form::Union(_)) && !matches!(rule, Rule::Expression { .. }) {
                judge.broken(messages::rule_invalid_union(&def.name));
            }
            judge.rule(rule);
        }
    }
}

/// Judges the rules of one type.
struct Judge<'l, 'm> {
    linter: &'l mut Linter<'m>,
    def: &'m TypeDef,
    fields: Vec<&'m Field>,
}

impl<'m> Judge<'_, 'm> {
    fn rule(&mut self, rule: &Rule) {
        let Judge { linter, def: TypeDef { name, place, .. }, .. } = self;
        match rule {
            Rule::OnlyWhen { key, when, is } | Rule::NeededWhen { key, when, is } => {
                self.may_be_absent(key);
                self.values(when, is);
            }
            Rule::OneForm { forms } => forms.iter().flatten().for_each(|key| self.may_be_absent(key)),
            Rule::Unique { key, by } => self.unique(key, by),
            Rule::Sum { keys, .. } => keys.iter().for_each(|key| self.number(key)),
            Rule::AtMost { key, other } => [key, other].into_iter().for_each(|key| self.number(key)),
            Rule::Reserved { key, values } => self.values(key, values),
            Rule::Expression { key } => self.expression(key),
            Rule::NotEvaluated { keys, without } => {
                if let Some(category) = without {
                    let known = linter.model.interfaces.iter().map(|interface| interface.head.id.name.as_str());
                    linter.known(category, known, place, messages::rule_invalid_category(name, category));
                }
                for key in keys {
                    self.find(key);
                }
            }
            Rule::Environment { keys, .. } => {
                for key in keys {
                    if self.fields.iter().any(|field| field.name == *key) {
                        self.broken(messages::rule_invalid_against(name, key));
                    }
                    if key.to_lowercase() != *key {
                        self.broken(messages::rule_invalid_case(name, key));
                    }
                }
            }
        }
    }

    fn broken(&mut self, finding: Diagnostic) {
        self.linter.error(&self.def.place, finding, "correct the rule, or the type");
    }

    /// The field of that name; an absent field is a finding.
    fn find(&mut self, key: &str) -> Option<&'m Field> {
        let unknown = messages::rule_invalid_key(&self.def.name, key);
        self.linter.known(key, self.fields.iter().map(|field| field.name.as_str()), &self.def.place, unknown);
        self.fields.iter().find(|field| field.name == key).copied()
    }

    fn may_be_absent(&mut self, key: &str) {
        if self.find(key).is_some_and(|field| !field.is_optional()) {
            self.broken(messages::rule_invalid_optional(&self.def.name, key));
        }
    }

    /// The values that a rule compares with are values that the field can have.
    fn values(&mut self, key: &str, values: &[String]) {
        let Some(Field { ty, .. }) = self.find(key) else { return };
        for value in values {
            if !self.linter.shapes.check_shape(&shape(ty), &typed(ty, value)).is_empty() {
                self.broken(messages::rule_invalid_value(&self.def.name, key, value));
            }
        }
    }

    /// A field that a rule adds up or compares is a number wherever the rule is judged.
    fn number(&mut self, key: &str) {
        let Some(field) = self.find(key) else { return };
        if !matches!(field.ty, Type::Integer { .. } | Type::Number { .. }) || field.is_optional() {
            self.broken(messages::rule_invalid_number(&self.def.name, key));
        }
    }

    fn unique(&mut self, key: &str, by: &str) {
        let Some(field) = self.find(key) else { return };
        if !self.items(&field.ty).is_some_and(|fields| fields.iter().any(|field| field.name == by)) {
            self.broken(messages::rule_invalid_unique(&self.def.name, key, by));
        }
    }

    /// The fields of a list's items.
    fn items(&self, ty: &Type) -> Option<&'m [Field]> {
        let Type::Array { items, .. } = ty else { return None };
        let Type::Ref(name) = items.as_ref() else { return None };
        let Form::Object(fields) = &self.linter.model.types.get(name)?.form else { return None };
        Some(fields)
    }

    /// A field that is read as an expression is text, or a list of texts.
    fn expression(&mut self, key: &str) {
        let Some(field) = self.find(key) else { return };
        let inside = if let Type::Array { items, .. } = &field.ty { items.as_ref() } else { &field.ty };
        if !matches!(inside, Type::String { .. } | Type::Scalar(_)) {
            self.broken(messages::rule_invalid_expression(&self.def.name, key));
        }
    }
}
