//! Tests of the registry of live plugins: with the plugins of this build, and with probes that misbehave.

mod configuration;
mod dependencies;
mod health;
mod identity;
mod lifecycle;
mod many;
mod probe;
mod table;
mod versions;
