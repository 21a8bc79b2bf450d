//! The platforms whose charts are judged: the retail example, the same example under the longest prefix, the smallest
//! platform, a platform on external services, and a platform that deploys nothing.

use std::path::Path;

use floe_base::FileSet;
use floe_chart::{PlatformChart, Release, Rendered, package_platform, render};
use floe_golden::{cases, platform_input};
use floe_plugins::REGISTRY;
use floe_types::documents::compiled_platform::CompiledPlatform;
use serde_json::Value;

/// The smallest platform, with the required plugins alone. Labels cut the name and version of the chart behind a dot.
const SMALLEST: &str = "apiVersion: floe.dev/v1
kind: Manifest
metadata:
  name: smallest-platform-under-a-name-so-long-that-labels-cut-the
  version: 0.1.0
  owner: data@shop.example.com
plugins:
  compute: {type: duckdb}
  orchestrator: {type: dagster}
";

/// A platform with external storage, lineage and database. The version and the description contain characters that YAML
/// and Helm treat specially.
const OUTSIDE: &str = "apiVersion: floe.dev/v1
kind: Manifest
metadata:
  name: outside
  version: 2.0.0-rc.1+build.7
  owner: data@shop.example.com
  description: \"yes: {{ braces }}, 'quotes' and # signs\"
deployment: {prefix: out, namespace: shop}
plugins:
  compute: {type: duckdb}
  orchestrator: {type: dagster}
  storage:
    type: aws-s3
    config:
      region: eu-central-1
      bucket: shop-lakehouse
      credential_secret_name: aws-credentials
      session_token_secret_key: token
  catalog:
    type: polaris
    config:
      warehouse: shop
      oauth2:
        client_id: shop
        client_secret_ref: {source: kubernetes-secret, name: polaris-credentials, key: client-secret}
  lineage_backend:
    type: marquez
    hosting: external
    config: {url: 'https://lineage.example.com'}
metadata_store:
  hosting: external
  host: db.example.com
  port: 5433
  username: shop
  password_ref: {source: kubernetes-secret, name: database, key: shop-password}
";

/// A platform whose services are all external.
const NOTHING: &str = "apiVersion: floe.dev/v1
kind: Manifest
metadata: {name: nothing, version: 0.1.0, owner: data@shop.example.com}
plugins:
  compute: {type: duckdb}
  orchestrator: {type: dagster, hosting: external, config: {url: 'https://dagster.example.com'}}
";

/// The longest valid prefix.
const LONGEST_PREFIX: &str = "second-platform-in-the-same-namespace-as";

/// A compiled platform with its chart and the rendered chart.
#[derive(Debug)]
pub(crate) struct Platform {
    pub(crate) compiled: CompiledPlatform,
    pub(crate) chart: PlatformChart,
    pub(crate) rendered: Rendered,
}

impl Platform {
    pub(crate) fn of(files: &FileSet) -> Self {
        let jobs = std::num::NonZero::<usize>::MIN;
        let compiled = floe_compiler::compile(&platform_input(files), &REGISTRY, "0.1.0", jobs);
        let compiled = compiled.into_result().expect("the documents compile").platform;
        let [chart] =
            package_platform(&compiled).expect("what compiles can be packaged").try_into().expect("one chart");
        let release = Release { name: &chart.prefix, namespace: &chart.namespace };
        let rendered = render(&chart.files, &Value::Null, &release).expect("what is packaged renders");
        Self { compiled, chart, rendered }
    }

    /// The objects that the cluster would receive.
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.rendered.manifests.iter().map(|manifest| manifest.object.clone()).collect()
    }

    /// The text of a file in the chart.
    pub(crate) fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.chart.files.get(path).expect("the chart has the file")).expect("the file is text")
    }
}

pub(crate) fn smallest() -> Platform {
    of_manifest(SMALLEST)
}

pub(crate) fn nothing() -> Platform {
    of_manifest(NOTHING)
}

fn of_manifest(manifest: &str) -> Platform {
    let mut files = FileSet::new();
    files.insert("manifest.yaml", manifest).expect("the path is clean");
    Platform::of(&files)
}

pub(crate) fn retail() -> Platform {
    Platform::of(&retail_files())
}

/// The documents of the retail platform.
pub(crate) fn retail_input() -> floe_compiler::PlatformInput {
    platform_input(&retail_files())
}

/// The retail platform under the longest prefix, in the same namespace.
pub(crate) fn retail_beside() -> Platform {
    let prefix = format!("prefix: {LONGEST_PREFIX}\n");
    let mut files = FileSet::new();
    for (path, bytes) in retail_files() {
        let text = String::from_utf8(bytes).expect("the documents are text");
        files.insert(path, text.replace("prefix: retail\n", &prefix)).expect("the path is clean");
    }
    let platform = Platform::of(&files);
    assert_eq!(platform.chart.prefix, LONGEST_PREFIX, "the manifest says its prefix in another way");
    platform
}

/// All platforms that deploy at least one component.
pub(crate) fn all() -> Vec<Platform> {
    vec![smallest(), retail(), retail_beside(), of_manifest(OUTSIDE)]
}

pub(crate) fn retail_files() -> FileSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms");
    let cases = cases(&folder).expect("the folder of platforms can be read");
    let retail = cases.into_iter().find(|case| case.name == "retail").expect("there is a platform called retail");
    retail.input().expect("its documents can be read")
}
