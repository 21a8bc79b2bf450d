//! The meta-contracts: the form of contracts of each kind, in the contract language. The program carries them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use floe_base::{FileSet, Findings};

use crate::contracts::{Contract, read_files};
use crate::load::resolve;
use crate::model::Kind;
use crate::reader::entries;
use crate::shape::Shapes;
use crate::shapes;

const FILES: [(&str, &str); 10] = [
    ("contracts/meta/binding/v1.yaml", include_str!("../../../contracts/meta/binding/v1.yaml")),
    ("contracts/meta/chart/v1.yaml", include_str!("../../../contracts/meta/chart/v1.yaml")),
    ("contracts/meta/component/v1.yaml", include_str!("../../../contracts/meta/component/v1.yaml")),
    ("contracts/meta/diagnostics/v1.yaml", include_str!("../../../contracts/meta/diagnostics/v1.yaml")),
    ("contracts/meta/document/v1.yaml", include_str!("../../../contracts/meta/document/v1.yaml")),
    ("contracts/meta/interface/v1.yaml", include_str!("../../../contracts/meta/interface/v1.yaml")),
    ("contracts/meta/meta/v1.yaml", include_str!("../../../contracts/meta/meta/v1.yaml")),
    ("contracts/meta/plugin/v1.yaml", include_str!("../../../contracts/meta/plugin/v1.yaml")),
    ("contracts/meta/scalars/v1.yaml", include_str!("../../../contracts/meta/scalars/v1.yaml")),
    ("contracts/meta/shape/v1.yaml", include_str!("../../../contracts/meta/shape/v1.yaml")),
];

/// The form of contracts.
pub(crate) struct Meta {
    /// The types of the meta-contracts.
    pub shapes: Shapes,
    /// The type of a whole contract, by kind.
    pub roots: BTreeMap<Kind, String>,
    /// The remedies for keys of JSON Schema that the language has in another form.
    pub known_as: BTreeMap<String, String>,
}

/// The meta-contracts, read once. Findings would be bugs in the meta-contracts; the tests show that there are none.
pub(crate) fn meta() -> Result<&'static Meta, Findings> {
    static META: LazyLock<Result<Meta, Findings>> = LazyLock::new(read);
    META.as_ref().map_err(Clone::clone)
}

fn read() -> Result<Meta, Findings> {
    let mut out = Findings::new();
    let contracts = contracts(&mut out);
    let root = |contract: &Contract| {
        Some((Kind::of_word(&contract.id.name)?, contract.node.get("root")?.as_str()?.to_owned()))
    };
    let roots = contracts.iter().filter_map(root).collect();
    let words = contracts.iter().flat_map(|contract| entries(&contract.node, "known-as"));
    let known_as = words.filter_map(|(key, remedy)| Some((key.name.clone(), remedy.as_str()?.to_owned()))).collect();
    let shapes = shapes(&resolve(contracts, &mut out));
    out.barrier()?;
    Ok(Meta { shapes, roots, known_as })
}

fn contracts(out: &mut Findings) -> Vec<Contract> {
    let mut files = FileSet::new();
    for (path, text) in FILES {
        // The paths are clean and differ, so none is refused.
        let _ = files.insert(path, text);
    }
    read_files(&files, out)
}

#[cfg(test)]
mod tests;
