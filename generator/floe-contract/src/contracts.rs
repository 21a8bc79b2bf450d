//! Contract files to nodes, and the names that the contracts define. Resolves nothing.

use floe_base::{Diagnostic, FileSet, Findings, Node, Place, jobs, yaml};

use crate::messages;
use crate::model::{ContractId, Kind, config_name};
use crate::reader::{Defined, Index, entries};
use crate::source::{Source, identify};

/// One contract file, read but not resolved.
pub(crate) struct Contract {
    /// The identity that the path gives.
    pub id: ContractId,
    /// The path.
    pub file: String,
    /// The content.
    pub node: Node,
}

/// Parses every contract file; two files that hold one contract are an error.
pub(crate) fn read_files(files: &FileSet, out: &mut Findings) -> Vec<Contract> {
    let mut found = Vec::new();
    for (file, bytes) in files.iter() {
        match identify(file) {
            Source::Other => {}
            Source::Misplaced => out.push(misplaced(file)),
            Source::Contract(id) => found.push((id, file, bytes)),
        }
    }
    let nodes = jobs::map(&found, jobs::TWO, |(_, file, bytes)| yaml::read(file, bytes, &yaml::Limits::default()));
    let mut contracts: Vec<Contract> = Vec::new();
    for ((id, file, _), node) in found.into_iter().zip(nodes) {
        match node {
            Err(findings) => out.extend(findings),
            Ok(node) => {
                if let Some(other) = contracts.iter().find(|other| other.id == id) {
                    out.push(taken(&format!("the contract {id}"), Place::of_file(file), Place::of_file(&other.file)));
                }
                contracts.push(Contract { id, file: file.to_owned(), node });
            }
        }
    }
    contracts
}

fn misplaced(file: &str) -> Diagnostic {
    messages::path_invalid().at(Place::of_file(file)).help(
        "move it to contracts/<folder>/<name>/v<major>.yaml; a plugin's to contracts/plugins/<category>/<name>/v1.yaml",
    )
}

/// The finding about a name that two contracts define.
pub(crate) fn taken(what: &str, place: Place, other: Place) -> Diagnostic {
    messages::name_taken_twice(what).at(place).related(other, "here first").help("rename one of them")
}

/// The names that contracts define.
pub(crate) fn index(contracts: &[Contract]) -> Index {
    let mut index = Index::default();
    for Contract { id, node, .. } in contracts {
        index.scalars.extend(entries(node, "scalars").iter().map(|(key, _)| key.name.clone()));
        let mut defined = Defined { root: root(id, node), ..Defined::default() };
        defined.types.extend(entries(node, "$defs").iter().map(|(key, _)| key.name.clone()));
        if id.kind == Kind::Plugin {
            defined.types.extend(defined.root.clone());
            let added = additions(node).flat_map(|addition| entries(addition, "$defs"));
            defined.types.extend(added.map(|(key, _)| key.name.clone()));
        }
        index.contracts.insert(id.clone(), defined);
    }
    index
}

/// The additions of a plugin's contract to binding contracts.
pub(crate) fn additions(contract: &Node) -> impl Iterator<Item = &Node> {
    contract.get("adds").and_then(Node::as_seq).into_iter().flatten()
}

fn root(id: &ContractId, node: &Node) -> Option<String> {
    match (id.kind, id.name.split_once('/')) {
        (Kind::Plugin, Some((_, name))) => Some(config_name(name)),
        _ => node.get("root").and_then(Node::as_str).map(str::to_owned),
    }
}
