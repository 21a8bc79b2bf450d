//! Slot: one plugin with the plugin's config, made or not yet made. Does not know the other plugins.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use floe_types::SHAPES;
use floe_types::api_version::ApiVersion;
use floe_types::interfaces::plugin::PluginRuntime;
use floe_types::plugin::PluginInfo;
use floe_types::registry::{Category, PLUGIN_API};
use floe_types::scalars::PluginName;
use floe_types::shape::Violation;
use serde_json::{Value, json};

use crate::error::{FieldError, RegistryError};
use crate::plugin_id::PluginId;
use crate::supervise::caught;

/// The slot of one plugin.
pub(crate) struct Slot {
    pub(crate) id: PluginId<'static>,
    pub(crate) info: &'static PluginInfo,
    pub(crate) origin: Origin,
    /// The config that the plugin was given, with every default filled in.
    pub(crate) config: Option<Value>,
}

/// Where a plugin comes from.
pub(crate) enum Origin {
    /// The table of a build: made on first request.
    Table(Make, OnceLock<Live>),
    /// Registered by hand, made already.
    Hand(Live),
}

/// Makes a plugin from a config.
pub(crate) type Make = Box<dyn Fn(&Value) -> Result<Live, Vec<Violation>> + Send + Sync>;

/// A plugin of any category that has been made.
pub(crate) struct Live {
    pub(crate) plugin: Box<dyn Any + Send + Sync>,
    /// The plugin's life cycle, if there is one.
    pub(crate) runtime: Option<Arc<dyn PluginRuntime>>,
}

impl Live {
    pub(crate) fn new<P: Category>(plugin: P) -> Self {
        let runtime = plugin.runtime();
        Self { plugin: Box::new(plugin), runtime }
    }
}

impl Slot {
    /// The config's fields, which the plugin gets before starting. If the table made the plugin without a config, the fields are those of
    /// an empty config.
    pub(crate) fn start_config(&self) -> Option<BTreeMap<String, Value>> {
        let config = match (&self.config, &self.origin) {
            (Some(config), _) => config.clone(),
            (None, Origin::Table(..)) => SHAPES.normalize(self.info.config_type, json!({})),
            (None, Origin::Hand(_)) => return None,
        };
        config.as_object().map(|fields| fields.clone().into_iter().collect())
    }

    /// Takes a config of the plugin's shape.
    pub(crate) fn configure(&mut self, config: &Value) -> Result<(), RegistryError> {
        let violations = self.info.check_config(config);
        if !violations.is_empty() {
            return Err(self.refused(violations));
        }
        self.config = Some(SHAPES.normalize(self.info.config_type, config.clone()));
        Ok(())
    }

    fn refused(&self, violations: Vec<Violation>) -> RegistryError {
        RegistryError::Configuration(self.id, violations.into_iter().map(FieldError::from).collect())
    }

    /// Whether the plugin is made.
    pub(crate) fn is_loaded(&self) -> bool {
        match &self.origin {
            Origin::Table(_, cell) => cell.get().is_some(),
            Origin::Hand(_) => true,
        }
    }

    /// The plugin, made now if necessary. After a failure the next request tries again.
    pub(crate) fn live(&self) -> Result<&Live, RegistryError> {
        let (make, cell) = match &self.origin {
            Origin::Table(make, cell) => (make, cell),
            Origin::Hand(live) => return Ok(live),
        };
        if let Some(live) = cell.get() {
            return Ok(live);
        }
        self.check_api()?;
        let config = self.config.clone().unwrap_or_else(|| json!({}));
        let result = caught(|| make(&config)).map_err(|stop| RegistryError::Startup(self.id, stop))?;
        let live = result.map_err(|violations| self.refused(violations))?;
        Ok(cell.get_or_init(|| live))
    }

    /// Drops the plugin that the table has made, so that the next request makes a new one.
    pub(crate) fn unload(&mut self) {
        if let Origin::Table(_, cell) = &mut self.origin {
            let live = cell.take();
            // The plugin is gone even if the drop panics.
            let _ = caught(|| drop(live));
        }
    }

    /// Whether the plugin's identity is valid.
    pub(crate) fn check_identity(&self) -> Result<(), RegistryError> {
        if PluginName::try_from(self.id.name).is_err() {
            return Err(RegistryError::InvalidName(self.id));
        }
        let stated = self.info.category;
        if stated == self.id.category { Ok(()) } else { Err(RegistryError::WrongCategory(self.id, stated)) }
    }

    /// Whether the plugin is written for an interface that this floe has.
    pub(crate) fn check_api(&self) -> Result<(), RegistryError> {
        match ApiVersion::parse(self.info.api) {
            None => Err(RegistryError::InvalidVersion(self.id, self.info.api)),
            Some(api) if PLUGIN_API.serves(api) => Ok(()),
            Some(required) => Err(RegistryError::Incompatible(self.id, required)),
        }
    }
}
