//! Loading: contract files to the model. Phases: read, check, resolve. Gathers all findings of a phase; a phase with errors is the last.

use floe_base::{FileSet, Findings, Node, jobs};

use crate::contracts::{Contract, additions, index, read_files, taken};
use crate::findings::finding;
use crate::messages;
use crate::meta::{Meta, meta};
use crate::model::{Diagnostics, ExitDef, Head, Kind, Model, Plugin, Scalars, ShapeContract, TypeDef, config_name};
use crate::read::read;
use crate::reader::{Reader, suggestion};
use crate::{adds, component, defaults, define};

/// Reads every contract in a set of files: `contracts/**` and `plugins/*/contracts/**`. Other files are passed over.
pub fn load(files: &FileSet) -> Result<Model, Findings> {
    let _span = tracing::info_span!("load contracts").entered();
    let mut out = Findings::new();
    let meta = meta()?;
    let mut contracts = read_files(files, &mut out);
    contracts.retain(|contract| contract.id.kind != Kind::Meta);
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

/// The findings about the shape of a contract.
fn check(meta: &Meta, contract: &Contract) -> Findings {
    let _span = tracing::debug_span!("check contract", file = contract.file).entered();
    let root = meta.roots.get(&contract.id.kind).into_iter();
    let violations = root.flat_map(|root| meta.shapes.check(root, &contract.node.to_json()));
    violations.map(|violation| finding(&contract.node, "", &violation)).collect()
}

/// Contracts as a model; every reference has a target unless there is a finding.
pub(crate) fn resolve(contracts: Vec<Contract>, out: &mut Findings) -> Model {
    let index = index(&contracts);
    let mut model = Model::default();
    for Contract { id, file, node } in &contracts {
        one(&mut Reader { file, id, index: &index, out }, node, &contracts, &mut model);
    }
    model.diagnostics.sort_by(|a, b| a.code.cmp(&b.code));
    model.documents.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.bindings.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.interfaces.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.plugins.sort_by(|a, b| (&a.category, &a.name).cmp(&(&b.category, &b.name)));
    adds::apply(&mut model, out);
    model.components.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.charts.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    model.sources = contracts.into_iter().map(|contract| (contract.file, contract.node)).collect();
    model
}

fn one(reader: &mut Reader<'_>, node: &Node, contracts: &[Contract], model: &mut Model) {
    model.heads.extend(head(reader, node).map(|head| (head.id.clone(), head)));
    types(define::all(reader, node), reader, model);
    match reader.id.kind {
        // The program carries these; `load` has set the others aside.
        Kind::Meta => {}
        Kind::Scalars => scalars(reader, node, model),
        Kind::Document => model.documents.extend(shape_contract(reader, node)),
        Kind::Binding => model.bindings.extend(shape_contract(reader, node)),
        Kind::Interface => model.interfaces.extend(read(reader, None, node)),
        Kind::Plugin => {
            let config = config(reader, node);
            model.plugins.extend(plugin(reader, node, config.as_ref()));
            types(config, reader, model);
            for addition in additions(node) {
                types(define::all(reader, addition), reader, model);
            }
        }
        Kind::Component => {
            let whole = component::with_shared(&component::with_run_needs(node, contracts, reader.out));
            model.components.extend(read(reader, None, &whole));
        }
        Kind::Chart => model.charts.extend(read(reader, None, node)),
        Kind::Diagnostics => diagnostics(reader, node, model),
    }
}

/// A contract's head. A head that disagrees with the contract's path is a finding.
fn head(reader: &mut Reader<'_>, node: &Node) -> Option<Head> {
    let id = reader.id;
    let (category, name) =
        id.name.split_once('/').map_or((None, id.name.as_str()), |(category, name)| (Some(category), name));
    let of_path = [("name", Some(name)), ("category", category)];
    for (key, of_path, stated) in of_path.into_iter().filter_map(|(key, word)| Some((key, word?, node.get(key)?))) {
        if stated.as_str() != Some(of_path) {
            let help = format!("write `{of_path}`, or move the file");
            reader.report(stated.span, messages::head_invalid_path(key, of_path), help);
        }
    }
    let head: Head = read(reader, None, node)?;
    if let Some(stated) = node.get("version").filter(|_| id.kind != Kind::Plugin && head.version.major != id.major) {
        let help = format!("write {}.0.0, or move the file", id.major);
        reader.report(stated.span, messages::head_invalid_version(id.major, &head.version), help);
    }
    Some(head)
}

/// Adds types to the model.
fn types(types: impl IntoIterator<Item = TypeDef>, reader: &mut Reader<'_>, model: &mut Model) {
    for ty in types {
        if let Some(other) = model.types.get(&ty.name) {
            reader.out.push(taken(&format!("the type `{}`", ty.name), ty.place, other.place.clone()));
        } else {
            model.types.insert(ty.name.clone(), ty);
        }
    }
}

/// The type of a plugin's config, with the description of the config unless the type states more.
fn config(reader: &mut Reader<'_>, node: &Node) -> Option<TypeDef> {
    let (category, name) = reader.id.name.split_once('/').filter(|_| reader.id.kind == Kind::Plugin)?;
    let (key, node) = node.entry("config")?;
    let mut config = define::one(reader, &config_name(name), key, node)?;
    if config.description.is_empty() {
        config.description = format!("The config of the {category} plugin {name}.");
    }
    Some(config)
}

fn plugin(reader: &mut Reader<'_>, node: &Node, config: Option<&TypeDef>) -> Option<Plugin> {
    let mut plugin: Plugin = read(reader, None, node)?;
    plugin.config.clone_from(&config?.name);
    plugin.types.insert(0, plugin.config.clone());
    if let Some(stated) = node.get("hosting").filter(|_| plugin.hosting.is_empty()) {
        let help = "write self, external or library";
        reader.report(stated.span, messages::value_invalid_hosting(), help);
    }
    Some(plugin)
}

fn scalars(reader: &mut Reader<'_>, node: &Node, model: &mut Model) {
    for scalar in read(reader, None, node).map(|Scalars { scalars, .. }| scalars).into_iter().flatten() {
        if let Some(other) = model.scalars.get(&scalar.name) {
            reader.out.push(taken(&format!("the scalar `{}`", scalar.name), scalar.place, other.place.clone()));
        } else {
            model.scalars.insert(scalar.name.clone(), scalar);
        }
    }
}

/// The diagnostics of a phase. An example without a command has the command of the contract.
fn diagnostics(reader: &mut Reader<'_>, node: &Node, model: &mut Model) {
    let Some(Diagnostics { head, command, exits, diagnostics: mut defs, .. }) = read(reader, None, node) else {
        return;
    };
    model.exits.extend(exits.into_iter().map(|exit| ExitDef { phase: head.id.name.clone(), ..exit }));
    for def in &mut defs {
        def.phase.clone_from(&head.id.name);
        let Some(example) = def.example.as_mut().filter(|example| example.command.is_empty()) else { continue };
        if let Some(command) = &command {
            example.command.clone_from(command);
            continue;
        }
        let help = "write it here, or at the head of the contract for all examples";
        reader.report_at(example.place.clone(), messages::key_missing_command(), help);
    }
    model.diagnostics.extend(defs);
}

fn shape_contract(reader: &mut Reader<'_>, node: &Node) -> Option<ShapeContract> {
    let contract: ShapeContract = read(reader, None, node)?;
    let ShapeContract { root, types, .. } = &contract;
    if let Some(stated) = node.get("root").filter(|_| !types.contains(root)) {
        let help = suggestion(root, types.iter().map(String::as_str));
        reader.report(stated.span, messages::ref_unknown_root(root), help);
    }
    Some(contract)
}
