//! The objects of the retail platform, as a cluster would receive them. Judges nothing.

use floe_base::FileSet;
use floe_chart::{Release, package_platform, render};
use floe_golden::{cases, platform_input};
use floe_plugins::REGISTRY;
use serde_json::Value;

/// The objects of the retail platform.
pub(crate) fn objects() -> Vec<Value> {
    let files = files();
    let jobs = std::num::NonZero::<usize>::MIN;
    let compiled = floe_compiler::compile(&platform_input(&files), &REGISTRY, "0.1.0", jobs);
    let compiled = compiled.into_result().expect("the documents compile").platform;
    let [chart] = package_platform(&compiled).expect("what compiles can be packaged").try_into().expect("one chart");
    let release = Release { name: &chart.prefix, namespace: &chart.namespace };
    let rendered = render(&chart.files, &Value::Null, &release).expect("what is packaged renders");
    rendered.manifests.into_iter().map(|manifest| manifest.object).collect()
}

/// The text of a file in the `ConfigMap`s.
pub(crate) fn file(objects: &[Value], name: &str) -> String {
    let found = objects.iter().find_map(|object| object["data"][name].as_str());
    found.unwrap_or_else(|| panic!("no ConfigMap has {name}")).to_owned()
}

fn files() -> FileSet {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms");
    let cases = cases(&folder).expect("the folder of platforms can be read");
    let retail = cases.into_iter().find(|case| case.name == "retail").expect("there is a platform called retail");
    retail.input().expect("its documents can be read")
}
