//! Ports: checks that input ports lead to output ports, that transforms make output ports, and that products do not read in a circle. Does not
//! know the ports of other domains.

use std::collections::BTreeMap;

use floe_base::{Findings, names};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::{FloeSpec, InputPort};

use crate::circle::{Circle, Edge, MOST_NAMES, MOST_STEPS, circles, path};
use crate::load::LoadedProduct;
use crate::report;

/// Judges the ports of all products of a platform. Of a part of the platform, ports that lead to other products are not judged.
pub(crate) fn check(products: &[LoadedProduct], is_part: bool, out: &mut Findings) {
    let index: BTreeMap<&str, usize> =
        products.iter().enumerate().map(|(at, product)| (product.spec.metadata.name.as_str(), at)).collect();
    let mut edges = vec![Vec::new(); products.len()];
    for (product, edges) in products.iter().zip(&mut edges) {
        for (entry, port) in product.spec.input_ports.iter().enumerate().filter(|(_, port)| port.domain.is_none()) {
            let target = index.get(port.product.as_str()).copied();
            if is_part && target.is_none() {
                continue;
            }
            edges.extend(target.map(|target| Edge { entry, target }));
            if let Some((key, message)) = fault(port, target.map(|target| &products[target].spec), &index) {
                out.push(report::at(product.source.place(&format!("/inputPorts/{entry}/{key}")), message));
            }
        }
        unmade(product, out);
    }
    for circle in circles(&edges) {
        report_circle(products, &circle, out);
    }
}

/// The key of an input port that is at fault, and the message.
fn fault(
    port: &InputPort,
    spec: Option<&FloeSpec>,
    index: &BTreeMap<&str, usize>,
) -> Option<(&'static str, messages::Message)> {
    let (product, name) = (port.product.as_str(), port.port.as_str());
    let Some(spec) = spec else {
        let known = names::by_nearness(product, index.keys().copied());
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

/// Reports the output ports that no transform makes.
fn unmade(product: &LoadedProduct, out: &mut Findings) {
    let made: Vec<&str> = product.spec.transforms.iter().map(|transform| transform.name.as_str()).collect();
    for (at, port) in product.spec.output_ports.iter().enumerate() {
        let name = port.name.as_str();
        if !made.iter().any(|made| made.eq_ignore_ascii_case(name)) {
            let mut known = names::by_nearness(name, made.iter().copied());
            known.truncate(MOST_NAMES);
            let place = product.source.place(&format!("/outputPorts/{at}/name"));
            out.push(report::at(place, messages::resolve_output_port_unmade(name, &known)));
        }
    }
}

fn report_circle(products: &[LoadedProduct], circle: &Circle, out: &mut Findings) {
    let Some((&(closing, edge), others)) = circle.split_last() else { return };
    let name = |at: usize| products[at].spec.metadata.name.as_str();
    let place = |at: usize, edge: Edge| products[at].source.place(&format!("/inputPorts/{}/product", edge.entry));
    let mut finding = report::at(place(closing, edge), messages::resolve_product_cycle(&path(circle, name)));
    for &(at, edge) in others.iter().take(MOST_STEPS) {
        finding = finding.related(place(at, edge), format!("`{}` reads `{}`", name(at), name(edge.target)));
    }
    out.push(finding);
}
