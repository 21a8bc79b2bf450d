//! The floe-gen program, seen from outside.

mod command;
#[cfg(test)]
mod memory;
mod nasty;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod reproducible;
#[cfg(test)]
mod timings;
