//! `PluginRegistry`: every plugin of a build, by category and name. The life cycle of plugins stands in [`crate::lifecycle`].

use std::sync::OnceLock;

use floe_base::names;
use floe_types::plugin::{Entry, PluginInfo};
use floe_types::registry::{CATEGORIES, Category, Registry, Visitor};
use serde_json::Value;

use crate::error::RegistryError;
use crate::plugin_id::PluginId;
use crate::slot::{Live, Origin, Slot};
use crate::supervise::{Limits, caught};

/// Every plugin of a build.
#[derive(Default)]
pub struct PluginRegistry {
    /// How long plugins may take.
    pub limits: Limits,
    /// Sorted by identity, without duplicates.
    pub(crate) slots: Vec<Slot>,
    /// The started plugins, each after all its dependencies.
    pub(crate) active: Vec<PluginId<'static>>,
}

/// The state of a plugin, known without making the plugin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listing {
    /// The contract's facts about the plugin.
    pub info: &'static PluginInfo,
    /// Whether the plugin was given a config.
    pub is_configured: bool,
    /// Whether the plugin is made.
    pub is_loaded: bool,
    /// Whether the plugin is started.
    pub is_active: bool,
}

impl PluginRegistry {
    /// A registry without plugins.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the plugins of a table, and makes none. A second call changes nothing. Of two plugins with one identity the first stays, and
    /// each later one is reported. A plugin without a valid identity is reported too. Neither keeps another plugin from being added.
    pub fn discover(&mut self, table: &Registry) -> Vec<RegistryError> {
        let mut discovery = Discovery { registry: self, errors: Vec::new() };
        table.visit(&mut discovery);
        discovery.errors
    }

    /// Adds a plugin that is made already.
    pub fn register<P: Category>(&mut self, info: &'static PluginInfo, plugin: P) -> Result<(), RegistryError> {
        let id = PluginId { category: P::NAME, name: info.name };
        let live = caught(|| Live::new(plugin)).map_err(|stop| RegistryError::Startup(id, stop))?;
        let slot = Slot { id, info, origin: Origin::Hand(live), config: None };
        slot.check_identity()?;
        let Err(place) = self.place(id) else { return Err(RegistryError::Duplicate(id)) };
        slot.check_api()?;
        self.slots.insert(place, slot);
        Ok(())
    }

    /// A plugin of a category: `get::<StoragePlugin>("minio")`. The registry makes the plugin from the config on first request, and keeps
    /// the plugin. Several threads that ask first at the same time get the same plugin.
    pub fn get<P: Category>(&self, name: &str) -> Result<&P, RegistryError> {
        let live = self.slot(P::NAME, name)?.live()?;
        live.plugin.downcast_ref().ok_or_else(|| self.not_found(P::NAME, name))
    }

    /// The plugins of a category, by name; the category is given by name (`storage`) or by group (`floe.storage`). Makes none.
    pub fn list(&self, category: &str) -> Result<Vec<Listing>, RegistryError> {
        let Some(known) = CATEGORIES.iter().find(|known| [known.name, known.group].contains(&category)) else {
            return Err(RegistryError::UnknownGroup(category.to_owned()));
        };
        let own = self.slots.iter().filter(|slot| slot.id.category == known.name);
        Ok(own.map(|slot| self.listing(slot)).collect())
    }

    /// All plugins, by category and name. Makes none.
    pub fn list_all(&self) -> Vec<Listing> {
        self.slots.iter().map(|slot| self.listing(slot)).collect()
    }

    /// Gives a plugin a config. The plugin is made from that config on the next request. A started plugin keeps the old config until
    /// shutdown.
    pub fn configure(&mut self, category: &str, name: &str, config: &Value) -> Result<(), RegistryError> {
        let id = PluginId { category, name };
        let place = self.place(id).map_err(|_| self.not_found(category, name))?;
        self.slots[place].configure(config)?;
        if !self.active.contains(&id) {
            self.slots[place].unload();
        }
        Ok(())
    }

    /// The config that a plugin was given, with every default filled in, if there is one.
    pub fn get_config(&self, category: &str, name: &str) -> Result<Option<&Value>, RegistryError> {
        self.slot(category, name).map(|slot| slot.config.as_ref())
    }

    pub(crate) fn slot(&self, category: &str, name: &str) -> Result<&Slot, RegistryError> {
        let place = self.place(PluginId { category, name }).map_err(|_| self.not_found(category, name))?;
        Ok(&self.slots[place])
    }

    /// The index of a plugin among the slots, or the index for inserting the plugin.
    pub(crate) fn place(&self, id: PluginId<'_>) -> Result<usize, usize> {
        self.slots.binary_search_by(|slot| slot.id.cmp(&id))
    }

    fn listing(&self, slot: &Slot) -> Listing {
        Listing {
            info: slot.info,
            is_configured: slot.config.is_some(),
            is_loaded: slot.is_loaded(),
            is_active: self.active.contains(&slot.id),
        }
    }

    fn not_found(&self, category: &str, name: &str) -> RegistryError {
        let mut known: Vec<PluginId<'static>> = self.slots.iter().map(|slot| slot.id).collect();
        if known.iter().any(|id| id.category == category) {
            known.retain(|id| id.category == category);
        }
        let nearest = names::by_nearness(name, known.iter().map(|id| id.name));
        known.sort_by_key(|id| nearest.iter().position(|name| *name == id.name));
        RegistryError::NotFound { category: category.to_owned(), name: name.to_owned(), known }
    }
}

/// Adds the lists of a table to a registry.
struct Discovery<'a> {
    registry: &'a mut PluginRegistry,
    errors: Vec<RegistryError>,
}

impl Visitor for Discovery<'_> {
    fn category<P: Category>(&mut self, entries: &'static [Entry<P>]) {
        for entry in entries {
            let id = PluginId { category: P::NAME, name: entry.info.name };
            match self.registry.place(id) {
                Ok(at) if std::ptr::eq(self.registry.slots[at].info, entry.info) => {}
                Ok(_) => self.errors.push(RegistryError::Duplicate(id)),
                Err(at) => {
                    let load = entry.load;
                    let make = Box::new(move |config: &Value| load(config).map(Live::new));
                    let slot =
                        Slot { id, info: entry.info, origin: Origin::Table(make, OnceLock::new()), config: None };
                    match slot.check_identity() {
                        Ok(()) => self.registry.slots.insert(at, slot),
                        Err(error) => self.errors.push(error),
                    }
                }
            }
        }
    }
}
