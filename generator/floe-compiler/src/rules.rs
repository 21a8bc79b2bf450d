//! Rules: checks the rules of objects that a shape cannot express. The rules are rows of the contracts; no key is named here.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Findings, Key, Node, Value};
use floe_types::RULES;
use floe_types::diagnostics as messages;
use floe_types::rule::Rule;
use floe_types::shape::{Field, Shape};

use crate::members::Members;
use crate::report;
use crate::secret::Found;
use crate::source::{Source, dotted, step};

/// More broken rules than this in one document are not told one by one.
const MOST_TOLD: usize = 200;
/// The relative error that a sum may have, because decimal numbers are not exact in binary.
const ROUNDING: f64 = 1e-9;

/// Reports every broken rule of a document of that shape, except those already reported about secrets. Returns the pointers of the keys
/// that a rule refuses; no shape has these keys either.
pub(crate) fn check(source: &Source, root: &str, secrets: &[Found], out: &mut Findings) -> Vec<String> {
    let mut checker = Checker { source, secrets, told: Findings::new(), refused: Vec::new() };
    checker.visit(&source.node, Some(&Shape::named(root.to_owned())), "", &[]);
    out.extend(checker.told);
    checker.refused
}

/// Every rule that a generated value of that shape breaks, in words.
pub(crate) fn broken(value: &serde_json::Value, root: &str) -> Vec<String> {
    let mut out = Findings::new();
    check(&Source { node: Node::from(value) }, root, &[], &mut out);
    out.sorted().iter().map(|finding| finding.message.clone()).collect()
}

struct Checker<'a> {
    source: &'a Source,
    secrets: &'a [Found],
    told: Findings,
    refused: Vec<String>,
}

