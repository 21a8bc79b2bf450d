//! Generates the structs that read contracts, from `contracts/meta`, and one constructor for each message of
//! `contracts/diagnostics/contract`, so that a forgotten or misspelt argument does not compile. This crate cannot use the types of
//! `generated/floe-types`: floe-gen repairs those, and floe-gen depends on this crate.
#![expect(clippy::disallowed_methods, reason = "a build script reads files, and speaks to Cargo")]

#[path = "build/structs.rs"]
mod structs;

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use floe_base::{Node, names, render_line, yaml};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let (mut messages, mut model) = (String::new(), String::new());
    let contract = read("diagnostics/contract")?;
    for (code, def) in contract.get("diagnostics").and_then(Node::as_map).ok_or("there are no `diagnostics`")? {
        let message = def.get("message").ok_or_else(|| format!("`{}` has no message", code.name))?;
        let whole = message.as_str().map(|text| ("default", text));
        let variants = message.entries().iter();
        let variants = variants.filter_map(|(key, text)| Some((key.name.as_str(), text.as_str()?)));
        for (variant, text) in whole.into_iter().chain(variants) {
            messages += &constructor(&code.name, variant, text, def)?;
        }
    }
    for (contract, stated, name) in structs::TYPES {
        let contract = read(&format!("meta/{contract}"))?;
        let def = contract.pointer(&format!("/$defs/{stated}")).ok_or_else(|| format!("there is no `{stated}`"))?;
        model += &structs::item(name, def);
    }
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("messages.rs"), messages)?;
    std::fs::write(Path::new(&out).join("model.rs"), model)?;
    Ok(())
}

/// Reads a contract of the repository.
fn read(name: &str) -> Result<Node, Box<dyn Error>> {
    let file = format!("../../contracts/{name}/v1.yaml");
    println!("cargo::rerun-if-changed={file}");
    let node = yaml::read(&file, &std::fs::read(&file)?, &yaml::Limits::default());
    Ok(node.map_err(|findings| findings.iter().map(render_line).collect::<Vec<_>>().join("\n"))?)
}

fn constructor(code: &str, variant: &str, message: &str, def: &Node) -> Result<String, Box<dyn Error>> {
    let text = |key: &str| def.get(key).and_then(Node::as_str).ok_or_else(|| format!("`{code}` has no `{key}`"));
    let (title, help) = (text("title")?, text("help")?);
    let takes = def.get("takes").into_iter().flat_map(Node::entries).map(|(key, _)| key.name.as_str());
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
