//! Named types as Pydantic models, enumerations and discriminated unions.

use floe_contract::model::{Field, Form, Model, Type, TypeDef, Union};
use serde_json::Value;

use super::annotation::annotation;
use super::module::Module;
use super::names::{self, PACKAGE};
use super::{INDENT, WIDTH, literal};
use crate::json_schema::{description, named_within};

/// The names of the classes and aliases that those types may become.
pub(super) fn names(model: &Model, types: &[String]) -> Vec<String> {
    let mut names: Vec<String> = types.iter().map(|name| root_name(name)).chain(types.iter().cloned()).collect();
    for def in types.iter().filter_map(|name| model.types.get(name)) {
        if let Form::Union(union) = &def.form {
            names.extend(union.cases.iter().map(|case| case.type_name.clone()));
        }
    }
    names
}

fn root_name(name: &str) -> String {
    format!("{name}Root")
}

/// Adds the class or classes of a named type to its module, whose own name is `here`.
pub(super) fn push(model: &Model, def: &TypeDef, here: &str, module: &mut Module) {
    match &def.form {
        Form::Object(fields) => {
            let fields = members(model, fields.iter().collect(), here, module);
            push_model(&def.name, &def.description, &fields, module);
        }
        Form::Enum(values) => {
            let base = module.import("enum", "StrEnum");
            let members = names::members(values.iter().map(|value| value.value.as_str()));
            let members = members.iter().zip(values).map(|(member, value)| {
                let line = format!("{member} = {}", literal::string(&value.value));
                documented(&line, &value.description)
            });
            let members: Vec<String> = members.collect();
            module.push(class(&def.name, &base, &def.description, &members));
        }
        Form::Union(union) => push_union(model, def, union, here, module),
    }
}

/// A root that is no object gets a model of its own, so that every root can be asked for its schema.
pub(super) fn push_root(def: &TypeDef, module: &mut Module) -> String {
    let name = root_name(&def.name);
    let base = module.import("pydantic", "RootModel");
    let config = module.import("pydantic", "ConfigDict");
    let title = format!("model_config = {config}(title={}, frozen=True)", literal::string(&def.name));
    let base = format!("{base}[{}]", def.name);
    module.push(class(&name, &base, "", &[title]));
    name
}

fn push_model(name: &str, description: &str, fields: &[String], module: &mut Module) {
    let base = module.import(&format!("{PACKAGE}.base"), "Closed");
    module.push(class(name, &base, description, fields));
}

fn push_union(model: &Model, def: &TypeDef, union: &Union, here: &str, module: &mut Module) {
    let tag = Field {
        name: union.tag.clone(),
        ty: Type::Any,
        required: true,
        default: None,
        description: union.tag_description.clone(),
        examples: Vec::new(),
        secret: false,
        endpoint: None,
        place: def.place.clone(),
    };
    for case in &union.cases {
        let tag = Field { ty: Type::Const(case.value.clone()), ..tag.clone() };
        let fields = members(model, std::iter::once(&tag).chain(&case.fields).collect(), here, module);
        push_model(&case.type_name, &case.description, &fields, module);
    }
    let alias = alias(def, union, module);
    module.push(alias);
}

/// The name that stands for a union: its models, how they are told apart, what it is.
fn alias(def: &TypeDef, union: &Union, module: &mut Module) -> String {
    let alias = module.import("typing_extensions", "TypeAliasType");
    let annotated = module.import("typing", "Annotated");
    let any_of = module.import("typing", "Union");
    let tagged = module.import(&format!("{PACKAGE}.base"), "Tagged");
    let cases: Vec<&str> = union.cases.iter().map(|case| case.type_name.as_str()).collect();
    let values: Vec<&str> = union.cases.iter().map(|case| case.value.as_str()).collect();
    let attribute = names::attribute(&union.tag);
    let attribute =
        if attribute == union.tag { String::new() } else { format!(", attribute={}", literal::string(&attribute)) };
    let (key, values) = (literal::string(&union.tag), literal::value(&values.into()));
    let mut lines = vec![format!("{any_of}[{}]", cases.join(", ")), format!("{tagged}({key}, {values}{attribute})")];
    if let Some(description) = description_argument(&def.description) {
        lines.push(format!("{}({description})", module.import("pydantic", "Field")));
    }
    let lines = lines.iter().map(|line| format!("{INDENT}{INDENT}{line},\n"));
    let name = &def.name;
    format!(
        "{name} = {alias}(\n{INDENT}{},\n{INDENT}{annotated}[\n{}{INDENT}],\n)",
        literal::string(name),
        lines.collect::<String>(),
    )
}

