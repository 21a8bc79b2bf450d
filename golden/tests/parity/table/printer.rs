//! Prints the definitions of the types and scalars named on standard input, as one JSON object.

mod writer;

use floe_types::{SHAPES, shape};
use serde_json::{Map, Value};

fn main() {
    let names = std::io::read_to_string(std::io::stdin()).expect("names are text");
    let defs = names.lines().filter_map(|name| Some((name.to_owned(), writer::def(SHAPES.get(name)?))));
    println!("{}", Value::Object(defs.collect::<Map<_, _>>()));
}
