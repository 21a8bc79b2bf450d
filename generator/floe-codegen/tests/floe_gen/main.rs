//! The floe-gen program, seen from outside.
#![cfg(test)]

mod command;
mod memory;
mod nasty;
mod repository;
mod reproducible;
mod timings;
