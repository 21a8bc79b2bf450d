//! Lint of composition: every compile-phase method has a caller, and every answer has a document that carries the answer.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Place};

use super::{Composition, FILE, Question, carried, carrier, named};
use crate::messages;
use crate::model::{AskedFor, Carrier, Interface, Method, Model, Phase, Selection};

/// Reports the methods that nothing asks and the answers that nothing carries.
pub(super) fn lint(model: &Model, composition: &Composition<'_>, out: &mut Findings) {
    let mut linter = Linter { model, out };
    linter.unasked(composition);
    linter.named_twice(&composition.platform);
    linter.named_twice(&composition.product);
    linter.uncarried(composition);
}

struct Linter<'m, 'o> {
    model: &'m Model,
    out: &'o mut Findings,
}

impl Linter<'_, '_> {
    /// Every compile-phase method is asked, answers a parameter, or states why floe never asks.
    fn unasked(&mut self, composition: &Composition<'_>) {
        let all = [&composition.platform, &composition.product, &composition.artifact];
        let mut asked: BTreeSet<(&str, &str)> = BTreeSet::new();
        for question in all.into_iter().flatten() {
            let mut names = BTreeSet::new();
            question.call.methods(&mut names);
            asked.extend(names.into_iter().map(|name| (question.interface.head.id.name.as_str(), name)));
        }
        for interface in self.model.interfaces.iter().filter(|interface| interface.group.is_some()) {
            for method in &interface.methods {
                let found = Self::unfit(method).or_else(|| {
                    let silent = method.phase == Phase::Compile && method.asked_for.is_none();
                    let is_asked = asked.contains(&(interface.head.id.name.as_str(), method.name.as_str()));
                    (silent && !is_asked).then(|| {
                        let help = "write `for`, or `for: embedders` with `why`";
                        (messages::method_unasked(&method.name), help)
                    })
                });
                if let Some((finding, help)) = found {
                    self.error(&method.place, finding, help);
                }
            }
        }
    }

    /// The finding about keys for callers that do not fit the method, with the remedy.
    fn unfit(method: &Method) -> Option<(Diagnostic, &'static str)> {
        let name = &method.name;
        let is_embedded = method.asked_for == Some(AskedFor::Embedders);
        if method.asked_for.is_some() && (method.phase == Phase::Run || !is_embedded && method.facet.is_some()) {
            return Some((messages::question_invalid_phase(name), "remove `for`"));
        }
        if is_embedded != method.why.is_some() {
            return Some((messages::question_invalid_why(name), "write both, or neither"));
        }
        let stranger = method.from.keys().find(|from| !method.takes.iter().any(|taken| taken.name == **from));
        if let Some(stranger) = stranger {
            return Some((messages::question_invalid_parameter(name, stranger), "name a parameter under `from`"));
        }
        if method.answer.is_some() && method.asked_for != Some(AskedFor::Product) {
            return Some((messages::question_invalid_answer(name), "remove `as`"));
        }
        let is_asked = method.asked_for.is_some() && !is_embedded;
        if is_asked && method.optional {
            return Some((messages::question_invalid_absent(name), "remove `optional`"));
        }
        let returns = method.returns.as_ref().and_then(named);
        if method.asked_for == Some(AskedFor::Artifact) && returns != Some(FILE) {
            let help = "return the file that stands beside the artifact";
            return Some((messages::question_invalid_file(name, FILE), help));
        }
        None
    }

    /// Each answer has a name of its own: the name of the category, or the name under `as`.
    fn named_twice(&mut self, questions: &[Question<'_>]) {
        let mut names: BTreeMap<&str, &Question<'_>> = BTreeMap::new();
        for question in questions {
            let method = question.call.method;
            if let Some(first) = names.insert(question.answer_name(), question) {
                let finding =
                    messages::question_invalid_taken(question.answer_name(), &method.name, &first.call.method.name);
                let finding = finding.related(first.call.method.place.clone(), "here first");
                self.error(&method.place, finding, "give one of the answers another name under `as`");
            }
        }
    }

    /// Every binding has a field in the documents that carry the binding.
    fn uncarried(&mut self, composition: &Composition<'_>) {
        let mut filled: BTreeSet<(&str, &str)> = BTreeSet::new();
        for question in composition.platform.iter().chain(&composition.product) {
            let carriers: &[Carrier] = match question.asked_for() {
                Some(AskedFor::Platform) => &[Carrier::Platform],
                Some(AskedFor::Both) => &[Carrier::Platform, Carrier::Product],
                Some(AskedFor::Product) if question.call.method.answer.is_none() => &[Carrier::Product],
                _ => &[],
            };
            for of in carriers {
                let of_whom = if *of == Carrier::Platform { "platform" } else { "product" };
                let place = &question.call.method.place;
                let name = &question.call.method.name;
                let Some(carrier) = carrier(self.model, *of) else {
                    let help = format!("write `x-floe-carries: {of_whom}` at the type that carries them");
                    self.error(place, messages::binding_uncarried_type(name, of_whom), help);
                    continue;
                };
                match carried(carrier, question) {
                    None => {
                        let answer = question.answer_type().unwrap_or("a value without a named type");
                        let help = format!("add a field of that type to {}", carrier.name);
                        self.error(place, messages::binding_uncarried(name, answer, &carrier.name), help);
                    }
                    Some(field) if field.required && !is_always_selected(question.interface) => {
                        let category = &question.interface.head.id.name;
                        let finding = messages::binding_uncarried_required(category, &field.name);
                        self.error(&field.place, finding, "remove it from `required`");
                    }
                    Some(field) if !filled.insert((&carrier.name, &field.name)) => {
                        let finding = messages::binding_uncarried_twice(&carrier.name, &field.name, name);
                        self.error(place, finding, "return a type of its own");
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn error(&mut self, place: &Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place.clone()).help(help));
    }
}

fn is_always_selected(interface: &Interface) -> bool {
    matches!(interface.selection, Selection::Required | Selection::Default(_))
}
