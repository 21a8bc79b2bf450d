//! The resources of pods that Dagster starts, for each size of workload. A table.

use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::interfaces::compute::WorkloadSize;
use floe_types::scalars::Quantity;

/// Requests, then limits; each processor and memory.
pub(super) fn preset(size: WorkloadSize) -> ResourcePreset {
    let [requests, limits] = match size {
        WorkloadSize::Small => [["100m", "256Mi"], ["500m", "512Mi"]],
        WorkloadSize::Medium => [["250m", "512Mi"], ["1000m", "1Gi"]],
        WorkloadSize::Large => [["500m", "1Gi"], ["2000m", "2Gi"]],
    };
    ResourcePreset::new(amounts(requests), amounts(limits))
}

fn amounts(amounts: [&str; 2]) -> ResourceAmounts {
    let [cpu, memory] = amounts.map(|amount| Quantity::try_from(amount).expect("the table above holds quantities"));
    ResourceAmounts::new(cpu, memory)
}
