//! What a component's contract says beyond its shape: paths lead somewhere, names are there, slots get what they can take.

use floe_base::Diagnostics;

use crate::model::Model;

/// Checks every component and chart of the model.
pub fn lint(model: &Model) -> Diagnostics {
    let _ = model;
    Diagnostics::new()
}
