//! Credentials: refuses a reference to a secret that reaches no pod, though a deployed component reads the secret. Reads no secret.

use floe_base::{Findings, Node, Place};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::diagnostics as messages;
use serde_json::Value;

use crate::address::Addresses;
use crate::report;
use crate::requires::{KUBERNETES, each_value};

/// Reports each credential that a component reads from another source, at the reference in the manifest.
pub(crate) fn check(manifest: &Node, bindings: &PlatformBindings, addresses: &Addresses, out: &mut Findings) {
    each_value(&bindings.to_value(), "platform", &mut |path, credential| {
        let reference = &credential["ref"];
        let Some(source) = reference["source"].as_str().filter(|source| *source != KUBERNETES) else { return };
        let readers = addresses.components.iter().filter(|component| component.reads(path));
        let readers: Vec<&str> = readers.map(|component| component.name).collect();
        if !readers.is_empty() {
            let message = messages::composition_secret_unreachable(source, &readers);
            let written = find(manifest, reference).unwrap_or(manifest);
            out.push(report::at(Place::new(&*written.file, written.span), message));
        }
    });
}

/// The first place of a value inside a document.
fn find<'n>(node: &'n Node, value: &Value) -> Option<&'n Node> {
    let is_it = || node.entries().len() > 1 && node.to_json() == *value;
    let inside = node.entries().iter().map(|(_, inner)| inner).chain(node.as_seq().into_iter().flatten());
    if is_it() { Some(node) } else { inside.into_iter().find_map(|inner| find(inner, value)) }
}
