//! Every named Service port, in a variable, an argument or a configuration file, is a port of that Service.

use regex_lite::Regex;
use serde_json::Value;

use crate::expect::served::services;
use crate::moment::Moment;
use crate::object::{Object, PodTemplate, list, text};

pub(super) fn clients(moment: &Moment<'_>) -> Vec<(String, String)> {
    let services: Vec<&Object> = services(moment).collect();
    let mut wrong = Vec::new();
    for (_, object) in moment.held() {
        for (place, address) in addresses(object) {
            for service in &services {
                let Some(port) = address.port_of(service) else { continue };
                let has =
                    service.list("/spec/ports").iter().any(|one| one.get("port").and_then(Value::as_i64) == Some(port));
                if !has {
                    let ports: Vec<String> = service
                        .list("/spec/ports")
                        .iter()
                        .filter_map(|one| one.get("port"))
                        .map(Value::to_string)
                        .collect();
                    let cause = format!(
                        "{place} uses {}:{port}; Service {} has port {}",
                        service.id.name,
                        service.id.name,
                        ports.join(", ")
                    );
                    wrong.push((object.id.to_string(), cause));
                }
            }
        }
    }
    wrong
}

/// A text in which an address may stand: within the text, or as a host with the port beside the host.
enum Address<'a> {
    Within(&'a str),
    Beside(&'a str, &'a str),
}

impl Address<'_> {
    /// The port with which this Service is named, if the Service is named.
    fn port_of(&self, service: &Object) -> Option<i64> {
        let Ok(pattern) = Regex::new(&format!(
            r"(?:^|[^a-zA-Z0-9.-]){}(?:\.{}(?:\.svc(?:\.cluster\.local)?)?)?:([0-9]{{1,5}})(?:[^0-9]|$)",
            service.id.name, service.id.namespace
        )) else {
            return None;
        };
        let joined;
        let text = match self {
            Self::Within(text) => text,
            Self::Beside(host, port) => {
                joined = format!("{host}:{port}");
                joined.as_str()
            }
        };
        pattern.captures(text)?.get(1)?.as_str().parse().ok()
    }
}

/// Every text of an object that may hold an address, with the place of the text.
fn addresses(object: &Object) -> Vec<(String, Address<'_>)> {
    let mut found = Vec::new();
    if object.id.kind == "ConfigMap" {
        for (name, value) in object.at("/data").as_object().into_iter().flatten() {
            found.extend(value.as_str().map(|text| (format!("its key {name}"), Address::Within(text))));
        }
    }
    for container in object.pod_template().into_iter().flat_map(PodTemplate::containers) {
        let name = text(container, "/name");
        let words: Vec<&str> =
            ["/command", "/args"].iter().flat_map(|part| list(container, part)).filter_map(Value::as_str).collect();
        let place = || format!("container {name}");
        found.extend(words.iter().map(|word| (place(), Address::Within(word))));
        found.extend(words.windows(2).map(|pair| (place(), Address::Beside(pair[0], pair[1]))));
        let variables = list(container, "/env");
        for variable in variables {
            let (key, value) = (text(variable, "/name"), text(variable, "/value"));
            found.push((format!("container {name}, env {key}"), Address::Within(value)));
            // `DB_HOST` and `DB_PORT` belong together.
            let port = key.strip_suffix("HOST").map(|begin| format!("{begin}PORT"));
            let beside = port.and_then(|port| variables.iter().find(|other| text(other, "/name") == port));
            found.extend(
                beside.map(|other| {
                    (format!("container {name}, env {key}"), Address::Beside(value, text(other, "/value")))
                }),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn service() -> Object {
        Object::new(json!({"kind": "Service", "metadata": {"name": "shop-db", "namespace": "n"}})).unwrap()
    }

    #[test]
    fn a_service_is_found_by_its_short_and_its_long_name() {
        for text in ["shop-db:5432", "jdbc:postgresql://shop-db.n.svc.cluster.local:5432/a", "x=http://shop-db.n:5432"]
        {
            assert_eq!(Address::Within(text).port_of(&service()), Some(5432), "{text}");
        }
        assert_eq!(Address::Beside("shop-db", "5432").port_of(&service()), Some(5432));
    }

    #[test]
    fn another_service_is_not() {
        for text in ["my-shop-db:5432", "shop-db-2:5432", "shop-db.other:5432", "shop-db/5432"] {
            assert_eq!(Address::Within(text).port_of(&service()), None, "{text}");
        }
    }
}
