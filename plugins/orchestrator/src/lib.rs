//! Built-in orchestrator plugins
