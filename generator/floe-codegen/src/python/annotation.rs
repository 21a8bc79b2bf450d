//! Types of the model as Python annotations that judge a value as JSON Schema does.

use floe_contract::model::{Model, Type};

use super::literal;
use super::module::Module;
use super::names::{self, PACKAGE};

/// The annotation for a type; what it needs is imported into the module, whose own name is `here`.
pub(super) fn annotation(model: &Model, ty: &Type, here: &str, module: &mut Module) -> String {
    match ty {
        Type::Any => module.import(&format!("{PACKAGE}.base"), "Anything"),
        Type::Boolean => module.import("pydantic", "StrictBool"),
        Type::Integer { min, max } => {
            let whole = module.import(&format!("{PACKAGE}.base"), "WHOLE");
            let field = module.import("pydantic", "Field");
            let field = format!("{field}(strict=True, ge={min}, le={max})");
            annotated("int", &format!("{field}, {whole}"), module)
        }
        Type::Number { min, max } => {
            let bounds = [bound("ge", min.map(literal::float)), bound("le", max.map(literal::float))];
            let bounds = bounds.concat();
            let field = module.import("pydantic", "Field");
            let field = format!("{field}(strict=True, allow_inf_nan=False{bounds})");
            annotated("float", &field, module)
        }
        Type::String { min_length, max_length, pattern } => {
            let constraints = [
                bound("min_length", min_length.as_ref()),
                bound("max_length", max_length.as_ref()),
                bound("pattern", pattern.as_deref().map(literal::string)),
            ];
            match constraints.concat().as_str() {
                "" => module.import(&format!("{PACKAGE}.base"), "Text"),
                _ => constrained("str", &constraints, module),
            }
        }
        Type::Const(text) => {
            let name = module.import("typing", "Literal");
            format!("{name}[{}]", literal::string(text))
        }
        Type::Scalar(name) => {
            let scalars = module.import(PACKAGE, "scalars");
            format!("{scalars}.{}", names::scalar(name))
        }
        Type::Array { items, min_items, max_items } => {
            let items = annotation(model, items, here, module);
            let constraints = [bound("min_length", min_items.as_ref()), bound("max_length", max_items.as_ref())];
            constrained(&format!("list[{items}]"), &constraints, module)
        }
        Type::Map { values, keys, min_properties, max_properties } => {
            let values = annotation(model, values, here, module);
            let constraints =
                [bound("min_length", min_properties.as_ref()), bound("max_length", max_properties.as_ref())];
            let keys = match keys {
                None => module.import(&format!("{PACKAGE}.base"), "Text"),
                Some(scalar) => annotation(model, &Type::Scalar(scalar.clone()), here, module),
            };
            constrained(&format!("dict[{keys}, {values}]"), &constraints, module)
        }
        Type::Ref(name) => named(model, name, here, module),
    }
}

/// The annotation without constraints: what a method's signature says.
pub(super) fn plain(model: &Model, ty: &Type, here: &str, module: &mut Module) -> String {
    match ty {
        Type::Any => module.import("typing", "Any"),
        Type::Boolean => "bool".to_owned(),
        Type::Integer { .. } => "int".to_owned(),
        Type::Number { .. } => "float".to_owned(),
        Type::String { .. } => "str".to_owned(),
        Type::Array { items, .. } => format!("list[{}]", plain(model, items, here, module)),
        Type::Map { values, .. } => format!("dict[str, {}]", plain(model, values, here, module)),
        Type::Const(_) | Type::Scalar(_) | Type::Ref(_) => annotation(model, ty, here, module),
    }
}

fn named(model: &Model, name: &str, here: &str, module: &mut Module) -> String {
    let home = model.types.get(name).map(|def| names::module(&def.contract));
    match home.filter(|home| home != here) {
        Some(home) => module.import(&home, name),
        None => name.to_owned(),
    }
}

/// `, keyword=value` where there is a value.
fn bound(keyword: &str, value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| format!(", {keyword}={}", value.to_string()))
}

fn constrained(base: &str, constraints: &[String], module: &mut Module) -> String {
    let constraints = constraints.concat();
    match constraints.strip_prefix(", ") {
        Some(constraints) => {
            let field = module.import("pydantic", "Field");
            annotated(base, &format!("{field}({constraints})"), module)
        }
        None => base.to_owned(),
    }
}

fn annotated(base: &str, metadata: &str, module: &mut Module) -> String {
    let name = module.import("typing", "Annotated");
    format!("{name}[{base}, {metadata}]")
}
