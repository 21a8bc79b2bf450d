//! Resolve: derives versions, components and addresses from a manifest. Asks no plugin, and compares no two plugins.

use floe_base::{Findings, Node};
use floe_types::SHAPES;
use floe_types::api_version::ApiVersion;
use floe_types::component::ComponentInfo;
use floe_types::components::COMPONENTS;
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::{Manifest, MetadataStoreChoice};
use floe_types::interfaces::compute::ComputePlugin;
use floe_types::plugin::HostingMode;
use floe_types::registry::{Category, PLUGIN_API};
use semver::{Version, VersionReq};
use serde_json::Value;

use crate::address::Addresses;
use crate::load::LoadedManifest;
use crate::pointer::{dotted, step};
use crate::report;
use crate::selection::Selection;

/// The binding that no plugin makes. A component that provides this binding is deployed if another component keeps state in a database.
pub(crate) const METADATA_STORE: &str = "platform.metadata_store";

/// A manifest with the derived facts.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// The selected plugins, with every derived address in their configs; by category.
    pub selections: Vec<Selection>,
    /// The deployed components and their addresses.
    pub addresses: Addresses,
}

/// Resolves as much as possible; `None` where the manifest's shape is broken.
pub(crate) fn resolve(loaded: &LoadedManifest, out: &mut Findings) -> Option<Resolved> {
    let _span = tracing::info_span!("resolve").entered();
    check_plugins(loaded, out);
    let selected = &loaded.choices.selected;
    for selection in selected {
        check_dependencies(&loaded.source, selection, selected, out);
    }
    let manifest = loaded.manifest.as_ref()?;
    check_default_compute(loaded, manifest, out);
    let addresses = Addresses {
        prefix: manifest.deployment.prefix.as_str().to_owned(),
        namespace: manifest.deployment.namespace.as_str().to_owned(),
        components: components(selected, manifest),
    };
    let selections = selected.iter().map(|selection| with_addresses(&loaded.source, selection, &addresses, out));
    Some(Resolved { selections: selections.collect(), addresses })
}

/// Checks each selected plugin by itself.
pub(crate) fn check_plugins(loaded: &LoadedManifest, out: &mut Findings) {
    for selection in &loaded.choices.selected {
        check_version(&loaded.source, selection, out);
        check_api(&loaded.source, selection, out);
    }
}

/// Checks that the platform has the engine of transforms that name none.
fn check_default_compute(loaded: &LoadedManifest, manifest: &Manifest, out: &mut Findings) {
    if let (Some(wanted), Some(selection)) = (&manifest.defaults.compute, loaded.choices.get(ComputePlugin::NAME))
        && wanted.as_str() != selection.info.name
    {
        let message = messages::resolve_compute_unknown_platform(wanted.as_str(), &[selection.info.name]);
        out.push(report::at(loaded.source.place("/defaults/compute"), message));
    }
}

fn check_version(manifest: &Node, selection: &Selection, out: &mut Findings) {
    let pointer = format!("{}/version", selection.pointer);
    let Some(written) = manifest.pointer(&pointer).and_then(Node::as_str) else { return };
    let message = match (VersionReq::parse(written), Version::parse(selection.info.version)) {
        (Ok(requirement), Ok(version)) if requirement.matches(&version) => return,
        (Ok(_), _) => messages::resolve_plugin_version_mismatch(&selection.title(), selection.info.version),
        (Err(_), _) => messages::load_value_invalid(&dotted(&pointer), "is no requirement on a version"),
    };
    // A violation of the field's shape has been reported with the manifest.
    if SHAPES.check("semver-requirement", &Value::from(written)).is_empty() {
        out.push(report::at(manifest.place(&pointer), message));
    }
}

fn check_api(manifest: &Node, selection: &Selection, out: &mut Findings) {
    if !ApiVersion::parse(selection.info.api).is_some_and(|api| PLUGIN_API.serves(api)) {
        let (api, supported) = (selection.info.api, PLUGIN_API.to_string());
        let message = messages::resolve_plugin_api_unsupported(&selection.title(), api, &supported);
        out.push(report::at(manifest.place(&selection.type_pointer()), message));
    }
}

fn check_dependencies(manifest: &Node, selection: &Selection, selected: &[Selection], out: &mut Findings) {
    for dependency in selection.info.dependencies {
        let is_it = |other: &Selection| format!("{}/{}", other.category.name, other.info.name) == **dependency;
        if !selected.iter().any(is_it) {
            let message = messages::resolve_plugin_dependency_missing(&selection.title(), dependency);
            out.push(report::at(manifest.place(&selection.type_pointer()), message));
        }
    }
}

/// The components that the platform runs, with all components that these need in turn; by name.
fn components(selected: &[Selection], manifest: &Manifest) -> Vec<&'static ComponentInfo> {
    let hosted = |name: &str| {
        let mut hostings = selected.iter().filter_map(|selection| selection.hosting);
        hostings.any(|hosting| hosting.components.contains(&name))
    };
    let mut components: Vec<_> = COMPONENTS.iter().filter(|component| hosted(component.name)).collect();
    let is_own = !matches!(manifest.metadata_store, Some(MetadataStoreChoice::External(_)));
    if is_own && components.iter().any(|component| component.database.is_some()) {
        components.extend(COMPONENTS.iter().filter(|component| component.provides == Some(METADATA_STORE)));
    }
    components.sort_by_key(|component| component.name);
    components.dedup_by_key(|component| component.name);
    components
}

