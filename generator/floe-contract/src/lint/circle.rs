//! Lint of import cycles: each contract becomes a module, and Python cannot load modules that import each other.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::Place;

use super::{Linter, owners, uses};
use crate::messages;
use crate::model::{ContractId, Type};

/// The contracts that a contract refers to, each with the place of the first reference.
type Edges<'m> = BTreeMap<&'m ContractId, BTreeMap<&'m ContractId, &'m Place>>;

/// Reports every reference that leads back to the contract of the reference.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let edges = edges(linter);
    for (from, targets) in &edges {
        for (to, place) in targets {
            if leads_to(&edges, to, from) {
                let help = "move the type that both need to a contract that refers to neither";
                linter.error(place, messages::ref_circular(from, to), help);
            }
        }
    }
}

fn edges<'m>(linter: &Linter<'m>) -> Edges<'m> {
    let model = linter.model;
    let owners = owners(model);
    let mut edges = Edges::new();
    for used in uses(model) {
        let Type::Ref(name) = used.ty else { continue };
        let target = model.types.get(name).map(|def| &def.contract);
        if let (Some(from), Some(to)) = (owners.get(used.place.file.as_str()), target)
            && *from != to
        {
            edges.entry(from).or_default().entry(to).or_insert(used.place);
        }
    }
    edges
}

fn leads_to<'m>(edges: &Edges<'m>, from: &'m ContractId, to: &ContractId) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        open.extend(edges.get(id).into_iter().flat_map(BTreeMap::keys).filter(|next| seen.insert(next)));
    }
    false
}
