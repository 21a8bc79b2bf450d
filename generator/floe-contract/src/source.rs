//! Places of contracts: the path of a file tells the contract. Reads no file.

use crate::model::{ContractId, Kind};

/// The name of the contract `contracts/scalars/v1.yaml`, whose path has none.
const CORE: &str = "core";

/// The meaning of a path in a set of files.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// No contract: a file outside of every `contracts` folder, or no YAML.
    Other,
    /// A YAML file in a `contracts` folder, but not at a contract's place.
    Misplaced,
    /// A contract.
    Contract(ContractId),
}

/// Reads `contracts/bindings/storage/v1.yaml`, and the same below `plugins/<crate>/`.
pub(crate) fn identify(path: &str) -> Source {
    let segments: Vec<&str> = path.split('/').collect();
    let (["contracts", inner @ ..] | ["plugins", _, "contracts", inner @ ..]) = segments.as_slice() else {
        return Source::Other;
    };
    let Some((file, folders)) = inner.split_last().filter(|(file, _)| is_yaml(file)) else {
        return Source::Other;
    };
    contract(folders, file).map_or(Source::Misplaced, Source::Contract)
}

fn contract(folders: &[&str], file: &str) -> Option<ContractId> {
    let major = file.strip_prefix('v')?.strip_suffix(".yaml")?;
    let major = Some(major).filter(|digits| !digits.starts_with(['0', '+']))?.parse().ok()?;
    let (folder, names) = folders.split_first()?;
    let kind = Kind::of_folder(folder)?;
    let name = match (kind, names) {
        (Kind::Scalars, []) => CORE.to_owned(),
        (Kind::Plugin, [category, name]) => format!("{category}/{name}"),
        (Kind::Plugin, _) => return None,
        (_, [name]) => (*name).to_owned(),
        _ => return None,
    };
    Some(ContractId { kind, name, major })
}

/// Reads `bindings/storage/v1`, as written in a reference after `floe:`.
pub(crate) fn identify_reference(text: &str) -> Option<ContractId> {
    match identify(&format!("contracts/{text}.yaml")) {
        Source::Contract(id) => Some(id),
        _ => None,
    }
}

fn is_yaml(file: &str) -> bool {
    [".yaml", ".yml"].iter().any(|ending| file.to_ascii_lowercase().ends_with(ending))
}
