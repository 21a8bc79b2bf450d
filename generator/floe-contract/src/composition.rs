//! Composition: the compile-phase methods that floe calls, in topological order, with the source of each argument. Calls no plugin.

mod lint;
mod resolve;

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
    /// Every question.
    fn all(&self) -> impl Iterator<Item = &Question<'m>> {
        self.platform.iter().chain(&self.product).chain(&self.artifact)
    }

    /// Every question to the plugins of one category.
    pub fn of<'a>(&'a self, interface: &'a Interface) -> impl Iterator<Item = &'a Question<'m>> {
        self.all().filter(|question| question.interface.head.id == interface.head.id)
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
        let needs = self.call.all_given().into_iter().filter_map(|(parameter, source)| match source {
            Source::Binding(interface) => Some((*interface, parameter.optional)),
            _ => None,
        });
        needs.collect()
    }

    fn needs_credentials(&self) -> bool {
        self.call.all_given().iter().any(|(_, source)| matches!(source, Source::Credentials))
    }

    /// The method, and the methods that answer its parameters.
    fn methods(&self) -> Vec<&'m Method> {
        let others = self.call.all_given().into_iter();
        let others =
            others.filter_map(|(_, source)| if let Source::Call(call) = source { Some(call.method) } else { None });
        [self.call.method].into_iter().chain(others).collect()
    }
}

impl<'m> Call<'m> {
    /// Each argument with its parameter.
    pub fn given(&self) -> impl Iterator<Item = (&'m Parameter, &Source<'m>)> {
        self.method.takes.iter().zip(&self.arguments)
    }

    /// The same, with the arguments of the methods that answer the parameters.
    fn all_given(&self) -> Vec<(&'m Parameter, &Source<'m>)> {
        let mut all = Vec::new();
        for (parameter, source) in self.given() {
            all.push((parameter, source));
            if let Source::Call(call) = source {
                all.extend(call.all_given());
            }
        }
        all
    }
}

/// The interfaces that are categories of plugins.
fn categories(model: &Model) -> impl Iterator<Item = &Interface> {
    model.interfaces.iter().filter(|interface| interface.group.is_some())
}

/// The type that carries the bindings of the platform or of a product.
pub fn carrier(model: &Model, of: Carrier) -> Option<&TypeDef> {
    model.types.values().find(|def| def.carries == Some(of))
}

/// The field of a carrier that holds the answer of a question.
pub fn carried<'m>(carrier: &'m TypeDef, question: &Question<'_>) -> Option<&'m Field> {
    let Form::Object(fields) = &carrier.form else { return None };
    let answer = question.call.method.returns.as_ref().filter(|answer| named(answer).is_some())?;
    fields.iter().find(|field| question.interface.is_held(answer, &field.ty))
}

impl Interface {
    /// Whether a type holds the answers of the selected plugins: the answer of one, or the list of the answers of several.
    fn is_held(&self, answer: &Type, by: &Type) -> bool {
        match by {
            Type::Array { items, .. } if self.selection == Selection::Several => **items == *answer,
            ty => self.selection != Selection::Several && ty == answer,
        }
    }
}

fn named(ty: &Type) -> Option<&str> {
    if let Type::Ref(name) = ty { Some(name) } else { None }
}