impl Checker<'_> {
    /// `environment` holds the keys to look for in everything below.
    fn visit(&mut self, node: &Node, shape: Option<&Shape>, pointer: &str, environment: &[&str]) {
        if self.told.len() >= MOST_TOLD {
            return;
        }
        match (&node.value, shape) {
            (Value::Map(entries), Some(Shape::Named(name))) => {
                let rules = rules(name);
                let fields = Members::of(name, entries).fields;
                for rule in rules {
                    self.judge(rule, node, fields, pointer);
                }
                let (mut here, mut below) = (environment.to_vec(), environment.to_vec());
                for rule in rules {
                    if let Rule::Environment { keys, below: everywhere } = rule {
                        here.extend(*keys);
                        below.extend(keys.iter().filter(|_| *everywhere));
                    }
                }
                for (key, member) in entries {
                    let field = fields.iter().find(|field| field.name() == key.name);
                    self.visit_member(key, member, field.map(Field::shape), pointer, (&here, &below));
                }
            }
            (Value::Map(entries), of_values) => {
                let values = of_values.and_then(|shape| match shape {
                    Shape::Map { values, .. } if !matches!(**values, Shape::Any) => Some(values.as_ref()),
                    _ => None,
                });
                for (key, member) in entries {
                    // The keys of maps with typed values are names that people choose, such as names of columns or labels.
                    let keys = if values.is_none() { environment } else { &[] };
                    self.environment(key, pointer, keys);
                    self.visit(member, values, &step(pointer, &key.name), environment);
                }
            }
            (Value::Seq(items), shape) => {
                let of_items = shape.and_then(|shape| match shape {
                    Shape::Array(items, _) => Some(items.as_ref()),
                    _ => None,
                });
                for (at, item) in items.iter().enumerate() {
                    self.visit(item, of_items, &format!("{pointer}/{at}"), environment);
                }
            }
            _ => {}
        }
    }

    fn visit_member(
        &mut self,
        key: &Key,
        member: &Node,
        shape: Option<&Shape>,
        pointer: &str,
        (here, below): (&[&str], &[&str]),
    ) {
        if shape.is_none() {
            self.environment(key, pointer, here);
        }
        self.visit(member, shape, &step(pointer, &key.name), below);
    }

    fn environment(&mut self, key: &Key, pointer: &str, keys: &[&str]) {
        if keys.contains(&key.name.to_lowercase().as_str()) {
            let pointer = step(pointer, &key.name);
            if !self.secrets.iter().any(|found| found.pointer == pointer) {
                let message = messages::load_key_environment(&dotted(&pointer));
                self.told.push(report::at(self.source.key_place(&pointer), message));
            }
            self.refused.push(pointer);
        }
    }

    fn judge(&mut self, rule: &Rule, object: &Node, fields: &[Field], pointer: &str) {
        let found = match *rule {
            Rule::OnlyWhen { key, when, is } => self.only_when(object, fields, pointer, (key, when, is)),
            Rule::NeededWhen { key, when, is } => self.needed_when(object, fields, pointer, (key, when, is)),
            Rule::OneForm { forms } => self.one_form(object, pointer, forms),
            Rule::Sum { keys, equals } => self.sum(object, fields, pointer, keys, equals),
            Rule::AtMost { key, other } => self.at_most(object, fields, pointer, key, other),
            Rule::Reserved { key, values } => self.reserved(object, pointer, key, values),
            Rule::Unique { key, by } => return self.unique(object, &step(pointer, key), key, by),
            Rule::Expression { key } => return self.expression(object, &step(pointer, key), key),
            Rule::NotEvaluated { .. } | Rule::Environment { .. } => None,
        };
        self.told.extend(found);
    }

    fn only_when(
        &self,
        object: &Node,
        fields: &[Field],
        pointer: &str,
        (key, when, is): (&str, &str, &[&str]),
    ) -> Option<Diagnostic> {
        let misplaced = is_there(object, key) && !word(object, fields, when).is_some_and(|value| is.contains(&value));
        let place = self.source.key_place(&step(pointer, key));
        misplaced.then(|| report::at(place, messages::load_key_misplaced(key, when, is)))
    }

    fn needed_when(
        &self,
        object: &Node,
        fields: &[Field],
        pointer: &str,
        (key, when, is): (&str, &str, &[&str]),
    ) -> Option<Diagnostic> {
        let value = word(object, fields, when).filter(|value| is.contains(value) && !is_there(object, key))?;
        Some(report::at(self.source.place(&step(pointer, when)), messages::load_key_missing_when(key, when, value)))
    }

    fn one_form(&self, object: &Node, pointer: &str, forms: &[&[&str]]) -> Option<Diagnostic> {
        let mut begun = forms.iter().filter(|form| form.iter().any(|key| is_there(object, key)));
        if let (Some(form), None) = (begun.next(), begun.next())
            && form.iter().all(|key| is_there(object, key))
        {
            return None;
        }
        let forms: Vec<String> = forms.iter().map(|keys| keys.join(", ")).collect();
        Some(report::at(self.source.key_place(pointer), messages::load_keys_incompatible(&dotted(pointer), &forms)))
    }

    /// If a value is not a number, the shape reports the violation.
    fn sum(&self, object: &Node, fields: &[Field], pointer: &str, keys: &[&str], equals: i32) -> Option<Diagnostic> {
        let numbers: Option<Vec<f64>> = keys.iter().map(|key| number(object, fields, key)).collect();
        let sum: f64 = numbers?.iter().sum();
        let (most, exact) = (sum.abs().max(1.0), f64::from(equals));
        let finding = || messages::load_value_invalid(&dotted(pointer), &format!("must add up to {equals}"));
        ((sum - exact).abs() > most * ROUNDING).then(|| report::at(self.source.key_place(pointer), finding()))
    }

    fn at_most(&self, object: &Node, fields: &[Field], pointer: &str, key: &str, other: &str) -> Option<Diagnostic> {
        let (least, most) = (number(object, fields, key)?, number(object, fields, other)?);
        let pointer = step(pointer, key);
        let finding = || messages::load_value_invalid(&dotted(&pointer), &format!("must be no more than `{other}`"));
        (least > most).then(|| report::at(self.source.place(&pointer), finding()))
    }

    fn reserved(&self, object: &Node, pointer: &str, key: &str, values: &[&str]) -> Option<Diagnostic> {
        let pointer = step(pointer, key);
        let written = object.get(key)?.as_str()?;
        let is_reserved = values.iter().any(|value| value.eq_ignore_ascii_case(written));
        is_reserved
            .then(|| report::at(self.source.place(&pointer), messages::load_value_reserved(&dotted(&pointer), values)))
    }

    /// If a value is not text, the shape reports the violation.
    fn expression(&mut self, object: &Node, pointer: &str, key: &str) {
        let Some(written) = object.get(key) else { return };
        // A value that is not a list has no items and is checked itself.
        let items = written.as_seq().unwrap_or_default().iter().enumerate();
        let items = items.map(|(at, item)| (format!("{pointer}/{at}"), item));
        for (pointer, node) in items.chain([(pointer.to_owned(), written)]) {
            if node.as_str().is_some_and(|text| regex_lite::Regex::new(text).is_err()) {
                let message = messages::load_expression_invalid(&dotted(&pointer));
                self.told.push(report::at(self.source.place(&pointer), message));
            }
        }
    }

    fn unique(&mut self, object: &Node, pointer: &str, key: &str, by: &str) {
        // If a value is not a list, the shape reports the violation.
        let items = object.get(key).and_then(Node::as_seq).unwrap_or_default();
        let mut seen = BTreeMap::new();
        let place = |at: usize| self.source.place(&step(&format!("{pointer}/{at}"), by));
        let mut found = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(name) = item.get(by).and_then(Node::as_str) else { continue };
            if let Some(first) = seen.get(name) {
                let message = messages::load_item_duplicate(&dotted(pointer), by, name);
                found.push(report::at(place(at), message).related(place(*first), "the first one"));
            } else {
                seen.insert(name, at);
            }
        }
        self.told.extend(found.into_iter().take(MOST_TOLD));
    }
}

