//! Workspace: where the repository is, and what floe-gen reads of it. Parses no contract.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package};
use floe_base::{Diagnostics, FileSet};
use floe_codegen::{OWNED, PluginCrate};

use crate::disk;

/// A repository.
pub(crate) struct Workspace {
    root: PathBuf,
}

/// What outputs depend on, beside floe-gen itself.
pub(crate) struct Inputs {
    /// Every contract: those of the repository, and those of plugin crates.
    pub(crate) contracts: FileSet,
    /// Every Cargo manifest that can make a crate a member of the workspace or declare a plugin.
    pub(crate) manifests: FileSet,
}

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

    /// All contracts and manifests.
    pub(crate) fn inputs(&self) -> Result<Inputs, String> {
        let mut inputs = Inputs { contracts: FileSet::new(), manifests: FileSet::new() };
        disk::read_into(&self.root, "contracts", &mut inputs.contracts)?;
        disk::read_into(&self.root, "Cargo.toml", &mut inputs.manifests)?;
        for folder in self.crates()? {
            if folder.starts_with("plugins/") {
                disk::read_into(&self.root, &format!("{folder}/contracts"), &mut inputs.contracts)?;
            }
            disk::read_into(&self.root, &format!("{folder}/Cargo.toml"), &mut inputs.manifests)?;
        }
        Ok(inputs)
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

    /// What stands where floe-gen writes.
    pub(crate) fn outputs(&self) -> Result<FileSet, String> {
        let mut outputs = FileSet::new();
        OWNED.iter().try_for_each(|path| disk::read_into(&self.root, path, &mut outputs))?;
        Ok(outputs)
    }

    /// The crates that declare plugins, as Cargo sees them.
    pub(crate) fn plugin_crates(&self) -> Result<Result<Vec<PluginCrate>, Diagnostics>, String> {
        let mut command = MetadataCommand::new();
        command.manifest_path(self.root.join("Cargo.toml")).no_deps().other_options(["--offline".to_owned()]);
        let metadata = command.exec().map_err(|error| {
            let error = error.to_string();
            let help =
                "help: where a plugin crate was removed, remove its line from generated/floe-plugins/Cargo.toml, too";
            format!("failed to ask cargo for the workspace's crates: {}\n{help}", error.trim_end())
        })?;
        let mut findings = Diagnostics::default();
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
        let manifest = self.text(&format!("{folder}/Cargo.toml")).unwrap_or_default();
        PluginCrate::read(&package.name, &library, &folder, &manifest, &package.metadata)
    }
}
