//! Diagnostics: one constructor for each message, so that a forgotten argument does not compile. Reports nothing.

use floe_contract::model::{ArgumentType, DiagnosticArgument, DiagnosticDef, DiagnosticExample, ExitDef, Model};
use proc_macro2::Ident;

use super::names;
use super::source::{Imports, doc_lines, file};

/// `diagnostics.rs`
pub(super) fn diagnostics(model: &Model) -> String {
    let infos: String = model.diagnostics.iter().map(|def| info(def, exit_of(def, &model.exits))).collect();
    let exits: String = model.exits.iter().map(exit).collect();
    let all = model.diagnostics.iter().flat_map(|def| def.messages.iter().map(move |message| (def, message)));
    let constructors: String = all.map(|(def, message)| constructor(def, message)).collect();
    file(
        "contracts/diagnostics",
        "Every message that floe can give, each made by one function.",
        &Imports::default(),
        &format!(
            "pub use crate::diagnostic::{{DiagnosticExample, DiagnosticInfo, Exit, Message, Severity}};\n\
             /// The ways in which the programs end.\n\
             pub static EXITS: &[Exit] = &[\n{exits}];\n\
             /// Every code, in alphabetical order.\n\
             pub static ALL: &[DiagnosticInfo] = &[\n{infos}];\n{constructors}"
        ),
    )
}

/// The exit code of a command that reports the diagnostic.
fn exit_of(def: &DiagnosticDef, exits: &[ExitDef]) -> u8 {
    let name = match (&def.exit, def.severity.as_str()) {
        (Some(name), _) => name,
        (None, "error") => "findings",
        (None, _) => "fine",
    };
    // Lint has refused every other name. A repository without exits has no program.
    exits.iter().find(|exit| exit.name == name).map_or(0, |exit| exit.code)
}

fn exit(exit: &ExitDef) -> String {
    let ExitDef { name, code, meaning, program, .. } = exit;
    format!("    Exit {{ name: {name:?}, code: {code}, meaning: {meaning:?}, program: {program:?} }},\n")
}

fn info(def: &DiagnosticDef, exit: u8) -> String {
    let DiagnosticDef { code, severity, title, explain, help, aliases, messages, .. } = def;
    let (explain, example) = (explain.trim(), example(def));
    let messages: Vec<_> = messages.values().collect();
    format!(
        "    DiagnosticInfo {{
        code: {code:?},
        severity: {severity:?},
        exit: {exit},
        title: {title:?},
        explain: {explain:?},
        messages: &{messages:?},
        help: {help:?},
        aliases: &{aliases:?},
        example: {example},
    }},\n"
    )
}

fn example(def: &DiagnosticDef) -> String {
    let Some(DiagnosticExample { command, files, .. }) = &def.example else { return "None".to_owned() };
    let files: Vec<_> = files.iter().map(|file| format!("\n                {file:?},")).collect();
    let files = if files.is_empty() { String::new() } else { files.concat() + "\n            " };
    format!(
        "Some(DiagnosticExample {{
            command: {command:?},
            files: &[{files}],
        }})"
    )
}

fn constructor(def: &DiagnosticDef, (variant, message): (&String, &String)) -> String {
    let DiagnosticDef { code, severity, title, help, .. } = def;
    let name = if variant == "default" { code } else { &format!("{code}_{variant}") };
    let (name, docs, used) = (names::value(name), doc_lines(title, code, 0), used(def, message));
    let parameters = used.iter().map(|argument| {
        let ty = match argument.ty {
            ArgumentType::Text => "&str",
            ArgumentType::List => "&[impl AsRef<str>]",
            ArgumentType::Count => "usize",
        };
        format!("{}: {ty}", ident(argument))
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    let lists = used.iter().filter(|argument| argument.ty == ArgumentType::List).map(|argument| ident(argument));
    let lists: Vec<_> = lists.map(|ident| format!("    let {ident} = crate::diagnostic::list({ident});\n")).collect();
    let lists = lists.concat();
    let (severity, message, help) = (names::variant(severity), text(message, &used), text(help, &used));
    format!(
        "{docs}pub fn {name}({parameters}) -> Message {{
{lists}    Message {{ code: {code:?}, severity: Severity::{severity}, message: {message}, help: {help} }}
}}\n"
    )
}

/// The arguments that the constructor of a code takes, in order.
pub(super) fn arguments(model: &Model, code: &str) -> Vec<Ident> {
    let def = model.diagnostics.iter().find(|def| def.code == code);
    let used = def.into_iter().flat_map(|def| used(def, def.messages.get("default").map_or("", String::as_str)));
    used.map(|argument| names::value(&argument.name)).collect()
}

/// The arguments that a message or the help of a diagnostic shows, in order.
fn used<'d>(def: &'d DiagnosticDef, message: &str) -> Vec<&'d DiagnosticArgument> {
    def.takes.iter().filter(|one| is_used(message, one) || is_used(&def.help, one)).collect()
}

/// A parameter, by a name that can stand in a format string too.
fn ident(argument: &DiagnosticArgument) -> String {
    names::module(&argument.name)
}

fn is_used(text: &str, argument: &DiagnosticArgument) -> bool {
    text.contains(&format!("{{{}}}", argument.name))
}

/// A text with the arguments in the holes. A brace that opens no hole is a brace.
fn text(template: &str, arguments: &[&DiagnosticArgument]) -> String {
    let template = template.trim();
    if !arguments.iter().any(|argument| is_used(template, argument)) {
        return format!("{template:?}.to_owned()");
    }
    if let Some(argument) = arguments.iter().find(|argument| template == format!("{{{}}}", argument.name)) {
        return format!("{}.to_string()", ident(argument));
    }
    let escaped = template.replace('{', "{{").replace('}', "}}");
    let format = arguments.iter().fold(escaped, |text, argument| {
        text.replace(&format!("{{{{{}}}}}", argument.name), &format!("{{{}}}", ident(argument)))
    });
    format!("format!({format:?})")
}
