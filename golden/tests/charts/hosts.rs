//! Addresses in a value: in URLs, in pairs of host and port, in arguments of commands. Does not know which addresses
//! exist.

use serde_json::Value;

use crate::objects::text;

/// Hosts that mean the pod itself.
const OWN: [&str; 3] = ["0.0.0.0", "127.0.0.1", "localhost"];
/// Schemes whose URLs contain no host.
const NO_HOSTS: [&str; 4] = ["file", "s3", "s3a", "s3n"];

/// The addresses that a value itself names. Addresses in nested values are not included.
pub(crate) fn addresses(value: &Value) -> Vec<(String, u16)> {
    let found = match value {
        Value::String(text) => in_text(text),
        Value::Array(items) => in_list(items),
        Value::Object(_) => in_map(value).into_iter().collect(),
        _ => Vec::new(),
    };
    found.into_iter().filter(|(host, _)| !OWN.contains(&host.as_str())).collect()
}

/// Finds `http://host:8181/path`. A URL without a port has the scheme's default port.
fn in_text(text: &str) -> Vec<(String, u16)> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("://") {
        let scheme = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let rest = &text[at + mark.len()..];
        let host: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        if NO_HOSTS.contains(&scheme) || host.is_empty() {
            continue;
        }
        let port = rest[host.len()..].strip_prefix(':').unwrap_or_default();
        let port: String = port.chars().take_while(char::is_ascii_digit).collect();
        let default = match scheme {
            "https" => 443,
            "postgresql" => 5432,
            _ => 80,
        };
        found.push((host, port.parse().unwrap_or(default)));
    }
    found
}

/// Finds a host followed by a port among arguments, and pairs of environment variables that end in `HOST` and `PORT`.
fn in_list(items: &[Value]) -> Vec<(String, u16)> {
    let pairs = items.windows(2).filter_map(|pair| {
        let (host, port) = (pair[0].as_str()?, pair[1].as_str()?.parse().ok()?);
        is_name(host).then(|| (host.to_owned(), port))
    });
    let variable = |name: &str| items.iter().find(|item| text(item, "/name") == name).map(|item| text(item, "/value"));
    let variables = items.iter().filter_map(|item| {
        let begin = text(item, "/name").strip_suffix("HOST")?;
        let port = variable(&format!("{begin}PORT"))?.parse().ok()?;
        Some((text(item, "/value").to_owned(), port))
    });
    pairs.chain(variables).collect()
}

/// Finds `host` or `hostname` beside `port`.
fn in_map(value: &Value) -> Option<(String, u16)> {
    let host = [text(value, "/host"), text(value, "/hostname")].into_iter().find(|host| is_name(host))?;
    Some((host.to_owned(), value.get("port")?.as_u64()?.try_into().ok()?))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_are_found_in_every_form() {
        let found = |value: Value| {
            addresses(&value).into_iter().map(|(host, port)| format!("{host}:{port}")).collect::<Vec<_>>()
        };
        assert_eq!(
            found(json!("a http://x.y:1/z, https://q/ and jdbc:postgresql://db:5433/d")),
            ["x.y:1", "q:443", "db:5433"]
        );
        assert_eq!(found(json!("s3://bucket http://localhost:80 http://$HOST:8181")), Vec::<String>::new());
        assert_eq!(found(json!(["-ec", "wait", "db", "5432", "300"])), ["db:5432"]);
        assert_eq!(found(json!([{"name": "PGHOST", "value": "db"}, {"name": "PGPORT", "value": "5432"}])), ["db:5432"]);
        assert_eq!(found(json!({"hostname": "db", "port": 5432})), ["db:5432"]);
    }
}
