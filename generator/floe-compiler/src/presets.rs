//! Resource presets: those of the manifest, in the form that bindings have. Sizes of which it says nothing have the chart's defaults.

use std::collections::BTreeMap;

use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::documents::manifest::FlatResourcePreset;

/// The presets that a manifest gives, by name.
pub(crate) fn presets(written: &BTreeMap<String, FlatResourcePreset>) -> BTreeMap<String, ResourcePreset> {
    written.iter().map(|(name, flat)| (name.clone(), preset(flat))).collect()
}

fn preset(flat: &FlatResourcePreset) -> ResourcePreset {
    let requests = ResourceAmounts::new(flat.cpu_request.clone(), flat.memory_request.clone());
    let limits = ResourceAmounts::new(flat.cpu_limit.clone(), flat.memory_limit.clone());
    ResourcePreset::new(requests, limits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_types::scalars::Quantity;

    #[test]
    fn each_amount_goes_where_it_belongs_and_no_preset_is_made_up() {
        let quantity = |text: &str| Quantity::try_from(text).unwrap();
        let flat = FlatResourcePreset::new(quantity("1"), quantity("2"), quantity("3Gi"), quantity("4Gi"));
        let presets = presets(&BTreeMap::from([("small".to_owned(), flat)]));
        assert_eq!(presets.keys().collect::<Vec<_>>(), ["small"]);
        let ResourcePreset { requests, limits, .. } = &presets["small"];
        let amounts = [&requests.cpu, &limits.cpu, &requests.memory, &limits.memory].map(Quantity::as_str);
        assert_eq!(amounts, ["1", "2", "3Gi", "4Gi"]);
    }
}
