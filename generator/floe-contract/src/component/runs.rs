//! Run needs: the environment, credentials and edges that bindings give to each pod that runs products, written out for those workloads.
//! Knows no orchestrator.

use std::collections::BTreeMap;
use std::sync::Arc;

use floe_base::{Findings, Key, Node, Place, Value};

use super::shared::{Entries, members, overlay};
use crate::contracts::{Contract, additions};
use crate::messages;
use crate::model::Kind;
use crate::reader::entries;

/// The word that stands for the binding in the paths of its `runs`.
const BINDING: &str = "binding.";
/// The key of a workload whose pods run products.
const PRODUCTS: &str = "products";

/// Returns the component, in which each workload that runs products has the run needs of every binding of the chart. Two bindings that give
/// one name are a finding.
pub(crate) fn with_run_needs(component: &Node, contracts: &[Contract], out: &mut Findings) -> Node {
    let mut whole = component.clone();
    let Value::Map(parts) = &mut whole.value else { return whole };
    let Some(chart) = component.get("chart").and_then(Node::as_str) else { return whole };
    let needs = of_chart(chart, contracts);
    for workload in members(parts, "workloads") {
        if workload.get(PRODUCTS).and_then(Node::as_bool) == Some(true) {
            report_collisions(&needs, out);
            needs.iter().rev().for_each(|needs| overlay(needs, workload));
        }
    }
    whole
}

fn report_collisions(needs: &[Entries], out: &mut Findings) {
    let mut first: BTreeMap<(&str, &str), Place> = BTreeMap::new();
    for (part, named) in needs.iter().flatten() {
        // Variables and secrets share the names of the environment.
        let names = if part.name == "secrets" { "env" } else { &part.name };
        for (key, _) in named.entries() {
            let place = Place::new(&*named.file, key.span);
            if let Some(other) = first.insert((names, &key.name), place.clone()) {
                let finding = messages::component_invalid_collision(&key.name).at(place).related(other, "here first");
                out.push(finding.help("choose another name"));
            }
        }
    }
}

/// The needs of every binding that a chart's facts hold, in the order of the facts.
fn of_chart(chart: &str, contracts: &[Contract]) -> Vec<Entries> {
    let is_chart = |contract: &&Contract| contract.id.kind == Kind::Chart && contract.id.name == chart;
    let facts = contracts.iter().find(is_chart).and_then(|chart| target(chart.node.get("bindings")?, contracts));
    let Some(facts) = facts else { return Vec::new() };
    let root = facts.node.get("root").and_then(Node::as_str).and_then(|root| facts.node.get("$defs")?.get(root));
    let fields = root.map(|root| entries(root, "properties")).unwrap_or_default();
    let held = fields.iter().filter_map(|(key, field)| Some((key, target(field, contracts)?)));
    held.flat_map(|(key, binding)| of_binding(&key.name, binding, contracts)).collect()
}

/// The needs of one binding, with those that plugins add.
fn of_binding(field: &str, binding: &Contract, contracts: &[Contract]) -> Vec<Entries> {
    let own = binding.node.get("runs").map(|runs| (runs, format!("platform.{field}.")));
    let to = format!("floe:{}", binding.id);
    let plugins = contracts.iter().filter(|contract| contract.id.kind == Kind::Plugin);
    let added = plugins.flat_map(|plugin| additions(&plugin.node).map(move |addition| (plugin, addition)));
    let added = added.filter(|(_, addition)| addition.get("to").and_then(Node::as_str) == Some(to.as_str()));
    let added = added.filter_map(|(plugin, addition)| {
        let (_, name) = plugin.id.name.split_once('/')?;
        Some((addition.get("runs")?, format!("platform.{field}.{}.", floe_base::names::snake_case(name))))
    });
    let all = own.into_iter().chain(added).map(|(runs, prefix)| guarded(placed(runs, &prefix), &prefix));
    all.filter_map(|runs| if let Value::Map(needs) = runs.value { Some(needs) } else { None }).collect()
}

/// The contract that a `$ref` to a whole contract names.
fn target<'c>(node: &Node, contracts: &'c [Contract]) -> Option<&'c Contract> {
    let named = node.get("$ref")?.as_str()?.strip_prefix("floe:")?;
    contracts.iter().find(|contract| contract.id.kind == Kind::Binding && contract.id.to_string() == named)
}

/// The needs, in which a variable that reads nothing of the binding is there only where the binding is.
fn guarded(mut needs: Node, prefix: &str) -> Node {
    let Value::Map(parts) = &mut needs.value else { return needs };
    for (_, variables) in parts.iter_mut().filter(|(part, _)| part.name == "env") {
        let Value::Map(variables) = &mut variables.value else { continue };
        for (_, variable) in variables.iter_mut().filter(|(_, variable)| !reads(variable, prefix)) {
            let node = |value| Node { file: Arc::clone(&variable.file), span: variable.span, value };
            let key = |name: &str| Key { span: variable.span, name: name.to_owned() };
            let path = node(Value::Str(prefix.trim_end_matches('.').to_owned()));
            *variable = node(Value::Map(vec![(key("$if"), path), (key("then"), variable.clone())]));
        }
    }
    needs
}

/// Whether a tree reads below a path.
fn reads(node: &Node, prefix: &str) -> bool {
    node.as_str().is_some_and(|text| text.contains(prefix))
        || node.entries().iter().any(|(_, member)| reads(member, prefix))
        || node.items().iter().any(|item| reads(item, prefix))
}

/// The needs with the path of the binding in place of the word `binding`.
fn placed(node: &Node, prefix: &str) -> Node {
    let text = |text: &str| match text.strip_prefix(BINDING) {
        Some(rest) => format!("{prefix}{rest}"),
        None => text.replace(&format!("{{{BINDING}"), &format!("{{{prefix}")),
    };
    let value = match &node.value {
        Value::Str(written) => Value::Str(text(written)),
        Value::Seq(items) => Value::Seq(items.iter().map(|item| placed(item, prefix)).collect()),
        Value::Map(entries) => {
            let entry =
                |(key, member): &(Key, Node)| (Key { span: key.span, name: text(&key.name) }, placed(member, prefix));
            Value::Map(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    };
    Node { file: Arc::clone(&node.file), span: node.span, value }
}

#[cfg(test)]
mod tests {
    use floe_base::yaml;

    use super::*;

    fn node(text: &str) -> Node {
        yaml::read("b.yaml", text.as_bytes(), &yaml::Limits::default()).unwrap()
    }

    #[test]
    fn two_bindings_never_give_runs_one_name() {
        let needs = ["env: {A: x, B: y}", "secrets: {A: x}\nuses: {B: {to: x}}"].map(|text| match node(text).value {
            Value::Map(entries) => entries,
            _ => Vec::new(),
        });
        let mut out = Findings::new();
        report_collisions(&needs, &mut out);
        let found: Vec<String> = out.iter().map(floe_base::render_line).collect();
        let message = "two bindings give each pod that runs products the name `A`";
        assert_eq!(found, [format!("b.yaml:1:11: error[CONTRACT_COMPONENT_INVALID]: {message}")]);
    }

    #[test]
    fn a_variable_that_reads_nothing_of_the_binding_is_there_only_where_the_binding_is() {
        let runs = node("env: {A: plain, B: {$: platform.store.x}, C: {$text: '{platform.store.x}'}}\nuses: {}");
        let expected = node(
            "env: {A: {$if: platform.store, then: plain}, B: {$: platform.store.x}, C: {$text: '{platform.store.x}'}}\nuses: {}",
        );
        assert_eq!(guarded(runs, "platform.store.").to_json(), expected.to_json());
    }
}
