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
use crate::pointer::dotted;
use crate::report::{self, PLATFORM};

/// The observability of a platform. Every section is filled in, and lineage has the endpoint of the lineage backend.
///
/// A section that the manifest does not mention is off, except lineage, which is on where a backend receives events. Without a lineage
/// endpoint in the manifest, the endpoint is the backend's endpoint, in every hosting mode. A written endpoint must be the same as the
/// endpoint of a backend that the platform runs.
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
        let LineageBinding { transport, endpoint, .. } = backend;
        let derived = format!("{}/{}", transport.url.as_str().trim_end_matches('/'), transport.endpoint);
        match (&settings.endpoint, &endpoint.component) {
            (Some(written), Some(component)) if !addresses.are_same(written.as_str(), &derived) => {
                let pointer = "/observability/lineage/endpoint";
                let message = messages::resolve_endpoint_mismatch(&dotted(pointer), component.as_str(), &derived);
                out.push(report::at(source.place(pointer), message));
            }
            (Some(_), None) => {}
            _ => settings.endpoint = report::made(PLATFORM, derived.try_into(), out).or(settings.endpoint.take()),
        }
    }
    observability
}
