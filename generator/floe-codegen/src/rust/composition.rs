//! Composition: the calls of the methods that floe asks, in topological order, and the copies of the answers into documents. Decides no
//! order; `floe_contract::composition` does.

use floe_contract::composition::{Call, Composition, Question, Source, carried, carrier};
use floe_contract::model::{AskedFor, Carrier, Field, Form, Model, Selection};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::scope::Scope;
use super::source::{code, doc, file, tokens};
use super::values::is_given;

/// `composition.rs` of floe-types.
pub(super) fn composition(model: &Model, asked: &Composition<'_>) -> String {
    let own = ["Ask", "PlatformAnswers", "ProductAnswers"].map(|name| format_ident!("{name}"));
    let mut scope = Scope::beside(model, own);
    let platform = answers(&mut scope, "PlatformAnswers", "the platform", &asked.platform);
    let product = answers(&mut scope, "ProductAnswers", "one product", &asked.product);
    let asks = [ask(&mut scope), ask_platform(&mut scope, &asked.platform), ask_product(&mut scope, &asked.product)];
    let files = ask_artifact(&mut scope, &asked.artifact);
    let carriers = carriers(&mut scope, &asked.platform, &asked.product);
    let items = quote!(#platform #product #(#asks)* #files #carriers);
    let about = "Composition: asks each selected plugin as soon as the bindings that the plugin needs are there.";
    file("contracts/interfaces", about, &scope.imports, &code(&items))
}

/// The name under which an answer is kept: `storage`, `dbt_profile`.
fn answer_name(question: &Question<'_>) -> Ident {
    names::value(question.answer_name())
}

fn is_several(question: &Question<'_>) -> bool {
    question.interface.selection == Selection::Several
}

fn answers(scope: &mut Scope<'_>, name: &str, of: &str, questions: &[Question<'_>]) -> TokenStream {
    let ident = format_ident!("{name}");
    let docs = doc(&format!("The answers of the selected plugins for {of}."));
    let fields = questions.iter().map(|question| {
        let ty = question.call.method.returns.as_ref().map_or_else(|| quote!(()), |ty| tokens(&scope.owned(ty)));
        let ty = if is_several(question) { quote!(Vec<#ty>) } else { quote!(Option<#ty>) };
        let (category, method) = (&question.interface.head.id.name, &question.call.method.name);
        let (docs, field) = (doc(&format!("`{method}` of `{category}`.")), answer_name(question));
        quote!(#docs pub #field: #ty,)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, Default)]
        #[non_exhaustive]
        pub struct #ident { #(#fields)* }
    }
}

/// The trait of whoever holds the selected plugins.
fn ask(scope: &mut Scope<'_>) -> TokenStream {
    let category = scope.imports.name("crate::registry", "Category");
    let (entry, error) =
        (scope.imports.name("crate::plugin", "Entry"), scope.imports.name("crate::plugin", "PluginError"));
    let value = tokens(&scope.foreign("serde_json", "Value"));
    let credential = credential(scope);
    quote! {
        #[doc = " Asks the selected plugins of a category, and reports what they refuse."]
        pub trait Ask {
            #[doc = " The answer of the selected plugin; `None` where no plugin is selected, or where the plugin refuses."]
            fn one<P: #category, T>(
                &mut self,
                entries: &'static [#entry<P>],
                question: impl Fn(&P) -> Result<T, #error>,
            ) -> Option<T>;

            #[doc = " The answer of each selected plugin, in the order of the manifest."]
            fn each<P: #category, T>(
                &mut self,
                entries: &'static [#entry<P>],
                question: impl Fn(&P) -> Result<T, #error>,
            ) -> Vec<T>;

            #[doc = " Every credential in these bindings, in the order of the bindings."]
            fn credentials(&mut self, bindings: &[#value]) -> Vec<#credential>;
        }
    }
}

/// The type of credentials; without a contract that defines one, nobody asks for any.
fn credential(scope: &mut Scope<'_>) -> TokenStream {
    if scope.model.types.contains_key("Credential") { tokens(&scope.named("Credential")) } else { quote!(()) }
}

fn ask_platform(scope: &mut Scope<'_>, questions: &[Question<'_>]) -> TokenStream {
    let parameters = given(scope, &[("target", "PlatformTarget"), ("products", "[ProductNames]")]);
    let (registry, value) =
        (scope.imports.name("crate::registry", "Registry"), tokens(&scope.foreign("serde_json", "Value")));
    let steps: TokenStream = questions
        .iter()
        .map(|one| step(scope, one, "answers", |field, asked| quote!(answers.#field = #asked;)))
        .collect();
    let values = questions.iter().map(|question| {
        let field = answer_name(question);
        quote!(values.extend(self.#field.iter().map(|binding| binding.to_value()));)
    });
    quote! {
        impl PlatformAnswers {
            #[doc = " Asks the selected plugins for the bindings of a platform."]
            pub fn ask(registry: &#registry, ask: &mut impl Ask #parameters) -> Self {
                let mut answers = Self::default();
                #steps
                answers
            }

            #[doc = " Every binding that is there, as JSON."]
            pub fn values(&self) -> Vec<#value> {
                let mut values = Vec::new();
                #(#values)*
                values
            }
        }
    }
}

fn ask_product(scope: &mut Scope<'_>, questions: &[Question<'_>]) -> TokenStream {
    let parameters =
        given(scope, &[("target", "PlatformTarget"), ("products", "[ProductNames]"), ("product", "ProductNames")]);
    let registry = scope.imports.name("crate::registry", "Registry");
    let steps: TokenStream = questions
        .iter()
        .map(|one| step(scope, one, "platform", |field, asked| quote!(answers.#field = #asked;)))
        .collect();
    quote! {
        impl ProductAnswers {
            #[doc = " Asks the selected plugins about one product."]
            pub fn ask(registry: &#registry, ask: &mut impl Ask, platform: &PlatformAnswers #parameters) -> Self {
                let mut answers = Self::default();
                #steps
                answers
            }
        }
    }
}

fn ask_artifact(scope: &mut Scope<'_>, questions: &[Question<'_>]) -> Option<TokenStream> {
    let answer = questions.first()?.call.method.returns.as_ref()?;
    let answer = tokens(&scope.owned(answer));
    let parameters = given(
        scope,
        &[
            ("target", "PlatformTarget"),
            ("products", "[ProductNames]"),
            ("product", "ProductNames"),
            ("artifact", "CompiledArtifacts"),
        ],
    );
    let registry = scope.imports.name("crate::registry", "Registry");
    let steps: TokenStream =
        questions.iter().map(|one| step(scope, one, "platform", |_, asked| quote!(files.extend(#asked);))).collect();
    Some(quote! {
        #[doc = " Asks the selected plugins for the files beside one artifact."]
        pub fn files(registry: &#registry, ask: &mut impl Ask, platform: &PlatformAnswers #parameters) -> Vec<#answer> {
            let mut files = Vec::new();
            #steps
            files
        }
    })
}

/// The parameters that the model has types for, each lent.
fn given(scope: &mut Scope<'_>, parameters: &[(&str, &str)]) -> TokenStream {
    let mut all = TokenStream::new();
    for (name, ty) in parameters {
        let plain = ty.trim_matches(['[', ']']);
        if scope.model.types.contains_key(plain) {
            let (ident, named) = (format_ident!("{name}"), tokens(&scope.named(plain)));
            let ty = if plain == *ty { quote!(&#named) } else { quote!(&[#named]) };
            all.extend(quote!(, #ident: #ty));
        }
    }
    all
}

/// One question; `bindings` is the value that holds the answers for the platform.
fn step(
    scope: &Scope<'_>,
    question: &Question<'_>,
    bindings: &str,
    keep: impl Fn(Ident, TokenStream) -> TokenStream,
) -> TokenStream {
    let (entries, bindings) = (names::value(&question.interface.head.id.name), format_ident!("{bindings}"));
    let asked = call(scope, &question.call, &bindings);
    let asked = if can_fail(&question.call) { asked } else { quote!(Ok(#asked)) };
    let how = format_ident!("{}", if is_several(question) { "each" } else { "one" });
    let asked = quote!(ask.#how(registry.#entries, |plugin| #asked));
    let kept = keep(answer_name(question), asked);
    let credentials =
        needs_credentials(&question.call).then(|| quote!(let credentials = ask.credentials(&#bindings.values());));
    let mut required: Vec<Ident> = Vec::new();
    for (interface, optional) in question.needs() {
        let name = names::value(&interface.head.id.name);
        if !optional && interface.selection != Selection::Several && !required.contains(&name) {
            required.push(name);
        }
    }
    let asked = required
        .into_iter()
        .rev()
        .fold(quote!(#credentials #kept), |inner, name| quote!(if let Some(#name) = &#bindings.#name { #inner }));
    quote!(#asked)
}

fn call(scope: &Scope<'_>, call: &Call<'_>, bindings: &Ident) -> TokenStream {
    let method = names::value(&call.method.name);
    let arguments = call.given().map(|(parameter, source)| {
        let lent = |value: TokenStream| if scope.is_copied(&parameter.ty) { value } else { quote!(&#value) };
        let some = |value: TokenStream| if parameter.optional { quote!(Some(#value)) } else { value };
        match source {
            Source::Target => some(quote!(target)),
            Source::Products => some(quote!(products)),
            Source::Product => some(quote!(product)),
            Source::Artifact => some(quote!(artifact)),
            Source::Credentials => some(quote!(&credentials)),
            Source::Binding(interface) => {
                let name = names::value(&interface.head.id.name);
                match (&interface.selection, parameter.optional) {
                    (Selection::Several, _) => some(quote!(&#bindings.#name)),
                    (_, true) => quote!(#bindings.#name.as_ref()),
                    (_, false) => quote!(#name),
                }
            }
            Source::Call(inner) => {
                let failing = can_fail(inner).then(|| quote!(?));
                let asked = self::call(scope, inner, bindings);
                some(lent(quote!(#asked #failing)))
            }
        }
    });
    quote!(plugin.main.#method(#(#arguments),*))
}

fn can_fail(call: &Call<'_>) -> bool {
    !call.method.errors.is_empty()
}

fn needs_credentials(call: &Call<'_>) -> bool {
    call.arguments.iter().any(|source| match source {
        Source::Credentials => true,
        Source::Call(inner) => needs_credentials(inner),
        _ => false,
    })
}

/// The copies of the answers into the types that carry them.
fn carriers(scope: &mut Scope<'_>, platform: &[Question<'_>], product: &[Question<'_>]) -> TokenStream {
    let of_platform = copies(scope, Carrier::Platform, platform, &[]);
    let of_product = copies(scope, Carrier::Product, platform, product);
    if of_platform.is_none() && of_product.is_none() {
        TokenStream::new()
    } else {
        quote!(impl PlatformAnswers { #of_platform #of_product })
    }
}

fn copies(
    scope: &mut Scope<'_>,
    of: Carrier,
    platform: &[Question<'_>],
    product: &[Question<'_>],
) -> Option<TokenStream> {
    let carrier = carrier(scope.model, of)?;
    let Form::Object(fields) = &carrier.form else { return None };
    let answered = |field: &Field| {
        let for_both =
            |question: &&Question<'_>| of == Carrier::Platform || question.asked_for() == Some(AskedFor::Both);
        let of_platform = platform.iter().filter(for_both).map(|question| (quote!(self), question));
        let of_product = product.iter().map(|question| (quote!(product), question));
        let mut all = of_product.chain(of_platform);
        let (answers, question) =
            all.find(|(_, question)| carried(carrier, question).is_some_and(|found| found.name == field.name))?;
        let name = answer_name(question);
        // No answers at all are an absent list, where the list may be absent.
        let is_list = is_several(question) && field.is_optional();
        Some(if is_list {
            quote!(Some(#answers.#name.clone()).filter(|all| !all.is_empty()))
        } else {
            quote!(#answers.#name)
        })
    };
    let (mut parameters, mut arguments, mut steps) = (TokenStream::new(), Vec::new(), TokenStream::new());
    for field in fields {
        let name = names::value(&field.name);
        match (answered(field), is_given(field)) {
            (Some(answer), true) => arguments.push(quote!(#answer.clone()?)),
            (Some(answer), false) => steps.extend(quote!(carrier.#name.clone_from(&#answer);)),
            (None, true) => {
                let ty = tokens(&scope.owned(&field.ty));
                parameters.extend(quote!(, #name: #ty));
                arguments.push(quote!(#name));
            }
            (None, false) => {}
        }
    }
    let method = names::value(&carrier.name);
    let ty = tokens(&scope.named(&carrier.name));
    let docs =
        doc(&format!("{} with every answer that it carries; `None` where a required answer is missing.", carrier.name));
    let product = (of == Carrier::Product).then(|| quote!(, product: &ProductAnswers));
    let new = quote!(#ty::new(#(#arguments),*));
    let body = if steps.is_empty() { quote!(Some(#new)) } else { quote!(let mut carrier = #new; #steps Some(carrier)) };
    Some(quote!(#docs pub fn #method(&self #product #parameters) -> Option<#ty> { #body }))
}
