//! Endpoints of addresses, for plugins. Asks no network; knows only the platform's own components.

use crate::bindings::endpoint::Endpoint;
use crate::bindings::platform::PlatformTarget;
use crate::plugin::PluginError;
use crate::scalars::{HostName, HttpUrl, PortNumber};

impl PlatformTarget {
    /// The endpoint of an address: the endpoint of the platform's own component behind the address, or an endpoint outside of the platform.
    ///
    /// A component answers to the component's host name and to the names that the cluster makes of that name in the platform's namespace.
    ///
    /// # Errors
    ///
    /// `COMPOSITION_PLUGIN_CONFIG_INVALID`: the host has no name, or the port is none.
    pub fn endpoint(&self, url: &HttpUrl) -> Result<Endpoint, PluginError> {
        let outside = outside(url)?;
        let own = self.endpoints.iter().map(|own| &own.endpoint).find(|own| self.answers(own, &outside));
        Ok(own.cloned().unwrap_or(outside))
    }

    fn answers(&self, own: &Endpoint, asked: &Endpoint) -> bool {
        let (host, namespace) = (own.host.as_str(), self.namespace.as_str());
        let names = ["", ".svc", ".svc.cluster.local"].map(|end| format!("{host}.{namespace}{end}"));
        let named = |name: &str| name.eq_ignore_ascii_case(asked.host.as_str());
        own.port == asked.port && own.tls == asked.tls && (named(host) || names.iter().any(|name| named(name)))
    }
}

impl HttpUrl {
    /// The path behind host and port: empty, or with the leading slash.
    pub fn path(&self) -> &str {
        let text = self.as_str();
        let begin = text.find("://").map_or(0, |scheme| scheme + 3);
        text[begin..].find('/').map_or("", |slash| &text[begin + slash..])
    }
}

/// The endpoint of an address that belongs to no component; the path does not count.
fn outside(url: &HttpUrl) -> Result<Endpoint, PluginError> {
    // The path ends the address, and the pattern of an address demands `://`.
    let base = url.as_str().strip_suffix(url.path()).unwrap_or(url.as_str());
    let (scheme, authority) = base.split_once("://").unwrap_or(("http", base));
    let tls = scheme == "https";
    let (host, port) = match authority.rsplit_once(':') {
        // 0 is no port and is refused.
        Some((host, port)) => (host, port.parse().unwrap_or(0)),
        None => (authority, if tls { 443 } else { 80 }),
    };
    let no_name = |_| PluginError::config(format!("`{authority}` has no host name; write one instead of an IPv6 address"));
    let no_port = |_| PluginError::config(format!("`{authority}` has no port between 1 and 65535"));
    let name = HostName::try_from(host).map_err(no_name)?;
    let number = PortNumber::try_from(port).map_err(no_port)?;
    let base = HttpUrl::try_from(format!("{scheme}://{host}:{port}"))?;
    Ok(Endpoint::new(base, name, number, tls))
}