/// The rules of a named type.
pub(crate) fn rules(name: &str) -> &'static [Rule] {
    RULES.iter().find(|(owner, _)| *owner == name).map_or(&[], |(_, rules)| rules)
}

/// Whether a key is present with a value other than `null`.
fn is_there(object: &Node, key: &str) -> bool {
    object.get(key).is_some_and(|node| !node.is_null())
}

/// The text or the boolean under a key as a word, or the default that stands for its absence.
fn word<'a>(object: &'a Node, fields: &'a [Field], key: &str) -> Option<&'a str> {
    let flag = |flag: bool| if flag { "true" } else { "false" };
    let default = || default(fields, key).and_then(|value| value.as_str().or_else(|| value.as_bool().map(flag)));
    object.get(key).map_or_else(default, |node| node.as_str().or_else(|| node.as_bool().map(flag)))
}

/// The number under a key, or the default that stands for its absence.
fn number(object: &Node, fields: &[Field], key: &str) -> Option<f64> {
    object.get(key).map_or_else(|| default(fields, key)?.as_f64(), Node::as_float)
}

fn default<'a>(fields: &'a [Field], key: &str) -> Option<&'a serde_json::Value> {
    fields.iter().find(|field| field.name() == key)?.default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::documents::floe_spec::FloeSpec;
    use floe_types::documents::manifest::Manifest;

    fn found(text: &str, root: &str) -> Vec<String> {
        let mut out = Findings::new();
        let source = Document::new("x.yaml", text).content().unwrap().clone();
        check(&source, root, &[], &mut out);
        out.sorted().iter().map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    }

    #[test]
    fn a_key_that_is_null_is_not_there() {
        assert_eq!(found("scope:\nparent_manifest: null\napproved_sinks:\n", Manifest::SHAPE), [] as [&str; 0]);
        let without_parent = found("scope: domain\nparent_manifest: null\n", Manifest::SHAPE);
        assert_eq!(
            without_parent,
            ["LOAD_KEY_MISSING the key `parent_manifest` is missing here; it must be there where `scope` is `domain`"]
        );
    }

    #[test]
    fn an_absent_key_has_its_default() {
        let source = |more: &str| format!("ingestion: {{sources: [{{name: a{more}}}]}}");
        assert_eq!(found(&source(""), FloeSpec::SHAPE), [] as [&str; 0]);
        assert_eq!(found(&source(", writeMode: merge"), FloeSpec::SHAPE).len(), 1);
    }

    #[test]
    fn a_boolean_decides_like_a_word() {
        assert_eq!(found("schedule: {enabled: false}", FloeSpec::SHAPE), [] as [&str; 0]);
        assert_eq!(
            found("schedule: {timezone: UTC}", FloeSpec::SHAPE),
            ["LOAD_KEY_MISSING the key `cron` is missing here; it must be there where `enabled` is `true`"]
        );
    }

    #[test]
    fn numbers_add_up_with_the_defaults_of_those_that_are_absent() {
        let weights = |weights: &str| broken(&serde_json::from_str(weights).unwrap(), "QualityDimensionWeights");
        for good in ["{}", r#"{"validity": 0.1, "accuracy": 0.35}"#, r#"{"accuracy": 0.250000000001}"#] {
            assert_eq!(weights(good), [] as [&str; 0], "{good}");
        }
        assert_eq!(weights(r#"{"accuracy": 0.5}"#), ["`` must add up to 1"]);
        assert_eq!(weights(r#"{"accuracy": "0.5"}"#), [] as [&str; 0]);
    }

    #[test]
    fn a_number_is_held_against_another_one_or_its_default() {
        let batch = |batch: &str| broken(&serde_json::from_str(batch).unwrap(), "TelemetryBatch");
        assert_eq!(batch(r#"{"max_export_batch_size": 2048}"#), [] as [&str; 0]);
        for bad in [r#"{"max_export_batch_size": 2049}"#, r#"{"max_queue_size": 511}"#] {
            assert_eq!(batch(bad), ["`max_export_batch_size` must be no more than `max_queue_size`"], "{bad}");
        }
    }

    #[test]
    fn what_a_plugin_makes_keeps_the_rules_of_its_contract() {
        let table = serde_json::json!({"tables": [{"write_mode": "merge"}]});
        assert_eq!(
            broken(&table, "IngestionBinding"),
            ["the key `primary_key` is missing here; it must be there where `write_mode` is `merge`"]
        );
        let catalog = serde_json::json!({"provider": "polaris", "kind": "iceberg-rest"});
        let missing = |key: &str, when: &str, value: &str| {
            format!("the key `{key}` is missing here; it must be there where `{when}` is `{value}`")
        };
        let expected = [missing("iceberg_rest", "kind", "iceberg-rest"), missing("polaris", "provider", "polaris")];
        assert_eq!(broken(&catalog, "CatalogBinding"), expected);
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_told_where_it_stands() {
        let naming =
            |patterns: &str| format!("governance: {{naming: {{pattern: custom, custom_patterns: {patterns}}}}}");
        assert_eq!(found(&naming("[a, '(a+)+', 7]"), Manifest::SHAPE), [] as [&str; 0]);
        assert_eq!(
            found(&naming("[a, '[a', '(?=a)']"), Manifest::SHAPE),
            [
                "LOAD_EXPRESSION_INVALID `governance.naming.custom_patterns[1]` is no regular expression",
                "LOAD_EXPRESSION_INVALID `governance.naming.custom_patterns[2]` is no regular expression"
            ]
        );
        let scanning = "governance: {secret_scanning: {custom_patterns: [{name: a, pattern: '('}]}}";
        assert_eq!(found(scanning, Manifest::SHAPE).len(), 1);
    }

    #[test]
    fn names_that_people_choose_are_no_keys_of_an_environment() {
        let text = "metadata: {labels: {host: a}}\noutputPorts: [{schema: [{name: port}]}]\n\
                    destinations: [{field_mapping: {token: T}, config: {a: [{Token: 1}]}}]\n";
        assert_eq!(
            found(text, FloeSpec::SHAPE),
            [
                "LOAD_KEY_ENVIRONMENT `destinations[0].config.a[0].Token` sets a value of one environment, but this document is for all environments"
            ]
        );
    }

    #[test]
    fn a_document_of_another_shape_has_no_findings() {
        for text in ["[]", "x", "metadata: 1\nresource_presets: [{}]\nscope: [enterprise]\n"] {
            assert_eq!(found(text, Manifest::SHAPE), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn very_many_broken_rules_are_told_up_to_some() {
        let items = "  - {name: a}\n".repeat(5000);
        assert_eq!(found(&format!("transforms:\n{items}"), FloeSpec::SHAPE).len(), MOST_TOLD);
    }
}
