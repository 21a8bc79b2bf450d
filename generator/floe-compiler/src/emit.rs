//! Emit: turns artifacts into files, and makes the index of all files of a run. Writes nothing to disk.

use floe_base::{Digest, FileSet, Findings};
use floe_types::diagnostics as messages;
use floe_types::documents::index::{OutputFile, OutputIndex};
use floe_types::shape::Violation;

use crate::lower::Compiled;
use crate::pretty::pretty;
use crate::report::{self, PLATFORM, artifact_invalid};

/// The path of the index.
pub const INDEX: &str = "index.json";

/// The files of a platform and its products; of a part of a platform, those of the products. Other crates make charts and manifests from the
/// files.
pub fn files(compiled: &Compiled, is_part: bool) -> Result<FileSet, Findings> {
    let _span = tracing::info_span!("emit").entered();
    let mut files = FileSet::new();
    let platform = || (PLATFORM.to_owned(), pretty(&compiled.platform.to_value()).into_bytes());
    add(&mut files, (!is_part).then(platform))?;
    for product in &compiled.products {
        let folder = format!("products/{}", product.artifacts.metadata.product_name);
        let own = [
            ("compiled_artifacts.json", pretty(&product.artifacts.to_value())),
            ("profiles.yml", product.profiles.clone()),
        ];
        let entry_points = product.entry_points.iter().map(|file| (file.file_name.as_str(), file.content.clone()));
        let all = own.into_iter().chain(entry_points);
        add(&mut files, all.map(|(name, text)| (format!("{folder}/{name}"), text.into_bytes())))?;
    }
    Ok(files)
}

/// Adds files. A path that is taken or invalid is a finding.
pub fn add(files: &mut FileSet, more: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<(), Findings> {
    let mut findings = Findings::new();
    for (path, bytes) in more {
        if let Err(error) = files.insert(path.clone(), bytes) {
            findings.push(report::diagnostic(messages::lower_artifact_invalid(&path, &error.to_string())));
        }
    }
    findings.barrier()
}

/// Adds the index of the files. Returns the index and the digest of the whole set, which is the digest of the index.
pub fn add_index(files: &mut FileSet) -> Result<(OutputIndex, Digest), Findings> {
    let file = |(path, bytes): (&str, &[u8])| {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(OutputFile::new(path.try_into()?, Digest::of(bytes).to_string().try_into()?, size))
    };
    let listed = files.iter().map(file).collect::<Result<_, Violation>>();
    let index = listed.map(OutputIndex::new).map_err(|violation| artifact_invalid(INDEX, &violation))?;
    let value = index.to_value();
    add(files, [(INDEX.to_owned(), pretty(&value).into_bytes())])?;
    Ok((index, Digest::of_json(&value)))
}
