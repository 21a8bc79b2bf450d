//! Resolving of composition: finds the source of each argument of the interface contracts, in topological order. Judges no answer.

use floe_base::{Diagnostic, Findings, Place};

use super::{Call, Composition, Question, Source, categories, named};
use crate::messages;
use crate::model::{AskedFor, Interface, Method, Model, Parameter, Phase, Type};
use crate::reader::suggestion;

/// The types that arguments have without any plugin's answer, each with the source.
const GIVEN: [(&str, Source<'static>); 3] =
    [("PlatformTarget", Source::Target), ("ProductNames", Source::Product), ("CompiledArtifacts", Source::Artifact)];
/// The type whose list holds the credentials of every binding.
const CREDENTIAL: &str = "Credential";
/// The type of the list of products.
const PRODUCT: &str = "ProductNames";

/// Reads the composition from the interface contracts. Findings go to `out`; questions with findings are left out.
pub fn composition<'m>(model: &'m Model, out: &mut Findings) -> Composition<'m> {
    let asked = |subjects: &[AskedFor]| -> Vec<Asked<'m>> {
        let methods = categories(model).flat_map(|one| one.methods.iter().map(move |method| (one, method)));
        methods.filter(|(_, method)| method.asked_for.is_some_and(|subject| subjects.contains(&subject))).collect()
    };
    let bindings = asked(&[AskedFor::Platform, AskedFor::Both]);
    let mut composer = Composer { bindings: &bindings, asked_for: AskedFor::Platform, open: Vec::new(), out };
    let platform = composer.questions(AskedFor::Platform, &bindings);
    let product = composer.questions(AskedFor::Product, &asked(&[AskedFor::Product]));
    let artifact = composer.questions(AskedFor::Artifact, &asked(&[AskedFor::Artifact]));
    let composition = Composition { platform: composer.sorted(platform), product, artifact };
    super::lint::lint(model, &composition, out);
    composition
}

/// A method that floe asks, with the category.
type Asked<'m> = (&'m Interface, &'m Method);

struct Composer<'m, 'o> {
    /// The methods that make the bindings of the platform.
    bindings: &'o [Asked<'m>],
    /// The subject for which floe asks.
    asked_for: AskedFor,
    /// The methods that wait for an answer.
    open: Vec<&'m str>,
    out: &'o mut Findings,
}

impl<'m> Composer<'m, '_> {
    fn questions(&mut self, asked_for: AskedFor, asked: &[Asked<'m>]) -> Vec<Question<'m>> {
        self.asked_for = asked_for;
        let question = |(interface, method): &Asked<'m>| {
            let call = self.call(interface, method)?;
            Some(Question { interface, call })
        };
        asked.iter().filter_map(question).collect()
    }

    /// A method with the sources of the arguments.
    fn call(&mut self, interface: &'m Interface, method: &'m Method) -> Option<Call<'m>> {
        self.open.push(&method.name);
        let sources = method.takes.iter().map(|parameter| self.source(interface, method, parameter));
        let sources: Vec<Option<Source<'m>>> = sources.collect();
        self.open.pop();
        Some(Call { method, arguments: sources.into_iter().collect::<Option<_>>()? })
    }

    fn source(&mut self, interface: &'m Interface, method: &Method, parameter: &Parameter) -> Option<Source<'m>> {
        let others = || interface.methods.iter().filter(|other| other.phase == Phase::Compile && other.facet.is_none());
        let other = if let Some(name) = method.from.get(&parameter.name) {
            let found = others().find(|other| other.name == *name);
            if found.is_none() {
                let finding = messages::question_invalid_source(&method.name, &parameter.name, name);
                let help = suggestion(name, others().map(|other| other.name.as_str()));
                self.error(&method.place, finding, help);
                return None;
            }
            found
        } else {
            let answers = |other: &&Method| other.asked_for.is_none() && other.returns.as_ref() == Some(&parameter.ty);
            others().find(answers).filter(|_| named(&parameter.ty).is_some())
        };
        if let Some(other) = other {
            if self.open.contains(&other.name.as_str()) {
                let finding = messages::composition_circular_method(&method.name, &other.name);
                self.error(&method.place, finding, "take the value from elsewhere");
                return None;
            }
            return Some(Source::Call(Box::new(self.call(interface, other)?)));
        }
        if let Some(source) = self.by_type(&parameter.ty).filter(|source| is_there(source, self.asked_for)) {
            return Some(source);
        }
        let help = "take a binding, PlatformTarget, ProductNames or CompiledArtifacts, or name a method under `from`";
        self.error(&method.place, messages::question_invalid_valueless(&method.name, &parameter.name), help);
        None
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
            let answers =
                self.bindings.iter().filter_map(|(interface, method)| Some((*interface, method.returns.as_ref()?)));
            let mut holding = answers.filter(|(interface, answer)| interface.is_held(answer, ty));
            holding.next().map(|(interface, _)| Source::Binding(interface))
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
