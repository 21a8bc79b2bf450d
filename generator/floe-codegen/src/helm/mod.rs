//! Charts from components, into `charts/`. Paths are from the repository's root.

mod account;
mod compile;
mod config;
mod container;
mod context;
mod fixed;
mod go;
mod json;
mod naming;
mod network;
mod notes;
mod pod;
mod print;
mod readme;
mod requires;
mod schema;
mod service;
mod skeleton;
mod template;
mod values;
mod volume;
mod workload;
mod yaml;

use std::collections::BTreeMap;

use floe_base::FileSet;
use floe_contract::component::ResolvedChart;
use floe_contract::model::{Chart, Model};
use serde_json::json;

use context::Context;

/// The named templates that every object uses.
const NAMED_TEMPLATES: &str = include_str!("../../../../templates/helm/_floe.tpl");
/// The files that Helm leaves out of packages.
const IGNORED: &str = include_str!("../../../../templates/helm/helmignore");
/// Where the parts of charts stand that are no files of a chart.
const PARTS: &str = "generated/charts";

/// A chart as parts, of which a platform's chart takes those that the platform needs.
#[derive(Debug)]
pub(crate) struct ChartParts {
    /// The chart.
    pub chart: Chart,
    /// Files that belong to no component, by path in the chart.
    pub files: BTreeMap<String, String>,
    /// The parts that all components share: `common`, and `global`, which has no values.
    pub shared: Vec<Part>,
    /// The components.
    pub components: Vec<Part>,
    /// The schema of the facts, that stand under `bindings`.
    bindings: schema::Schema,
    /// The text for readers of the chart with all parts.
    readme: String,
}

/// A part of a chart: the section of the values under one key, and the files that read the section.
#[derive(Debug)]
pub(crate) struct Part {
    /// The name: the component's.
    pub name: String,
    /// The key in the values.
    pub key: String,
    /// The files, by path in the chart.
    pub files: BTreeMap<String, String>,
    /// The section of the values, with comments.
    pub values: Option<String>,
    /// The schema of the section.
    pub schema: schema::Schema,
}

/// The parts of every chart.
pub(crate) fn parts(model: &Model, charts: &[ResolvedChart]) -> Vec<ChartParts> {
    charts.iter().map(|chart| chart_parts(model, chart)).collect()
}

fn chart_parts(model: &Model, resolved: &ResolvedChart) -> ChartParts {
    let ResolvedChart { chart, components } = resolved;
    let contexts: Vec<_> = components.iter().map(|component| Context::new(model, resolved, component)).collect();
    let shared = |key: &str, values, schema| Part {
        name: key.to_owned(),
        key: key.to_owned(),
        files: BTreeMap::new(),
        values,
        schema,
    };
    let files = [
        (".helmignore", IGNORED.to_owned()),
        ("templates/_defaults.tpl", comment(&chart.head.file) + &defaults(chart)),
        ("templates/_floe.tpl", comment(&chart.head.file) + NAMED_TEMPLATES),
        ("templates/NOTES.txt", notes::notes(&contexts)),
    ];
    ChartParts {
        files: files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect(),
        shared: vec![
            shared("common", Some(values::common(chart)), schema::common(model, chart)),
            shared("enabled", None, schema::enabled()),
            shared("global", None, schema::global()),
        ],
        components: contexts.iter().map(component_part).collect(),
        bindings: schema::bindings(model, chart),
        readme: readme::readme(chart, components),
        chart: chart.clone(),
    }
}

/// A named template with a line for each entry of a map that is the default of a value under `common`. With the lines, a template tells an
/// entry that somebody has set.
fn defaults(chart: &Chart) -> String {
    let maps = chart.tunables.iter().filter_map(|field| Some((&field.name, field.default.as_ref()?.as_object()?)));
    let lines: String = maps
        .flat_map(|(name, map)| map.iter().map(move |(key, value)| (format!("{name}.{key}"), value)))
        .map(|(path, value)| go::escaped(&format!("{path}={};\n", schema::sorted(value.clone()))))
        .collect();
    print::define("\"floe.defaults\"", &lines)
}

fn component_part(context: &Context<'_>) -> Part {
    let (chart, component) = (&context.chart.chart, context.component);
    let file = |(name, text): (String, String)| {
        (format!("templates/{}/{name}", component.name()), comment(&component.head.file) + &text)
    };
    Part {
        name: component.name().to_owned(),
        key: naming::values_key(component.name()),
        files: template::files(context).into_iter().map(file).collect(),
        values: Some(values::component(chart, component)),
        schema: schema::component(context.model, chart, component),
    }
}

