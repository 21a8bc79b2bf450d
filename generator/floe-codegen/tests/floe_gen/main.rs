//! The floe-gen program, seen from outside.

mod command;
mod nasty;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod reproducible;
