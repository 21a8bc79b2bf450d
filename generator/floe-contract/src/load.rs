//! Contract files to the model: read, check, resolve. All findings of a phase come together; a phase with errors ends the work.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, FileSet, Findings, Node, Place, jobs, yaml};

use crate::findings::finding;
use crate::meta::{self, Meta};
use crate::model::{ContractId, Head, Kind, Model, ShapeContract, TypeDef};
use crate::reader::{Defined, Index, Reader, entries, text, values};
use crate::source::{Source, identify};
use crate::{component, defaults, define, diagnostic, head, interface, plugin, scalar};

/// One contract file, read but not resolved.
pub(crate) struct Contract {
    /// What its path says it is.
    pub id: ContractId,
    /// Its path.
    pub file: String,
    /// Its content.
    pub node: Node,
}

/// Reads every contract in a set of files: `contracts/**` and `plugins/*/contracts/**`. Other files are passed over.
pub fn load(files: &FileSet) -> Result<Model, Findings> {
    let mut out = Findings::new();
    let meta = meta::meta()?;
    let mut contracts = read_files(files, &mut out);
    contracts.retain(|contract| !meta::is_meta(&contract.id));
    out.extend(jobs::map(&contracts, jobs::TWO, |contract| check(meta, contract)).into_iter().flatten());
    end_phase(&mut out)?;
    let model = resolve(contracts, &mut out);
    defaults::check(&model, &mut out);
    end_phase(&mut out)?;
    Ok(model)
}

fn end_phase(out: &mut Findings) -> Result<(), Findings> {
    out.barrier().map_err(Findings::sorted)
}

/// Parses every contract file; two files that hold one contract are an error.
pub(crate) fn read_files(files: &FileSet, out: &mut Findings) -> Vec<Contract> {
    let mut found = Vec::new();
    for (file, bytes) in files.iter() {
        match identify(file) {
            Source::Other => {}
            Source::Misplaced => out.push(misplaced(file)),
            Source::Contract(id) => found.push((id, file, bytes)),
        }
    }
    let nodes = jobs::map(&found, jobs::TWO, |(_, file, bytes)| yaml::read(file, bytes, &yaml::Limits::default()));
    let mut contracts: Vec<Contract> = Vec::new();
    for ((id, file, _), node) in found.into_iter().zip(nodes) {
        match node {
            Err(findings) => out.extend(findings),
            Ok(node) => {
                if let Some(other) = contracts.iter().find(|other| other.id == id) {
                    out.push(taken(&format!("the contract {id}"), Place::of_file(file), Place::of_file(&other.file)));
                }
                contracts.push(Contract { id, file: file.to_owned(), node });
            }
        }
    }
    contracts
}

fn misplaced(file: &str) -> Diagnostic {
    Diagnostic::error("CONTRACT_PATH_INVALID", "no contract stands at such a path").at(Place::of_file(file)).help(
        "move it to contracts/<folder>/<name>/v<major>.yaml; a plugin's to contracts/plugins/<category>/<name>/v1.yaml",
    )
}

fn taken(what: &str, place: Place, other: Place) -> Diagnostic {
    Diagnostic::error("CONTRACT_NAME_TAKEN", format!("{what} is there twice"))
        .at(place)
        .related(other, "here first")
        .help("rename one of them")
}

/// What is wrong with the shape of a contract.
fn check(meta: &Meta, contract: &Contract) -> Vec<Diagnostic> {
    let root = meta.roots.get(&contract.id.kind).into_iter();
    let violations = root.flat_map(|root| meta.shapes.check(root, &contract.node.to_json()));
    violations.map(|violation| finding(&contract.file, &contract.node, "", &violation, None)).collect()
}

/// What contracts define, by name.
pub(crate) fn index(contracts: &[Contract]) -> Index {
    let mut index = Index::default();
    for Contract { id, node, .. } in contracts {
        index.scalars.extend(entries(node, "scalars").iter().map(|(key, _)| key.name.clone()));
        let mut defined = Defined { root: root(id, node), ..Defined::default() };
        defined.types.extend(entries(node, "$defs").iter().map(|(key, _)| key.name.clone()));
        if id.kind == Kind::Plugin {
            defined.types.extend(defined.root.clone());
        }
        index.contracts.insert(id.clone(), defined);
    }
    index
}

