//! Helm renders a package to the same documents as floe, lints the package without warnings, and installs the package
//! in a dry run.

use floe_base::Findings;
use floe_chart::{Manifest, package_platform, render_platform};

use crate::platforms::{Platform, all, nothing, retail};
use crate::tools::Helm;

/// The documents of a rendering by Helm: the template of each, and the text.
fn documents<'t>(chart: &str, rendering: &'t str) -> Vec<(&'t str, &'t str)> {
    let source = format!("# Source: {chart}/");
    let documents = rendering.split("---\n").filter_map(|document| document.strip_prefix(&source));
    let documents = documents.filter_map(|document| document.split_once('\n'));
    documents.map(|(template, text)| (template, text.trim())).filter(|(_, text)| !text.is_empty()).collect()
}

fn ours(platform: &Platform) -> Vec<(&str, &str)> {
    platform.rendered.manifests.iter().map(|manifest| (manifest.template.as_str(), manifest.text.trim())).collect()
}

#[test]
fn helm_lints_each_package_strictly_without_a_warning() {
    for platform in all() {
        let said = Helm::with(&platform.chart.package).ok(&["lint", "--strict"], &[]);
        assert!(!said.contains("[WARNING]") && said.contains("0 chart(s) failed"), "{said}");
    }
}

#[test]
fn helm_renders_each_package_document_by_document_as_floe_does() {
    for platform in all() {
        let chart = &platform.chart;
        let helm = Helm::with(&chart.package);
        let ours = ours(&platform);
        assert!(ours.len() > 15, "the platform has only {} objects", ours.len());
        let theirs = helm.ok(&["template", &chart.prefix], &["--namespace", &chart.namespace]);
        assert_same(&ours, &documents(&chart.name, &theirs));
        // No object may depend on the release's name, on the namespace option or on the cluster's version, but for those that hold
        // values fast within a release.
        let theirs = helm.ok(&["template", "another"], &["--namespace", "elsewhere", "--kube-version", "1.28.0"]);
        let free = |documents: &[(&'_ str, &'_ str)]| -> Vec<(String, String)> {
            let free = documents.iter().filter(|(template, _)| !template.ends_with("/fixed.yaml"));
            free.map(|(template, text)| ((*template).to_owned(), (*text).to_owned())).collect()
        };
        assert!(free(&ours) == free(&documents(&chart.name, &theirs)), "{} depends on the release", chart.name);
    }
}

fn assert_same(ours: &[(&str, &str)], theirs: &[(&str, &str)]) {
    for (our, their) in ours.iter().zip(theirs) {
        assert_eq!(our, their);
    }
    assert_eq!(ours.len(), theirs.len(), "one rendering has more documents");
}

#[test]
fn helm_installs_each_package_dryly_and_says_what_must_exist() {
    for platform in all() {
        let chart = &platform.chart;
        let said = Helm::with(&chart.package)
            .ok(&["install", &chart.prefix], &["--namespace", &chart.namespace, "--dry-run=client"]);
        let (_, notes) = said.split_once("\nNOTES:\n").expect("Helm prints the notes");
        assert_eq!(notes.trim(), platform.rendered.notes.as_deref().unwrap_or_default().trim());
        let requires = &platform.compiled.requires;
        let keys = requires.secrets.iter().flat_map(|secret| secret.keys.iter().map(move |key| (secret, key)));
        for (secret, key) in keys {
            let line = format!("  {}/{}: {key} (", secret.namespace, secret.name);
            assert!(notes.contains(&line), "{line:?} is missing in:\n{notes}");
        }
        for host in &requires.hosts {
            let line = format!("  {}:{} ({})\n", host.host, host.port, host.source);
            assert!(notes.contains(&line), "{line:?} is missing in:\n{notes}");
        }
    }
}

#[test]
fn each_rendered_object_is_a_file_named_after_it() -> Result<(), Findings> {
    let platform = retail();
    let files = render_platform(&platform.chart)?;
    assert_eq!(files.len(), platform.rendered.manifests.len());
    for Manifest { kind, name, text, .. } in &platform.rendered.manifests {
        let path = format!("manifests/retail-platform/{kind}-{name}.yaml");
        assert_eq!(files.get(&path), Some(format!("{}\n", text.trim_end()).as_bytes()), "{path}");
    }
    Ok(())
}

#[test]
fn runs_in_a_namespace_of_their_own_keep_the_names_of_their_objects() {
    let mut platform = retail().compiled;
    platform.bindings.orchestrator.run_namespace = "runs".try_into().expect("it is a name");
    let charts = package_platform(&platform).expect("what compiles can be packaged");
    let files = render_platform(&charts[0]).expect("objects of two namespaces do not clash");
    let elsewhere: Vec<&str> =
        files.paths().filter(|path| path.starts_with("manifests/retail-platform/runs/")).collect();
    assert!(
        elsewhere.contains(&"manifests/retail-platform/runs/ServiceAccount-retail-dagster-run.yaml"),
        "{elsewhere:?}"
    );
}

#[test]
fn a_platform_that_deploys_nothing_is_a_chart_without_objects() {
    let platform = nothing();
    let helm = Helm::with(&platform.chart.package);
    helm.ok(&["lint", "--strict"], &[]);
    assert_eq!(documents(&platform.chart.name, &helm.ok(&["template", "release"], &[])), []);
    assert_eq!(platform.rendered.manifests, []);
    assert!(helm.refuses(&["--set", "bindings.components={dagster}"]).contains("at '/bindings/components'"));
}
