//! An implementation of a plugin interface in Python, for the reference: every required method, each with an example of a return value.

use floe_contract::model::{Form, Interface, Method, Model, Type};
use serde_json::Value;

use super::interface::{class_name, groups, keyword};
use super::module::Module;
use super::names;
use super::{INDENT, WIDTH, literal};
use crate::inside::named_within;
use crate::sample;

/// The source of a module that implements the interface; `None` where nothing must be implemented.
pub(crate) fn implementation(model: &Model, interface: &Interface) -> Option<String> {
    let mut module = Module::new(model, "", []);
    let mut found = false;
    for (role, methods) in groups(interface) {
        // Plugins of every category have the methods of the base.
        let bases = model.interfaces.iter().filter(|other| other.is_base() && interface.group.is_some());
        let shared = bases.flat_map(groups).filter(|(other, _)| *other == role).flat_map(|(_, methods)| methods);
        let required = shared.chain(methods).filter(|method| method.default.is_none());
        let methods: Vec<String> = required.map(|method| module.example(method)).collect();
        if methods.is_empty() {
            continue;
        }
        found = true;
        let base = module.import(&names::module(&interface.head.id), &class_name(interface, &role));
        module.push(format!("class Example{base}({base}):\n{}", methods.join("\n\n")));
    }
    found.then(|| module.script())
}

impl Module<'_> {
    fn example(&mut self, method: &Method) -> String {
        let (keyword, name) = (keyword(method), names::parameter(&method.name));
        let takes = self.parameters(&method.takes);
        let returns = self.returned(method);
        let value = method.returns.as_ref().map_or_else(|| "None".to_owned(), |ty| self.sample(ty, &returns));
        format!("    {keyword} {name}(self{takes}) -> {returns}:\n        return {value}")
    }

    fn sample(&mut self, ty: &Type, returns: &str) -> String {
        let text = written(&sample::value(self.model, ty), 2);
        let Some(name) = named_within(ty) else { return text };
        match self.model.types.get(name) {
            Some(def) if matches!((ty, &def.form), (Type::Ref(_), Form::Object(_))) => {
                format!("{}.model_validate({text})", self.import(&names::module(&def.contract), name))
            }
            _ => {
                // The example is present.
                let present = returns.strip_suffix(" | None").unwrap_or(returns);
                format!("{}({present}).validate_python({text})", self.pydantic("TypeAdapter"))
            }
        }
    }
}

/// A value as Python source, over several lines where one would be too long.
fn written(value: &Value, depth: usize) -> String {
    let line = literal::value(value);
    if line.len() + (depth + 2) * INDENT.len() <= WIDTH {
        return line;
    }
    let (open, items, close): (_, Vec<String>, _) = match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, it)| literal::string(key) + ": " + &written(it, depth + 1));
            ('{', entries.collect(), '}')
        }
        Value::Array(items) => ('[', items.iter().map(|it| written(it, depth + 1)).collect(), ']'),
        _ => return line,
    };
    let (inner, margin) = (INDENT.repeat(depth + 1), INDENT.repeat(depth));
    format!("{open}\n{inner}{},\n{margin}{close}", items.join(&format!(",\n{inner}")))
}
