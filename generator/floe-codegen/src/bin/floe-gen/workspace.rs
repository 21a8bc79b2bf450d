//! Workspace: where the repository is, and what floe-gen reads of it. Parses no contract.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package};
use floe_base::{Digest, FileSet, Findings};
use floe_codegen::{OWNED, PluginCrate};

use crate::disk;
use crate::memory::{Known, Memory};
use crate::stamp::{self, Stamp};

/// A repository.
pub(crate) struct Workspace {
    root: PathBuf,
}

/// What stands in a repository that outputs depend on, beside floe-gen itself, and what stands where it writes; all by path.
pub(crate) struct Scan {
    /// Every contract, those of plugin crates too, and every Cargo manifest that can make a crate a member of the workspace or declare a
    /// plugin.
    pub(crate) inputs: BTreeMap<String, Found>,
    /// All files of the folders that are machine-written.
    pub(crate) outputs: BTreeMap<String, Found>,
    /// When it began.
    pub(crate) begun: i64,
    /// Whether any file had to be read, because its stamp was not known.
    pub(crate) has_read: bool,
}

/// A file that was found.
pub(crate) struct Found {
    pub(crate) digest: Digest,
    pub(crate) stamp: Option<Stamp>,
    is_read: bool,
}

/// The paths of the inputs that are no Cargo manifests.
pub(crate) fn contracts(inputs: &BTreeMap<String, Found>) -> impl Iterator<Item = &str> {
    inputs.keys().map(String::as_str).filter(|path| !path.ends_with(CARGO_MANIFEST))
}

const CARGO_MANIFEST: &str = "Cargo.toml";

impl Workspace {
    /// The repository at `root`, or else the one that the working directory is in.
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

    /// Its root.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The text of one of its files.
    pub(crate) fn text(&self, file: &str) -> Option<String> {
        disk::text(&self.root.join(file))
    }

    /// Finds all inputs and outputs, and reads those whose stamps are not known.
    pub(crate) fn scan(&self, memory: &Memory) -> Result<Scan, String> {
        let _span = tracing::info_span!("scan").entered();
        let begun = stamp::now();
        let inputs = self.inputs(memory)?;
        let outputs = self.found(OWNED.iter().copied(), &memory.outputs)?;
        let mut all = inputs.values().chain(outputs.values());
        let has_read = all.any(|found| found.is_read);
        Ok(Scan { inputs, outputs, begun, has_read })
    }

    fn inputs(&self, memory: &Memory) -> Result<BTreeMap<String, Found>, String> {
        let mut inputs = vec!["contracts".to_owned(), CARGO_MANIFEST.to_owned()];
        for folder in self.crates()? {
            inputs.push(format!("{folder}/{CARGO_MANIFEST}"));
            if folder.starts_with("plugins/") {
                inputs.push(format!("{folder}/contracts"));
            }
        }
        self.found(inputs.iter().map(String::as_str), &memory.inputs)
    }

    /// The content of all contracts.
    pub(crate) fn contracts(&self) -> Result<FileSet, String> {
        let inputs = self.inputs(&Memory::default())?;
        self.read(&inputs, contracts(&inputs))
    }

    fn found<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
        known: &BTreeMap<String, Known>,
    ) -> Result<BTreeMap<String, Found>, String> {
        let mut all = BTreeMap::new();
        for path in paths {
            disk::walk(&self.root, path, &mut |path, about| {
                let stamp = Stamp::of(about);
                let known = known.get(&path).and_then(|known| known.digest(stamp));
                let digest =
                    known.map_or_else(|| disk::bytes(&self.root, &path).map(|bytes| Digest::of(&bytes)), Ok)?;
                all.insert(path, Found { digest, stamp, is_read: known.is_none() });
                Ok(())
            })?;
        }
        Ok(all)
    }

    /// The content of some inputs, which must still be what the scan found.
    pub(crate) fn read<'a>(
        &self,
        inputs: &BTreeMap<String, Found>,
        paths: impl Iterator<Item = &'a str>,
    ) -> Result<FileSet, String> {
        let mut files = FileSet::new();
        for path in paths {
            let bytes = disk::bytes(&self.root, path)?;
            if inputs.get(path).is_none_or(|found| found.digest != Digest::of(&bytes)) {
                return Err(format!("{path} was changed while it was read"));
            }
            files.insert(path, bytes).map_err(|error| format!("failed to read {path}: {error}"))?;
        }
        Ok(files)
    }

    /// The folders in which crates can stand: all that are at most two levels deep.
    fn crates(&self) -> Result<Vec<String>, String> {
        let children = |folder: &str| -> Result<Vec<String>, String> {
            let full = self.root.join(folder);
            if !full.is_dir() {
                return Ok(Vec::new());
            }
            let names = disk::names(&full).map_err(|error| format!("failed to read {folder}: {error}"))?;
            Ok(names
                .into_iter()
                .filter(|name| !name.starts_with('.'))
                .map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") })
                .collect())
        };
        let mut all = Vec::new();
        for folder in children("")?.into_iter().filter(|name| !matches!(name.as_str(), "contracts" | "target")) {
            all.extend(children(&folder)?);
            all.push(folder);
        }
        Ok(all)
    }

    /// The crates that declare plugins, as Cargo sees them.
    pub(crate) fn plugin_crates(&self) -> Result<Result<Vec<PluginCrate>, Findings>, String> {
        let _span = tracing::info_span!("ask cargo").entered();
        let mut command = MetadataCommand::new();
        command.manifest_path(self.root.join("Cargo.toml")).no_deps().other_options(["--offline".to_owned()]);
        let metadata = command.exec().map_err(|error| {
            let error = error.to_string();
            let help =
                "help: where a plugin crate was removed, remove its line from generated/floe-plugins/Cargo.toml, too";
            format!("failed to ask cargo for the workspace's crates: {}\n{help}", error.trim_end())
        })?;
        let mut findings = Findings::default();
        let mut crates = Vec::new();
        for package in metadata.workspace_packages() {
            match self.plugin_crate(&metadata, package) {
                Some(Ok(krate)) => crates.push(krate),
                Some(Err(finding)) => findings.push(finding),
                None => {}
            }
        }
        crates.sort_by(|a, b| a.package.cmp(&b.package));
        Ok(findings.barrier().map(|()| crates))
    }

    fn plugin_crate(
        &self,
        metadata: &Metadata,
        package: &Package,
    ) -> Option<Result<PluginCrate, floe_base::Diagnostic>> {
        let folder = package.manifest_path.parent()?.strip_prefix(&metadata.workspace_root).ok()?;
        let folder = folder.as_str().replace('\\', "/");
        let library = package.targets.iter().find(|target| target.is_lib())?.name.replace('-', "_");
        // Cargo has just read the manifest; a manifest that is gone since declares nothing.
        let manifest = self.text(&format!("{folder}/Cargo.toml")).unwrap_or_default();
        PluginCrate::read(&package.name, &library, &folder, &manifest, &package.metadata)
    }
}
