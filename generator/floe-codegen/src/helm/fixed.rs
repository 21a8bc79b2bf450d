//! Fixed values: an immutable `ConfigMap` with everything that would leave data behind if the values changed. Kubernetes refuses a change of
//! the `ConfigMap`, which Helm sends before any claim and any workload.

use floe_contract::model::{Claim, WorkloadKind};

use super::context::Context;
use super::go::{self, Go};
use super::yaml::Yaml;
use super::{naming, skeleton};

/// The component label, and the end of the name.
const FIXED: &str = "fixed";

/// The `ConfigMap` of a component with claims. The name and the namespace are those of the release, which outlive every other name.
pub(super) fn objects(context: &Context<'_>) -> Vec<Yaml> {
    let stateful = context.component.workloads.iter().filter(|workload| workload.kind == WorkloadKind::StatefulSet);
    let claims: Vec<&Claim> = stateful.flat_map(|workload| &workload.claims).collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let own = [("prefix".to_owned(), naming::prefix()), ("namespace".to_owned(), naming::namespace())];
    let claims = claims.into_iter().flat_map(|claim| {
        let class =
            claim.class.as_ref().map(|path| Go::Call(format!("default \"\" {}", context.fact(path).go.argument())));
        let size = context.fact(&claim.size).go;
        [Some((format!("{}-size", claim.name), size)), class.map(|class| (format!("{}-class", claim.name), class))]
    });
    let data: Vec<(String, Go)> = own.into_iter().chain(claims.flatten()).collect();
    let release = |name: &str| Go::Chain(format!("$.Release.{name}"));
    let name = go::text(&[release("Name"), Go::Known(format!("-{}-{FIXED}", context.component.name()).into())]);
    let object = skeleton::Fixed {
        metadata: context.metadata_in(&name, &release("Namespace"), FIXED),
        data: Yaml::map(data.iter().map(|(key, value)| (key.as_str(), value.leaf()))),
    };
    vec![object.fill()]
}
