//! The floe command line
