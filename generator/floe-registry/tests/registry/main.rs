//! The registry of live plugins: over the plugins of this build, and over probes that behave as badly as plugins can.

mod configuration;
mod dependencies;
mod health;
mod identity;
mod lifecycle;
mod many;
mod probe;
mod table;
mod versions;
mod waiting;