/// The selection with every derived address filled into the config. Written addresses are checked.
fn with_addresses(manifest: &Node, selection: &Selection, addresses: &Addresses, out: &mut Findings) -> Selection {
    let mut selection = selection.clone();
    let (title, base) = (selection.title(), selection.config_pointer());
    let mut lacks_address = false;
    let (Some(config), Some(hosting)) = (&mut selection.config, selection.hosting) else { return selection };
    for field in selection.info.endpoints {
        // Where somebody else runs the service, another plugin's component of that name says nothing about the service.
        let is_deployed = hosting.components.contains(&field.component);
        let derived = addresses.url(field.component, field.port, field.path).filter(|_| is_deployed);
        let must_be_written = hosting.mode == HostingMode::External && !is_deployed;
        let steps: Vec<&str> = field.pointer.split('/').skip(1).collect();
        visit(config, &steps, &base, &mut |pointer, slot| match (slot.as_ref().and_then(Value::as_str), &derived) {
            (written, Some(derived)) => {
                if written.is_some_and(|written| !addresses.are_same(written, derived)) {
                    let message = messages::resolve_endpoint_mismatch(&dotted(pointer), field.component, derived);
                    out.push(report::at(manifest.place(pointer), message));
                }
                *slot = Some(Value::from(derived.as_str()));
            }
            (None, None) if must_be_written => {
                let message = messages::resolve_endpoint_missing(&dotted(pointer), &title);
                out.push(report::at(manifest.key_place(pointer), message));
                lacks_address = true;
            }
            (_, None) => {}
        });
    }
    // A plugin without an address would refuse for the reason that has been reported.
    selection.config = selection.config.filter(|_| !lacks_address);
    selection
}

/// Visits each place that a pointer with `*` matches, with the place's own pointer. Maps on the way must exist.
fn visit(value: &mut Value, steps: &[&str], base: &str, look: &mut impl FnMut(&str, &mut Option<Value>)) {
    match (value, steps) {
        (Value::Array(items), ["*", rest @ ..]) => {
            for (at, item) in items.iter_mut().enumerate() {
                visit(item, rest, &format!("{base}/{at}"), look);
            }
        }
        (Value::Object(map), [last]) if *last != "*" => {
            let mut slot = map.remove(*last);
            look(&format!("{base}/{last}"), &mut slot);
            map.extend(slot.map(|value| ((*last).to_owned(), value)));
        }
        (Value::Object(map), [wanted, rest @ ..]) => {
            for (key, member) in map.iter_mut().filter(|(key, _)| *wanted == "*" || key == wanted) {
                visit(member, rest, &step(base, key), look);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use crate::selection::tests::{INFO, selected};
    use floe_types::plugin::{EndpointField, Hosting, PluginInfo};
    use serde_json::json;

    const URL: EndpointField = EndpointField { pointer: "/url", component: "marquez", port: "http", path: "" };
    static BEHIND: PluginInfo = PluginInfo { endpoints: &[URL], ..INFO };

    #[test]
    fn a_component_that_the_platform_runs_beside_an_external_service_has_its_address() {
        static BESIDE: Hosting = Hosting { mode: HostingMode::External, components: &["marquez"] };
        static ALONE: Hosting = Hosting { mode: HostingMode::External, components: &[] };
        let manifest = Document::new("manifest.yaml", "plugins: {}");
        let components = COMPONENTS.iter().filter(|component| component.name == "marquez").collect();
        let addresses = Addresses { prefix: "shop".to_owned(), namespace: "data".to_owned(), components };
        for (hosting, expected) in [(&BESIDE, Some(json!({"url": "http://shop-marquez:5000"}))), (&ALONE, None)] {
            let mut out = Findings::new();
            let selection = Selection { hosting: Some(hosting), ..selected(&BEHIND, json!({})) };
            let selection = with_addresses(manifest.node().unwrap(), &selection, &addresses, &mut out);
            assert_eq!((out.is_empty(), &selection.config), (expected.is_some(), &expected));
        }
    }

    #[test]
    fn every_place_of_a_pointer_with_stars_is_visited() {
        let mut value = json!({"a": [{"b": "x"}, {}], "c": {"k~/": {"b": "y"}}});
        let mut seen = Vec::new();
        for pointer in [&["a", "*", "b"], &["c", "*", "b"], &["no", "no", "b"]] {
            visit(&mut value, pointer, "", &mut |pointer, slot| {
                seen.push(pointer.to_owned());
                *slot = Some(json!(1));
            });
        }
        assert_eq!(seen, ["/a/0/b", "/a/1/b", "/c/k~0~1/b"]);
        assert_eq!(value, json!({"a": [{"b": 1}, {"b": 1}], "c": {"k~/": {"b": 1}}}));
    }
}
