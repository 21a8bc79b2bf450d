//! Shared by the tests: charts in memory and on disk, and real Helm. Judges nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use floe_base::FileSet;
use floe_chart::{Manifest, Release, Rendered};

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

/// Objects as `helm template` prints them.
pub(crate) fn as_helm_prints(chart_name: &str, rendered: &Rendered) -> String {
    let print = |manifest: &Manifest| format!("---\n# Source: {chart_name}/{}\n{}\n", manifest.template, manifest.text);
    let is_hook = |manifest: &&Manifest| manifest.object.pointer("/metadata/annotations/helm.sh~1hook").is_some();
    let (hooks, objects): (Vec<&Manifest>, Vec<&Manifest>) = rendered.manifests.iter().partition(is_hook);
    let objects: String = objects.into_iter().map(print).collect();
    format!("{}\n{}", objects.trim(), hooks.into_iter().map(print).collect::<String>())
}

/// Compares texts and shows the first line that differs.
pub(crate) fn assert_same(ours: &str, theirs: &str, explain: impl Fn(&str) -> String) {
    for (number, (our, their)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(our, their, "line {} {}", number + 1, explain(our));
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}
