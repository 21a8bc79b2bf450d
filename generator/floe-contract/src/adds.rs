//! Additions: puts the properties, types and values that plugins add into binding contracts. Reads no contract.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Findings, names};

use crate::lint::SETS;
use crate::messages;
use crate::model::{AddedField, Addition, ContractId, EnumValue, Field, Form, Model, Plugin, Rule, Type, TypeDef};
use crate::reader::suggestion;

/// The property of a binding that names the plugin which made the binding.
const PROVIDER: &str = "provider";

/// Adds the additions of each plugin. Additions without a place are findings.
pub(crate) fn apply(model: &mut Model, out: &mut Findings) {
    let plugins = std::mem::take(&mut model.plugins);
    for plugin in &plugins {
        for addition in &plugin.adds {
            if let Err(finding) = add(model, plugin, addition) {
                out.push(*finding);
            }
        }
    }
    model.plugins = plugins;
}

fn add(model: &mut Model, plugin: &Plugin, addition: &Addition) -> Result<(), Box<Diagnostic>> {
    let known: Vec<String> = model.bindings.iter().map(|binding| format!("floe:{}", binding.head.id)).collect();
    let Some(at) = known.iter().position(|known| *known == addition.to) else {
        let help = suggestion(&addition.to, known.iter().map(String::as_str));
        return Err(refused(addition, messages::addition_invalid(&addition.to), help));
    };
    let (id, root) = (model.bindings[at].head.id.clone(), model.bindings[at].root.clone());
    for (vocabulary, words) in &addition.values {
        extend(model, &id, addition, vocabulary, words)?;
    }
    for name in &addition.types {
        if let Some(def) = model.types.get_mut(name) {
            def.contract = id.clone();
            model.bindings[at].types.push(name.clone());
        }
    }
    match (&addition.field, model.types.get_mut(&root)) {
        (Some(field), Some(def)) => property(def, plugin, addition, field),
        _ => Ok(()),
    }
}

/// Adds words with their descriptions to a vocabulary: an enumeration of the binding contract that capabilities use.
fn extend(
    model: &mut Model,
    id: &ContractId,
    addition: &Addition,
    vocabulary: &str,
    words: &BTreeMap<String, String>,
) -> Result<(), Box<Diagnostic>> {
    let known = vocabularies(model, id);
    if !known.contains(&vocabulary) {
        let finding = messages::addition_invalid_vocabulary(&addition.to, vocabulary);
        return Err(refused(addition, finding, suggestion(vocabulary, known)));
    }
    let Some(Form::Enum(values)) = model.types.get_mut(vocabulary).map(|def| &mut def.form) else { return Ok(()) };
    for (word, description) in words {
        if values.iter().any(|value| value.value == *word) {
            let finding = messages::addition_invalid_value(vocabulary, word);
            return Err(refused(addition, finding, "remove the value, or choose another word"));
        }
        let (value, description) = (word.clone(), description.clone());
        values.push(EnumValue { value, description, place: addition.place.clone() });
    }
    Ok(())
}

/// The enumerations of a contract whose values the lists of capabilities and requirements hold.
fn vocabularies<'m>(model: &'m Model, id: &ContractId) -> Vec<&'m str> {
    let sets = SETS.iter().filter_map(|set| model.types.get(*set));
    let fields = sets.flat_map(|def| if let Form::Object(fields) = &def.form { fields.as_slice() } else { &[] });
    let items =
        fields.filter_map(|field| if let Type::Array { items, .. } = &field.ty { Some(&**items) } else { None });
    let named = items.filter_map(|item| if let Type::Ref(name) = item { model.types.get(name) } else { None });
    let own = named.filter(|def| def.contract == *id && matches!(def.form, Form::Enum(_)));
    own.map(|def| def.name.as_str()).collect()
}

/// Adds a property that is required wherever this plugin made the binding, and refused elsewhere.
fn property(
    def: &mut TypeDef,
    plugin: &Plugin,
    addition: &Addition,
    added: &AddedField,
) -> Result<(), Box<Diagnostic>> {
    let Form::Object(fields) = &mut def.form else {
        return Err(refused(addition, messages::addition_invalid_object(&def.name), "remove `field`"));
    };
    let name = names::snake_case(&plugin.name);
    if fields.iter().any(|other| other.name == name) {
        let finding = messages::addition_invalid_property(&def.name, &name);
        return Err(refused(addition, finding, "rename the plugin, or remove `field`"));
    }
    if !fields.iter().any(|other| other.name == PROVIDER) {
        let finding = messages::addition_invalid_provider(&def.name, PROVIDER);
        return Err(refused(addition, finding, format!("add `{PROVIDER}` to the binding")));
    }
    let AddedField { ty, description, place } = added.clone();
    fields.push(Field {
        name: name.clone(),
        ty,
        required: false,
        default: None,
        description,
        examples: Vec::new(),
        secret: None,
        platform_only: false,
        endpoint: None,
        place,
    });
    let (when, is) = (PROVIDER.to_owned(), vec![plugin.name.clone()]);
    def.rules.push(Rule::NeededWhen { key: name.clone(), when: when.clone(), is: is.clone() });
    def.rules.push(Rule::OnlyWhen { key: name, when, is });
    Ok(())
}

fn refused(addition: &Addition, finding: Diagnostic, help: impl Into<String>) -> Box<Diagnostic> {
    Box::new(finding.at(addition.place.clone()).help(help))
}
