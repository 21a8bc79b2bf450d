//! Determinism: meaningless differences of the input leave the output unchanged. Repeated runs of the programs are
//! compared in the programs' own tests.

mod contracts;
mod documents;
mod shuffle;
