//! Observability: the manifest's traces, lineage and logs, with every section filled in. Sends nothing.

use floe_base::{Findings, Node};
use floe_types::bindings::lineage::LineageBinding;
use floe_types::bindings::logging::Logging;
use floe_types::bindings::platform::PlatformBindings;
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::{
    LineageSettings, LineageTransportChoice, Manifest, Observability, Tracing, TracingExporter,
};

use crate::address::Addresses;
use crate::report::{self, PLATFORM};

/// The observability of a platform. Every section is filled in, and lineage has the endpoint of the lineage backend.
///
/// A section that the manifest does not mention is off, except lineage, which is on where a backend receives events.
pub(crate) fn resolve(
    source: &Node,
    manifest: &Manifest,
    bindings: &PlatformBindings,
    addresses: &Addresses,
    out: &mut Findings,
) -> Observability {
    let mut observability = manifest.observability.clone().unwrap_or_default();
    observability.tracing.get_or_insert_with(|| {
        let mut tracing = Tracing::default();
        tracing.enabled = false;
        tracing.exporter = TracingExporter::None;
        tracing
    });
    observability.lineage.get_or_insert_with(|| {
        let mut lineage = LineageSettings::default();
        if bindings.lineage.is_none() {
            lineage.enabled = false;
            lineage.transport = LineageTransportChoice::Noop;
        }
        lineage
    });
    observability.logging.get_or_insert_with(Logging::default);
    if let (Some(settings), Some(backend)) = (&mut observability.lineage, &bindings.lineage) {
        fill_endpoint(source, settings, backend, addresses, out);
    }
    observability
}

/// Without a lineage endpoint in the manifest, the endpoint is the backend's endpoint, in every hosting mode. A written endpoint must be
/// the same as the endpoint of a backend that the platform runs.
fn fill_endpoint(
    source: &Node,
    settings: &mut LineageSettings,
    backend: &LineageBinding,
    addresses: &Addresses,
    out: &mut Findings,
) {
    let derived = format!("{}/{}", backend.transport.url.as_str().trim_end_matches('/'), backend.transport.endpoint);
    match (&settings.endpoint, &backend.endpoint.component) {
        (Some(written), Some(component)) if !addresses.are_same(written.as_str(), &derived) => {
            let (pointer, path) = ("/observability/lineage/endpoint", "observability.lineage.endpoint");
            let message = messages::resolve_endpoint_mismatch(path, component.as_str(), &derived);
            out.push(report::at(source.place(pointer), message));
        }
        (Some(_), None) => {}
        _ => match derived.try_into() {
            Ok(endpoint) => settings.endpoint = Some(endpoint),
            Err(violation) => out.push(report::artifact_invalid(PLATFORM, &violation)),
        },
    }
}
