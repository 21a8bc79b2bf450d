//! Diagnostics: one constructor for each message, so that an argument forgotten or misspelt does not compile.

use floe_base::names::snake_case;
use floe_contract::model::{ArgumentType, DiagnosticArgument, DiagnosticDef, DiagnosticExample, Model};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::source::{Imports, code, doc_or, file};

/// `diagnostics.rs`
pub(super) fn diagnostics(model: &Model) -> String {
    let constructors: TokenStream = model
        .diagnostics
        .iter()
        .flat_map(|def| def.messages.iter().map(move |message| constructor(def, message)))
        .collect();
    let infos = model.diagnostics.iter().map(|def| {
        let DiagnosticDef { code, severity, title, explain, help, aliases, .. } = def;
        let (explain, messages, example) = (explain.trim(), def.messages.values(), example(def));
        quote! {
            DiagnosticInfo {
                code: #code,
                severity: #severity,
                title: #title,
                explain: #explain,
                messages: &[#(#messages),*],
                help: #help,
                aliases: &[#(#aliases),*],
                example: #example,
            }
        }
    });
    let items = quote! {
        pub use crate::diagnostic::{DiagnosticExample, DiagnosticInfo, Message};
        #[doc = " Every code, in alphabetical order."]
        pub static ALL: &[DiagnosticInfo] = &[#(#infos),*];
        #constructors
    };
    file(
        "contracts/diagnostics",
        "Every message that floe can give, each made by one function.",
        &Imports::default(),
        &code(&items),
    )
}

fn example(def: &DiagnosticDef) -> TokenStream {
    let Some(DiagnosticExample { command, files }) = &def.example else { return quote!(None) };
    let files = files.iter().map(|(path, text)| quote!((#path, #text)));
    quote!(Some(DiagnosticExample { command: #command, files: &[#(#files),*] }))
}

fn constructor(def: &DiagnosticDef, (variant, message): (&String, &String)) -> TokenStream {
    let DiagnosticDef { code, severity, title, takes, help, .. } = def;
    let name =
        if variant == "default" { snake_case(code) } else { format!("{}_{}", snake_case(code), snake_case(variant)) };
    let name = names::value(&name);
    let docs = doc_or(title, code);
    let used: Vec<&DiagnosticArgument> =
        takes.iter().filter(|one| is_used(message, one) || is_used(help, one)).collect();
    let parameters = used.iter().map(|argument| {
        let ident = ident(argument);
        match argument.ty {
            ArgumentType::Text => quote!(#ident: &str),
            ArgumentType::List => quote!(#ident: &[impl AsRef<str>]),
            ArgumentType::Count => quote!(#ident: usize),
        }
    });
    let lists = used.iter().filter(|argument| argument.ty == ArgumentType::List).map(|argument| {
        let ident = ident(argument);
        quote!(let #ident = crate::diagnostic::list(#ident);)
    });
    let (message, help) = (text(message, &used), text(help, &used));
    quote! {
        #docs
        pub fn #name(#(#parameters),*) -> Message {
            #(#lists)*
            Message { code: #code, severity: #severity, message: #message, help: #help }
        }
    }
}

/// A parameter, by a name that can stand in a format string too.
fn ident(argument: &DiagnosticArgument) -> Ident {
    format_ident!("{}", names::module(&argument.name))
}

fn is_used(text: &str, argument: &DiagnosticArgument) -> bool {
    text.contains(&format!("{{{}}}", argument.name))
}

/// A text with its holes filled. A brace that opens no hole is a brace.
fn text(template: &str, arguments: &[&DiagnosticArgument]) -> TokenStream {
    let template = template.trim();
    if !arguments.iter().any(|argument| is_used(template, argument)) {
        return quote!(#template.to_owned());
    }
    if let Some(argument) = arguments.iter().find(|argument| template == format!("{{{}}}", argument.name)) {
        let ident = ident(argument);
        return quote!(#ident.to_string());
    }
    let escaped = template.replace('{', "{{").replace('}', "}}");
    let format = arguments.iter().fold(escaped, |text, argument| {
        text.replace(&format!("{{{{{}}}}}", argument.name), &format!("{{{}}}", ident(argument)))
    });
    quote!(format!(#format))
}
