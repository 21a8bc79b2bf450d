//! The registry of built-in plugins, generated from their manifests
