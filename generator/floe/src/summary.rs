//! Summary: the text for people at the end of a run. Prints nothing itself.

use std::collections::BTreeSet;

use floe::Build;
use floe_types::documents::requirements::{RequiredSecret, Requirements};

/// The written files, the resources that people must create, how to install the chart, and the settings that were not evaluated.
pub(crate) fn summary(build: &Build, out: &str, others: &[String]) -> String {
    let platform = &build.compiled.platform;
    let mut text = String::new();
    let written = format!(
        "wrote {out}: platform {} {}, {}, {}",
        platform.metadata.name,
        platform.metadata.version,
        count(platform.products.len(), "product"),
        count(build.files.len(), "file"),
    );
    line(&mut text, &written);
    if platform.products.is_empty() {
        line(&mut text, "no floe.yaml was found: the platform has no products yet");
    }
    for other in others {
        line(&mut text, &format!("left out {other}, which belongs to another manifest"));
    }
    requirements(&platform.requires, platform.bindings.namespace.as_str(), &mut text);
    let charts = build.files.paths().filter(|path| path.starts_with("charts/"));
    for chart in charts {
        let bindings = &platform.bindings;
        line(&mut text, "\ninstall it with");
        line(
            &mut text,
            &format!(
                "  helm install {} {out}/{chart} --namespace {} --create-namespace",
                bindings.prefix, bindings.namespace
            ),
        );
    }
    let products = &build.compiled.products;
    let of_products = products.iter().flat_map(|product| &product.artifacts.not_evaluated);
    let settings: BTreeSet<&str> =
        of_products.chain(&build.compiled.platform.not_evaluated).map(AsRef::as_ref).collect();
    if !settings.is_empty() {
        line(
            &mut text,
            &format!(
                "\n{} not evaluated; they are listed in platform.json and in each compiled_artifacts.json",
                count(settings.len(), "setting")
            ),
        );
    }
    text
}

fn requirements(requires: &Requirements, namespace: &str, text: &mut String) {
    if !requires.secrets.is_empty() {
        line(text, "\nit needs these Secrets, made before it is installed");
        line(text, &format!("  kubectl create namespace {namespace}"));
    }
    for RequiredSecret { name, namespace, keys, .. } in &requires.secrets {
        let keys: Vec<String> = keys.iter().map(|key| format!("--from-literal={key}=<{key}>")).collect();
        line(text, &format!("  kubectl create secret generic {name} --namespace {namespace} {}", keys.join(" ")));
    }
    if !requires.hosts.is_empty() {
        line(text, "\nit connects to these hosts outside of the platform");
    }
    for host in &requires.hosts {
        line(text, &format!("  {}:{} ({})", host.host, host.port, host.source));
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