/// The attributes of a model, one for each field.
fn members(model: &Model, fields: Vec<&Field>, here: &str, module: &mut Module) -> Vec<String> {
    let attributes = names::attributes(fields.iter().map(|field| field.name.as_str()));
    let fields = fields.into_iter().zip(attributes);
    fields.map(|(it, attribute)| field(model, it, &attribute, here, module)).collect()
}

fn field(model: &Model, field: &Field, attribute: &str, here: &str, module: &mut Module) -> String {
    let mut annotation = annotation(model, &field.ty, here, module);
    let mut arguments = Vec::new();
    if field.is_optional() {
        annotation.push_str(" | None");
        arguments.push("default=None".to_owned());
    }
    if let Some(default) = &field.default {
        arguments.push(format!("default={}", default_value(model, &field.ty, default, module)));
    }
    if attribute != field.name {
        arguments.push(format!("alias={}", literal::string(&field.name)));
    }
    arguments.extend(description_argument(&description::of_field(model, field)));
    if !field.examples.is_empty() {
        let examples = field.examples.clone().into();
        arguments.push(format!("examples={}", literal::value(&examples)));
    }
    let constructor = module.import("pydantic", "Field");
    let line = format!("{attribute}: {annotation} = {constructor}({})", arguments.join(", "));
    if INDENT.len() + line.len() <= WIDTH {
        return line;
    }
    let arguments = arguments.iter().map(|it| format!("{INDENT}{INDENT}{it},\n"));
    let arguments: String = arguments.collect();
    format!("{attribute}: {annotation} = {constructor}(\n{arguments}{INDENT})")
}

/// A default: a member of an enumeration; a plain value; or JSON, of which Pydantic makes the field's type.
pub(super) fn default_value(model: &Model, ty: &Type, default: &Value, module: &mut Module) -> String {
    let json = literal::value(default);
    let Some(name) = named_within(ty) else {
        return json;
    };
    if let (Type::Ref(_), Some(Form::Enum(values))) = (ty, model.types.get(name).map(|def| &def.form)) {
        let members = names::members(values.iter().map(|value| value.value.as_str()));
        let member = members.iter().zip(values).find(|(_, value)| default == value.value.as_str());
        return member.map_or(json, |(member, _)| format!("{name}.{member}"));
    }
    let as_json = module.import(&format!("{PACKAGE}.base"), "as_json");
    format!("{as_json}({json})")
}

fn description_argument(description: &str) -> Option<String> {
    let description = description::clean(description);
    (!description.is_empty()).then(|| format!("description={}", literal::string(&description)))
}

fn class(name: &str, base: &str, description: &str, members: &[String]) -> String {
    let mut body = Vec::new();
    if !description::clean(description).is_empty() {
        let gap = if members.is_empty() { "" } else { "\n" };
        body.push(literal::docstring(description, INDENT.len()) + gap);
    }
    body.extend_from_slice(members);
    if body.is_empty() {
        body.push("pass".to_owned());
    }
    let body = body.iter().map(|member| format!("\n{INDENT}{member}"));
    format!("class {name}({base}):{}", body.collect::<String>())
}

/// A line with what it means below it.
fn documented(line: &str, description: &str) -> String {
    if description::clean(description).is_empty() {
        return line.to_owned();
    }
    format!("{line}\n{INDENT}{}", literal::docstring(description, INDENT.len()))
}
