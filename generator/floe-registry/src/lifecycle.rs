//! Lifecycle: starts plugins in the order of dependencies, asks for health, and shuts them down in reverse order.

use std::collections::{BTreeMap, BTreeSet};

use floe_types::interfaces::plugin::{HealthState, HealthStatus};
use floe_types::plugin::Future;

use crate::error::RegistryError;
use crate::order::{Order, order};
use crate::plugin_id::PluginId;
use crate::plugin_registry::PluginRegistry;
use crate::slot::Slot;
use crate::supervise::{Timer, all, supervise};

/// The result of starting plugins.
#[derive(Debug, Default, PartialEq)]
#[must_use = "what went wrong stands in it"]
pub struct Activation {
    /// The plugins that this call started, each after all its dependencies.
    pub started: Vec<PluginId<'static>>,
    /// The plugins without an error of their own that wait for a plugin which was not started.
    pub skipped: Vec<PluginId<'static>>,
    /// All errors, of all plugins.
    pub errors: Vec<RegistryError>,
}

impl PluginRegistry {
    /// Starts a plugin, after all its dependencies.
    pub async fn activate(&mut self, category: &str, name: &str, timer: Timer<'_>) -> Activation {
        match self.slot(category, name).map(|slot| slot.id) {
            Ok(id) => self.start(vec![id], timer).await,
            Err(error) => Activation { errors: vec![error], ..Activation::default() },
        }
    }

    /// Starts every plugin in use: a plugin with a config, a plugin that is made already, and every dependency of one.
    pub async fn activate_all(&mut self, timer: Timer<'_>) -> Activation {
        self.start(self.in_use().map(|slot| slot.id).collect(), timer).await
    }

    /// Shuts down every started plugin, each before its dependencies. An error of one plugin does not stop the others.
    pub async fn shutdown_all(&mut self, timer: Timer<'_>) -> Vec<RegistryError> {
        let mut errors = Vec::new();
        while let Some(id) = self.active.pop() {
            let live = self.slot(id.category, id.name).and_then(Slot::live).ok();
            if let Some(runtime) = live.and_then(|live| live.runtime.as_ref()) {
                let stopped = supervise(async { runtime.shutdown().await }, self.limits.shutdown, timer).await;
                errors.extend(stopped.err().map(|stop| RegistryError::Shutdown(id, stop)));
            }
            self.unload(id);
        }
        errors
    }

    /// The health of a plugin. A plugin that cannot be made, refuses, takes too long or panics is not healthy. A plugin without a life
    /// cycle is healthy.
    pub async fn health_check(
        &self,
        category: &str,
        name: &str,
        timer: Timer<'_>,
    ) -> Result<HealthStatus, RegistryError> {
        Ok(self.health(self.slot(category, name)?, timer).await)
    }

    /// The health of every plugin in use; all plugins are asked at the same time.
    pub async fn health_check_all(&self, timer: Timer<'_>) -> BTreeMap<PluginId<'static>, HealthStatus> {
        let slots: Vec<&Slot> = self.in_use().collect();
        let checks = slots.iter().map(|slot| Box::pin(self.health(slot, timer)) as Future<'_, HealthStatus>);
        let found = all(checks.collect()).await;
        slots.into_iter().map(|slot| slot.id).zip(found).collect()
    }

    fn in_use(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.config.is_some() || slot.is_loaded())
    }

    async fn start(&mut self, wanted: Vec<PluginId<'static>>, timer: Timer<'_>) -> Activation {
        let known = self.slots.iter().map(|slot| (slot.id, slot.info.dependencies)).collect();
        let Order { ready, blocked, missing, cycles } = order(wanted, &known);
        let faulty: BTreeSet<_> = missing.keys().chain(cycles.iter().flatten()).copied().collect();
        let missing = missing.into_iter().map(|(plugin, missing)| RegistryError::MissingDependency(plugin, missing));
        let errors = missing.chain(cycles.into_iter().map(RegistryError::CircularDependency)).collect();
        let mut activation = Activation { errors, ..Activation::default() };
        for id in ready.into_iter().chain(blocked).filter(|id| !self.active.contains(id)).collect::<Vec<_>>() {
            match self.start_one(id, timer).await {
                Ok(true) => activation.started.push(id),
                Ok(false) => activation.skipped.extend(Some(id).filter(|id| !faulty.contains(id))),
                Err(error) => activation.errors.push(error),
            }
        }
        activation
    }

    /// Starts one plugin if all dependencies are started. The plugin is made in any case, so that all errors are reported.
    async fn start_one(&mut self, id: PluginId<'static>, timer: Timer<'_>) -> Result<bool, RegistryError> {
        let slot = self.slot(id.category, id.name)?;
        let runtime = slot.live()?.runtime.clone();
        let is_active = |path: &&str| PluginId::parse(path).is_some_and(|needed| self.active.contains(&needed));
        if !slot.info.dependencies.iter().all(is_active) {
            return Ok(false);
        }
        if let Some(runtime) = runtime {
            let config = slot.start_config();
            let work = async {
                if let Some(config) = &config {
                    runtime.configure(config).await?;
                }
                runtime.startup().await
            };
            if let Err(stop) = supervise(work, self.limits.startup, timer).await {
                self.unload(id);
                return Err(RegistryError::Startup(id, stop));
            }
        }
        self.active.push(id);
        Ok(true)
    }

    fn unload(&mut self, id: PluginId<'static>) {
        if let Ok(place) = self.place(id) {
            self.slots[place].unload();
        }
    }

    async fn health(&self, slot: &Slot, timer: Timer<'_>) -> HealthStatus {
        let live = match slot.live() {
            Ok(live) => live,
            Err(error) => return unhealthy(error.to_string()),
        };
        let Some(runtime) = &live.runtime else { return HealthStatus::new(HealthState::Healthy) };
        let limit = self.limits.health;
        let check = async { runtime.health_check(Some(limit.as_secs_f64())).await };
        supervise(check, limit, timer).await.unwrap_or_else(|stop| unhealthy(stop.to_string()))
    }
}

fn unhealthy(message: String) -> HealthStatus {
    let mut status = HealthStatus::new(HealthState::Unhealthy);
    status.message = message;
    status
}
