//! Same input, same bytes: what carries no meaning changes nothing. How the programs are run is varied by their own tests.

mod contracts;
mod documents;
mod shuffle;
