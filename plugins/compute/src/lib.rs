//! Built-in compute plugins
