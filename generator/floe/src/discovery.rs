//! Discovery: finds the manifest and the products of a folder. Reads each document once, and checks only which manifest a product names.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::path::{Component, Path, PathBuf};

use floe_base::{Diagnostic, Findings, Place, jobs, names};
use floe_compiler::{Document, PlatformInput, ProductInput, diagnostic};
use floe_types::diagnostics as messages;
use ignore::{DirEntry, WalkBuilder};

use crate::disk;

const MANIFEST: &str = "manifest.yaml";
const SPEC: &str = "floe.yaml";
const DBT_PROJECT: &str = "dbt_project.yml";
/// Documents of contracts that no command reads yet.
const UNREAD: [&str; 2] = ["datacontract.yaml", "floe.lock"];

/// The documents found.
#[derive(Debug)]
pub(crate) struct Discovered {
    /// The documents.
    pub input: PlatformInput,
    /// Sentences about files below the folder that are no input.
    pub notes: Vec<String>,
}

/// Finds and reads all documents of `dir`. A document in `out` is not an input. All unreadable inputs are reported at once.
pub(crate) fn discover(
    dir: &Path,
    manifest: Option<&Path>,
    out: &Path,
    jobs: NonZero<usize>,
) -> Result<Discovered, Findings> {
    let _span = tracing::info_span!("discover").entered();
    let mut findings = Findings::new();
    if !dir.is_dir() {
        let error = dir.metadata().err().unwrap_or_else(|| io::ErrorKind::NotADirectory.into());
        let finding = disk::unreadable(dir, &error);
        let folder = dir.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let help = format!("give the folder, which is `{}`", disk::shown(folder));
        findings.push(if dir.is_file() { finding.help(help) } else { finding });
        return Err(findings);
    }
    if let Some(reference) = manifest.and_then(Path::to_str) {
        refuse_remote(reference, None)?;
        refuse_folder(Path::new(reference))?;
    }
    let own = dir.join(MANIFEST);
    let is_part = manifest.is_none() && own.symlink_metadata().is_err();
    let mut notes = Vec::new();
    let (manifest_path, read) = if is_part {
        let (path, product) = lone_product(dir)?;
        (path, vec![(dir.join(SPEC), Ok(product))])
    } else {
        let specs = specs(dir, out, &mut notes, &mut findings);
        let products = jobs::map(&specs, jobs, |path| product(path));
        (manifest.map_or(own, Path::to_owned), specs.into_iter().zip(products).collect())
    };
    let mut products = Vec::new();
    for (path, product) in read {
        let belonging = product.and_then(|product| {
            let here = manifest.is_some() || belongs(&product.spec, &path, &manifest_path, dir)?;
            Ok((product, here))
        });
        match belonging {
            Ok((product, true)) => products.push(product),
            Ok((product, false)) => {
                notes.push(format!("left out {}, which belongs to another manifest", product.spec.file().path));
            }
            Err(unreadable) => findings.extend(unreadable),
        }
    }
    let manifest = disk::read(&manifest_path).map_err(|unreadable| findings.extend(unreadable));
    findings.barrier().map_err(Findings::sorted)?;
    let input = manifest.map(|manifest| PlatformInput { manifest: Document::read(manifest), products, is_part });
    input.map(|input| Discovered { input, notes }).map_err(|()| findings)
}

/// The product of a folder without a manifest, and the manifest that the product names.
fn lone_product(dir: &Path) -> Result<(PathBuf, ProductInput), Findings> {
    let spec = dir.join(SPEC);
    let looked_for = |places: &[&Path]| {
        let places: Vec<String> = places.iter().map(|path| disk::shown(path)).collect();
        Findings::from(diagnostic(messages::command_manifest_missing(&places)))
    };
    let Some(file) = disk::read_if_there(&spec)? else {
        return Err(near_miss(dir).unwrap_or_else(|| looked_for(&[&dir.join(MANIFEST), &spec])));
    };
    let document = Document::read(file);
    let Some((reference, place)) = document.manifest_reference() else {
        return Err(looked_for(&[&dir.join(MANIFEST), &dir.join(format!("{SPEC} (platform.manifest)"))]));
    };
    refuse_remote(reference, Some(&place))?;
    let path = join(dir, reference);
    if !path.exists() {
        return Err(diagnostic(messages::command_input_missing(&disk::shown(&path))).at(place).into());
    }
    let dbt_project = disk::read_if_there(&dir.join(DBT_PROJECT))?;
    Ok((path, ProductInput { spec: document, dbt_project }))
}

/// Reports `manifest.yml` where `manifest.yaml` is meant.
fn near_miss(dir: &Path) -> Option<Findings> {
    let entries = dir.read_dir().ok()?;
    let found: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    let near = names::nearest(MANIFEST, found.iter().map(String::as_str));
    let near = near.into_iter().find(|name| dir.join(name).is_file())?;
    let missing = messages::command_manifest_missing(&[disk::shown(&dir.join(MANIFEST))]);
    Some(diagnostic(missing).help(format!("rename {} to {MANIFEST}", disk::shown(&dir.join(near)))).into())
}

