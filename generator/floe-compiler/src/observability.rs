//! Observability: what the manifest says of traces, lineage and logs, with what it leaves open decided. Sends nothing.

use floe_base::Findings;
use floe_types::bindings::logging::Logging;
use floe_types::documents::manifest::{
    self, LineageSettings, LineageTransportChoice, Manifest, Observability, Tracing, TracingExporter,
};
use serde_json::json;

use crate::address::Addresses;
use crate::resolve;
use crate::source::Source;

/// The observability of a platform: every section is there, and addresses of deployed components are filled in or checked.
///
/// What the manifest does not mention is off, but lineage is on where something receives it.
pub(crate) fn resolve(
    source: &Source,
    manifest: &Manifest,
    receives_lineage: bool,
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
        if !receives_lineage {
            lineage.enabled = false;
            lineage.transport = LineageTransportChoice::Noop;
        }
        lineage
    });
    observability.logging.get_or_insert_with(Logging::default);
    let mut document = json!({ "observability": observability.to_value() });
    for field in manifest::ENDPOINTS {
        let derived = addresses.url(field.component, field.port, field.path);
        resolve::fill(source, "", &mut document, field, derived.as_deref(), addresses, out);
    }
    Observability::parse(&document["observability"]).unwrap_or(observability)
}
