//! The table of shapes that floe-contract makes from contracts. The checker's source is compiled into floe-contract as
//! well, so `writer.rs` is included a second time.

use floe_contract::{Model, shape};
use serde_json::{Value, json};

use super::{Table, names, text};

#[path = "writer.rs"]
mod writer;

/// The definitions of a model's types and scalars. Defaults are completed, as the compiled types complete them.
pub(crate) fn of_contracts(model: &Model) -> Table {
    let shapes = floe_contract::shapes(model);
    let def = |name: &String| Some((name.clone(), writer::def(shapes.get(name)?)));
    filled(&shapes, names(model).filter_map(def).collect())
}

/// Replaces each default by the value that normalization fills in.
fn filled(shapes: &shape::Shapes, mut table: Table) -> Table {
    let fill = |fields: &mut [Value], least: Value, name: &str| {
        let full = shapes.normalize(name, least);
        for field in fields {
            let key = text(&field[0]);
            if let Some(default) = field[1].get_mut("default") {
                *default = full[&key].clone();
            }
        }
    };
    for (name, def) in &mut table {
        let parts = def.as_array_mut().expect("a definition is a list");
        match parts[0].as_str() {
            Some("object") => fill(&mut parts[1..], json!({}), name),
            Some("union") => {
                let tag = text(&parts[1]);
                for case in &mut parts[2..] {
                    let least = json!({ &tag: case[0] });
                    fill(case[1].as_array_mut().expect("a case has fields"), least, name);
                }
            }
            _ => {}
        }
    }
    table
}
