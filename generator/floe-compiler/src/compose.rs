//! Compose: checks that the selected plugins fit each other, and asks each for its binding. The rules are rows of the contracts; no plugin
//! is named here.

use std::collections::BTreeSet;

use floe_base::{Diagnostic, Findings, Node};
use floe_types::bindings::platform::{PlatformBindings, PlatformTarget};
use floe_types::composition::PlatformAnswers;
use floe_types::diagnostics::{self as messages, Message};
use floe_types::documents::manifest::{Manifest, Observability};
use floe_types::interfaces::compute::ProductNames;
use floe_types::plugin::{CompositionRule, Offer};
use floe_types::registry::Registry;
use serde_json::Value;

use crate::ask::SelectedPlugins;
use crate::credential;
use crate::load::{LoadedManifest, LoadedProduct};
use crate::metadata_store;
use crate::observability;
use crate::presets;
use crate::report::{self, PLATFORM, made};
use crate::resolve::{self, Resolved};
use crate::selection::{Choices, Selection};
use crate::target;

/// A manifest whose plugins have made their bindings.
pub(crate) struct Composed<'a> {
    pub source: &'a Node,
    pub manifest: &'a Manifest,
    pub resolved: Resolved,
    /// The names and addresses of the platform, as plugins see them.
    pub target: PlatformTarget,
    /// The names of every product.
    pub names: Vec<ProductNames>,
    /// The bindings as the plugins made them.
    pub answers: PlatformAnswers,
    pub bindings: PlatformBindings,
    pub observability: Observability,
}

/// Composes a platform: checks that the selected plugins fit each other, and asks each for its binding. Findings go to `out`. The result is
/// `None` where the manifest or a plugin is broken. Plugins that do not fit each other are not asked, because they would refuse for the
/// same reason.
pub(crate) fn compose<'a>(
    loaded: &'a LoadedManifest,
    products: &[LoadedProduct],
    registry: &Registry,
    out: &mut Findings,
) -> Option<Composed<'a>> {
    let _span = tracing::info_span!("compose").entered();
    let before = out.len();
    check(&loaded.source, &loaded.choices, out);
    let fits = out.len() == before;
    let resolved = resolve::resolve(loaded, out)?;
    let manifest = loaded.manifest.as_ref().filter(|_| fits)?;
    let names: Vec<_> = made(PLATFORM, products.iter().map(LoadedProduct::names).collect(), out)?;
    let target = made(PLATFORM, target::target(&resolved.addresses), out)?;
    let (manifest_source, selections) = (&*loaded.source, &*resolved.selections);
    let mut plugins = SelectedPlugins { manifest: manifest_source, selections, product: None, artifact_of: None, out };
    let answers = PlatformAnswers::ask(registry, &mut plugins, &target, &names);
    let components = resolved.addresses.components.iter().map(|component| component.name.try_into()).collect();
    let components = made(PLATFORM, components, out)?;
    let store = metadata_store::metadata_store(&resolved.addresses, manifest.metadata_store.as_ref());
    let store = made(PLATFORM, store, out)?;
    presets::check(manifest_source, &manifest.resource_presets, out);
    let (prefix, namespace) = (target.prefix.clone(), target.namespace.clone());
    // A plugin that refused to answer has been reported.
    let mut bindings =
        answers.platform_bindings(prefix, namespace, components, presets::presets(&manifest.resource_presets))?;
    bindings.metadata_store = store;
    credential::check(&loaded.source, &bindings, &resolved.addresses, out);
    let observability = observability::resolve(&loaded.source, manifest, &bindings, &resolved.addresses, out);
    Some(Composed { source: &loaded.source, manifest, resolved, target, names, answers, bindings, observability })
}

/// Reports every way in which the selected plugins do not fit each other. Plugins with a broken config are left out.
fn check(manifest: &Node, choices: &Choices, out: &mut Findings) {
    for consumer in &choices.selected {
        let Some(config) = &consumer.config else { continue };
        let category = consumer.category;
        let rules = category.composition.iter().filter_map(|rule| judge(manifest, consumer, config, rule, choices));
        let absent = category.needs.iter().filter(|need| choices.lacks(need));
        let absent = absent.map(|need| report::at(manifest.place(&consumer.type_pointer()), missing(consumer, need)));
        let mut said = BTreeSet::new();
        // A missing provider is one finding, even if several lists require the provider.
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
    manifest: &Node,
    consumer: &Selection,
    config: &Value,
    rule: &CompositionRule,
    choices: &Choices,
) -> Option<Diagnostic> {
    let required = Offer::words(consumer.info.requirements, rule.needs, config);
    if required.is_empty() {
        return None;
    }
    let place = manifest.place(&consumer.type_pointer());
    if choices.lacks(rule.from) {
        return Some(report::at(place, rule.missing?(&consumer.title())));
    }
    let provider = choices.get(rule.from)?;
    let offered = Offer::words(provider.info.capabilities, rule.needs, provider.config.as_ref()?);
    if required.iter().any(|one| offered.contains(one)) {
        return None;
    }
    let message = (rule.unsupported)(&consumer.title(), &required, &provider.title(), &offered);
    Some(report::at(place, message).related(manifest.place(&provider.type_pointer()), "selected here"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_types::plugin::OfferValue;
    use serde_json::json;

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
