//! Resource presets: turns the presets of the manifest into the form of bindings. A size that the manifest does not mention has the chart's
//! default.

use std::collections::BTreeMap;

use floe_base::{Findings, Node};
use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::ResourcePresetSettings;

use crate::pointer::{dotted, step};
use crate::report;

/// The presets that a manifest gives, by name.
pub(crate) fn presets(written: &BTreeMap<String, ResourcePresetSettings>) -> BTreeMap<String, ResourcePreset> {
    written.iter().filter_map(|(name, settings)| Some((name.clone(), preset(settings)?))).collect()
}

/// `None` for settings in neither form; the manifest's rules refuse such settings.
fn preset(settings: &ResourcePresetSettings) -> Option<ResourcePreset> {
    let amounts = |cpu: &Option<_>, memory: &Option<_>| Some(ResourceAmounts::new(cpu.clone()?, memory.clone()?));
    let requests = settings.requests.clone().or_else(|| amounts(&settings.cpu_request, &settings.memory_request));
    let limits = settings.limits.clone().or_else(|| amounts(&settings.cpu_limit, &settings.memory_limit));
    Some(ResourcePreset::new(requests?, limits?))
}

/// Reports each limit below the request, which Kubernetes refuses.
pub(crate) fn check(manifest: &Node, written: &BTreeMap<String, ResourcePresetSettings>, out: &mut Findings) {
    for (name, preset) in presets(written) {
        let ResourceAmounts { cpu, memory, .. } = &preset.requests;
        for (kind, request, limit) in [("cpu", cpu, &preset.limits.cpu), ("memory", memory, &preset.limits.memory)] {
            let amounts = amount(limit.as_str()).zip(amount(request.as_str()));
            if amounts.is_some_and(|(limit, request)| limit < request) {
                let base = step("/resource_presets", &name);
                let places = [format!("{base}/limits/{kind}"), format!("{base}/{kind}_limit")];
                let place = places.into_iter().find(|place| manifest.pointer(place).is_some()).unwrap_or(base);
                let finding = format!("is below the request, {}", request.as_str());
                let message = messages::load_value_invalid(&dotted(&place), &finding);
                let help = format!("write {} or more", request.as_str());
                out.push(report::at(manifest.place(&place), message).help(help));
            }
        }
    }
}

/// A quantity of Kubernetes as a number.
fn amount(quantity: &str) -> Option<f64> {
    const DECIMAL: [(&str, i32); 9] =
        [("n", -9), ("u", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
    const BINARY: [(&str, i32); 6] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];
    let of = |base: f64, (unit, power): (&str, i32)| {
        let number: f64 = quantity.strip_suffix(unit)?.parse().ok()?;
        Some(number * base.powi(power))
    };
    let plain = || quantity.parse().ok();
    let binary = || BINARY.into_iter().find_map(|unit| of(2.0, unit));
    plain().or_else(binary).or_else(|| DECIMAL.into_iter().find_map(|unit| of(10.0, unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_come_to_the_same_and_no_preset_is_made_up() {
        let flat = json!({"cpu_request": "1", "cpu_limit": "2", "memory_request": "3Gi", "memory_limit": "4Gi"});
        let nested = json!({"requests": {"cpu": "1", "memory": "3Gi"}, "limits": {"cpu": "2", "memory": "4Gi"}});
        let written = [("flat", &flat), ("nested", &nested)];
        let written = written.map(|(name, json)| (name.to_owned(), ResourcePresetSettings::parse(json).unwrap()));
        let presets = presets(&BTreeMap::from(written));
        assert_eq!(presets.keys().collect::<Vec<_>>(), ["flat", "nested"]);
        assert_eq!(presets["flat"].to_value(), nested);
        assert_eq!(presets["nested"].to_value(), nested);
    }

    #[test]
    fn amounts_are_compared_whatever_their_units() {
        for (less, more) in [("500m", "1"), ("1000M", "1Gi"), ("1Ki", "1025"), ("1e2", "101"), ("0.5", "600m")] {
            assert!(amount(less) < amount(more), "{less} {more}");
        }
        assert_eq!((amount("1Gi"), amount("Gi")), (amount("1024Mi"), None));
    }
}
