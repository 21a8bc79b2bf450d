//! Compose: what selected plugins need of each other, against what they offer. The rules are rows of the contracts; no plugin is named
//! here, and no value of a config is looked at but those that a contract points to.

use floe_base::Findings;
use std::collections::BTreeSet;

use floe_types::diagnostics::{self as messages, Message};
use floe_types::plugin::CompositionRule;
use serde_json::Value;

use crate::report;
use crate::selection::{CategoryChoice, Choice, Selection};
use crate::source::Source;

/// Every way in which the selected plugins do not fit each other. Plugins whose config is broken are left out.
pub(crate) fn check(manifest: &Source, choices: &[CategoryChoice], out: &mut Findings) {
    for (_, choice) in choices {
        let Some(consumer) = choice.selected() else { continue };
        let Some(config) = &consumer.config else { continue };
        let mut said = BTreeSet::new();
        for rule in consumer.category.composition {
            let required = list(consumer.info.requirements, config, rule.needs);
            if required.is_empty() {
                continue;
            }
            if let Some(finding) = judge(manifest, consumer, &required, rule, choices) {
                // A missing provider is one finding, however many lists are needed of it.
                if said.insert((finding.code.clone(), finding.message.clone())) {
                    out.push(finding);
                }
            }
        }
    }
}

fn judge(
    manifest: &Source,
    consumer: &Selection,
    required: &[String],
    rule: &CompositionRule,
    choices: &[CategoryChoice],
) -> Option<floe_base::Diagnostic> {
    let place = manifest.place(&consumer.type_pointer());
    match Choice::of(choices, rule.from)? {
        Choice::Absent => Some(report::at(place, missing(rule.missing?, &consumer.title())?)),
        Choice::Unusable => None,
        Choice::Selected(provider) => {
            let offered = list(provider.info.capabilities, provider.config.as_ref()?, rule.needs);
            if required.iter().any(|one| offered.contains(one)) {
                return None;
            }
            let message = unsupported(rule.unsupported, &consumer.title(), required, &provider.title(), &offered)?;
            let related = manifest.place(&provider.type_pointer());
            Some(report::at(place, message).related(related, "selected here"))
        }
    }
}

/// One list of a capability or requirement set, with the config's values in place.
fn list(set: &str, config: &Value, name: &str) -> Vec<String> {
    let set: Value = serde_json::from_str(set).unwrap_or_default();
    let values = set.get(name).map(|list| evaluate(list, config)).unwrap_or_default();
    let texts = values.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// A tree in which `{"$": "config.a.b"}` stands for a value of the config; a value that is not there is null.
fn evaluate(tree: &Value, config: &Value) -> Value {
    match tree {
        Value::Object(map) => match map.get("$").and_then(Value::as_str) {
            Some(path) => {
                let mut steps = path.split('.').skip(1);
                steps.try_fold(config, |value, step| value.get(step)).cloned().unwrap_or_default()
            }
            None => map.iter().map(|(key, value)| (key.clone(), evaluate(value, config))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| evaluate(item, config)).collect(),
        other => other.clone(),
    }
}

/// The message of a rule's code when the lists share nothing.
fn unsupported(code: &str, consumer: &str, required: &[String], provider: &str, offered: &[String]) -> Option<Message> {
    Some(match code {
        "COMPOSITION_PROTOCOL_UNSUPPORTED" => {
            messages::composition_protocol_unsupported(consumer, required, provider, offered)
        }
        "COMPOSITION_CREDENTIAL_MODE_UNSUPPORTED" => {
            messages::composition_credential_mode_unsupported(consumer, required, provider, offered)
        }
        "COMPOSITION_COMPUTE_PROTOCOL_UNSUPPORTED" => {
            messages::composition_compute_protocol_unsupported(consumer, required, provider, offered)
        }
        "COMPOSITION_COMPUTE_CATALOG_UNSUPPORTED" => {
            messages::composition_compute_catalog_unsupported(consumer, required, provider, offered)
        }
        _ => return None,
    })
}

/// The message of a rule's code when no provider is selected.
fn missing(code: &str, consumer: &str) -> Option<Message> {
    match code {
        "COMPOSITION_STORAGE_MISSING" => Some(messages::composition_storage_missing(consumer)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_types::registry::CATEGORIES;
    use serde_json::json;

    #[test]
    fn every_code_of_a_rule_has_its_message() {
        for rule in CATEGORIES.iter().flat_map(|category| category.composition) {
            let message = unsupported(rule.unsupported, "a", &[], "b", &[]);
            assert_eq!(message.map(|message| message.code), Some(rule.unsupported));
            if let Some(code) = rule.missing {
                assert_eq!(missing(code, "a").map(|message| message.code), Some(code));
            }
        }
    }

    #[test]
    fn the_pinned_messages_read_as_they_are_pinned() {
        let message = unsupported(
            "COMPOSITION_PROTOCOL_UNSUPPORTED",
            "catalog glue",
            &["s3".to_owned()],
            "storage minio",
            &["s3-compatible".to_owned()],
        );
        assert_eq!(
            message.unwrap().message,
            "catalog glue requires one of protocols ['s3']; storage minio provides ['s3-compatible']"
        );
        assert_eq!(
            missing("COMPOSITION_STORAGE_MISSING", "catalog polaris").unwrap().message,
            "catalog polaris requires storage capabilities but no storage plugin was selected"
        );
    }

    #[test]
    fn lists_take_values_of_the_config_and_leave_out_what_is_not_there() {
        let set = r#"{"protocols": ["s3", {"$": "config.a.b"}, {"$": "config.c"}], "flag": true}"#;
        assert_eq!(list(set, &json!({"a": {"b": "gcs"}}), "protocols"), ["s3", "gcs"]);
        assert_eq!(list(set, &json!({}), "flag"), [] as [&str; 0]);
        assert_eq!(list(set, &json!({}), "other"), [] as [&str; 0]);
    }
}
