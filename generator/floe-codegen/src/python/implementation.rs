//! An implementation of a plugin interface in Python, for its page: every method that must be there, each with an example of what it returns.

use floe_contract::model::{Form, Interface, Method, Model, Phase, Type, TypeDef};
use serde_json::Value;

use super::interface::{Group, groups, parameters, returned};
use super::module::Module;
use super::names;
use super::{INDENT, WIDTH, literal};
use crate::json_schema::named_within;
use crate::sample;

/// The source of a module that implements the interface; `None` where nothing must be implemented.
pub(crate) fn implementation(model: &Model, interface: &Interface) -> Option<String> {
    let mut module = Module::default();
    let mut found = false;
    for (group, methods) in groups(interface) {
        let shared = shared(model, interface, &group);
        let required = shared.iter().chain(&methods).filter(|method| method.default.is_none());
        let methods: Vec<String> = required.map(|it| method(model, it, &mut module)).collect();
        if methods.is_empty() {
            continue;
        }
        found = true;
        let base = module.import(&names::module(&interface.head.id), &group.class_name(interface));
        module.push(format!("class Example{base}({base}):\n{}", methods.join("\n\n")));
    }
    found.then(|| module.script())
}

/// The methods that plugins of every category have in this group.
fn shared<'m>(model: &'m Model, interface: &Interface, group: &Group<'_>) -> Vec<&'m Method> {
    let bases = model.interfaces.iter().filter(|other| other.is_base() && interface.group.is_some());
    let own = bases.flat_map(groups).filter(|(other, _)| other == group);
    own.flat_map(|(_, methods)| methods).collect()
}

fn method(model: &Model, method: &Method, module: &mut Module) -> String {
    let keyword = if method.phase == Phase::Run { "async def" } else { "def" };
    let name = names::parameter(&method.name);
    let takes = parameters(model, &method.takes, "", module);
    let returns = returned(model, method, "", module);
    let head = format!("{INDENT}{keyword} {name}(self{takes}) -> {returns}:");
    let Some(ty) = &method.returns else { return format!("{head}\n{INDENT}{INDENT}return None") };
    let value = sample::value(model, ty);
    let text = written(&value, 2);
    let text = match (ty, named_within(ty)) {
        (_, None) => text,
        (Type::Ref(name), _) if let Some(def) = object(model, name) => {
            format!("{}.model_validate({text})", module.import(&names::module(&def.contract), name))
        }
        _ => format!("{}({}).validate_python({text})", module.import("pydantic", "TypeAdapter"), annotated(&returns)),
    };
    format!("{head}\n{INDENT}{INDENT}return {text}")
}

/// The annotation without what stands for absence: the example is there.
fn annotated(returns: &str) -> &str {
    returns.strip_suffix(" | None").unwrap_or(returns)
}

fn object<'m>(model: &'m Model, name: &str) -> Option<&'m TypeDef> {
    model.types.get(name).filter(|def| matches!(def.form, Form::Object(_)))
}

/// A value as Python source, over several lines where one would be too long.
fn written(value: &Value, depth: usize) -> String {
    let line = literal::value(value);
    if line.len() + (depth + 2) * INDENT.len() <= WIDTH {
        return line;
    }
    let (inner, margin) = (INDENT.repeat(depth + 1), INDENT.repeat(depth));
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            let entries = entries.into_iter();
            let entries =
                entries.map(|(key, it)| format!("{inner}{}: {},\n", literal::string(key), written(it, depth + 1)));
            format!("{{\n{}{margin}}}", entries.collect::<String>())
        }
        Value::Array(items) => {
            let items = items.iter().map(|it| format!("{inner}{},\n", written(it, depth + 1)));
            format!("[\n{}{margin}]", items.collect::<String>())
        }
        _ => line,
    }
}
