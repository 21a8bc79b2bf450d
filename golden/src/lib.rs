//! Golden cases and their runner
