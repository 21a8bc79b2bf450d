//! Resolving of composition: finds the source of each argument of the interface contracts, in topological order. Judges no answer.

use floe_base::{Diagnostic, Findings, Place};

use super::{Call, Composition, Question, Source, named};
use crate::messages;
use crate::model::{AskedFor, Interface, Method, Model, Parameter, Phase, Selection, Type};
use crate::reader::suggestion;

/// The types that arguments have without any plugin's answer, each with its source.
const GIVEN: [(&str, Source<'static>); 3] =
    [("PlatformTarget", Source::Target), ("ProductNames", Source::Product), ("CompiledArtifacts", Source::Artifact)];
/// The type whose list holds the credentials of every binding.
const CREDENTIAL: &str = "Credential";
/// The type of the list of products.
const PRODUCT: &str = "ProductNames";

/// Reads the composition from the interface contracts. Findings go to `out`; questions with findings are left out.
pub fn composition<'m>(model: &'m Model, out: &mut Findings) -> Composition<'m> {
    let mut composer = Composer { model, bindings: Vec::new(), out };
    composer.bindings = composer.asked(&[AskedFor::Platform, AskedFor::Both]);
    let platform = composer.questions(&[AskedFor::Platform, AskedFor::Both]);
    let product = composer.questions(&[AskedFor::Product]);
    let artifact = composer.questions(&[AskedFor::Artifact]);
    let composition = Composition { platform: composer.sorted(platform), product, artifact };
    super::lint::lint(model, &composition, out);
    composition
}

struct Composer<'m, 'o> {
    model: &'m Model,
    /// The methods that make the bindings of the platform.
    bindings: Vec<(&'m Interface, &'m Method)>,
    out: &'o mut Findings,
}

impl<'m> Composer<'m, '_> {
    fn asked(&self, asked_for: &[AskedFor]) -> Vec<(&'m Interface, &'m Method)> {
        let categories = self.model.interfaces.iter().filter(|interface| interface.group.is_some());
        let methods = categories.flat_map(|interface| interface.methods.iter().map(move |method| (interface, method)));
        methods.filter(|(_, method)| method.asked_for.is_some_and(|asked| asked_for.contains(&asked))).collect()
    }

    fn questions(&mut self, asked_for: &[AskedFor]) -> Vec<Question<'m>> {
        let mut questions = Vec::new();
        for (interface, method) in self.asked(asked_for) {
            let asked_for = asked_for[0];
            if let Some(call) = self.call(interface, method, asked_for, &mut vec![method.name.as_str()]) {
                questions.push(Question { interface, call });
            }
        }
        questions
    }

    /// A method with the sources of its arguments; `open` are the methods that wait for an answer.
    fn call(
        &mut self,
        interface: &'m Interface,
        method: &'m Method,
        asked_for: AskedFor,
        open: &mut Vec<&'m str>,
    ) -> Option<Call<'m>> {
        let sources = method.takes.iter().map(|parameter| self.source(interface, method, parameter, asked_for, open));
        let sources: Vec<Option<Source<'m>>> = sources.collect();
        Some(Call { method, arguments: sources.into_iter().collect::<Option<_>>()? })
    }

    fn source(
        &mut self,
        interface: &'m Interface,
        method: &'m Method,
        parameter: &'m Parameter,
        asked_for: AskedFor,
        open: &mut Vec<&'m str>,
    ) -> Option<Source<'m>> {
        if let Some(other) = self.other_method(interface, method, parameter)? {
            if open.contains(&other.name.as_str()) {
                let finding = messages::composition_circular_method(&method.name, &other.name);
                self.error(&method.place, finding, "take the value from elsewhere");
                return None;
            }
            open.push(&other.name);
            let call = self.call(interface, other, asked_for, open);
            open.pop();
            return Some(Source::Call(Box::new(call?)));
        }
        if let Some(source) = self.by_type(&parameter.ty).filter(|source| is_there(source, asked_for)) {
            return Some(source);
        }
        let help = "take a binding, PlatformTarget, ProductNames or CompiledArtifacts, or name a method under `from`";
        self.error(&method.place, messages::question_invalid_valueless(&method.name, &parameter.name), help);
        None
    }

    /// The other method of the category whose answer the parameter holds. The outer `None` is a method that is not there.
    #[expect(clippy::option_option, reason = "no other method and a method that is not there differ")]
    fn other_method(
        &mut self,
        interface: &'m Interface,
        method: &Method,
        parameter: &Parameter,
    ) -> Option<Option<&'m Method>> {
        let others = || interface.methods.iter().filter(|other| other.phase == Phase::Compile && other.facet.is_none());
        if let Some(name) = method.from.get(&parameter.name) {
            let found = others().find(|other| other.name == *name);
            if found.is_none() {
                let finding = messages::question_invalid_source(&method.name, &parameter.name, name);
                let help = suggestion(name, others().map(|other| other.name.as_str()));
                self.error(&method.place, finding, help);
            }
            return found.map(Some);
        }
        let answers = |other: &&Method| other.asked_for.is_none() && other.returns.as_ref() == Some(&parameter.ty);
        Some(others().find(answers).filter(|_| named(&parameter.ty).is_some()))
    }

    fn by_type(&self, ty: &Type) -> Option<Source<'m>> {
        if let Type::Array { items, .. } = ty {
            match named(items) {
                Some(PRODUCT) => return Some(Source::Products),
                Some(CREDENTIAL) => return Some(Source::Credentials),
                _ => {}
            }
        }
        let given = GIVEN.iter().find(|(name, _)| named(ty) == Some(name)).map(|(_, source)| source.clone());
        given.or_else(|| {
            let binding = self.bindings.iter().find(|(interface, method)| {
                let several = interface.selection == Selection::Several;
                match ty {
                    Type::Array { items, .. } => several && Some(&**items) == method.returns.as_ref(),
                    ty => !several && Some(ty) == method.returns.as_ref(),
                }
            });
            binding.map(|(interface, _)| Source::Binding(interface))
        })
    }

    /// The questions in topological order; the questions of a strongly connected component are reported.
    fn sorted(&mut self, mut open: Vec<Question<'m>>) -> Vec<Question<'m>> {
        let mut sorted: Vec<Question<'m>> = Vec::new();
        while !open.is_empty() {
            let waits = |question: &Question<'m>| {
                let bound = question.needs().into_iter().any(|(need, _)| is_open(need, &open));
                bound || question.needs_credentials() && open.iter().any(|other| !other.needs_credentials())
            };
            let Some(at) = open.iter().position(|question| !waits(question)) else {
                for question in &open {
                    let name = &question.interface.head.id.name;
                    let help = "take one of the bindings out of the parameters";
                    self.error(&question.call.method.place, messages::composition_circular(name), help);
                }
                break;
            };
            sorted.push(open.remove(at));
        }
        sorted
    }

    fn error(&mut self, place: &Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place.clone()).help(help));
    }
}

fn is_open(category: &Interface, open: &[Question<'_>]) -> bool {
    open.iter().any(|question| question.interface.head.id == category.head.id)
}

/// Whether a value is known when floe asks.
fn is_there(source: &Source<'_>, asked_for: AskedFor) -> bool {
    match source {
        Source::Product => matches!(asked_for, AskedFor::Product | AskedFor::Artifact),
        Source::Artifact => asked_for == AskedFor::Artifact,
        _ => true,
    }
}
