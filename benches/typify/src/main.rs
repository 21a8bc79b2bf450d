//! Makes Rust types from one JSON Schema, as a user of typify would: `floe-bench-typify schema.json types.rs`.

use std::error::Error;
use std::{env, fs};

use typify::{TypeSpace, TypeSpaceSettings};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(schema), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: floe-bench-typify schema.json types.rs".into());
    };
    let schema: schemars::schema::RootSchema = serde_json::from_str(&fs::read_to_string(schema)?)?;
    let mut types = TypeSpace::new(&TypeSpaceSettings::default());
    types.add_root_schema(schema)?;
    let file = syn::parse2(types.to_stream())?;
    fs::write(out, prettyplease::unparse(&file))?;
    Ok(())
}
