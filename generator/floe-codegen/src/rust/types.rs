//! Types: objects, enumerations and unions as calls of the macros of `derive.rs`. Not the macros.

use floe_contract::model::{Case, EnumValue, Field, Form, Type, TypeDef, Union};
use proc_macro2::Ident;

use super::kinds;
use super::names;
use super::scope::Scope;
use super::source::{call, doc_lines};
use super::values::{is_given, text as text_of};

/// How long a list of parameters may be on one line.
const WIDTH: usize = 80;

/// The types of one contract, by name.
pub(super) fn types(scope: &mut Scope<'_>, names: &[String]) -> String {
    let defs: Vec<&TypeDef> = names.iter().filter_map(|name| scope.model.types.get(name)).collect();
    let alike = defs.chunk_by(|one, next| maker(one) == maker(next));
    let mut text = String::new();
    for run in alike {
        let items: String = run.iter().map(|def| item(scope, def)).collect();
        text += &call(maker(run[0]), &items);
    }
    text + &kinds::list(defs.iter().map(|def| names::type_name(&def.name)))
}

/// The macro that makes a type.
fn maker(def: &TypeDef) -> &'static str {
    match def.form {
        Form::Object(_) => "objects",
        Form::Enum(_) => "strings",
        Form::Union(_) => "unions",
    }
}

fn item(scope: &mut Scope<'_>, def: &TypeDef) -> String {
    let head = doc_lines(&def.description, &def.name, 4) + "    " + &called(&names::type_name(&def.name), &def.name);
    match &def.form {
        Form::Object(fields) => {
            let (given, fields) = (parameters(scope, fields, 8), members(scope, &def.name, fields, 8));
            format!("{head}({given}) {}\n", block(&fields, 4))
        }
        Form::Enum(values) => format!("{head} {}\n", block(&variants(values), 4)),
        Form::Union(union) => {
            let common = union.cases.first().map_or_else(String::new, |case| {
                let common = members(scope, &def.name, &case.fields[..union.common], 8);
                if common.is_empty() { common } else { format!(" with {}", block(&common, 4)) }
            });
            let cases = cases(scope, &def.name, union);
            format!("{head} by {:?}{common} {}\n", union.tag, block(&cases, 4))
        }
    }
}

/// Lines in braces, the last of which stands behind so many spaces.
fn block(lines: &str, indent: usize) -> String {
    if lines.is_empty() { "{}".to_owned() } else { format!("{{\n{lines}{:indent$}}}", "") }
}

/// `depends_on as "dependsOn"`, or nothing more than the name.
fn called(ident: &Ident, name: &str) -> String {
    if ident == name { name.to_owned() } else { format!("{ident} as {name:?}") }
}

fn variants(values: &[EnumValue]) -> String {
    let variants = names::variants(values.iter().map(|value| &value.value));
    let lines = values.iter().zip(variants).map(|(EnumValue { value, description, .. }, variant)| {
        // The macro describes a variant without a description.
        let docs = if description.trim().is_empty() { String::new() } else { doc_lines(description, value, 8) };
        format!("{docs}        {variant} = {value:?},\n")
    });
    lines.collect()
}

fn cases(scope: &mut Scope<'_>, owner: &str, union: &Union) -> String {
    let variants = names::variants(union.cases.iter().map(|case| &case.value));
    let case = |(case, variant): (&Case, Ident)| {
        let Case { value, type_name, description, fields, .. } = case;
        let (docs, ident) = (doc_lines(description, value, 8), names::type_name(type_name));
        let (given, fields) = (parameters(scope, fields, 12), members(scope, owner, &fields[union.common..], 12));
        format!("{docs}        {variant} = {value:?}: {ident}({given}) {}\n", block(&fields, 8))
    };
    union.cases.iter().zip(variants).map(case).collect()
}

/// The parameters of `new`; a line for each of many.
fn parameters(scope: &mut Scope<'_>, fields: &[Field], indent: usize) -> String {
    let idents = names::values(fields.iter().map(|field| &field.name));
    let given = fields.iter().zip(idents).filter(|(field, _)| is_given(field));
    let parameter = |(field, ident): (&Field, Ident)| {
        let is_text = matches!(field.ty, Type::String { .. });
        let ty = if is_text { "impl Into<String>".to_owned() } else { scope.owned(&field.ty) };
        format!("{ident}: {ty}")
    };
    let all: Vec<String> = given.map(parameter).collect();
    if all.iter().map(String::len).sum::<usize>() < WIDTH {
        return all.join(", ");
    }
    let lines: Vec<String> = all.iter().map(|one| format!("\n{:indent$}{one},", "")).collect();
    format!("{}\n{:2$}", lines.concat(), "", indent - 4)
}

/// The fields of a struct, a line for each. `owner` is the struct, or the union of which the struct is a case.
fn members(scope: &mut Scope<'_>, owner: &str, fields: &[Field], indent: usize) -> String {
    let idents = names::values(fields.iter().map(|field| &field.name));
    let member = |(field, ident): (&Field, Ident)| {
        let boxed = scope.is_boxed(owner, &field.ty);
        let (docs, called) = (doc_lines(&field.description, &field.name, indent), called(&ident, &field.name));
        let (ty, kind) = (held(scope, field, boxed), kinds::narrower(scope, field));
        let initial = initial(scope, field, boxed);
        format!("{docs}{:indent$}{called}: {ty}{kind}{initial},\n", "")
    };
    fields.iter().zip(idents).map(member).collect()
}

fn held(scope: &mut Scope<'_>, field: &Field, is_boxed: bool) -> String {
    let ty = scope.owned(&field.ty);
    let ty = if is_boxed { format!("Box<{ty}>") } else { ty };
    if field.is_optional() { format!("Option<{ty}>") } else { ty }
}

/// The value of a field in a new struct; nothing where the constructor takes the field.
fn initial(scope: &mut Scope<'_>, field: &Field, is_boxed: bool) -> String {
    match (&field.default, &field.ty) {
        (Some(default), ty) => {
            let value = scope.expression(ty, default);
            format!(" = {}", if is_boxed { format!("Box::new({value})") } else { value })
        }
        _ if field.is_optional() => " = None".to_owned(),
        (None, Type::Const(text)) => format!(" = {}", text_of(text)),
        _ => String::new(),
    }
}