/// Every `floe.yaml` below a folder, by path, except files in `out` and files that an ignore file inside the folder excludes. Ignore files
/// above the folder do not count, so that a copy of the folder holds the same products. A link to the folder of a product is that product; other folders behind links are not searched.
fn specs(dir: &Path, out: &Path, notes: &mut Vec<String>, findings: &mut Findings) -> Vec<PathBuf> {
    let out = out.canonicalize().ok();
    let is_out = move |path: &Path| {
        let name = out.as_deref().and_then(Path::file_name);
        path.file_name() == name && path.canonicalize().ok() == out
    };
    let mut walk = WalkBuilder::new(dir);
    walk.require_git(false).git_global(false).git_exclude(false).parents(false);
    let walk = walk.filter_entry(move |entry| entry.depth() == 0 || !is_out(entry.path())).build();
    let (mut specs, mut linked) = (Vec::new(), false);
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_name() == SPEC && entry.depth() > 0 => specs.push(entry.into_path()),
            Ok(entry) => {
                let spec = entry.path().join(SPEC);
                if entry.path_is_symlink() && spec.is_file() {
                    specs.push(spec);
                    linked = true;
                }
                notes.extend(unread(&entry));
            }
            Err(error) => findings.push(walk_failure(dir, &error)),
        }
    }
    specs.sort();
    notes.sort();
    if linked { once(specs) } else { specs }
}

/// A sentence about a file that people could take for an input.
fn unread(entry: &DirEntry) -> Option<String> {
    let name = entry.file_name().to_str()?;
    let small = name.to_ascii_lowercase();
    let meant = [SPEC, MANIFEST].into_iter().find(|known| small == *known || small == known.replace(".yaml", ".yml"));
    let path = || disk::shown(entry.path());
    match meant.filter(|meant| *meant != name) {
        Some(meant) => Some(format!("left out {}: the name of the document is {meant}", path())),
        None => UNREAD.contains(&name).then(|| format!("left out {}, which no command reads yet", path())),
    }
}

/// The paths without those that lead to the file of another path. The path without a link stays, or else the first.
fn once(specs: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_link = |path: &Path| path.ancestors().any(Path::is_symlink);
    let mut by_file: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for path in specs {
        let file = path.canonicalize().unwrap_or_else(|_| path.clone());
        let known = by_file.entry(file).or_insert_with(|| path.clone());
        if is_link(known) && !is_link(&path) {
            *known = path;
        }
    }
    let mut specs: Vec<PathBuf> = by_file.into_values().collect();
    specs.sort();
    specs
}

fn walk_failure(dir: &Path, error: &ignore::Error) -> Diagnostic {
    let path = path_of(error).map_or_else(|| disk::shown(dir), disk::shown);
    // The walker puts the path into the error's text, and the finding names the path already.
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

/// A product's document and dbt project, or the findings that say why one of them cannot be read.
fn product(spec: &Path) -> Result<ProductInput, Findings> {
    match (disk::read(spec), disk::read_if_there(&spec.with_file_name(DBT_PROJECT))) {
        (Ok(spec), Ok(dbt_project)) => Ok(ProductInput { spec: Document::read(spec), dbt_project }),
        (spec, project) => Err(spec.err().into_iter().chain(project.err()).flatten().collect()),
    }
}

/// Whether a product belongs to this manifest. A product that names no manifest belongs to the nearest manifest above the product. A
/// product that names a missing file is an error and not another manifest's product.
fn belongs(spec: &Document, path: &Path, manifest: &Path, dir: &Path) -> Result<bool, Findings> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let Some((reference, place)) = spec.manifest_reference() else {
        let mut between = folder.ancestors().take_while(|ancestor| *ancestor != dir);
        return Ok(!between.any(|ancestor| ancestor.join(MANIFEST).exists()));
    };
    refuse_remote(reference, Some(&place))?;
    let named = join(folder, reference);
    if named.file_name().is_some_and(|name| name == SPEC) {
        return Err(diagnostic(messages::command_manifest_product(reference)).at(place).into());
    }
    refuse_folder(&named)
        .map_err(|findings| findings.into_iter().map(|one| one.at(place.clone())).collect::<Findings>())?;
    match named.canonicalize() {
        Ok(named) => Ok(manifest.canonicalize().is_ok_and(|manifest| named == manifest)),
        Err(error) => Err(disk::unreadable(&named, &error).at(place).into()),
    }
}

/// Refuses a folder in place of a manifest.
fn refuse_folder(path: &Path) -> Result<(), Findings> {
    if !path.is_dir() {
        return Ok(());
    }
    let finding = disk::unreadable(path, &io::Error::from(io::ErrorKind::IsADirectory));
    Err(finding.help(format!("name the manifest in the folder, as in `{}`", disk::shown(&path.join(MANIFEST)))).into())
}

/// Refuses a manifest that a registry holds.
fn refuse_remote(reference: &str, place: Option<&Place>) -> Result<(), Findings> {
    let Some((scheme, _)) = reference.split_once("://") else { return Ok(()) };
    // The rest of the reference may hold a password.
    let finding = diagnostic(messages::command_manifest_remote(&format!("{scheme}://…")));
    Err(match place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    }
    .into())
}

/// A path without `..` after a folder's name, so that people see the short form.
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
