//! The resources of pods that run transforms, for each size of workload. A table.

use floe_types::bindings::platform::{ResourceAmounts, ResourcePreset};
use floe_types::interfaces::compute::WorkloadSize;
use floe_types::scalars::Quantity;

/// Requests, then limits; each processor, memory and scratch space.
pub(super) fn preset(size: WorkloadSize) -> ResourcePreset {
    let [requests, limits] = match size {
        WorkloadSize::Small => [["100m", "256Mi", "100Mi"], ["500m", "512Mi", "500Mi"]],
        WorkloadSize::Medium => [["500m", "1Gi", "500Mi"], ["2000m", "4Gi", "2Gi"]],
        WorkloadSize::Large => [["2000m", "4Gi", "1Gi"], ["8000m", "16Gi", "5Gi"]],
    };
    ResourcePreset::new(amounts(requests), amounts(limits))
}

fn amounts(amounts: [&str; 3]) -> ResourceAmounts {
    let [cpu, memory, scratch] =
        amounts.map(|amount| Quantity::try_from(amount).expect("the table above holds quantities"));
    let mut amounts = ResourceAmounts::new(cpu, memory);
    amounts.ephemeral_storage = Some(scratch);
    amounts
}
