//! Resource presets: turns the presets of the manifest into the form of bindings. A size that the manifest does not mention has the chart's
//! default.

use std::collections::BTreeMap;

use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::documents::manifest::ResourcePresetSettings;

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
}
