//! Composition: the calls of plugins' methods in topological order. Not the order, which `floe_contract` decides.

use floe_contract::composition::{Call, Composition, Question, Source};
use floe_contract::model::{Model, Selection};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::carriers::carriers;
use super::names;
use super::scope::Scope;
use super::source::{code, doc, file, tokens};
use super::traits::can_fail;

/// The arguments that floe lends, with their types: two for the platform, three for a product, all for an artifact.
const LENT: [(&str, &str); 4] = [
    ("target", "PlatformTarget"),
    ("products", "[ProductNames]"),
    ("product", "ProductNames"),
    ("artifact", "CompiledArtifacts"),
];

/// `composition.rs` of floe-types.
pub(super) fn composition(model: &Model, asked: &Composition<'_>) -> String {
    let own = ["Ask", "PlatformAnswers", "ProductAnswers"].map(str::to_owned);
    let mut scope = Scope::new(model, "crate::composition".to_owned(), own);
    let items = [
        answers(&mut scope, "PlatformAnswers", "the platform", &asked.platform),
        answers(&mut scope, "ProductAnswers", "one product", &asked.product),
        ask(&mut scope),
        ask_platform(&mut scope, &asked.platform),
        ask_product(&mut scope, &asked.product),
        ask_artifact(&mut scope, &asked.artifact).unwrap_or_default(),
        carriers(&mut scope, &asked.platform, &asked.product).unwrap_or_default(),
    ];
    let about = "Composition: asks each selected plugin as soon as the bindings that the plugin needs are there.";
    file("contracts/interfaces", about, &scope.imports, &code(quote!(#(#items)*)))
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
        let (docs, field) = (doc(&format!("`{method}` of `{category}`.")), names::value(question.answer_name()));
        quote!(#docs pub #field: #ty,)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, Default)]
        #[non_exhaustive]
        pub struct #ident { #(#fields)* }
    }
}

/// The trait of the holder of the selected plugins.
fn ask(scope: &mut Scope<'_>) -> TokenStream {
    let category = scope.imports.name("crate::registry", "Category");
    let [entry, error] = ["Entry", "PluginError"].map(|name| scope.imports.name("crate::plugin", name));
    let value = scope.imports.name("serde_json", "Value");
    // Without a contract that defines the type, no plugin asks for credentials.
    let is_defined = scope.model.types.contains_key("Credential");
    let credential = if is_defined { tokens(&scope.named("Credential")) } else { quote!(()) };
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

/// The function that asks all questions about a platform or a product.
fn ask_all(scope: &mut Scope<'_>, questions: &[Question<'_>], bindings: &str, parameters: &TokenStream) -> TokenStream {
    let registry = scope.imports.name("crate::registry", "Registry");
    let keep = |field, asked| quote!(answers.#field = #asked;);
    let steps: TokenStream = questions.iter().map(|question| step(scope, question, bindings, keep)).collect();
    quote! {
        pub fn ask(registry: &#registry, ask: &mut impl Ask #parameters) -> Self {
            let mut answers = Self::default();
            #steps
            answers
        }
    }
}

fn ask_platform(scope: &mut Scope<'_>, questions: &[Question<'_>]) -> TokenStream {
    let lent = lent(scope, &LENT[..2]);
    let ask = ask_all(scope, questions, "answers", &lent);
    let value = scope.imports.name("serde_json", "Value");
    let values = questions.iter().map(|question| {
        let field = names::value(question.answer_name());
        quote!(values.extend(self.#field.iter().map(|binding| binding.to_value()));)
    });
    quote! {
        impl PlatformAnswers {
            #[doc = " Asks the selected plugins for the bindings of a platform."]
            #ask

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
    let lent = lent(scope, &LENT[..3]);
    let ask = ask_all(scope, questions, "platform", &quote!(, platform: &PlatformAnswers #lent));
    quote! {
        impl ProductAnswers {
            #[doc = " Asks the selected plugins about one product."]
            #ask
        }
    }
}

fn ask_artifact(scope: &mut Scope<'_>, questions: &[Question<'_>]) -> Option<TokenStream> {
    let answer = questions.first()?.call.method.returns.as_ref()?;
    let (answer, lent) = (tokens(&scope.owned(answer)), lent(scope, &LENT));
    let registry = scope.imports.name("crate::registry", "Registry");
    let keep = |_, asked| quote!(files.extend(#asked););
    let steps: TokenStream = questions.iter().map(|question| step(scope, question, "platform", keep)).collect();
    Some(quote! {
        #[doc = " Asks the selected plugins for the files beside one artifact."]
        pub fn files(registry: &#registry, ask: &mut impl Ask, platform: &PlatformAnswers #lent) -> Vec<#answer> {
            let mut files = Vec::new();
            #steps
            files
        }
    })
}

/// The parameters that the model has types for.
fn lent(scope: &mut Scope<'_>, parameters: &[(&str, &str)]) -> TokenStream {
    let known = parameters.iter().map(|(name, ty)| (name, ty, ty.trim_matches(['[', ']'])));
    let known: Vec<_> = known.filter(|(.., plain)| scope.model.types.contains_key(*plain)).collect();
    let parameter = |(name, ty, plain): (&&str, &&str, &str)| {
        let (ident, named) = (format_ident!("{name}"), tokens(&scope.named(plain)));
        if plain == *ty { quote!(, #ident: &#named) } else { quote!(, #ident: &[#named]) }
    };
    known.into_iter().map(parameter).collect()
}

/// One question; `bindings` names the value that holds the answers for the platform.
fn step(
    scope: &Scope<'_>,
    question: &Question<'_>,
    bindings: &str,
    keep: impl Fn(Ident, TokenStream) -> TokenStream,
) -> TokenStream {
    let (entries, bindings) = (names::category(question.interface), format_ident!("{bindings}"));
    let asked = call(scope, &question.call, &bindings);
    let asked = if can_fail(question.call.method) { asked } else { quote!(Ok(#asked)) };
    let how = format_ident!("{}", if is_several(question) { "each" } else { "one" });
    let asked = quote!(ask.#how(registry.#entries, |plugin| #asked));
    let kept = keep(names::value(question.answer_name()), asked);
    let credentials =
        needs_credentials(&question.call).then(|| quote!(let credentials = ask.credentials(&#bindings.values());));
    let mut required: Vec<Ident> = Vec::new();
    for (interface, optional) in question.needs() {
        let name = names::category(interface);
        if !optional && interface.selection != Selection::Several && !required.contains(&name) {
            required.push(name);
        }
    }
    let asked = quote!(#credentials #kept);
    required.iter().rfold(asked, |inner, name| quote!(if let Some(#name) = &#bindings.#name { #inner }))
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
                let name = names::category(interface);
                match (&interface.selection, parameter.optional) {
                    (Selection::Several, _) => some(quote!(&#bindings.#name)),
                    (_, true) => quote!(#bindings.#name.as_ref()),
                    (_, false) => quote!(#name),
                }
            }
            Source::Call(inner) => {
                let failing = can_fail(inner.method).then(|| quote!(?));
                let asked = self::call(scope, inner, bindings);
                some(lent(quote!(#asked #failing)))
            }
        }
    });
    quote!(plugin.main.#method(#(#arguments),*))
}

fn needs_credentials(call: &Call<'_>) -> bool {
    call.arguments.iter().any(|source| match source {
        Source::Credentials => true,
        Source::Call(inner) => needs_credentials(inner),
        _ => false,
    })
}
