//! Built-in catalog plugins
