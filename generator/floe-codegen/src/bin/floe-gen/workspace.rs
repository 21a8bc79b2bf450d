//! Workspace: the repository's root, and the files that floe-gen reads there. Parses no contract.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package};
use floe_base::{Diagnostic, Digest, FileSet, Findings, jobs};
use floe_codegen::{MANIFEST, OWNED, PluginCrate, has_header, listed};

use crate::Failure;
use crate::disk;
use crate::memory::{Files, Known, Memory};
use crate::stamp::{self, Stamp};

const CARGO_MANIFEST: &str = "Cargo.toml";

pub(crate) struct Workspace {
    root: PathBuf,
}

/// The files in a repository that outputs depend on, and the files in the machine-written folders.
pub(crate) struct Scan {
    /// Every contract, and every Cargo manifest that can make a crate a member of the workspace or declare a plugin.
    pub(crate) inputs: Files,
    pub(crate) outputs: Files,
}

/// The paths of the contracts among the inputs.
pub(crate) fn contracts(inputs: &Files) -> impl Iterator<Item = &str> {
    inputs.keys().map(String::as_str).filter(|path| !path.ends_with(CARGO_MANIFEST))
}

impl Workspace {
    /// The repository at `root`, or else the one around the working directory.
    pub(crate) fn find(root: Option<&Path>) -> Result<Self, String> {
        let holds = |folder: &Path| folder.join("contracts").is_dir() && folder.join("Cargo.toml").is_file();
        if let Some(root) = root {
            let found = holds(root).then(|| root.to_owned());
            let root = found.ok_or_else(|| format!("{} does not hold contracts/ and Cargo.toml", root.display()))?;
            return Ok(Self { root });
        }
        let here = std::env::current_dir().map_err(|error| format!("failed to find the working directory: {error}"))?;
        let found = here.ancestors().find(|folder| holds(folder)).map(Path::to_owned);
        let root = found.ok_or_else(|| {
            format!("neither {} nor a folder above it holds contracts/ and Cargo.toml\nhelp: go there, or name it with --root DIR", here.display())
        })?;
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn text(&self, file: &str) -> Option<String> {
        disk::text(&self.root.join(file))
    }

    /// Finds all inputs and outputs, and reads those whose stamps are not known.
    pub(crate) fn scan(&self, memory: &Memory) -> Result<Scan, String> {
        let _span = tracing::info_span!("scan").entered();
        let inputs = self.found(&self.inputs()?, &memory.inputs)?;
        let outputs = self.found(OWNED, &memory.outputs)?;
        Ok(Scan { inputs, outputs })
    }

    /// The files and folders that hold inputs.
    fn inputs(&self) -> Result<Vec<String>, String> {
        let folders = |folder: &str| {
            disk::folders(&self.root.join(folder)).map_err(|error| format!("failed to read {folder}: {error}"))
        };
        let mut inputs = vec!["contracts".to_owned(), CARGO_MANIFEST.to_owned()];
        for folder in folders("")?.into_iter().filter(|name| !matches!(name.as_str(), "contracts" | "target")) {
            // Crates stand at most two levels deep.
            for krate in folders(&folder)? {
                inputs.push(format!("{folder}/{krate}/{CARGO_MANIFEST}"));
                if folder == "plugins" {
                    inputs.push(format!("{folder}/{krate}/contracts"));
                }
            }
            inputs.push(format!("{folder}/{CARGO_MANIFEST}"));
        }
        Ok(inputs)
    }

    pub(crate) fn contracts(&self) -> Result<FileSet, String> {
        let inputs = self.found(&self.inputs()?, &Files::new())?;
        self.read(&inputs, contracts(&inputs))
    }

    /// The outputs that the manifest on disk lists.
    pub(crate) fn listed(&self) -> BTreeSet<String> {
        self.text(MANIFEST).map(|manifest| listed(manifest.as_bytes())).unwrap_or_default()
    }

    /// Whether a file on disk has the header of a generated file.
    pub(crate) fn is_generated(&self, path: &str) -> Result<bool, String> {
        disk::bytes(&self.root, path).map(|bytes| has_header(&bytes))
    }

    fn found(&self, paths: &[impl AsRef<str> + Sync], known: &Files) -> Result<Files, String> {
        let now = stamp::now();
        let file = |(path, about): (String, fs::Metadata)| {
            let stamp = Stamp::of(&about).filter(|stamp| stamp.is_settled(now));
            let known = known.get(&path).filter(|known| stamp.is_some() && known.1 == stamp);
            let read = || Ok(Known(Digest::of(&disk::bytes(&self.root, &path)?), stamp));
            known.map_or_else(read, |known| Ok(*known)).map(|file| (path, file))
        };
        let found = jobs::map(paths, jobs::TWO, |path| {
            disk::walk(&self.root, path.as_ref())?.into_iter().map(file).collect::<Result<Files, String>>()
        });
        found.into_iter().try_fold(Files::new(), |mut all, found| {
            all.append(&mut found?);
            Ok(all)
        })
    }

    /// The content of some inputs, which must still be as the scan found them.
    pub(crate) fn read<'a>(&self, inputs: &Files, paths: impl Iterator<Item = &'a str>) -> Result<FileSet, String> {
        let mut files = FileSet::new();
        for path in paths {
            let bytes = disk::bytes(&self.root, path)?;
            if inputs.get(path).is_none_or(|found| found.0 != Digest::of(&bytes)) {
                return Err(format!("{path} was changed while it was read"));
            }
            files.insert(path, bytes).map_err(|error| format!("failed to read {path}: {error}"))?;
        }
        Ok(files)
    }

    /// The crates that declare plugins, as Cargo sees them.
    pub(crate) fn plugin_crates(&self) -> Result<Vec<PluginCrate>, Failure> {
        let _span = tracing::info_span!("ask cargo").entered();
        let mut command = MetadataCommand::new();
        command.manifest_path(self.root.join(CARGO_MANIFEST)).no_deps().other_options(["--offline".to_owned()]);
        let metadata = command.exec().map_err(|error| {
            let error = error.to_string();
            let help =
                "help: where a plugin crate was removed, remove its line from generated/floe-plugins/Cargo.toml, too";
            format!("failed to ask cargo for the workspace's crates: {}\n{help}", error.trim_end())
        })?;
        let mut findings = Findings::default();
        let mut crates = Vec::new();
        for found in
            metadata.workspace_packages().into_iter().filter_map(|package| self.plugin_crate(&metadata, package))
        {
            match found {
                Ok(krate) => crates.push(krate),
                Err(finding) => findings.push(finding),
            }
        }
        findings.barrier()?;
        crates.sort_by(|a, b| a.package.cmp(&b.package));
        Ok(crates)
    }

    fn plugin_crate(&self, metadata: &Metadata, package: &Package) -> Option<Result<PluginCrate, Diagnostic>> {
        let folder = package.manifest_path.parent()?.strip_prefix(&metadata.workspace_root).ok()?;
        let folder = folder.as_str().replace('\\', "/");
        let library = package.targets.iter().find(|target| target.is_lib())?.name.replace('-', "_");
        // Cargo has just read the manifest; a manifest that is gone since declares nothing.
        let manifest = self.text(&format!("{folder}/{CARGO_MANIFEST}")).unwrap_or_default();
        PluginCrate::read(&package.name, &library, &folder, &manifest, &package.metadata)
    }
}
