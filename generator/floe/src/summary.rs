//! Summary: the text for people at the end of a run. Prints nothing itself.

use std::collections::BTreeSet;

use floe::Build;
use floe_types::documents::requirements::{RequiredSecret, Requirements};

/// The written files, the resources that people must create, how to install the chart, and the settings that were not evaluated.
pub(crate) fn summary(build: &Build, out: &str, others: &[String]) -> String {
    let platform = &build.compiled.platform;
    let (metadata, bindings) = (&platform.metadata, &platform.bindings);
    let (products, files) = (count(platform.products.len(), "product"), count(build.files.len(), "file"));
    let mut lines = vec![format!("wrote {out}: platform {} {}, {products}, {files}", metadata.name, metadata.version)];
    if platform.products.is_empty() {
        lines.push("no floe.yaml was found: the platform has no products yet".to_owned());
    }
    lines.extend(others.iter().map(|other| format!("left out {other}, which belongs to another manifest")));
    requirements(&platform.requires, bindings.namespace.as_str(), &mut lines);
    for chart in build.files.paths().filter(|path| path.starts_with("charts/")) {
        let (prefix, namespace) = (&bindings.prefix, &bindings.namespace);
        lines.push("\ninstall it with".to_owned());
        lines.push(format!("  helm install {prefix} {out}/{chart} --namespace {namespace} --create-namespace"));
    }
    let of_products = build.compiled.products.iter().flat_map(|product| &product.artifacts.not_evaluated);
    let settings: BTreeSet<&str> = of_products.chain(&platform.not_evaluated).map(AsRef::as_ref).collect();
    if !settings.is_empty() {
        let settings = count(settings.len(), "setting");
        let listed = "they are listed in platform.json and in each compiled_artifacts.json";
        lines.push(format!("\n{settings} not evaluated; {listed}"));
    }
    lines.join("\n") + "\n"
}

fn requirements(requires: &Requirements, namespace: &str, lines: &mut Vec<String>) {
    if !requires.secrets.is_empty() {
        lines.push("\nit needs these Secrets, made before it is installed".to_owned());
        lines.push(format!("  kubectl create namespace {namespace}"));
    }
    for RequiredSecret { name, namespace, keys, .. } in &requires.secrets {
        let keys: Vec<String> = keys.iter().map(|key| format!("--from-literal={key}=<{key}>")).collect();
        let keys = keys.join(" ");
        lines.push(format!("  kubectl create secret generic {name} --namespace {namespace} {keys}"));
    }
    if !requires.hosts.is_empty() {
        lines.push("\nit connects to these hosts outside of the platform".to_owned());
    }
    lines.extend(requires.hosts.iter().map(|host| format!("  {}:{} ({})", host.host, host.port, host.source)));
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
