//! Components and charts: facts about the services that floe deploys, and the text of the generic charts.

use std::collections::BTreeMap;

use floe_contract::component::{Chart, Port};
use floe_contract::model::{Component, Model};

use super::names;
use super::source::{Imports, code, file};
use crate::helm::{ChartParts, Part};

/// `components.rs`
pub(super) fn components(model: &Model) -> String {
    let items = format!(
        "pub use crate::component::{{ComponentInfo, Port}};
        /// Every service that a chart can deploy, by name.
        pub static COMPONENTS: &[ComponentInfo] = &[{}];",
        model.components.iter().map(row).collect::<String>()
    );
    file("contracts/components", "The services that charts can deploy.", &Imports::default(), &code(&items))
}

fn row(component: &Component) -> String {
    let port = |(name, Port { number, scheme, expose }): (&String, &Port)| {
        format!("Port {{ name: {name:?}, number: {number}, scheme: {scheme:?}, expose: {expose} }},")
    };
    format!(
        "ComponentInfo {{
            name: {:?},
            version: {:?},
            description: {:?},
            chart: {:?},
            ports: &[{}],
            provides: {:?},
            database: {:?},
            requires: &{:?},
            secrets: &{:?},
            connects: &{:?},
        }},",
        component.head.id.name,
        component.head.version.to_string(),
        component.head.description.trim(),
        component.chart,
        component.ports.iter().map(port).collect::<String>(),
        component.provides.as_ref().map(ToString::to_string),
        component.database,
        strings(&component.requires),
        strings(component.secret_paths()),
        strings(component.endpoint_paths()),
    )
}

fn strings(items: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    items.into_iter().map(|item| item.to_string()).collect()
}

/// `charts.rs`: each chart in parts, so that a holder of the types holds the charts.
pub(super) fn charts(model: &Model, charts: &[ChartParts]) -> String {
    let mut by_facts: BTreeMap<&str, String> = BTreeMap::new();
    for parts in charts {
        *by_facts.entry(&parts.chart.bindings).or_default() += &chart(parts);
    }
    let impls = by_facts.into_iter().filter_map(|(facts, charts)| {
        let facts = format!("{}::{}", names::path("crate", &model.types.get(facts)?.contract), names::type_name(facts));
        Some(format!("impl Charted for {facts} {{ const CHARTS: &'static [ChartInfo] = &[{charts}]; }}"))
    });
    let uses = if charts.is_empty() { "" } else { "pub use crate::chart::{ChartInfo, ChartPart, Charted};" };
    let items = uses.to_owned() + &impls.collect::<String>();
    file("contracts/components", "The generic charts.", &Imports::default(), &code(&items))
}

fn chart(parts: &ChartParts) -> String {
    let Chart { head, suffix, kubernetes, .. } = &parts.chart;
    let (name, description) = (&head.id.name, &head.description);
    let suffix = suffix.as_ref().map_or_else(String::new, |suffix| format!("-{suffix}"));
    let files = texts(parts.files.keys().map(|path| in_chart(parts, path)));
    let shared: String = parts.shared.iter().map(|part| self::part(parts, part)).collect();
    let components: String = parts.components.iter().map(|part| self::part(parts, part)).collect();
    format!(
        "ChartInfo {{
            name: {name:?},
            suffix: {suffix:?},
            description: {description:?},
            kubernetes: {kubernetes:?},
            files: {files},
            shared: &[{shared}],
            components: &[{components}],
        }},"
    )
}

fn part(parts: &ChartParts, part: &Part) -> String {
    let Part { name, key, files, values, schema } = part;
    let files = texts(files.keys().map(|path| in_chart(parts, path)));
    let values = values.as_ref().map(|_| format!("Some({})", included(&parts.path(name, "values.yaml"))));
    let values = values.as_deref().unwrap_or("None");
    let definitions = schema.definitions.keys();
    let definitions = texts(definitions.map(|name| (name.clone(), parts.path(name, "definition.json"))));
    let schema = included(&parts.path(name, "schema.json"));
    format!(
        "ChartPart {{
            name: {name:?},
            key: {key:?},
            files: {files},
            values: {values},
            schema: {schema},
            definitions: {definitions},
        }},"
    )
}

/// The path of a chart's file in the chart, and in the repository.
fn in_chart(parts: &ChartParts, path: &str) -> (String, String) {
    (path.to_owned(), format!("charts/{}/{path}", parts.chart.package))
}

/// Named texts, each included by path in the repository.
fn texts(files: impl Iterator<Item = (String, String)>) -> String {
    let rows = files.map(|(name, path)| format!("({name:?}, {}),", included(&path)));
    format!("&[{}]", rows.collect::<String>())
}

fn included(path: &str) -> String {
    format!("include_str!({:?})", format!("../../../{path}"))
}
