//! Shared by the tests: charts in memory and on disk, and real Helm. Judges nothing.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use floe_base::FileSet;
use floe_chart::{Manifest, Release, Rendered, render};
use serde_json::Value;

pub(crate) const RELEASE: Release<'static> = Release { name: "demo", namespace: "shop" };

/// Real Helm, isolated from the person's own configuration.
pub(crate) struct Helm {
    home: tempfile::TempDir,
    binary: PathBuf,
}

impl Helm {
    pub(crate) fn new() -> Self {
        let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.floe-tools/bin/helm");
        assert!(binary.is_file(), "helm is missing, run: ./just tools-helm");
        Self { home: tempfile::tempdir().unwrap(), binary: binary.canonicalize().unwrap() }
    }

    pub(crate) fn run(&self, folder: &Path, args: &[&str]) -> Output {
        let home = self.home.path();
        let mut command = Command::new(&self.binary);
        command
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("HOME", home)
            .env("HELM_CACHE_HOME", home)
            .env("HELM_CONFIG_HOME", home);
        command.output().unwrap()
    }

    /// Standard output of a command that must succeed.
    pub(crate) fn ok(&self, folder: &Path, args: &[&str]) -> String {
        let output = self.run(folder, args);
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "helm {} failed: {err}{out}", args.join(" "));
        out
    }
}

/// A chart in memory: `Chart.yaml` and the given files.
pub(crate) fn chart(files: &[(&str, &str)]) -> FileSet {
    let mut set = FileSet::new();
    let metadata = "apiVersion: v2\nname: sample\nversion: 1.2.3\nappVersion: \"4.5\"\ntype: application\n";
    if !files.iter().any(|(path, _)| *path == "Chart.yaml") {
        set.insert("Chart.yaml", metadata).unwrap();
    }
    for (path, text) in files {
        set.insert(*path, *text).unwrap();
    }
    set
}

/// The chart of this folder that holds everything awkward.
pub(crate) fn nasty() -> FileSet {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chart/nasty"))
}

/// A folder as a file set.
pub(crate) fn read(folder: &Path) -> FileSet {
    floe_disk::read(folder, "").unwrap()
}

/// A file set as a folder.
pub(crate) fn write(set: &FileSet, folder: &Path) {
    for (path, bytes) in set.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Renders a chart with Helm and with floe and compares the texts. If lines begin with a letter and the number of a case, a line that
/// differs is shown with the case.
pub(crate) fn assert_as_helm(name: &str, files: &FileSet, values: &Value, cases: &[impl Display]) {
    let folder = tempfile::tempdir().unwrap();
    write(files, &folder.path().join(name));
    std::fs::write(folder.path().join("overrides.json"), values.to_string()).unwrap();
    let theirs = Helm::new().ok(folder.path(), &[&template(name)[..], &["--values", "overrides.json"]].concat());
    let ours = as_helm_prints(name, &render(files, values, &RELEASE).unwrap());
    let (ours, theirs) = (objects_only(&ours), objects_only(&theirs));
    for (number, (our, their)) in ours.lines().zip(theirs.lines()).enumerate() {
        let index = our.trim().get(1..).and_then(|rest| rest.split_once(':')?.0.parse::<usize>().ok());
        let case = index.and_then(|index| cases.get(index)).map(ToString::to_string).unwrap_or_default();
        assert_eq!(our, their, "line {} {case}", number + 1);
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}

/// The arguments with which Helm renders a chart as [`RELEASE`].
pub(crate) const fn template(chart: &str) -> [&str; 5] {
    ["template", RELEASE.name, chart, "--namespace", RELEASE.namespace]
}

/// The documents that hold objects (Helm also prints those that hold comments alone), without blank lines at their ends.
fn objects_only(text: &str) -> String {
    let says_something = |line: &str| !line.trim().is_empty() && !line.starts_with('#') && line != "---";
    let documents = text.split("---\n# Source: ").map(str::trim_end);
    let objects = documents.filter(|document| document.lines().skip(1).any(says_something));
    objects.collect::<Vec<_>>().join("\n---\n")
}

/// Objects as `helm template` prints them.
fn as_helm_prints(chart_name: &str, rendered: &Rendered) -> String {
    let print = |manifest: &Manifest| format!("---\n# Source: {chart_name}/{}\n{}\n", manifest.template, manifest.text);
    let is_hook = |manifest: &&Manifest| manifest.object.pointer("/metadata/annotations/helm.sh~1hook").is_some();
    let (hooks, objects): (Vec<&Manifest>, Vec<&Manifest>) = rendered.manifests.iter().partition(is_hook);
    let objects: String = objects.into_iter().map(print).collect();
    format!("{}\n{}", objects.trim(), hooks.into_iter().map(print).collect::<String>())
}
