//! Live plugins: discovers plugins in the table of a build or takes registered ones, makes each on first request, starts plugins in the
//! order of their dependencies, and shuts them down in reverse order. Decides nothing about a platform, and knows no plugin by name.
//!
//! ```
//! use floe_plugins::REGISTRY;
//! use floe_registry::PluginRegistry;
//! use floe_types::interfaces::storage::StoragePlugin;
//! use floe_types::scalars::NonEmpty;
//! use serde_json::json;
//!
//! let mut plugins = PluginRegistry::new();
//! plugins.discover(&REGISTRY); // nothing is made yet
//! plugins.configure("storage", "minio", &json!({"bucket": "lakehouse"}))?;
//! let minio = plugins.get::<StoragePlugin>("minio")?; // made now, and kept
//! let uri = minio.main.get_warehouse_uri(&NonEmpty::try_from("sales").unwrap()).unwrap();
//! assert_eq!(uri.as_str(), "s3://lakehouse/sales/");
//! # Ok::<(), floe_registry::RegistryError>(())
//! ```
//!
//! The Rust compiler checks that a plugin has every method of the category, so no registered plugin lacks one:
//!
//! ```compile_fail,E0046
//! struct Empty;
//! impl floe_types::interfaces::storage::Storage for Empty {}
//! ```
//!
//! The program that embeds the registry drives the futures, with any executor. The program also supplies the clock: a [`Timer`] makes a
//! future that ends when a plugin's time is over. A plugin cannot be interrupted between two `await`s. The registry polls the timer again
//! after the plugin has ended, so work that took too long is still an error. A panic is caught, and becomes that plugin's error.

mod circles;
mod error;
mod lifecycle;
mod order;
mod plugin_id;
mod plugin_registry;
mod slot;
mod supervise;

pub use error::{FieldError, RegistryError, Stop};
pub use lifecycle::Activation;
pub use order::{Dependencies, Order, order};
pub use plugin_id::PluginId;
pub use plugin_registry::{Listing, PluginRegistry};
pub use supervise::{Limits, Timer};
