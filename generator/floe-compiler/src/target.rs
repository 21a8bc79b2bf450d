//! Target: the names and addresses of a platform, as plugins see them. Deploys nothing.

use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::platform::{ComponentEndpoint, PlatformTarget};
use floe_types::component::{ComponentInfo, Port};
use floe_types::shape::Violation;

use crate::address::{Addresses, scheme};

/// The target of a platform, with the address of each port of each component.
pub(crate) fn target(addresses: &Addresses) -> Result<PlatformTarget, Violation> {
    let mut target =
        PlatformTarget::new(addresses.prefix.as_str().try_into()?, addresses.namespace.as_str().try_into()?);
    for component in &addresses.components {
        for port in component.ports {
            let endpoint = endpoint(addresses, component, port)?;
            target.endpoints.push(ComponentEndpoint::new(component.name.try_into()?, port.name.try_into()?, endpoint));
        }
    }
    Ok(target)
}

/// The address of a port of a deployed component.
pub(crate) fn endpoint(addresses: &Addresses, component: &ComponentInfo, port: &Port) -> Result<Endpoint, Violation> {
    let host = addresses.host(component.name);
    let url = format!("{}://{host}:{}", scheme(port), port.number);
    let mut endpoint =
        Endpoint::new(url.try_into()?, host.try_into()?, i64::from(port.number).try_into()?, scheme(port) == "https");
    endpoint.component = Some(component.name.try_into()?);
    Ok(endpoint)
}
