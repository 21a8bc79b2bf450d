//! Built-in storage plugins
