//! Routes: a table with the place of each document value in the compiled output, and the search for values that are not
//! at their place.

use serde_json::Value;

/// The fate of the value at a place and of all values below. `*` matches one step of the path, and the target's stars
/// take the matched steps in order.
pub(crate) enum Route {
    /// The value is copied to this place.
    To(&'static str),
    /// The value is used up during compilation, for this reason.
    Used(#[expect(dead_code, reason = "it is for those who read the table")] &'static str),
}

use Route::{To, Used};

/// The keys that only a manifest with a scope has. floe refuses such a manifest.
pub(crate) const REFUSED: [&str; 5] =
    ["scope", "parent_manifest", "approved_plugins", "approved_sinks", "approved_products"];

/// The routes from a manifest to `platform.json`.
pub(crate) const MANIFEST: [(&str, Route); 22] = [
    ("/apiVersion", Used("it says how the document is read")),
    ("/kind", Used("it says how the document is read")),
    ("/metadata", To("/metadata")),
    ("/deployment", To("/bindings")),
    ("/plugins", To("/plugins")),
    ("/plugins/*/version", Used("it is a requirement; the version that meets it is carried")),
    ("/defaults", To("/defaults")),
    ("/observability", To("/observability")),
    ("/governance", To("/governance")),
    ("/artifacts", To("/artifacts")),
    ("/security", To("/security")),
    ("/metadata_store/hosting", Used("it decides which metadata store is bound")),
    ("/metadata_store/host", To("/bindings/metadata_store/endpoint/host")),
    ("/metadata_store/port", To("/bindings/metadata_store/endpoint/port")),
    ("/metadata_store/username", To("/bindings/metadata_store/databases/dagster/username")),
    ("/metadata_store/password_ref", To("/bindings/metadata_store/databases/dagster/password/ref")),
    ("/resource_presets/*/requests", To("/bindings/presets/*/requests")),
    ("/resource_presets/*/limits", To("/bindings/presets/*/limits")),
    ("/resource_presets/*/cpu_request", To("/bindings/presets/*/requests/cpu")),
    ("/resource_presets/*/cpu_limit", To("/bindings/presets/*/limits/cpu")),
    ("/resource_presets/*/memory_request", To("/bindings/presets/*/requests/memory")),
    ("/resource_presets/*/memory_limit", To("/bindings/presets/*/limits/memory")),
];

/// The routes from a product's document to its `compiled_artifacts.json`.
pub(crate) const SPEC: [(&str, Route); 26] = [
    ("/apiVersion", Used("it says how the document is read")),
    ("/kind", Used("it says how the document is read")),
    ("/metadata", To("/metadata")),
    ("/metadata/name", To("/metadata/product_name")),
    ("/metadata/version", To("/metadata/product_version")),
    ("/platform", Used("it leads to the manifest")),
    ("/inputPorts", To("/data_product/input_ports")),
    ("/outputPorts", To("/data_product/output_ports")),
    ("/slas", To("/data_product/slas")),
    ("/ingestion/sources/*/name", To("/ingestion_outputs/*/source_name")),
    ("/ingestion/sources/*/sourceType", To("/ingestion_outputs/*/source_type")),
    ("/ingestion/sources/*/format", To("/ingestion_outputs/*/file_format")),
    ("/ingestion/sources/*/path", To("/ingestion_outputs/*/source_path")),
    ("/ingestion/sources/*/destinationTable", To("/ingestion_outputs/*/table")),
    ("/ingestion/sources/*/writeMode", To("/ingestion_outputs/*/write_mode")),
    ("/ingestion/sources/*/schemaContract", To("/ingestion_outputs/*/schema_contract")),
    ("/ingestion/sources/*/cursorField", To("/ingestion_outputs/*/cursor_field")),
    ("/ingestion/sources/*/primaryKey", To("/ingestion_outputs/*/primary_key")),
    ("/transforms/*/name", To("/transforms/models/*/name")),
    ("/transforms/*/compute", To("/transforms/models/*/compute")),
    ("/transforms/*/tags", To("/transforms/models/*/tags")),
    ("/transforms/*/dependsOn", To("/transforms/models/*/depends_on")),
    ("/transforms/*/tier", To("/transforms/models/*/quality_tier")),
    ("/transforms/*/qualityChecks", To("/transforms/models/*/quality_checks")),
    ("/destinations", To("/destinations")),
    ("/schedule", To("/schedule")),
];

/// The values of a document that are not at the routed place, and the values without a route.
pub(crate) fn lost(document: &Value, routes: &[(&str, Route)], compiled: &Value) -> Vec<String> {
    let lost = leaves(document).into_iter().filter_map(|(pointer, value)| {
        let matching = routes.iter().filter_map(|(from, route)| Some((from, route, matched(from, &pointer)?)));
        let Some((_, route, found)) = matching.max_by_key(|(from, ..)| from.matches('/').count()) else {
            return Some(format!("{pointer} is in no row of the table"));
        };
        let To(to) = route else { return None };
        let place = found.at(to);
        let is_there = compiled.pointer(&place).is_some_and(|there| equal(there, value));
        (!is_there).then(|| format!("{pointer} is not at {place}"))
    });
    lost.collect()
}

/// Every scalar and every empty container, with its pointer.
pub(crate) fn leaves(document: &Value) -> Vec<(String, &Value)> {
    let mut leaves = Vec::new();
    collect(document, String::new(), &mut leaves);
    leaves
}

fn collect<'a>(value: &'a Value, pointer: String, leaves: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                collect(value, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (at, value) in items.iter().enumerate() {
                collect(value, format!("{pointer}/{at}"), leaves);
            }
        }
        value => leaves.push((pointer, value)),
    }
}

/// A matched pattern: the steps that the stars matched, and the rest of the pointer.
struct Matched<'p> {
    stars: Vec<&'p str>,
    rest: Vec<&'p str>,
}

fn matched<'p>(from: &str, pointer: &'p str) -> Option<Matched<'p>> {
    let mut steps = pointer.split('/').skip(1);
    let mut stars = Vec::new();
    for expected in from.split('/').skip(1) {
        match (expected, steps.next()?) {
            ("*", step) => stars.push(step),
            (expected, step) if expected == step => {}
            _ => return None,
        }
    }
    Some(Matched { stars, rest: steps.collect() })
}

impl Matched<'_> {
    fn at(&self, to: &str) -> String {
        let mut stars = self.stars.iter();
        let steps =
            to.split('/').skip(1).map(|step| if step == "*" { stars.next().map_or("*", |star| star) } else { step });
        steps.chain(self.rest.iter().copied()).fold(String::new(), |pointer, step| format!("{pointer}/{step}"))
    }
}

/// Equality of JSON values, in which `1.0` equals `1`.
fn equal(left: &Value, right: &Value) -> bool {
    left == right || left.is_number() && left.as_f64() == right.as_f64()
}
