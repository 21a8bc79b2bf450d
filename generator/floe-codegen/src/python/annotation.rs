//! Types of the model as Python annotations that judge a value as JSON Schema does.

use floe_contract::model::Type;

use super::literal;
use super::module::Module;
use super::names::{self, PACKAGE};

impl Module<'_> {
    /// The annotation for a type; the module imports the names in the annotation.
    pub(super) fn annotation(&mut self, ty: &Type) -> String {
        match ty {
            Type::Any => self.base("Anything"),
            Type::Boolean => self.pydantic("StrictBool"),
            Type::Integer { min, max } => {
                let whole = self.base("WHOLE");
                let field = self.pydantic("Field");
                self.annotated("int", &format!("{field}(strict=True, ge={min}, le={max}), {whole}"))
            }
            Type::Number { min, max } => {
                let bounds = bound("ge", min.map(literal::float)) + &bound("le", max.map(literal::float));
                let field = self.pydantic("Field");
                self.annotated("float", &format!("{field}(strict=True, allow_inf_nan=False{bounds})"))
            }
            Type::String { min_length: None, max_length: None, pattern: None } => self.base("Text"),
            Type::String { min_length, max_length, pattern } => {
                let pattern = bound("pattern", pattern.as_deref().map(literal::string));
                self.constrained("str", &(lengths(*min_length, *max_length) + &pattern))
            }
            Type::Const(text) => format!("{}[{}]", self.import("typing", "Literal"), literal::string(text)),
            Type::Scalar(name) => self.scalar(name),
            Type::Array { items, min_items, max_items } => {
                let items = self.annotation(items);
                self.constrained(&format!("list[{items}]"), &lengths(*min_items, *max_items))
            }
            Type::Map { values, keys, min_properties, max_properties } => {
                let values = self.annotation(values);
                let keys = keys.as_deref().map(|scalar| self.scalar(scalar));
                let keys = keys.unwrap_or_else(|| self.base("Text"));
                self.constrained(&format!("dict[{keys}, {values}]"), &lengths(*min_properties, *max_properties))
            }
            Type::Ref(name) => self.named(name),
        }
    }

    /// The annotation without constraints: in a method's signature.
    pub(super) fn plain(&mut self, ty: &Type) -> String {
        match ty {
            Type::Any => self.import("typing", "Any"),
            Type::Boolean => "bool".to_owned(),
            Type::Integer { .. } => "int".to_owned(),
            Type::Number { .. } => "float".to_owned(),
            Type::String { .. } => "str".to_owned(),
            Type::Array { items, .. } => format!("list[{}]", self.plain(items)),
            Type::Map { values, .. } => format!("dict[str, {}]", self.plain(values)),
            Type::Const(_) | Type::Scalar(_) | Type::Ref(_) => self.annotation(ty),
        }
    }

    fn scalar(&mut self, name: &str) -> String {
        format!("{}.{}", self.import(PACKAGE, "scalars"), names::scalar(name))
    }

    fn named(&mut self, name: &str) -> String {
        match self.model.types.get(name).map(|def| names::module(&def.contract)) {
            Some(home) if home != self.name => self.import(&home, name),
            _ => name.to_owned(),
        }
    }

    fn constrained(&mut self, base: &str, constraints: &str) -> String {
        let Some(constraints) = constraints.strip_prefix(", ") else { return base.to_owned() };
        let field = self.pydantic("Field");
        self.annotated(base, &format!("{field}({constraints})"))
    }

    fn annotated(&mut self, base: &str, metadata: &str) -> String {
        format!("{}[{base}, {metadata}]", self.import("typing", "Annotated"))
    }
}

fn lengths(min: Option<u64>, max: Option<u64>) -> String {
    bound("min_length", min) + &bound("max_length", max)
}

/// `, keyword=value` where there is a value.
fn bound(keyword: &str, value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| format!(", {keyword}={}", value.to_string()))
}
