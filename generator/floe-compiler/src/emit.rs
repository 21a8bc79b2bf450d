//! Emit: artifacts as files, and the index of all files of a run. Writes nothing to any disk.

use floe_base::{Digest, FileSet, FileSetError};
use floe_types::documents::index::{OutputFile, OutputIndex};
use floe_types::shape::Violation;

use crate::lower::Compiled;
use crate::pretty::pretty;

/// The path of the index.
pub const INDEX: &str = "index.json";

/// The files of a platform and its products; charts and manifests are made of these by others.
pub fn files(compiled: &Compiled) -> Result<FileSet, FileSetError> {
    let mut files = FileSet::new();
    files.insert("platform.json", pretty(&compiled.platform.to_value()))?;
    for product in &compiled.products {
        let folder = format!("products/{}", product.artifacts.metadata.product_name);
        files.insert(format!("{folder}/compiled_artifacts.json"), pretty(&product.artifacts.to_value()))?;
        files.insert(format!("{folder}/profiles.yml"), product.profiles.as_str())?;
        files.insert(format!("{folder}/{}", product.entry_point.file_name), product.entry_point.content.as_str())?;
    }
    Ok(files)
}

/// The index of a set of files.
pub fn index(files: &FileSet) -> Result<OutputIndex, Violation> {
    let file = |(path, bytes): (&str, &[u8])| {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(OutputFile::new(path.try_into()?, Digest::of(bytes).to_string().try_into()?, size))
    };
    Ok(OutputIndex::new(files.iter().map(file).collect::<Result<_, Violation>>()?))
}

/// The digest of a whole set: that of its index.
pub fn set_digest(index: &OutputIndex) -> Digest {
    Digest::of_json(&index.to_value())
}

/// The text of the index.
pub fn index_text(index: &OutputIndex) -> String {
    pretty(&index.to_value())
}
