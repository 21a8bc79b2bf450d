//! Inside: the fields, the cases and the named types inside of a type. Knows no output.

use floe_contract::model::{Case, Field, Form, Model, Type, TypeDef};

/// The cases of a union; none of anything else.
pub(crate) fn cases(def: &TypeDef) -> &[Case] {
    if let Form::Union(union) = &def.form { &union.cases } else { &[] }
}

/// The fields of a type, or of all cases.
pub(crate) fn fields(def: &TypeDef) -> impl Iterator<Item = &Field> {
    let own: &[Field] = if let Form::Object(fields) = &def.form { fields } else { &[] };
    own.iter().chain(cases(def).iter().flat_map(|case| &case.fields))
}

/// The fields of an object type.
pub(crate) fn object_fields<'m>(model: &'m Model, ty: &Type) -> Option<&'m [Field]> {
    let Type::Ref(name) = ty else { return None };
    match &model.types.get(name)?.form {
        Form::Object(fields) => Some(fields),
        Form::Enum(_) | Form::Union(_) => None,
    }
}

/// The named type inside of lists and maps.
pub(crate) fn named_within(ty: &Type) -> Option<&str> {
    match ty {
        Type::Ref(name) => Some(name),
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => named_within(inner),
        _ => None,
    }
}
