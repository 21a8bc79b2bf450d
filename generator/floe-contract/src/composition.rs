//! Composition: the compile-phase methods that floe calls, in topological order, with the source of each argument. Calls no plugin.

mod lint;
mod resolve;

use std::collections::BTreeSet;

use crate::model::{AskedFor, Carrier, Field, Form, Interface, Method, Model, Parameter, Selection, Type, TypeDef};

pub use resolve::composition;

/// The type of a file beside an artifact.
pub const FILE: &str = "EntryPoint";

/// All calls of floe to plugins during compilation.
#[derive(Debug, Clone, Default)]
pub struct Composition<'m> {
    /// The questions for the platform, in topological order.
    pub platform: Vec<Question<'m>>,
    /// The questions for each product.
    pub product: Vec<Question<'m>>,
    /// The questions for each finished artifact.
    pub artifact: Vec<Question<'m>>,
}

/// One method that floe asks of the selected plugins of a category.
#[derive(Debug, Clone)]
pub struct Question<'m> {
    /// The category.
    pub interface: &'m Interface,
    /// The method with its arguments.
    pub call: Call<'m>,
}

/// A method with the source of each parameter, in the order of the parameters.
#[derive(Debug, Clone)]
pub struct Call<'m> {
    /// The method.
    pub method: &'m Method,
    /// The source of each argument.
    pub arguments: Vec<Source<'m>>,
}

/// The source of an argument.
#[derive(Debug, Clone)]
pub enum Source<'m> {
    /// The names and addresses of the platform.
    Target,
    /// The names of all products.
    Products,
    /// The names of one product.
    Product,
    /// The finished artifact of one product.
    Artifact,
    /// The credentials of every binding that does not need the credentials.
    Credentials,
    /// The binding of a category.
    Binding(&'m Interface),
    /// The answer of another method of the category.
    Call(Box<Call<'m>>),
}

impl<'m> Composition<'m> {
    /// Every question to the plugins of one category.
    pub fn of<'a>(&'a self, interface: &'a Interface) -> impl Iterator<Item = &'a Question<'m>> {
        let all = self.platform.iter().chain(&self.product).chain(&self.artifact);
        all.filter(|question| question.interface.head.id == interface.head.id)
    }
}

impl<'m> Question<'m> {
    /// The subject for which floe asks.
    pub fn asked_for(&self) -> Option<AskedFor> {
        self.call.method.asked_for
    }

    /// The name of the answer: the category, or the name that the method gives under `as`.
    pub fn answer_name(&self) -> &'m str {
        self.call.method.answer.as_deref().unwrap_or(&self.interface.head.id.name)
    }

    /// The name of the type of the answer, where the answer has a named type.
    pub fn answer_type(&self) -> Option<&'m str> {
        named(self.call.method.returns.as_ref()?)
    }

    /// The categories whose bindings the question needs, each with whether the binding may be absent.
    pub fn needs(&self) -> Vec<(&'m Interface, bool)> {
        let mut needs = Vec::new();
        self.call.needs(&mut needs);
        needs
    }

    fn needs_credentials(&self) -> bool {
        self.call.any(&|source| matches!(source, Source::Credentials))
    }
}

impl<'m> Call<'m> {
    /// Each argument with its parameter.
    pub fn given(&self) -> impl Iterator<Item = (&'m Parameter, &Source<'m>)> {
        self.method.takes.iter().zip(&self.arguments)
    }

    fn needs(&self, needs: &mut Vec<(&'m Interface, bool)>) {
        for (parameter, source) in self.given() {
            match source {
                Source::Binding(interface) => needs.push((interface, parameter.optional)),
                Source::Call(call) => call.needs(needs),
                _ => {}
            }
        }
    }

    fn any(&self, wanted: &impl Fn(&Source<'m>) -> bool) -> bool {
        self.arguments.iter().any(|source| wanted(source) || matches!(source, Source::Call(call) if call.any(wanted)))
    }

    fn methods(&self, names: &mut BTreeSet<&'m str>) {
        names.insert(&self.method.name);
        for source in &self.arguments {
            if let Source::Call(call) = source {
                call.methods(names);
            }
        }
    }
}

/// The type that carries the bindings of the platform or of a product.
pub fn carrier(model: &Model, of: Carrier) -> Option<&TypeDef> {
    model.types.values().find(|def| def.carries == Some(of))
}

/// The field of a carrier that holds the answer of a question.
pub fn carried<'m>(carrier: &'m TypeDef, question: &Question<'_>) -> Option<&'m Field> {
    let Form::Object(fields) = &carrier.form else { return None };
    let wanted = question.answer_type()?;
    fields.iter().find(|field| match &field.ty {
        Type::Array { items, .. } if question.interface.selection == Selection::Several => named(items) == Some(wanted),
        ty => question.interface.selection != Selection::Several && named(ty) == Some(wanted),
    })
}

fn named(ty: &Type) -> Option<&str> {
    if let Type::Ref(name) = ty { Some(name) } else { None }
}
