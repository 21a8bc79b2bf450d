//! Ports: checks that the output ports that products read exist. Does not know the ports of other domains.

use std::collections::BTreeMap;

use floe_base::{Findings, names};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::{FloeSpec, InputPort};

use crate::load::LoadedProduct;
use crate::report;

/// Judges the input ports of all products of a platform.
pub(crate) fn check(products: &[LoadedProduct], out: &mut Findings) {
    let specs: BTreeMap<&str, &FloeSpec> =
        products.iter().map(|product| (product.spec.metadata.name.as_str(), &product.spec)).collect();
    for product in products {
        for (at, port) in product.spec.input_ports.iter().enumerate().filter(|(_, port)| port.domain.is_none()) {
            if let Some((key, message)) = fault(port, &specs) {
                out.push(report::at(product.source.place(&format!("/inputPorts/{at}/{key}")), message));
            }
        }
    }
}

/// The key of a port that is at fault, and the message.
fn fault(port: &InputPort, specs: &BTreeMap<&str, &FloeSpec>) -> Option<(&'static str, messages::Message)> {
    let (product, name) = (port.product.as_str(), port.port.as_str());
    let Some(spec) = specs.get(product) else {
        let known = names::by_nearness(product, specs.keys().copied());
        return Some(("product", messages::resolve_input_port_unknown_product(product, &known)));
    };
    let ports: Vec<&str> = spec.output_ports.iter().map(|port| port.name.as_str()).collect();
    if ports.contains(&name) {
        return None;
    }
    let known = names::by_nearness(name, ports.iter().copied());
    let message = match names::nearest(name, ports.iter().copied()).first() {
        Some(suggestion) => messages::resolve_input_port_unknown_near(product, name, suggestion, &known),
        None => messages::resolve_input_port_unknown(product, name, &known),
    };
    Some(("port", message))
}
