//! Live: a plugin of any category that has been made, and the function that makes a plugin. Knows no names.

use std::any::Any;
use std::sync::Arc;

use floe_types::interfaces::plugin::PluginRuntime;
use floe_types::plugin::Entry;
use floe_types::registry::Category;
use floe_types::shape::Violation;
use serde_json::Value;

/// A plugin that has been made.
pub(crate) struct Live {
    plugin: Box<dyn Any + Send + Sync>,
    /// The plugin's life cycle, if there is one.
    pub(crate) runtime: Option<Arc<dyn PluginRuntime>>,
}

impl Live {
    pub(crate) fn new<P: Category>(plugin: P) -> Self {
        let runtime = plugin.runtime();
        Self { plugin: Box::new(plugin), runtime }
    }

    /// The plugin as the type of the category `P`.
    pub(crate) fn plugin<P: Category>(&self) -> Option<&P> {
        self.plugin.downcast_ref()
    }
}

/// Makes a plugin from its config.
pub(crate) type Make = Box<dyn Fn(&Value) -> Result<Live, Vec<Violation>> + Send + Sync>;

/// How a table entry makes a plugin.
pub(crate) fn make<P: Category>(entry: &Entry<P>) -> Make {
    let load = entry.load;
    Box::new(move |config| load(config).map(Live::new))
}
