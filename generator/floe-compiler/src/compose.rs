//! Compose: what selected plugins need of each other, against what they offer. The rules are rows of the contracts; no plugin is named
//! here, and no value of a config is looked at but those that a contract points to.

use floe_base::{Diagnostic, Findings};
use std::collections::BTreeSet;

use floe_types::diagnostics::{self as messages, Message};
use floe_types::plugin::{CompositionRule, Offer};
use serde_json::Value;

use crate::report;
use crate::selection::{CategoryChoice, Choice, Selection};
use crate::source::Source;

/// Every way in which the selected plugins do not fit each other. Plugins whose config is broken are left out.
pub(crate) fn check(manifest: &Source, choices: &[CategoryChoice], out: &mut Findings) {
    for (_, choice) in choices {
        let Some(consumer) = choice.selected() else { continue };
        let Some(config) = &consumer.config else { continue };
        let place = || manifest.place(&consumer.type_pointer());
        let rules =
            consumer.category.composition.iter().filter_map(|rule| judge(manifest, consumer, config, rule, choices));
        let absent =
            consumer.category.needs.iter().filter(|need| matches!(Choice::of(choices, need), Some(Choice::Absent)));
        let absent = absent.map(|need| report::at(place(), missing(consumer, need)));
        let mut said = BTreeSet::new();
        // A missing provider is one finding, however many lists are needed of it.
        out.extend(rules.chain(absent).filter(|finding| said.insert((finding.code.clone(), finding.message.clone()))));
    }
}

/// The message for a consumer whose provider is not selected: the category's own message, where a rule has one.
fn missing(consumer: &Selection, provider: &str) -> Message {
    let own = consumer.category.composition.iter().filter(|rule| rule.from == provider).find_map(|rule| rule.missing);
    own.map_or_else(
        || messages::composition_binding_missing(&consumer.title(), provider),
        |message| message(&consumer.title()),
    )
}

fn judge(
    manifest: &Source,
    consumer: &Selection,
    config: &Value,
    rule: &CompositionRule,
    choices: &[CategoryChoice],
) -> Option<Diagnostic> {
    let required = Offer::words(consumer.info.requirements, rule.needs, config);
    if required.is_empty() {
        return None;
    }
    let place = manifest.place(&consumer.type_pointer());
    match Choice::of(choices, rule.from)? {
        Choice::Absent => Some(report::at(place, rule.missing?(&consumer.title()))),
        Choice::Unusable => None,
        Choice::Selected(provider) => {
            let offered = Offer::words(provider.info.capabilities, rule.needs, provider.config.as_ref()?);
            if required.iter().any(|one| offered.contains(one)) {
                return None;
            }
            let message = (rule.unsupported)(&consumer.title(), &required, &provider.title(), &offered);
            let related = manifest.place(&provider.type_pointer());
            Some(report::at(place, message).related(related, "selected here"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_types::plugin::OfferValue;
    use floe_types::registry::CATEGORIES;
    use serde_json::json;

    #[test]
    fn the_pinned_messages_read_as_they_are_pinned() {
        let catalog = CATEGORIES.iter().find(|category| category.name == "catalog").unwrap();
        let rule = &catalog.composition[0];
        assert_eq!(
            (rule.unsupported)("catalog glue", &["s3"], "storage minio", &["s3-compatible"]).message,
            "catalog glue requires one of protocols ['s3']; storage minio provides ['s3-compatible']"
        );
        assert_eq!(
            rule.missing.unwrap()("catalog polaris").message,
            "catalog polaris requires storage capabilities but no storage plugin was selected"
        );
    }

    #[test]
    fn lists_take_values_of_the_config_and_leave_out_absent_values() {
        static OFFERS: &[Offer] = &[Offer {
            list: "protocols",
            values: &[OfferValue::Word("s3"), OfferValue::Config("/a/b"), OfferValue::Config("/c")],
        }];
        let words = |list| Offer::words(OFFERS, list, &json!({"a": {"b": "gcs"}})).join(" ");
        assert_eq!((words("protocols"), words("other")), ("s3 gcs".to_owned(), String::new()));
    }
}
