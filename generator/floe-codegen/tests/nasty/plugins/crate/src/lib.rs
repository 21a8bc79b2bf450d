//! Implements every generated trait, so that rustc sees that they can be implemented and made into objects.

use std::collections::BTreeMap;

use floe_types::documents::match_::{Option_, OptionMatch, Vec_};
use floe_types::interfaces::crate_::{Crate, CrateRuntime, CrateVendingMachine};
use floe_types::interfaces::plugin::PluginRuntime;
use floe_types::plugin::{Future, PluginError};
use floe_types::plugins::crate_::self_::SelfConfig;
use floe_types::scalars::{Count, String_};
use serde_json::Value;

/// The plugin `self`.
pub struct Me(SelfConfig);

impl From<SelfConfig> for Me {
    fn from(config: SelfConfig) -> Self {
        Self(config)
    }
}

impl Crate for Me {
    fn r#type(
        &self,
        r#fn: &str,
        self_: &String_,
        map: &BTreeMap<String, String>,
        any: &Value,
        yes: bool,
        number: Option<Count>,
        list: Option<&[Vec_]>,
    ) -> Result<Option<Option_>, PluginError> {
        let _ = (self_, yes, number, list, map, any);
        Ok(Some(OptionMatch::new(format!("{}{fn}", self.0.r#type)).into()))
    }

    fn nothing(&self) -> Result<(), PluginError> {
        Err(PluginError::new("CONTRACT_BAD", "nothing comes of it").at("/type"))
    }

    fn quiet(&self) {}
}

impl PluginRuntime for Me {
    fn startup(&self) -> Future<'_, Result<(), PluginError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

impl CrateRuntime for Me {
    fn abstractmethod<'a>(&'a self, _: &'a str, _: &'a str) -> Future<'a, Result<(), PluginError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn ping(&self, times: i64) -> Future<'_, Result<bool, PluginError>> {
        Box::pin(std::future::ready(Ok(times > 1)))
    }

    fn fetch<'a>(&'a self, name: &'a str, more: Option<&'a [String]>) -> Future<'a, Result<String, PluginError>> {
        Box::pin(async move { Ok(format!("{name}{}", more.unwrap_or_default().concat())) })
    }
}

/// The plugin `core`, in another module.
pub mod inner {
    use super::*;
    use floe_types::plugins::crate_::core::CoreConfig;

    /// The plugin `core`.
    pub struct Core(CoreConfig);

    impl From<CoreConfig> for Core {
        fn from(config: CoreConfig) -> Self {
            Self(config)
        }
    }

    impl Crate for Core {
        fn r#type(
            &self,
            _: &str,
            _: &String_,
            _: &BTreeMap<String, String>,
            _: &Value,
            _: bool,
            _: Option<Count>,
            _: Option<&[Vec_]>,
        ) -> Result<Option<Option_>, PluginError> {
            Ok(None)
        }

        fn nothing(&self) -> Result<(), PluginError> {
            Ok(())
        }

        fn quiet(&self) {}

        fn size(&self, of: &str) -> Count {
            of.len()
                .try_into()
                .ok()
                .and_then(|size: i64| Count::try_from(size).ok())
                .unwrap_or_else(|| Me(SelfConfig::new()).size(of))
        }
    }

    impl CrateVendingMachine for Core {
        fn vend(&self) -> String {
            self.0.r#type.to_string()
        }
    }
}
