//! Compiled platform to chart packages and rendered manifests