impl ChartParts {
    /// All parts.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Part> {
        self.shared.iter().chain(&self.components)
    }

    /// Where the text of a part stands that is no file of the chart: the values, the schema, a definition of schemas.
    pub(crate) fn path(&self, name: &str, kind: &str) -> String {
        format!("{PARTS}/{}/{name}.{kind}", self.chart.head.id.name)
    }
}

/// The files of every chart with all parts, and of the parts.
///
/// # Panics
/// If two components write the same path: a bug of this emitter.
pub(crate) fn emit(charts: &[ChartParts]) -> FileSet {
    let _span = tracing::info_span!("emit charts").entered();
    let mut files = FileSet::new();
    for (path, text) in charts.iter().flat_map(whole) {
        files.insert(path, text).expect("each component has files of its own");
    }
    files
}

/// The chart with all parts, and the texts of the parts that are no files of the chart. Parts can share a definition.
fn whole(parts: &ChartParts) -> Vec<(String, String)> {
    let chart = &parts.chart;
    let mut values = header("contracts/components") + &values::introduction();
    let (mut beside, mut definitions) = (Vec::new(), BTreeMap::new());
    for Part { name, values: section, schema, .. } in parts.all() {
        values.extend(section.iter().flat_map(|text| ["\n", text]));
        beside.extend(section.iter().map(|text| (parts.path(name, "values.yaml"), text.clone())));
        beside.push((parts.path(name, "schema.json"), schema::text(&schema.value)));
        let texts = schema.definitions.iter().map(|(name, schema)| (name, schema::text(schema)));
        definitions.extend(texts.map(|(name, text)| (parts.path(name, "definition.json"), text)));
    }
    let own = [
        ("Chart.yaml".to_owned(), header(&chart.head.file) + &chart_yaml(chart)),
        ("README.md".to_owned(), parts.readme.clone()),
        ("values.yaml".to_owned(), values),
        ("values.schema.json".to_owned(), schema::whole(parts)),
    ];
    let files = parts.files.iter().chain(parts.all().flat_map(|part| &part.files));
    let files = files.map(|(path, text)| (path.clone(), text.clone()));
    let files = own.into_iter().chain(files);
    let files = files.map(|(path, text)| (format!("charts/{}/{path}", chart.package), text));
    files.chain(beside).chain(definitions).collect()
}

fn chart_yaml(chart: &Chart) -> String {
    floe_base::yaml::write(&schema::sorted(json!({
        "apiVersion": "v2",
        "name": chart.package,
        "description": chart.head.description,
        "type": "application",
        "version": chart.head.version.to_string(),
        "appVersion": env!("CARGO_PKG_VERSION"),
        "kubeVersion": chart.kubernetes,
        "home": chart.home,
        "maintainers": chart.maintainers.iter().map(|(name, url)| json!({"name": name, "url": url})).collect::<Vec<_>>(),
    })))
}

/// Files with whole facts, as the contract of the facts shows them, with the defaults that templates read. chart-testing takes each file for
/// the values of one installation.
pub(crate) fn examples(model: &Model, charts: &[ResolvedChart]) -> FileSet {
    let shapes = floe_contract::shapes(model);
    let mut files = FileSet::new();
    for ResolvedChart { chart, .. } in charts {
        let contract = model.bindings.iter().find(|contract| contract.root == chart.bindings);
        for (number, facts) in (1..).zip(contract.into_iter().flat_map(|contract| &contract.examples)) {
            let facts = shapes.normalize(&chart.bindings, facts.clone());
            let text = header(&chart.bindings) + &floe_base::yaml::write(&json!({ "bindings": facts }));
            let path = format!("charts/{}/ci/example-{number}-values.yaml", chart.package);
            files.insert(path, text).expect("each chart has a package of its own");
        }
    }
    files
}

fn header(contract: &str) -> String {
    format!("# @generated by floe-gen from {contract}; do not edit; run: just generate\n")
}

/// The header of a template.
fn comment(contract: &str) -> String {
    format!("{{{{- /* @generated by floe-gen from {contract}; do not edit; run: just generate */ -}}}}\n")
}