fn root(id: &ContractId, node: &Node) -> Option<String> {
    match (id.kind, id.name.split_once('/')) {
        (Kind::Plugin, Some((_, name))) => Some(plugin::config_name(name)),
        _ => node.get("root").and_then(Node::as_str).map(str::to_owned),
    }
}

fn resolve(contracts: Vec<Contract>, out: &mut Findings) -> Model {
    let index = index(&contracts);
    let mut model = Model::default();
    for contract in &contracts {
        let Contract { id, file, node } = contract;
        let mut reader = Reader { file, id, index: &index, out };
        let Some(head) = head::read(&mut reader, node) else {
            continue;
        };
        model.heads.insert(id.clone(), head.clone());
        one(&mut reader, head, node, &mut model);
    }
    model.diagnostics.sort_by(|a, b| a.code.cmp(&b.code));
    for contracts in [&mut model.documents, &mut model.bindings] {
        contracts.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    }
    model.interfaces.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.plugins.sort_by(|a, b| (&a.category, &a.name).cmp(&(&b.category, &b.name)));
    model.components.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.charts.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.sources = contracts.into_iter().map(|contract| (contract.file, contract.node)).collect::<BTreeMap<_, _>>();
    model
}

fn one(reader: &mut Reader<'_>, head: Head, node: &Node, model: &mut Model) {
    let types = types(reader, node, model);
    match head.id.kind {
        Kind::Meta => {}
        Kind::Scalars => scalars(reader, node, model),
        Kind::Document => model.documents.extend(shape_contract(reader, head, types, node)),
        Kind::Binding => model.bindings.extend(shape_contract(reader, head, types, node)),
        Kind::Interface => model.interfaces.push(interface::read(reader, head, types, node)),
        Kind::Plugin => model.plugins.push(plugin::read(reader, head, types, node)),
        Kind::Component => model.components.extend(component::parse(reader, head, node)),
        Kind::Chart => model.charts.extend(component::parse_chart(reader, head, node)),
        Kind::Diagnostics => model.diagnostics.extend(diagnostic::all(reader, node)),
    }
}

/// Adds the types that a contract defines to the model, and gives their names.
fn types(reader: &mut Reader<'_>, node: &Node, model: &mut Model) -> Vec<String> {
    let types: Vec<TypeDef> = config(reader, node).into_iter().chain(define::all(reader, node)).collect();
    let names = types.iter().map(|ty| ty.name.clone()).collect();
    for ty in types {
        if let Some(other) = model.types.get(&ty.name) {
            reader.out.push(taken(&format!("the type `{}`", ty.name), ty.place, other.place.clone()));
        } else {
            model.types.insert(ty.name.clone(), ty);
        }
    }
    names
}

/// The type of a plugin's config, which is what its description says unless it says more.
fn config(reader: &mut Reader<'_>, node: &Node) -> Option<TypeDef> {
    let (category, name) = reader.id.name.split_once('/').filter(|_| reader.id.kind == Kind::Plugin)?;
    let (key, node) = node.entry("config")?;
    let mut config = define::one(reader, &plugin::config_name(name), key, node)?;
    if config.description.is_empty() {
        config.description = format!("The config of the {category} plugin {name}.");
    }
    Some(config)
}

fn scalars(reader: &mut Reader<'_>, node: &Node, model: &mut Model) {
    for scalar in scalar::all(reader, node) {
        if let Some(other) = model.scalars.get(&scalar.name) {
            reader.out.push(taken(&format!("the scalar `{}`", scalar.name), scalar.place, other.place.clone()));
        } else {
            model.scalars.insert(scalar.name.clone(), scalar);
        }
    }
}

fn shape_contract(reader: &mut Reader<'_>, head: Head, types: Vec<String>, node: &Node) -> Option<ShapeContract> {
    let stated = node.get("root")?;
    let root = stated.as_str()?.to_owned();
    if !types.contains(&root) {
        let help = crate::reader::suggestion(&root, types.iter().map(String::as_str));
        reader.error("CONTRACT_REF_UNKNOWN", stated.span, format!("the root `{root}` is not defined here"), help);
    }
    Some(ShapeContract {
        head,
        root,
        types,
        file: text(node, "file"),
        standard: text(node, "standard"),
        examples: values(node, "examples"),
    })
}
