//! Rules: checks the rules of objects that a shape cannot express. The rules are rows of the contracts; no key is named here.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Findings, Key, Node, Place, Value};
use floe_types::SHAPES;
use floe_types::diagnostics::{self as messages, Message};
use floe_types::rule::Rule;
use floe_types::shape::{Field, Shape};
use regex_lite::Regex;

use crate::form;
use crate::members::{Members, of_items, rules};
use crate::pointer::{dotted, step};
use crate::report;
use crate::secret::Found;

/// More broken rules than this in one document are not told one by one.
const MOST_FINDINGS: usize = 200;
/// The relative error that a sum may have, because decimal numbers are not exact in binary.
const ROUNDING: f64 = 1e-9;

/// Reports every broken rule of the part of a document at a pointer, of that shape, except those already reported about secrets. Returns the
/// pointers of the keys that a rule refuses, which no shape has either, and of the texts that break a form.
pub(crate) fn check(document: &Node, at: &str, root: &str, secrets: &[Found], out: &mut Findings) -> Vec<String> {
    let mut checker = Checker { document, secrets, findings: Findings::new(), refused: Vec::new() };
    if let Some(part) = document.pointer(at) {
        checker.visit(part, Some(&Shape::named(root.to_owned())), at, &[]);
    }
    out.extend(checker.findings);
    checker.refused
}

/// Whether an artifact that floe made keeps the shape and the rules of the contract. Reports every breach.
pub(crate) fn is_sound(artifact: &str, value: &serde_json::Value, root: &str, out: &mut Findings) -> bool {
    let violations = SHAPES.check(root, value);
    let mut broken = Findings::new();
    if violations.is_empty() {
        check(&Node::from(value), "", root, &[], &mut broken);
    }
    let sound = violations.is_empty() && broken.is_empty();
    out.extend(violations.iter().map(|violation| report::artifact_invalid(artifact, violation)));
    let breaches = broken.iter().map(|finding| messages::lower_artifact_invalid(artifact, &finding.message));
    out.extend(breaches.map(report::diagnostic));
    sound
}

struct Checker<'a> {
    document: &'a Node,
    secrets: &'a [Found],
    findings: Findings,
    refused: Vec<String>,
}

impl Checker<'_> {
    /// `environment` holds the keys to look for in everything below.
    fn visit(&mut self, node: &Node, shape: Option<&Shape>, pointer: &str, environment: &[&str]) {
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        match &node.value {
            Value::Map(entries) => self.visit_map(node, entries, shape, pointer, environment),
            Value::Seq(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.visit(item, of_items(shape), &format!("{pointer}/{at}"), environment);
                }
            }
            Value::Str(text) => {
                if let Some(Err(fault)) = form::normal(shape, text) {
                    let message = messages::load_value_invalid(&dotted(pointer), &fault.reason);
                    let finding = report::at(self.document.place(pointer), message);
                    self.findings.push(finding.help(fault.remedy.as_deref().unwrap_or_else(|| form::remedy(shape))));
                    self.refused.push(pointer.to_owned());
                }
            }
            _ => {}
        }
    }

    fn visit_map(
        &mut self,
        node: &Node,
        entries: &[(Key, Node)],
        shape: Option<&Shape>,
        pointer: &str,
        environment: &[&str],
    ) {
        let members = Members::of(shape, entries);
        let object = Object { document: self.document, node, fields: members.fields, pointer };
        let (mut here, mut below) = (environment.to_vec(), environment.to_vec());
        for rule in rules(shape) {
            match *rule {
                Rule::Environment { keys, below: everywhere } => {
                    here.extend(keys);
                    if everywhere {
                        below.extend(keys);
                    }
                }
                Rule::Unique { key, by, fold } => self.findings.extend(object.repeated(key, by, fold)),
                Rule::Expression { key } => self.findings.extend(object.unreadable(key)),
                _ => self.findings.extend(object.judge(rule).map(|(place, message)| report::at(place, message))),
            }
        }
        for (key, member) in entries {
            let (shape, pointer) = (members.shape(&key.name), step(pointer, &key.name));
            // The keys of maps with typed values are names that people choose, such as names of columns or labels.
            if shape.is_none() && here.contains(&key.name.to_lowercase().as_str()) {
                self.refuse(&pointer);
            }
            self.visit(member, shape, &pointer, &below);
        }
    }

    /// Refuses a key of one environment.
    fn refuse(&mut self, pointer: &str) {
        if !self.secrets.iter().any(|found| found.pointer == pointer) {
            let message = messages::load_key_environment(&dotted(pointer));
            self.findings.push(report::at(self.document.key_place(pointer), message));
        }
        self.refused.push(pointer.to_owned());
    }
}

/// An object of a document, with the fields that the contract names.
struct Object<'a> {
    document: &'a Node,
    node: &'a Node,
    fields: &'a [Field],
    pointer: &'a str,
}

