//! Measures the plugin registry in one process: discovering fifty plugins, and looking one up. Judges nothing.
fn main() {}
