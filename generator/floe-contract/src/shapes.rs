//! The model's types as tables for the shape checker. Checks nothing.

use crate::model::{Field, Form, Model, Type, TypeDef};
use crate::shape::{self, Def, Shape, Shapes};

/// Every scalar and every type of the model, by name; the cases of unions stand under the names of their own types, too.
pub fn shapes(model: &Model) -> Shapes {
    let scalars = model.scalars.values().map(|scalar| (scalar.name.clone(), Def::Scalar(shape(&scalar.base))));
    Shapes::new(scalars.chain(model.types.values().flat_map(defs)))
}

/// The values that a use of a type can hold.
pub fn shape(ty: &Type) -> Shape {
    match ty {
        Type::Any => Shape::Any,
        Type::Boolean => Shape::Boolean,
        Type::Integer { min, max } => Shape::Integer(*min, *max),
        Type::Number { min, max } => Shape::Number(*min, *max),
        Type::String { min_length, max_length, pattern } => Shape::string(*min_length, *max_length, pattern.clone()),
        Type::Const(text) => Shape::constant(text.clone()),
        Type::Scalar(name) | Type::Ref(name) => Shape::named(name.clone()),
        Type::Array { items, min_items, max_items } => Shape::array(shape(items), *min_items, *max_items),
        Type::Map { values, keys, min_properties, max_properties } => {
            let map = Shape::map(shape(values), *min_properties, *max_properties);
            keys.iter().fold(map, |map, scalar| map.keyed(scalar.clone()))
        }
    }
}

fn defs(def: &TypeDef) -> Vec<(String, Def)> {
    let own = match &def.form {
        Form::Object(own) => Def::object(fields(own)),
        Form::Enum(values) => Def::strings(values.iter().map(|value| value.value.clone())),
        Form::Union(union) => {
            let cases = union.cases.iter().map(|case| (case.value.clone(), fields(&case.fields)));
            Def::union(union.tag.clone(), cases)
        }
    };
    let mut defs = vec![(def.name.clone(), own)];
    if let Form::Union(union) = &def.form {
        defs.extend(union.cases.iter().map(|case| {
            let tag = shape::Field::required(union.tag.clone(), Shape::constant(case.value.clone()));
            let fields = [tag].into_iter().chain(fields(&case.fields)).collect::<Vec<_>>();
            (case.type_name.clone(), Def::object(fields))
        }));
    }
    defs
}

fn fields(fields: &[Field]) -> Vec<shape::Field> {
    fields.iter().map(field).collect()
}

fn field(field: &Field) -> shape::Field {
    let (name, ty) = (field.name.clone(), shape(&field.ty));
    let made = match &field.default {
        _ if field.required => shape::Field::required(name, ty),
        Some(default) => shape::Field::defaulted(name, ty, default.clone()),
        None => shape::Field::optional(name, ty),
    };
    if field.is_secret() { made.secret() } else { made }
}
