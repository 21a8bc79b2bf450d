//! Live plugins: discovered in the table of a build or registered by hand, made when they are first asked for, started in the order of their
//! dependencies and shut down in the reverse. Decides nothing about a platform, and knows no plugin.
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
//! That a plugin has every method of its category is the compiler's to see, so no registered plugin lacks one:
//!
//! ```compile_fail,E0046
//! struct Empty;
//! impl floe_types::interfaces::storage::Storage for Empty {}
//! ```
//!
//! Futures are driven by whoever embeds the registry, with any executor. The clock is theirs too: a [`Timer`] makes a future that ends when a
//! plugin has had its time. What a plugin does between two `await`s cannot be interrupted, but the timer is asked again when it has ended, and
//! what took too long is an error all the same. A panic is caught, and becomes that plugin's error.

mod circles;
mod error;
mod lifecycle;
mod limits;
mod live;
mod order;
mod plugin_id;
mod plugin_registry;
mod slot;
mod supervise;

pub use error::{FieldError, RegistryError, Stop};
pub use lifecycle::Activation;
pub use limits::{Limits, Timer};
pub use order::{Dependencies, Order, order};
pub use plugin_id::PluginId;
pub use plugin_registry::{Listing, PluginRegistry};
