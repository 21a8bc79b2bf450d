//! Discovery: which manifest and which products a folder stands for. Reads documents, and judges none but where they say their manifest is.

use std::path::{Component, Path, PathBuf};

use floe_base::{Diagnostic, Findings, names};
use floe_compiler::{Document, PlatformInput, ProductInput, diagnostic, manifest_reference};
use floe_types::diagnostics as messages;
use ignore::WalkBuilder;

use crate::disk;

const MANIFEST: &str = "manifest.yaml";
const SPEC: &str = "floe.yaml";
const DBT_PROJECT: &str = "dbt_project.yml";

/// What was found.
#[derive(Debug)]
pub(crate) struct Discovered {
    /// The documents.
    pub input: PlatformInput,
    /// Products below the folder that belong to another manifest, as shown to people.
    pub others: Vec<String>,
}

/// Finds and reads everything that `dir` stands for; nothing in `out` is an input. All inputs that cannot be read are named at once.
pub(crate) fn discover(dir: &Path, manifest: Option<&Path>, out: &Path) -> Result<Discovered, Findings> {
    let mut findings = Findings::new();
    if !dir.is_dir() {
        let error = dir.metadata().err().unwrap_or_else(|| std::io::ErrorKind::NotADirectory.into());
        findings.push(disk::unreadable(dir, &error));
        return Err(findings);
    }
    let own_manifest = dir.join(MANIFEST);
    let (manifest_path, specs) = match manifest {
        Some(path) => (path.to_owned(), specs(dir, out, &mut findings)),
        None if own_manifest.symlink_metadata().is_ok() => (own_manifest, specs(dir, out, &mut findings)),
        None => match lone_product(dir) {
            Ok(path) => (path, vec![dir.join(SPEC)]),
            Err(finding) => return Err(Findings::from(vec![*finding])),
        },
    };
    let mut products = Vec::new();
    let mut others = Vec::new();
    for path in specs {
        let belonging = match product(&path) {
            Ok(product) if manifest.is_some() => Ok((product, true)),
            Ok(product) => belongs(&product.spec, &path, &manifest_path, dir).map(|here| (product, here)),
            Err(unreadable) => Err(unreadable),
        };
        match belonging {
            Ok((product, true)) => products.push(product),
            Ok((product, false)) => others.push(product.spec.path),
            Err(unreadable) => findings.extend(unreadable),
        }
    }
    let manifest = disk::read(&manifest_path).map_err(|finding| findings.push(finding)).ok();
    findings.barrier().map_err(Findings::sorted)?;
    let input = manifest.map(|manifest| PlatformInput { manifest, products });
    input.map(|input| Discovered { input, others }).ok_or(findings)
}

/// The manifest that the product of a folder without a manifest names.
fn lone_product(dir: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    let spec = dir.join(SPEC);
    let looked_for = |places: &[&Path]| {
        let places: Vec<String> = places.iter().map(|path| disk::shown(path)).collect();
        Box::new(diagnostic(messages::command_manifest_missing(&places)))
    };
    let Some(document) = disk::read_if_there(&spec).map_err(Box::new)? else {
        return Err(near_miss(dir).unwrap_or_else(|| looked_for(&[&dir.join(MANIFEST), &spec])));
    };
    let Some((reference, place)) = manifest_reference(&document) else {
        return Err(looked_for(&[&dir.join(MANIFEST), &dir.join(format!("{SPEC} (platform.manifest)"))]));
    };
    let path = join(dir, &reference);
    if path.exists() {
        Ok(path)
    } else {
        Err(Box::new(diagnostic(messages::command_input_missing(&disk::shown(&path))).at(place)))
    }
}

/// `manifest.yml` where `manifest.yaml` is meant.
fn near_miss(dir: &Path) -> Option<Box<Diagnostic>> {
    let entries = dir.read_dir().ok()?;
    let found: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    let near = names::nearest(MANIFEST, found.iter().map(String::as_str));
    let near = near.into_iter().find(|name| dir.join(name).is_file())?;
    let missing = messages::command_manifest_missing(&[disk::shown(&dir.join(MANIFEST))]);
    Some(Box::new(diagnostic(missing).help(format!("rename {} to {MANIFEST}", disk::shown(&dir.join(near))))))
}

/// Every `floe.yaml` below a folder that no ignore file in it excludes, by path, but for what lies in `out`. What stands above the folder has no say, so that a copy of
/// it holds the same products.
fn specs(dir: &Path, out: &Path, findings: &mut Findings) -> Vec<PathBuf> {
    let out = out.canonicalize().ok();
    let is_out = move |path: &Path| {
        let name = out.as_deref().and_then(Path::file_name);
        path.file_name() == name && path.canonicalize().ok() == out
    };
    let mut walk = WalkBuilder::new(dir);
    walk.require_git(false).git_global(false).git_exclude(false).parents(false);
    let walk = walk.filter_entry(move |entry| entry.depth() == 0 || !is_out(entry.path())).build();
    let mut specs = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_name() == SPEC && entry.depth() > 0 => specs.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => findings.push(walk_failure(dir, &error)),
        }
    }
    specs.sort();
    specs
}

fn walk_failure(dir: &Path, error: &ignore::Error) -> Diagnostic {
    let path = path_of(error).map_or_else(|| disk::shown(dir), disk::shown);
    // The walker puts the path into the error's text, where it stands already.
    let reason = error.io_error().map_or_else(|| error.to_string(), |error| disk::reason(&error.kind().into()));
    diagnostic(messages::command_input_unreadable(&path, &reason))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn product(spec: &Path) -> Result<ProductInput, Findings> {
    let mut findings = Findings::new();
    let document = disk::read(spec).map_err(|finding| findings.push(finding)).ok();
    let project = disk::read_if_there(&spec.with_file_name(DBT_PROJECT));
    let project = project.map_err(|finding| findings.push(finding)).ok();
    match (document, project) {
        (Some(spec), Some(dbt_project)) => Ok(ProductInput { spec, dbt_project }),
        _ => Err(findings),
    }
}

/// Whether a product names this manifest; one that names none belongs to the nearest above it. One that names a file that is not there
/// is an error rather than somebody else's.
fn belongs(spec: &Document, path: &Path, manifest: &Path, dir: &Path) -> Result<bool, Findings> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let Some((reference, place)) = manifest_reference(spec) else {
        let mut between = folder.ancestors().take_while(|ancestor| *ancestor != dir);
        return Ok(!between.any(|ancestor| ancestor.join(MANIFEST).exists()));
    };
    let named = join(folder, &reference);
    match named.canonicalize() {
        Ok(named) => Ok(manifest.canonicalize().is_ok_and(|manifest| named == manifest)),
        Err(error) => Err(Findings::from(vec![disk::unreadable(&named, &error).at(place)])),
    }
}

/// A path with `..` taken back where a folder's name stands before it, so that people are shown the short form.
fn join(folder: &Path, reference: &str) -> PathBuf {
    let mut joined = folder.to_path_buf();
    for part in Path::new(reference).components() {
        let goes_back = matches!(joined.components().next_back(), Some(Component::Normal(_))) && !joined.is_symlink();
        match part {
            Component::CurDir => {}
            Component::ParentDir if goes_back => drop(joined.pop()),
            other => joined.push(other),
        }
    }
    joined
}
