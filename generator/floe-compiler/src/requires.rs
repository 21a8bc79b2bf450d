//! Requires: lists the resources that a platform expects from outside: Secrets with their keys, hosts that belong to no component, and
//! container images. Reads only artifacts.

use std::collections::{BTreeMap, BTreeSet};

use floe_types::bindings::platform::PlatformBindings;
use floe_types::chart::Charted;
use floe_types::documents::manifest::Observability;
use floe_types::documents::requirements::{OutsideHost, RequiredSecret, Requirements};
use floe_types::scalars::NonEmpty;
use floe_types::shape::Violation;
use serde_json::Value;

use crate::address::{Address, Addresses};
use crate::images;
use crate::resolve::Resolved;

/// The source of secrets that charts hand to pods.
pub(crate) const KUBERNETES: &str = "kubernetes-secret";

/// Every resource that is expected from outside.
pub(crate) fn requires(
    bindings: &PlatformBindings,
    observability: &Observability,
    not_evaluated: &[NonEmpty],
    resolved: &Resolved,
) -> Result<Requirements, Violation> {
    let bindings = bindings.to_value();
    let idle = |path: &str| not_evaluated.iter().any(|setting| setting.as_str() == path);
    let hosts = hosts(&bindings, &observability.to_value(), idle, resolved).into_iter();
    let hosts = hosts.map(|((host, port), source)| {
        Ok(OutsideHost::new(host.try_into()?, i64::from(port).try_into()?, source.try_into()?))
    });
    let secrets = secrets(&bindings, &resolved.addresses)?;
    let mut requires = Requirements::new(secrets, hosts.collect::<Result<_, Violation>>()?);
    requires.images = images::of_platform(&resolved.addresses.components, PlatformBindings::CHARTS, &bindings)?;
    Ok(requires)
}

/// Hosts that belong to no component, by name and port, each with the first path that names the host. Nothing connects to the host of an
/// `idle` setting.
fn hosts(
    bindings: &Value,
    observability: &Value,
    idle: impl Fn(&str) -> bool,
    resolved: &Resolved,
) -> BTreeMap<(String, u16), String> {
    let mut hosts = BTreeMap::new();
    let mut add = |host: String, port, path: &str| {
        hosts.entry((host, port)).or_insert_with(|| path.to_owned());
    };
    each_value(bindings, "bindings", &mut |path, value| {
        let port = value["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        if let (Some(host), Some(port)) = (value["host"].as_str(), port)
            && value.get("tls").is_some()
            && value.get("component").is_none()
        {
            add(host.to_owned(), port, path);
        }
    });
    let mut add_url = |path: &str, value: &Value| {
        let address = value.as_str().and_then(Address::parse);
        let outside = address.filter(|address| !resolved.addresses.is_inside(&address.host));
        if let Some(Address { host, port, .. }) = outside {
            add(host, port, path);
        }
    };
    each_value(observability, "observability", &mut |path, value| {
        if !idle(path) {
            add_url(path, value);
        }
    });
    for selection in resolved.selections.iter().filter(|selection| !selection.category.is_asked) {
        let path = format!("plugins.{}.config", selection.key().replace('/', "."));
        selection.config.iter().for_each(|config| each_value(config, &path, &mut add_url));
    }
    hosts
}

/// The Secrets that bindings name, each with the Secret's keys and the components that read one of the keys.
fn secrets(bindings: &Value, addresses: &Addresses) -> Result<Vec<RequiredSecret>, Violation> {
    let mut found: BTreeMap<String, (BTreeSet<String>, BTreeSet<&str>)> = BTreeMap::new();
    each_value(bindings, "platform", &mut |path, credential| {
        let reference = &credential["ref"];
        if let (Some(KUBERNETES), Some(name), Some(key)) =
            (reference["source"].as_str(), reference["name"].as_str(), reference["key"].as_str())
        {
            let (keys, users) = found.entry(name.to_owned()).or_default();
            keys.insert(key.to_owned());
            let readers = addresses.components.iter().filter(|component| component.reads(path));
            users.extend(readers.map(|component| component.name));
        }
    });
    let secrets = found.into_iter().map(|(name, (keys, users))| {
        let keys = keys.into_iter().map(TryInto::try_into).collect::<Result<_, Violation>>()?;
        let users = users.into_iter().map(TryInto::try_into).collect::<Result<_, Violation>>()?;
        Ok(RequiredSecret::new(name.try_into()?, addresses.namespace.as_str().try_into()?, keys, users))
    });
    secrets.collect()
}

/// Looks at a value and at each value inside, with their paths. Items of a list have the path of the list.
pub(crate) fn each_value(value: &Value, path: &str, look: &mut impl FnMut(&str, &Value)) {
    look(path, value);
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| each_value(value, &format!("{path}.{key}"), look)),
        Value::Array(items) => items.iter().for_each(|item| each_value(item, path, look)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::tests::{INFO, selected};
    use floe_types::components::COMPONENTS;
    use floe_types::plugin::PluginInfo;
    use serde_json::json;

    static ASKED: PluginInfo = PluginInfo { category: "ingestion", ..INFO };
    static UNASKED: PluginInfo = PluginInfo { category: "rbac", ..INFO };

    #[test]
    fn hosts_of_settings_are_expected_from_outside_unless_nothing_acts_upon_the_setting() {
        let config = json!({"urls": ["https://rbac.example.com/x", "http://shop-minio:9000", "no address"]});
        let selections = [&ASKED, &UNASKED].map(|info| selected(info, config.clone())).to_vec();
        let components = COMPONENTS.iter().collect();
        let addresses = Addresses { prefix: "shop".to_owned(), namespace: "data".to_owned(), components };
        let observability =
            json!({"tracing": {"endpoint": "http://otel.example.com:4317"}, "x": "http://x.example.com"});
        let idle = |path: &str| path == "observability.tracing.endpoint";
        let found = hosts(&json!({}), &observability, idle, &Resolved { selections, addresses });
        let host = |host: &str, port, path: &str| ((host.to_owned(), port), path.to_owned());
        let expected =
            [host("rbac.example.com", 443, "plugins.rbac.config.urls"), host("x.example.com", 80, "observability.x")];
        assert_eq!(found, BTreeMap::from(expected));
    }
}
