//! The plugins of the how-to pages, made from the pages alone in a copy of this workspace: generated, compiled, rendered and linted by Helm.
#![expect(clippy::disallowed_methods, reason = "a test is an edge: the copy stands on disk")]

mod commands;
mod copy;
mod page;

use std::path::Path;
use std::process::Command;

use copy::Copy;

const PAGES: &[&str] = &["add-a-plugin.md", "add-a-plugin-with-a-service.md", "add-a-first-plugin.md"];
const PLATFORM: &str = "golden/platforms/retail/input";
/// The plugin of the platform that the page on plugins replaces.
const REPLACED: &str = "  lineage_backend:\n    type: marquez\n";

#[test]
fn the_files_of_the_pages_are_plugins_that_generate_lint_compile_and_deploy_without_another_edit() {
    let copy = Copy::of_workspace();
    let mut selections = String::new();
    for name in PAGES {
        let page = copy.read(&format!("docs/how-to/{name}"));
        let files = page::files(&page);
        assert!((3..=5).contains(&files.len()), "{name} shows {} files", files.len());
        for (path, text) in files {
            assert!(path.starts_with("plugins/"), "{name}: {path}");
            copy.add(path, text);
        }
        selections.extend(page::selections(&page).flat_map(|lines| [lines, "\n"]));
    }
    let manifest = copy.read(&format!("{PLATFORM}/manifest.yaml"));
    assert!(manifest.contains(REPLACED), "the platform selects the plugin that the page replaces");
    let manifest = manifest.replace(REPLACED, "").replace("\nplugins:\n", &format!("\nplugins:\n{selections}"));
    copy.add(&format!("{PLATFORM}/manifest.yaml"), &manifest);

    let floe_gen = ["run", "--quiet", "--package", "floe-codegen", "--bin", "floe-gen", "--"];
    copy.cargo(&[&floe_gen[..], &["generate"]].concat());
    copy.cargo(&[&floe_gen[..], &["lint"]].concat());
    copy.cargo(&["run", "--quiet", "--package", "floe", "--", "platform", "render", PLATFORM, "--out", "dist"]);
    let bindings = copy.json("dist/platform.json")["bindings"].clone();
    assert_eq!(bindings["lineage"]["provider"], "openlineage");
    assert_eq!(bindings["telemetry"]["collector"]["endpoint"]["component"], "otel-collector");
    assert_eq!(bindings["alerts"][0]["transport"]["url"]["ref"]["name"], "alerts");
    let policy = copy.read("dist/manifests/retail-platform/NetworkPolicy-retail-otel-collector.yaml");
    assert!(policy.contains("app.kubernetes.io/component: run\n"), "runs reach the collector: {policy}");
    helm_lints(&copy.path("dist/charts/retail-platform-1.4.0.tgz"));
}

fn helm_lints(package: &Path) {
    let helm = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.floe-tools/bin/helm");
    assert!(helm.exists(), "{} is missing; run: ./just tools-helm", helm.display());
    let output = Command::new(helm).args(["lint", "--strict"]).arg(package).output().expect("helm starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
