//! Contracts to Model: reads the contract language, resolves the contracts, and lints them. Emits nothing, and touches no disk.

mod adds;
pub mod component;
pub mod composition;
mod contracts;
mod defaults;
mod define;
mod findings;
mod lint;
mod load;
mod meta;
pub mod messages {
    //! One constructor for each message about contracts, made of `contracts/diagnostics/contract`.
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub mod model;
mod outline;
mod read;
mod reader;
#[path = "../../../templates/rust/shape/mod.rs"]
pub mod shape;
mod shapes;
mod slot;
mod source;
pub mod tree;

pub use lint::{judge, lint};
pub use load::load;
pub use model::Model;
pub use outline::{Closure, Outline, closure, outline};
pub use shapes::{shape, shapes};
