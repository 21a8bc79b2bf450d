//! The platforms whose charts are judged: the retail example, the smallest one, and the example beside itself under another prefix.

use std::path::Path;

use floe_base::FileSet;
use floe_chart::{PlatformChart, Release, Rendered, package_platform, render};
use floe_golden::{cases, platform_input};
use floe_plugins::REGISTRY;
use floe_types::documents::compiled_platform::CompiledPlatform;
use serde_json::Value;

/// A platform with nothing but what every platform needs.
const SMALLEST: &str = "apiVersion: floe.dev/v1
kind: Manifest
metadata: {name: smallest, version: 0.1.0, owner: data@shop.example.com}
plugins:
  compute: {type: duckdb}
  orchestrator: {type: dagster}
";

/// A compiled platform with its chart, and what that renders to.
#[derive(Debug)]
pub(crate) struct Platform {
    pub(crate) compiled: CompiledPlatform,
    pub(crate) chart: PlatformChart,
    pub(crate) rendered: Rendered,
}

impl Platform {
    fn of(files: &FileSet) -> Self {
        let jobs = std::num::NonZero::<usize>::MIN;
        let compiled = floe_compiler::compile(&platform_input(files), &REGISTRY, "0.1.0", jobs);
        let compiled = compiled.expect("the documents compile").platform;
        let chart = package_platform(&compiled).expect("what compiles can be packaged");
        let release = Release { name: &chart.prefix, namespace: &chart.namespace };
        let rendered = render(&chart.files, &Value::Null, &release).expect("what is packaged renders");
        Self { compiled, chart, rendered }
    }

    /// The objects, each as the cluster would get it.
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.rendered.manifests.iter().map(|manifest| manifest.object.clone()).collect()
    }

    /// The text of one of the chart's files.
    pub(crate) fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.chart.files.get(path).expect("the chart has the file")).expect("the file is text")
    }
}

pub(crate) fn smallest() -> Platform {
    let mut files = FileSet::new();
    files.insert("manifest.yaml", SMALLEST).expect("the path is clean");
    Platform::of(&files)
}

pub(crate) fn retail() -> Platform {
    Platform::of(&retail_files())
}

/// The same platform under another prefix, in the same namespace.
pub(crate) fn retail_beside() -> Platform {
    let mut files = FileSet::new();
    for (path, bytes) in retail_files() {
        let text = String::from_utf8(bytes).expect("the documents are text");
        files.insert(path, text.replace("prefix: retail\n", "prefix: second\n")).expect("the path is clean");
    }
    let platform = Platform::of(&files);
    assert_eq!(platform.chart.prefix, "second", "the manifest says its prefix in another way");
    platform
}

/// All platforms that deploy something of their own.
pub(crate) fn all() -> [Platform; 3] {
    [smallest(), retail(), retail_beside()]
}

fn retail_files() -> FileSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms");
    let cases = cases(&folder).expect("the folder of platforms can be read");
    let retail = cases.into_iter().find(|case| case.name == "retail").expect("there is a platform called retail");
    retail.input().expect("its documents can be read")
}
