//! Resource presets: what the manifest gives, and the three sizes that every platform has.

use std::collections::BTreeMap;

use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::documents::manifest::FlatResourcePreset;
use floe_types::scalars::Quantity;
use floe_types::shape::Violation;

/// Name, cores requested and at most, memory requested and at most.
const SIZES: [(&str, [&str; 4]); 3] = [
    ("small", ["100m", "500m", "256Mi", "512Mi"]),
    ("medium", ["250m", "1000m", "512Mi", "1Gi"]),
    ("large", ["500m", "2000m", "1Gi", "2Gi"]),
];

/// The presets of a platform, by name: the manifest's own, and each size that it does not give.
pub(crate) fn presets(
    written: &BTreeMap<String, FlatResourcePreset>,
) -> Result<BTreeMap<String, ResourcePreset>, Violation> {
    let mut presets = BTreeMap::new();
    for (name, amounts) in SIZES {
        let [cpu_request, cpu_limit, memory_request, memory_limit] = amounts.map(Quantity::try_from);
        let requests = ResourceAmounts::new(cpu_request?, memory_request?);
        presets.insert(name.to_owned(), ResourcePreset::new(requests, ResourceAmounts::new(cpu_limit?, memory_limit?)));
    }
    for (name, flat) in written {
        let requests = ResourceAmounts::new(flat.cpu_request.clone(), flat.memory_request.clone());
        let limits = ResourceAmounts::new(flat.cpu_limit.clone(), flat.memory_limit.clone());
        presets.insert(name.clone(), ResourcePreset::new(requests, limits));
    }
    Ok(presets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_preset_replaces_the_size_of_its_name_and_leaves_the_others() {
        let quantity = |text: &str| Quantity::try_from(text).unwrap();
        let flat = FlatResourcePreset::new(quantity("1"), quantity("2"), quantity("3Gi"), quantity("4Gi"));
        let written = BTreeMap::from([("small".to_owned(), flat.clone()), ("huge".to_owned(), flat)]);
        let presets = presets(&written).unwrap();
        assert_eq!(presets.keys().collect::<Vec<_>>(), ["huge", "large", "medium", "small"]);
        assert_eq!(presets["small"].limits.memory.as_str(), "4Gi");
        assert_eq!(presets["medium"].requests.cpu.as_str(), "250m");
    }
}
