//! Summary: the text for people at the end of a run. Prints nothing itself.

use std::collections::BTreeSet;

use floe::Build;
use floe_compiler::PLATFORM;
use floe_compiler::images::is_unverified;
use floe_types::documents::requirements::{RequiredImage, RequiredSecret, Requirements};

/// A longer list of settings helps nobody.
const MOST_SETTINGS: usize = 20;

/// The written files, the resources that people must create, how to install the chart, and the settings that were not evaluated.
pub(crate) fn summary(build: &Build, out: &str, found: &[String]) -> String {
    let platform = &build.compiled.platform;
    let (metadata, bindings) = (&platform.metadata, &platform.bindings);
    let (products, files) = (count(platform.products.len(), "product"), count(build.files.len(), "file"));
    let name = format!("platform {} {}", metadata.name, metadata.version);
    let written = if is_part(build) { format!("{products} of {name}") } else { format!("{name}, {products}") };
    let mut lines = vec![format!("wrote {out}: {written}, {files}")];
    lines.extend(notes(build, found));
    if !is_part(build) {
        requirements(&platform.requires, bindings.namespace.as_str(), &mut lines);
    }
    for chart in build.files.paths().filter(|path| path.starts_with("charts/")) {
        let (prefix, namespace) = (&bindings.prefix, &bindings.namespace);
        lines.push("\ninstall it with".to_owned());
        lines.push(format!("  helm install {prefix} {out}/{chart} --namespace {namespace} --create-namespace"));
    }
    let settings = not_evaluated(build);
    if !settings.is_empty() {
        lines.push(format!("\n{} not evaluated", count(settings.len(), "setting")));
        lines.extend(settings.iter().take(MOST_SETTINGS).map(|setting| format!("  {setting}")));
        let further = settings.len().saturating_sub(MOST_SETTINGS);
        lines.extend((further > 0).then(|| format!("  and {further} more, which --format json lists")));
    }
    lines.join("\n") + "\n"
}

/// Further facts for the reader, each of which is one sentence.
pub(crate) fn notes(build: &Build, found: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    if is_part(build) {
        let text = "the chart belongs to the whole platform, as do input ports to other products: compile its folder";
        notes.push(text.to_owned());
    }
    if build.compiled.products.is_empty() {
        notes.push("no floe.yaml was found: the platform has no products yet".to_owned());
    }
    notes.extend(found.iter().cloned());
    notes
}

/// Whether the run compiled a part of a platform.
pub(crate) fn is_part(build: &Build) -> bool {
    build.files.get(PLATFORM).is_none()
}

/// The settings of the manifest and of the products that nothing acts upon.
pub(crate) fn not_evaluated(build: &Build) -> BTreeSet<&str> {
    let of_products = build.compiled.products.iter().flat_map(|product| &product.artifacts.not_evaluated);
    of_products.chain(&build.compiled.platform.not_evaluated).map(AsRef::as_ref).collect()
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
    images(&requires.images, lines);
}

/// The images that a person must make or look at.
fn images(images: &[RequiredImage], lines: &mut Vec<String>) {
    for image in images.iter().filter(|image| image.products) {
        let stock = if image.pulled.is_some() { "; the stock image holds no product" } else { "" };
        lines.push(format!("\nit runs the products in this image, which must hold their code{stock}"));
        lines.push(format!("  {}", image.image));
    }
    let unverified = || images.iter().filter(|image| is_unverified(image));
    if unverified().next().is_some() {
        lines.push("\nit pulls these images, which the developers of floe never started".to_owned());
        lines.extend(unverified().map(|image| format!("  {}", image.image)));
    }
}

/// `1 file`, `2 files`
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
