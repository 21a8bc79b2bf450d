//! Lint of composition: every compile-phase method has a caller, and every answer has a document that carries the answer.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Place};

use super::{Composition, FILE, Question, carried, carrier, categories, named};
use crate::messages;
use crate::model::{AskedFor, Carrier, Interface, Method, Model, Phase, Selection};

/// Reports the methods that nothing asks, the answers that nothing carries, and the needs of runs that nothing reads.
pub(super) fn lint(model: &Model, composition: &Composition<'_>, out: &mut Findings) {
    let mut linter = Linter { model, out };
    linter.unasked(composition);
    linter.named_twice(&composition.platform);
    linter.named_twice(&composition.product);
    linter.uncarried(composition);
    linter.unread();
}

struct Linter<'m, 'o> {
    model: &'m Model,
    out: &'o mut Findings,
}

impl Linter<'_, '_> {
    /// Every compile-phase method is asked, answers a parameter, or states why floe never asks.
    fn unasked(&mut self, composition: &Composition<'_>) {
        let asked: Vec<&Method> = composition.all().flat_map(Question::methods).collect();
        for method in categories(self.model).flat_map(|interface| &interface.methods) {
            let silent = method.phase == Phase::Compile && method.asked_for.is_none();
            if let Some((finding, help)) = Self::unfit(method) {
                self.error(&method.place, finding, help);
            } else if silent && !asked.iter().any(|asked| std::ptr::eq(*asked, method)) {
                let help = "write `for`, or `for: embedders` with `why`";
                self.error(&method.place, messages::method_unasked(&method.name), help);
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
                    messages::question_invalid_taken(&method.name, question.answer_name(), &first.call.method.name);
                let finding = finding.related(first.call.method.place.clone(), "here first");
                self.error(&method.place, finding, "give one of the answers another name under `as`");
            }
        }
    }

    /// Every binding has a field in the documents that carry the binding.
    fn uncarried(&mut self, composition: &Composition<'_>) {
        let mut filled: BTreeSet<(&str, &str)> = BTreeSet::new();
        for question in composition.platform.iter().chain(&composition.product) {
            let Method { name, place, answer, .. } = question.call.method;
            let (platform, product) = ((Carrier::Platform, "platform"), (Carrier::Product, "product"));
            let carriers: &[_] = match question.asked_for() {
                Some(AskedFor::Platform) => &[platform],
                Some(AskedFor::Both) => &[platform, product],
                Some(AskedFor::Product) if answer.is_none() => &[product],
                _ => &[],
            };
            for (of, of_whom) in carriers {
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
                        let finding = messages::binding_uncarried_twice(name, &carrier.name, &field.name);
                        self.error(place, finding, "return a type of its own");
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The needs of runs are read by the workloads that run products.
    fn unread(&mut self) {
        let mut workloads = self.model.components.iter().flat_map(|component| &component.workloads);
        if workloads.any(|workload| workload.products) {
            return;
        }
        let bindings = self.model.bindings.iter().filter(|binding| binding.runs);
        let bindings = bindings.map(|binding| (&binding.head, "/runs".to_owned()));
        let additions = self.model.plugins.iter().flat_map(|plugin| {
            let adding = plugin.adds.iter().enumerate().filter(|(_, addition)| addition.runs);
            adding.map(|(at, _)| (&plugin.head, format!("/adds/{at}/runs")))
        });
        for (head, pointer) in bindings.chain(additions) {
            let Some(source) = self.model.sources.get(&head.file) else { continue };
            let finding = messages::part_unused_runs();
            let help = "write `products: true` at the workload whose pods run products, or remove `runs`";
            self.error(&source.key_place(&pointer), finding, help);
        }
    }

    fn error(&mut self, place: &Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place.clone()).help(help));
    }
}

fn is_always_selected(interface: &Interface) -> bool {
    matches!(interface.selection, Selection::Required | Selection::Default(_))
}
