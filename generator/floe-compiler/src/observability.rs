//! Observability: the manifest's traces, lineage and logs, with every section filled in. Sends nothing.

use floe_base::Findings;
use floe_types::bindings::logging::Logging;
use floe_types::bindings::platform::PlatformBindings;
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::{
    LineageSettings, LineageTransportChoice, Manifest, Observability, Tracing, TracingExporter,
};

use crate::lower::ResolvedInput;
use crate::report;

/// The observability of a platform: every section is there.
///
/// A section that the manifest does not mention is off, but lineage is on where something receives it.
pub(crate) fn resolve(manifest: &Manifest, receives_lineage: bool) -> Observability {
    let mut observability = manifest.observability.clone().unwrap_or_default();
    observability.tracing.get_or_insert_with(|| {
        let mut tracing = Tracing::default();
        tracing.enabled = false;
        tracing.exporter = TracingExporter::None;
        tracing
    });
    observability.lineage.get_or_insert_with(|| {
        let mut lineage = LineageSettings::default();
        if !receives_lineage {
            lineage.enabled = false;
            lineage.transport = LineageTransportChoice::Noop;
        }
        lineage
    });
    observability.logging.get_or_insert_with(Logging::default);
    observability
}

/// The same with the endpoint of the lineage backend, whoever runs the backend. A written endpoint of a backend that the platform runs
/// must be that one.
pub(crate) fn with_lineage_endpoint(
    input: &ResolvedInput<'_>,
    bindings: &PlatformBindings,
    out: &mut Findings,
) -> Observability {
    let mut observability = input.observability.clone();
    let (Some(settings), Some(backend)) = (&mut observability.lineage, &bindings.lineage) else { return observability };
    let derived = format!("{}/{}", backend.transport.url.as_str().trim_end_matches('/'), backend.transport.endpoint);
    let addresses = &input.resolved.addresses;
    match (&settings.endpoint, &backend.endpoint.component) {
        (Some(written), Some(component)) if !addresses.are_same(written.as_str(), &derived) => {
            let place = input.source.place("/observability/lineage/endpoint");
            let path = "observability.lineage.endpoint";
            let message = messages::resolve_endpoint_mismatch(path, component.as_str(), &derived);
            out.push(report::at(place, message));
        }
        (Some(_), None) => {}
        _ => settings.endpoint = derived.try_into().ok(),
    }
    observability
}
