//! Generates one constructor for each message of `contracts/diagnostics/contract`. A forgotten or misspelt argument does not compile.
//! This crate cannot use the constructors of `generated/floe-types`: floe-gen repairs those, and floe-gen depends on this crate.
#![expect(clippy::disallowed_methods, reason = "a build script reads files, and speaks to Cargo")]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use floe_base::{Node, names, render_line, yaml};

const CONTRACT: &str = "../../contracts/diagnostics/contract/v1.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CONTRACT}");
    println!("cargo::rerun-if-changed=build.rs");
    let text = std::fs::read(CONTRACT)?;
    let contract = yaml::read(CONTRACT, &text, &yaml::Limits::default())
        .map_err(|findings| findings.iter().map(render_line).collect::<Vec<_>>().join("\n"))?;
    let mut out = String::new();
    for (code, def) in contract.get("diagnostics").and_then(Node::as_map).ok_or("there are no `diagnostics`")? {
        let message = def.get("message").ok_or_else(|| format!("`{}` has no message", code.name))?;
        let whole = message.as_str().map(|text| ("default", text));
        let variants = message.as_map().unwrap_or_default().iter();
        let variants = variants.filter_map(|(key, text)| Some((key.name.as_str(), text.as_str()?)));
        for (variant, text) in whole.into_iter().chain(variants) {
            out += &constructor(&code.name, variant, text, def)?;
        }
    }
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("messages.rs"), out)?;
    Ok(())
}

fn constructor(code: &str, variant: &str, message: &str, def: &Node) -> Result<String, Box<dyn Error>> {
    let text = |key: &str| def.get(key).and_then(Node::as_str).ok_or_else(|| format!("`{code}` has no `{key}`"));
    let (title, help) = (text("title")?, text("help")?);
    let takes = def.get("takes").and_then(Node::as_map).unwrap_or_default().iter().map(|(key, _)| key.name.as_str());
    let holes = |text: &str| takes.clone().filter(|hole| text.contains(&format!("{{{hole}}}"))).collect::<Vec<_>>();
    let mut name = names::snake_case(code.trim_start_matches("CONTRACT_"));
    if variant != "default" {
        write!(name, "_{variant}")?;
    }
    let parameters: Vec<_> = holes(message).iter().map(|hole| format!("{hole}: impl std::fmt::Display")).collect();
    // A remedy with holes speaks of one message, whose caller writes the remedy.
    let help = if holes(help).is_empty() { format!(".help({help:?})") } else { String::new() };
    let said = if parameters.is_empty() { format!("{message:?}") } else { format!("format!({message:?})") };
    let parameters = parameters.join(", ");
    Ok(format!(
        "/// {title}.\npub fn {name}({parameters}) -> floe_base::Diagnostic {{
    floe_base::Diagnostic::error({code:?}, {said}){help}\n}}\n"
    ))
}
