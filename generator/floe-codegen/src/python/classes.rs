//! Named types as Pydantic models, enumerations and discriminated unions.

use floe_contract::model::{Case, Field, Form, Model, Type, TypeDef, Union};
use serde_json::Value;

use super::module::Module;
use super::names;
use super::{INDENT, WIDTH, literal};
use crate::inside::{cases, named_within};
use crate::json_schema::description;

/// The names of the classes and aliases that those types may become.
pub(super) fn names(model: &Model, types: &[String]) -> Vec<String> {
    let defs = types.iter().filter_map(|name| model.types.get(name));
    let cases = defs.flat_map(|def| cases(def).iter().map(|case| case.type_name.clone()));
    types.iter().map(|name| root_name(name)).chain(types.iter().cloned()).chain(cases).collect()
}

fn root_name(name: &str) -> String {
    format!("{name}Root")
}

impl Module<'_> {
    /// Adds the class or classes of a named type.
    pub(super) fn push_type(&mut self, def: &TypeDef) {
        match &def.form {
            Form::Object(fields) => self.push_model(&def.name, &def.description, None, fields),
            Form::Enum(values) => {
                let base = self.import("enum", "StrEnum");
                let members = names::members(values.iter().map(|value| value.value.as_str()));
                let members = members.iter().zip(values).map(|(member, value)| {
                    documented(format!("{member} = {}", literal::string(&value.value)), &value.description)
                });
                self.push(class(&def.name, &base, &def.description, members.collect()));
            }
            Form::Union(union) => {
                for case in &union.cases {
                    self.push_model(&case.type_name, &case.description, Some((union, case)), &case.fields);
                }
                let alias = self.alias(def, union);
                self.push(alias);
            }
        }
    }

    /// A root that is no object gets another model, because every root needs a method for the schema.
    pub(super) fn push_root(&mut self, def: &TypeDef) -> String {
        let name = root_name(&def.name);
        let (base, config) = (self.pydantic("RootModel"), self.pydantic("ConfigDict"));
        let title = format!("model_config = {config}(title={}, frozen=True)", literal::string(&def.name));
        self.push(class(&name, &format!("{base}[{}]", def.name), "", vec![title]));
        name
    }

    /// Adds a model with one attribute for each field; the tag of a case comes first.
    fn push_model(&mut self, name: &str, description: &str, tag: Option<(&Union, &Case)>, fields: &[Field]) {
        let tag_name = tag.map(|(union, _)| union.tag.as_str());
        let names = tag_name.into_iter().chain(fields.iter().map(|field| field.name.as_str()));
        let mut attributes = names::attributes(names).into_iter();
        let tag = tag.map(|(union, case)| {
            let (attribute, ty) = (attributes.next().unwrap_or_default(), Type::Const(case.value.clone()));
            let annotation = self.annotation(&ty);
            self.member(&attribute, &union.tag, &annotation, Vec::new(), &union.tag_description, &[])
        });
        let mut members = Vec::from_iter(tag);
        members.extend(fields.iter().zip(attributes).map(|(field, attribute)| self.field(field, &attribute)));
        let base = self.base("Closed");
        self.push(class(name, &base, description, members));
    }

    /// The alias of a union: the models, the tag that tells them apart, the description.
    fn alias(&mut self, def: &TypeDef, union: &Union) -> String {
        let (alias, annotated) =
            (self.import("typing_extensions", "TypeAliasType"), self.import("typing", "Annotated"));
        let (any_of, tagged) = (self.import("typing", "Union"), self.base("Tagged"));
        let cases: Vec<&str> = union.cases.iter().map(|case| case.type_name.as_str()).collect();
        let values: Vec<&str> = union.cases.iter().map(|case| case.value.as_str()).collect();
        let attribute = Some(names::attribute(&union.tag)).filter(|attribute| *attribute != union.tag);
        let attribute = attribute.map(|attribute| format!(", attribute={}", literal::string(&attribute)));
        let attribute = attribute.unwrap_or_default();
        let (key, values) = (literal::string(&union.tag), literal::value(&values.into()));
        let mut lines =
            vec![format!("{any_of}[{}]", cases.join(", ")), format!("{tagged}({key}, {values}{attribute})")];
        if let Some(description) = description_argument(&def.description) {
            lines.push(format!("{}({description})", self.pydantic("Field")));
        }
        let (name, quoted, lines) = (&def.name, literal::string(&def.name), lines.join(",\n        "));
        format!("{name} = {alias}(\n    {quoted},\n    {annotated}[\n        {lines},\n    ],\n)")
    }

    fn field(&mut self, field: &Field, attribute: &str) -> String {
        let mut annotation = self.annotation(&field.ty);
        let mut arguments = Vec::new();
        if field.is_optional() {
            annotation.push_str(" | None");
            arguments.push("default=None".to_owned());
        }
        if let Some(default) = &field.default {
            arguments.push(format!("default={}", self.default_value(&field.ty, default)));
        }
        let description = description::of_field(self.model, field);
        self.member(attribute, &field.name, &annotation, arguments, &description, &field.examples)
    }

    fn member(
        &mut self,
        attribute: &str,
        name: &str,
        annotation: &str,
        mut arguments: Vec<String>,
        description: &str,
        examples: &[Value],
    ) -> String {
        if attribute != name {
            arguments.push(format!("alias={}", literal::string(name)));
        }
        arguments.extend(description_argument(description));
        if !examples.is_empty() {
            arguments.push(format!("examples={}", literal::value(&examples.into())));
        }
        let constructor = self.pydantic("Field");
        let line = format!("{attribute}: {annotation} = {constructor}({})", arguments.join(", "));
        if INDENT.len() + line.len() <= WIDTH {
            return line;
        }
        format!("{attribute}: {annotation} = {constructor}(\n        {},\n    )", arguments.join(",\n        "))
    }

    /// A default: a member of an enumeration, a plain value, or JSON that Pydantic turns into the field's type.
    pub(super) fn default_value(&mut self, ty: &Type, default: &Value) -> String {
        let json = literal::value(default);
        let Some(name) = named_within(ty) else { return json };
        if let (Type::Ref(_), Some(Form::Enum(values))) = (ty, self.model.types.get(name).map(|def| &def.form)) {
            let members = names::members(values.iter().map(|value| value.value.as_str()));
            let member = members.iter().zip(values).find(|(_, value)| default == value.value.as_str());
            return member.map_or(json, |(member, _)| format!("{name}.{member}"));
        }
        format!("{}({json})", self.base("as_json"))
    }
}

fn description_argument(description: &str) -> Option<String> {
    let description = description::clean(description);
    (!description.is_empty()).then(|| format!("description={}", literal::string(&description)))
}

fn class(name: &str, base: &str, description: &str, mut members: Vec<String>) -> String {
    if !description::clean(description).is_empty() {
        let gap = if members.is_empty() { "" } else { "\n" };
        members.insert(0, literal::docstring(description, INDENT.len()) + gap);
    }
    if members.is_empty() {
        members.push("pass".to_owned());
    }
    format!("class {name}({base}):\n    {}", members.join("\n    "))
}

fn documented(line: String, description: &str) -> String {
    if description::clean(description).is_empty() {
        return line;
    }
    format!("{line}\n{INDENT}{}", literal::docstring(description, INDENT.len()))
}
