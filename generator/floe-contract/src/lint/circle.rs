//! Lint of import cycles: each contract becomes a module, and Python cannot load modules that import each other.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::Place;

use super::{Linter, Reference, references};
use crate::messages;
use crate::model::ContractId;

/// The contracts that a contract refers to, each with the place of the first reference.
type Edges<'m> = BTreeMap<&'m ContractId, BTreeMap<&'m ContractId, &'m Place>>;

/// Reports every reference that leads back to the contract of the reference.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let mut edges = Edges::new();
    for Reference { from, to, place, .. } in references(linter.model).filter(|reference| reference.from != reference.to)
    {
        edges.entry(from).or_default().entry(to).or_insert(place);
    }
    for (from, targets) in &edges {
        for (to, place) in targets {
            if leads_to(&edges, to, from) {
                let help = "move the type that both need to a contract that refers to neither";
                linter.error(place, messages::ref_circular(from, to), help);
            }
        }
    }
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
