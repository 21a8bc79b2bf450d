//! The Marquez lineage backend, hosted by the platform or externally.

use floe_types::bindings::lineage::{LineageBinding, LineageNamespaceStrategy, LineageTransport, LineageTransportType};
use floe_types::bindings::platform::PlatformTarget;
use floe_types::interfaces::lineage_backend::LineageBackend;
use floe_types::plugin::PluginError;
use floe_types::plugins::lineage_backend::marquez::{INFO, MarquezConfig};
use floe_types::scalars::{HttpUrl, NonEmpty, PluginName, RelativePath};

/// The lineage backend plugin `marquez`.
#[derive(Debug)]
pub struct Marquez {
    config: MarquezConfig,
}

impl From<MarquezConfig> for Marquez {
    fn from(config: MarquezConfig) -> Self {
        Self { config }
    }
}

impl Marquez {
    fn url(&self) -> Result<&HttpUrl, PluginError> {
        let invalid = |message: &str| PluginError::config(message).at("/url");
        let missing = "a Marquez that the platform does not run needs its address";
        let url = self.config.url.as_ref().ok_or_else(|| invalid(missing))?;
        match url.path() {
            "" | "/" => Ok(url),
            path => Err(invalid(&format!("the address has no path, since events go to a fixed one; remove `{path}`"))),
        }
    }

    /// Address and path are separate, because OpenLineage clients join the two.
    fn transport(&self, base: HttpUrl) -> Result<LineageTransport, PluginError> {
        let path = RelativePath::try_from("api/v1/lineage")?;
        let mut transport = LineageTransport::new(LineageTransportType::Http, base, path, self.config.timeout_seconds);
        transport.verify_tls = self.config.verify_ssl;
        Ok(transport)
    }
}

impl LineageBackend for Marquez {
    fn get_deployment_binding(&self, platform: &PlatformTarget) -> Result<LineageBinding, PluginError> {
        let endpoint = platform.endpoint(self.url()?).map_err(|error| error.at("/url"))?;
        if endpoint.component.is_none() && !endpoint.tls && !self.config.allow_insecure_http {
            let message = format!(
                "events would go to {} unencrypted; use https, or set allow_insecure_http where the network is trusted",
                endpoint.host
            );
            return Err(PluginError::config(message).at("/url"));
        }
        let transport = self.transport(endpoint.url.clone())?;
        let mut binding = LineageBinding::new(
            PluginName::try_from(INFO.name)?,
            endpoint,
            transport,
            NonEmpty::try_from(platform.prefix.as_str())?,
            self.get_namespace_strategy(),
        );
        binding.drain_timeout_seconds = self.config.drain_timeout;
        Ok(binding)
    }

    fn get_transport_config(&self) -> Result<LineageTransport, PluginError> {
        let url = self.url()?;
        self.transport(HttpUrl::try_from(url.as_str().trim_end_matches('/'))?)
    }

    fn get_namespace_strategy(&self) -> LineageNamespaceStrategy {
        LineageNamespaceStrategy::Centralized
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn marquez(config: &Value) -> Marquez {
        MarquezConfig::parse(config).unwrap().into()
    }

    fn platform() -> PlatformTarget {
        let url = "http://retail-marquez:5000";
        PlatformTarget::parse(&json!({
            "prefix": "retail",
            "namespace": "data",
            "endpoints": [{
                "component": "marquez",
                "port": "http",
                "endpoint": {"url": url, "host": "retail-marquez", "port": 5000, "tls": false, "component": "marquez"},
            }],
        }))
        .unwrap()
    }

    #[test]
    fn the_platforms_own_service_gets_events_over_http() {
        let plugin = marquez(&json!({"url": "http://retail-marquez.data.svc:5000/", "drain_timeout": 10}));
        let binding = plugin.get_deployment_binding(&platform()).unwrap();
        binding.validate().unwrap();
        assert_eq!(binding.endpoint.component.as_ref().map(AsRef::as_ref), Some("marquez"));
        assert_eq!(
            binding.transport.to_value(),
            json!({
                "type": "http",
                "url": "http://retail-marquez:5000",
                "endpoint": "api/v1/lineage",
                "timeout_seconds": 5.0,
                "verify_tls": true,
            })
        );
        assert_eq!(binding.namespace.as_str(), "retail");
        assert_eq!(binding.namespace_strategy, LineageNamespaceStrategy::Centralized);
        assert!((binding.drain_timeout_seconds - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn an_outside_service_gets_no_unencrypted_events_unless_that_is_allowed() {
        let url = "http://lineage.example.com:5000";
        let error = marquez(&json!({"url": url})).get_deployment_binding(&platform()).unwrap_err();
        assert_eq!((error.code, error.pointer.as_deref()), ("COMPOSITION_PLUGIN_CONFIG_INVALID", Some("/url")));
        assert!(error.message.contains("lineage.example.com"), "{error}");

        let allowed = marquez(&json!({"url": url, "allow_insecure_http": true}));
        let endpoint = allowed.get_deployment_binding(&platform()).unwrap().endpoint;
        assert_eq!((endpoint.component, endpoint.url.as_str()), (None, url));
        let encrypted = marquez(&json!({"url": "https://lineage.example.com"}));
        assert_eq!(encrypted.get_deployment_binding(&platform()).unwrap().endpoint.port.get(), 443);
    }

    #[test]
    fn an_address_with_a_path_is_an_error_and_so_is_none() {
        let with_path = marquez(&json!({"url": "https://lineage.example.com/api/v1/lineage"}));
        for plugin in [with_path, marquez(&json!({}))] {
            let error = plugin.get_transport_config().unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/url"), "{error}");
        }
    }

    #[test]
    fn the_transport_alone_names_the_same_address() {
        let plugin = marquez(&json!({"url": "http://retail-marquez:5000/", "verify_ssl": false}));
        let transport = plugin.get_transport_config().unwrap();
        assert_eq!((transport.url.as_str(), transport.verify_tls), ("http://retail-marquez:5000", false));
    }
}
