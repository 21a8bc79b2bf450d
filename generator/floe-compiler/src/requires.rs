//! Requires: lists the resources that a platform expects from outside, which are Secrets with their keys, and hosts that belong to no
//! component. Reads only artifacts.

use std::collections::{BTreeMap, BTreeSet};

use floe_types::bindings::platform::PlatformBindings;
use floe_types::documents::manifest::Observability;
use floe_types::documents::requirements::{OutsideHost, RequiredSecret, Requirements};
use floe_types::shape::Violation;
use serde_json::Value;

use crate::address::{Address, Addresses};
use crate::resolve::Resolved;

/// Every resource that is expected from outside.
pub(crate) fn requires(
    bindings: &PlatformBindings,
    observability: &Observability,
    resolved: &Resolved,
) -> Result<Requirements, Violation> {
    let (bindings, addresses) = (bindings.to_value(), &resolved.addresses);
    let mut hosts = BTreeMap::new();
    endpoints(&bindings, "bindings", &mut hosts);
    urls(&observability.to_value(), "observability", addresses, &mut hosts);
    for selection in resolved.selections.iter().filter(|selection| !selection.category.is_asked) {
        let path = format!("plugins.{}.config", selection.key().replace('/', "."));
        selection.config.iter().for_each(|config| urls(config, &path, addresses, &mut hosts));
    }
    let hosts = hosts.into_iter().map(|((host, port), source)| {
        Ok(OutsideHost::new(host.try_into()?, i64::from(port).try_into()?, source.try_into()?))
    });
    Ok(Requirements::new(secrets(&bindings, addresses)?, hosts.collect::<Result<_, Violation>>()?))
}

/// The Secrets that bindings name, each with the Secret's keys and the components that read one of the keys.
fn secrets(bindings: &Value, addresses: &Addresses) -> Result<Vec<RequiredSecret>, Violation> {
    let mut found: BTreeMap<String, (BTreeSet<String>, BTreeSet<&str>)> = BTreeMap::new();
    references(bindings, "platform", &mut |path, name, key| {
        let (keys, users) = found.entry(name.to_owned()).or_default();
        keys.insert(key.to_owned());
        let readers = addresses.components.iter().filter(|component| component.secrets.contains(&path));
        users.extend(readers.map(|component| component.name));
    });
    let secrets = found.into_iter().map(|(name, (keys, users))| {
        let keys = keys.into_iter().map(TryInto::try_into).collect::<Result<_, Violation>>()?;
        let users = users.into_iter().map(TryInto::try_into).collect::<Result<_, Violation>>()?;
        Ok(RequiredSecret::new(name.try_into()?, addresses.namespace.as_str().try_into()?, keys, users))
    });
    secrets.collect()
}

/// Every credential that is a key of a Secret: the path of the credential, the Secret and the key.
fn references(value: &Value, path: &str, look: &mut impl FnMut(&str, &str, &str)) {
    match value {
        Value::Object(map) => {
            let reference = map.get("ref").filter(|reference| reference["source"] == "kubernetes-secret");
            let text = |key| reference.and_then(|reference| reference.get(key)).and_then(Value::as_str);
            if let (Some(name), Some(key)) = (text("name"), text("key")) {
                look(path, name, key);
            }
            for (key, value) in map {
                references(value, &format!("{path}.{key}"), look);
            }
        }
        Value::Array(items) => {
            for item in items {
                references(item, path, look);
            }
        }
        _ => {}
    }
}

/// Hosts by name and port, each with the first path that names the host.
type Hosts = BTreeMap<(String, u16), String>;

/// Every endpoint whose host belongs to no component.
fn endpoints(value: &Value, path: &str, hosts: &mut Hosts) {
    match value {
        Value::Object(map) => {
            let port = map.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
            if let (Some(host), Some(port), false, true) =
                (map.get("host").and_then(Value::as_str), port, map.contains_key("component"), map.contains_key("tls"))
            {
                hosts.entry((host.to_owned(), port)).or_insert_with(|| path.to_owned());
            }
            for (key, value) in map {
                endpoints(value, &format!("{path}.{key}"), hosts);
            }
        }
        Value::Array(items) => {
            for item in items {
                endpoints(item, path, hosts);
            }
        }
        _ => {}
    }
}

/// Every address whose host belongs to no component.
fn urls(value: &Value, path: &str, addresses: &Addresses, hosts: &mut Hosts) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                urls(value, &format!("{path}.{key}"), addresses, hosts);
            }
        }
        Value::Array(items) => {
            for item in items {
                urls(item, path, addresses, hosts);
            }
        }
        Value::String(text) => {
            if let Some(Address { host, port, .. }) =
                Address::parse(text).filter(|address| !addresses.is_inside(&address.host))
            {
                hosts.entry((host, port)).or_insert_with(|| path.to_owned());
            }
        }
        _ => {}
    }
}