impl Object<'_> {
    /// The place and the message of a broken rule. A value of another type breaks no rule: the shape reports such a value.
    fn judge(&self, rule: &Rule) -> Option<(Place, Message)> {
        let key_place = |key: &str| self.document.key_place(&step(self.pointer, key));
        match *rule {
            Rule::OnlyWhen { key, when, is } if self.has(key) && !self.is_any(when, is) => {
                Some((key_place(key), messages::load_key_misplaced(key, when, is)))
            }
            Rule::NeededWhen { key, when, is } if self.is_any(when, is) && !self.has(key) => {
                Some((self.place(when), messages::load_key_missing_when(key, when, self.word(when)?)))
            }
            Rule::OneForm { forms } if !self.has_one_form(forms) => {
                let forms: Vec<String> = forms.iter().map(|keys| keys.join(", ")).collect();
                let message = messages::load_keys_incompatible(&dotted(self.pointer), &forms);
                Some((self.document.key_place(self.pointer), message))
            }
            Rule::Sum { keys, equals } => {
                let sum: f64 = keys.iter().map(|key| self.number(key)).sum::<Option<f64>>()?;
                let differs = (sum - f64::from(equals)).abs() > sum.abs().max(1.0) * ROUNDING;
                let fault = format!("must add up to {equals}");
                let message = || messages::load_value_invalid(&dotted(self.pointer), &fault);
                differs.then(|| (self.document.key_place(self.pointer), message()))
            }
            Rule::AtMost { key, other } if self.number(key)? > self.number(other)? => {
                let fault = format!("must be no more than `{other}`");
                Some((self.place(key), messages::load_value_invalid(&self.path(key), &fault)))
            }
            Rule::Reserved { key, values } => {
                let written = self.node.get(key)?.as_str()?;
                let reserved = values.iter().any(|value| value.eq_ignore_ascii_case(written));
                reserved.then(|| (self.place(key), messages::load_value_reserved(&self.path(key), values)))
            }
            _ => None,
        }
    }

    /// Whether the keys of exactly one form are there, and all of them.
    fn has_one_form(&self, forms: &[&[&str]]) -> bool {
        let mut begun = forms.iter().filter(|form| form.iter().any(|key| self.has(key)));
        begun.next().is_some_and(|form| form.iter().all(|key| self.has(key))) && begun.next().is_none()
    }

    /// The items of a list whose name an earlier item has.
    fn repeated(&self, key: &str, by: &str, fold: bool) -> Vec<Diagnostic> {
        let pointer = step(self.pointer, key);
        let place = |at: usize| self.document.place(&step(&format!("{pointer}/{at}"), by));
        let mut first = BTreeMap::new();
        let mut found = Vec::new();
        for (at, item) in self.node.get(key).map_or(&[][..], Node::items).iter().enumerate() {
            let Some(name) = item.get(by).and_then(Node::as_str) else { continue };
            let folded = if fold { name.to_lowercase() } else { name.to_owned() };
            let earlier = *first.entry(folded).or_insert(at);
            if earlier < at && found.len() < MOST_FINDINGS {
                let message = messages::load_item_duplicate(&dotted(&pointer), by, name);
                found.push(report::at(place(at), message).related(place(earlier), "the first one"));
            }
        }
        found
    }

    /// The texts under a key, one or a list, that are no regular expressions.
    fn unreadable(&self, key: &str) -> Vec<Diagnostic> {
        let Some(written) = self.node.get(key) else { return Vec::new() };
        let pointer = step(self.pointer, key);
        let items = written.items().iter().enumerate().map(|(at, item)| (format!("{pointer}/{at}"), item));
        let texts = items.chain([(pointer.clone(), written)]);
        let unreadable = texts.filter(|(_, node)| node.as_str().is_some_and(|text| Regex::new(text).is_err()));
        let finding = |pointer: &str| {
            report::at(self.document.place(pointer), messages::load_expression_invalid(&dotted(pointer)))
        };
        unreadable.map(|(pointer, _)| finding(&pointer)).collect()
    }

    fn place(&self, key: &str) -> Place {
        self.document.place(&step(self.pointer, key))
    }

    fn path(&self, key: &str) -> String {
        dotted(&step(self.pointer, key))
    }

    /// Whether a key is present with a value other than `null`.
    fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|node| !node.is_null())
    }

    /// Whether the word under a key is one of these.
    fn is_any(&self, key: &str, words: &[&str]) -> bool {
        self.word(key).is_some_and(|word| words.contains(&word))
    }

    /// The text or the boolean under a key as a word, or the default that stands for the absence.
    fn word(&self, key: &str) -> Option<&str> {
        let flag = |flag: bool| if flag { "true" } else { "false" };
        let default = || self.default(key).and_then(|value| value.as_str().or_else(|| value.as_bool().map(flag)));
        let written = self.node.get(key).filter(|node| !node.is_null());
        written.map_or_else(default, |node| node.as_str().or_else(|| node.as_bool().map(flag)))
    }

    /// The number under a key, or the default that stands for the absence.
    fn number(&self, key: &str) -> Option<f64> {
        self.node.get(key).map_or_else(|| self.default(key)?.as_f64(), Node::as_float)
    }

    fn default(&self, key: &str) -> Option<&serde_json::Value> {
        self.fields.iter().find(|field| field.name() == key)?.default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::documents::floe_spec::FloeSpec;
    use floe_types::documents::manifest::Manifest;

    fn found(text: &str, root: &str) -> Vec<String> {
        let mut out = Findings::new();
        check(Document::new("x.yaml", text).node().unwrap(), "", root, &[], &mut out);
        out.sorted().into_iter().map(|finding| finding.message).collect()
    }

    fn missing(key: &str, when: &str, value: &str) -> String {
        format!("the key `{key}` is missing here; it must be there where `{when}` is `{value}`")
    }

    #[test]
    fn rules_are_told_where_they_are_broken_and_nowhere_else() {
        const SCANNING: &str = "governance: {secret_scanning: {custom_patterns: [{name: a, pattern: '('}]}}";
        let pattern = |at: &str| format!("`governance.{at}` is no regular expression");
        let naming = |patterns| format!("governance: {{naming: {{pattern: custom, custom_patterns: {patterns}}}}}");
        let people = "metadata: {labels: {host: a}}\noutputPorts: [{schema: [{name: port}]}]\n\
                      destinations: [{field_mapping: {token: T}, config: {a: [{Token: 1}]}}]\n";
        let environment = "`destinations[0].config.a[0].Token` sets a value of one environment, \
                           but this document is for all environments";
        let more = "`max_export_batch_size` must be no more than `max_queue_size`";
        let (naming_1, naming_2) = (pattern("naming.custom_patterns[1]"), pattern("naming.custom_patterns[2]"));
        for (shape, text, expected) in [
            (Manifest::SHAPE, "scope:\nparent_manifest: null\napproved_sinks:\n", vec![]),
            (Manifest::SHAPE, "scope: domain\nparent_manifest:\n", vec![missing("parent_manifest", "scope", "domain")]),
            (Manifest::SHAPE, &naming("[a, '(a+)+', 7]"), vec![]),
            (Manifest::SHAPE, &naming("[a, '[a', '(?=a)']"), vec![naming_1, naming_2]),
            (Manifest::SHAPE, SCANNING, vec![pattern("secret_scanning.custom_patterns[0].pattern")]),
            (Manifest::SHAPE, "[]", vec![]),
            (Manifest::SHAPE, "x", vec![]),
            (Manifest::SHAPE, "metadata: 1\nresource_presets: [{}]\nscope: [enterprise]\n", vec![]),
            // The default of an absent key counts, and a boolean is a word.
            (FloeSpec::SHAPE, "schedule: {enabled: false}", vec![]),
            (FloeSpec::SHAPE, "schedule: {timezone: UTC}", vec![missing("cron", "enabled", "true")]),
            (FloeSpec::SHAPE, people, vec![environment.to_owned()]),
            ("IngestionBinding", "tables: [{}]", vec![]),
            ("IngestionBinding", "tables: [{write_mode: merge}]", vec![missing("primary_key", "write_mode", "merge")]),
            ("QualityDimensionWeights", "{}", vec![]),
            ("QualityDimensionWeights", "{validity: 0.1, accuracy: 0.35}", vec![]),
            ("QualityDimensionWeights", "{accuracy: 0.250000000001}", vec![]),
            ("QualityDimensionWeights", "{accuracy: 0.5}", vec!["`` must add up to 1".to_owned()]),
            ("QualityDimensionWeights", "{accuracy: '0.5'}", vec![]),
            ("TelemetryBatch", "{max_export_batch_size: 2048}", vec![]),
            ("TelemetryBatch", "{max_export_batch_size: 2049}", vec![more.to_owned()]),
            ("TelemetryBatch", "{max_queue_size: 511}", vec![more.to_owned()]),
            ("CatalogBinding", "kind: iceberg-rest", vec![missing("iceberg_rest", "kind", "iceberg-rest")]),
            ("CatalogBinding", "provider: polaris", vec![missing("polaris", "provider", "polaris")]),
        ] {
            assert_eq!(found(text, shape), expected, "{text}");
        }
    }

    #[test]
    fn an_artifact_that_breaks_its_shape_or_its_rules_is_reported() {
        let mut out = Findings::new();
        for (weights, sound) in [("{}", true), (r#"{"accuracy": 2}"#, false), (r#"{"accuracy": 0.5}"#, false)] {
            let weights = serde_json::from_str(weights).unwrap();
            assert_eq!(is_sound("it", &weights, "QualityDimensionWeights", &mut out), sound, "{weights}");
        }
        assert_eq!(out.len(), 2, "{out:?}");
    }

    #[test]
    fn very_many_broken_rules_are_told_up_to_some() {
        let items = "  - {name: a}\n".repeat(5000);
        assert_eq!(found(&format!("transforms:\n{items}"), FloeSpec::SHAPE).len(), MOST_FINDINGS);
    }
}
