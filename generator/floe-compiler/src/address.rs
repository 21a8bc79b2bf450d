//! Addresses: the hosts of the platform's own components, and whether a written address has one of these hosts. Knows no document.

use floe_types::component::{ComponentInfo, Port};

/// The addresses of everything that a platform deploys.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub prefix: String,
    /// The namespace of everything that is deployed.
    pub namespace: String,
    /// The deployed components, by name.
    pub components: Vec<&'static ComponentInfo>,
}

/// The parts of an `http` or `https` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub tls: bool,
    /// The host, without brackets.
    pub host: String,
    /// The port as written, or the scheme's default port.
    pub port: u16,
    /// The path with its leading slash, or empty; a slash at the end does not count.
    pub path: String,
}

impl Address {
    /// Reads an address; `None` for anything else.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let tls = match scheme {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok().filter(|port| *port > 0)?),
            _ => (authority, if tls { 443 } else { 80 }),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        Some(Self { tls, host, port, path: path.trim_end_matches('/').to_owned() })
    }
}

impl Addresses {
    /// The host of a component: `<prefix>-<component>`.
    pub(crate) fn host(&self, component: &str) -> String {
        format!("{}-{component}", self.prefix)
    }

    /// The address of a port of a deployed component, with a path.
    pub(crate) fn url(&self, component: &str, port: &str, path: &str) -> Option<String> {
        let component = self.components.iter().find(|info| info.name == component)?;
        let port = component.port(port)?;
        Some(format!("{}://{}:{}{path}", scheme(port), self.host(component.name), port.number))
    }

    /// Whether two addresses are the same, regardless of the suffixes after a host of the platform.
    pub(crate) fn are_same(&self, left: &str, right: &str) -> bool {
        let plain =
            |url| Address::parse(url).map(|address| Address { host: self.short(&address.host).to_owned(), ..address });
        plain(left).is_some_and(|left| Some(left) == plain(right))
    }

    /// Whether a host belongs to a component that the platform deploys.
    pub(crate) fn is_inside(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let short = self.short(&host);
        self.components.iter().any(|component| self.host(component.name) == short)
    }

    /// The host without the platform's namespace and the suffix that Kubernetes allows.
    fn short<'a>(&self, host: &'a str) -> &'a str {
        let qualified = host.trim_end_matches('.');
        let service = qualified
            .strip_suffix(".svc.cluster.local")
            .or_else(|| qualified.strip_suffix(".svc"))
            .unwrap_or(qualified);
        service.strip_suffix(self.namespace.as_str()).and_then(|host| host.strip_suffix('.')).unwrap_or(host)
    }
}

/// `https` if the port's scheme is `https`. Clients of all other schemes use host and port alone.
pub(crate) fn scheme(port: &Port) -> &'static str {
    if port.scheme == "https" { "https" } else { "http" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_types::components::COMPONENTS;

    fn addresses() -> Addresses {
        Addresses { prefix: "shop".to_owned(), namespace: "data".to_owned(), components: COMPONENTS.iter().collect() }
    }

    #[test]
    fn an_address_is_read_in_its_parts() {
        let parts = |url| Address::parse(url).map(|address| (address.tls, address.host, address.port, address.path));
        assert_eq!(parts("http://A.b:81/x/"), Some((false, "a.b".to_owned(), 81, "/x".to_owned())));
        assert_eq!(parts("https://a"), Some((true, "a".to_owned(), 443, String::new())));
        assert_eq!(parts("http://[::1]:9/x"), Some((false, "::1".to_owned(), 9, "/x".to_owned())));
        assert_eq!(parts("http://[::1]"), Some((false, "::1".to_owned(), 80, String::new())));
        for bad in ["", "a:1", "ftp://a", "http://a:99999", "http://a:0", "http://a:x"] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_derived_address_is_prefix_component_port_and_path() {
        assert_eq!(addresses().url("minio", "api", "/x").as_deref(), Some("http://shop-minio:9000/x"));
        assert_eq!(addresses().url("minio", "nosuch", ""), None);
        assert_eq!(addresses().url("nosuch", "api", ""), None);
    }

    #[test]
    fn a_host_may_be_followed_by_the_namespace_in_every_way_that_kubernetes_allows() {
        let same = |left: &str| addresses().are_same(left, "http://shop-minio:9000");
        for host in
            "shop-minio shop-minio.data shop-minio.data.svc shop-minio.data.svc.cluster.local SHOP-minio".split(' ')
        {
            assert!(same(&format!("http://{host}:9000")) && same(&format!("http://{host}:9000/")), "{host}");
            assert!(addresses().is_inside(host), "{host}");
        }
        let others = "http://shop-minio:9001 https://shop-minio:9000 http://shop-minio.other:9000 http://minio:9000 x";
        assert_eq!(others.split(' ').find(|url| same(url)), None);
        let others = "shop-minio.svc shop-minio.other.svc shop-otel minio";
        assert_eq!(others.split(' ').find(|host| addresses().is_inside(host)), None);
    }
}
