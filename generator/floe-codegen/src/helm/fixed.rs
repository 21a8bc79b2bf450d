//! Fixed values: everything that would leave data behind if the values changed. An immutable `ConfigMap` of the release holds the values, and
//! a component's templates fail where the cluster has other values. A rendering without a cluster finds none.

use floe_contract::model::{Claim, WorkloadKind};

use super::context::Context;
use super::go::{self, Go};
use super::yaml::Yaml;
use super::{naming, print, skeleton};

/// The component label, and the end of the name.
const FIXED: &str = "fixed";

/// A value: the key in the `ConfigMap`, a name for people, and the value.
type Fixed = (String, String, Go);

/// The fixed values of a component; none without claims.
fn values(context: &Context<'_>) -> Vec<Fixed> {
    let stateful = context.component.workloads.iter().filter(|workload| workload.kind == WorkloadKind::StatefulSet);
    let claims: Vec<&Claim> = stateful.flat_map(|workload| &workload.claims).collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let own = [("prefix", naming::prefix()), ("namespace", naming::namespace())];
    let own = own.map(|(fact, value)| (fact.to_owned(), format!("the {fact} of the platform"), value));
    let of_claim = |claim: &Claim| {
        let name = &claim.name;
        let class = claim.class.as_ref().map(|path| {
            let class = Go::Call(format!("default \"\" {}", context.fact(path).go.argument()));
            (format!("{name}-class"), format!("the storage class of the volume {name}"), class)
        });
        // A size may be a number, of which Helm has two kinds with one text in JSON.
        let size =
            Go::Call(format!("toJson {} | trimAll {}", context.fact(&claim.size).go.argument(), go::quoted("\"")));
        [Some((format!("{name}-size"), format!("the size of the volume {name}"), size)), class]
    };
    own.into_iter().chain(claims.into_iter().flat_map(of_claim).flatten()).collect()
}

fn release(fact: &str) -> Go {
    Go::Chain(format!("$.Release.{fact}"))
}

/// The name of the `ConfigMap`. The name and the namespace of the release outlive every other name.
fn name(context: &Context<'_>) -> Go {
    go::text(&[release("Name"), Go::Known(format!("-{}-{FIXED}", context.component.name()).into())])
}

/// The `ConfigMap` of a component with claims.
pub(super) fn objects(context: &Context<'_>) -> Vec<Yaml> {
    let values = values(context);
    let object = skeleton::Fixed {
        metadata: context.metadata_in(&name(context), &release("Namespace"), FIXED),
        data: Yaml::map(values.iter().map(|(key, _, value)| (key.as_str(), value.leaf()))),
    };
    if values.is_empty() { Vec::new() } else { vec![object.fill()] }
}

/// Fails with a sentence where the cluster has another value.
pub(super) fn checks(context: &Context<'_>) -> String {
    let component = context.component.name();
    let check = |(key, what, value): &Fixed| {
        let (key, value) = (go::quoted(key), value.argument());
        let message =
            format!("{component}: {what} cannot change from %s to %s in an upgrade, which would leave data behind");
        let differs = format!("and (hasKey . {key}) (ne (get . {key}) {value})");
        let fail =
            format!("{{{{- fail (printf {} (get . {key} | quote) ({value} | quote)) }}}}\n", go::quoted(&message));
        print::only_if(&differs, &fail)
    };
    let checks: String = values(context).iter().map(check).collect();
    let (namespace, name) = (release("Namespace"), name(context));
    let found = format!("lookup \"v1\" \"ConfigMap\" {} {}", namespace.argument(), name.argument());
    if checks.is_empty() { checks } else { format!("{{{{- with get ({found}) \"data\" }}}}\n{checks}{{{{- end }}}}\n") }
}
