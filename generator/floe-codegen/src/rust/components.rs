//! Components and charts: the facts that floe needs of services, and the text of the generic charts. Lays out no chart.

use std::collections::BTreeMap;

use floe_contract::model::{Chart, Component, Image, Model, Port};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names;
use super::scope::path_of;
use super::source::{Imports, code, file, option};
use crate::helm::{ChartParts, Part};

/// The words of contracts for facts that nobody knows.
const UNKNOWN: [&str; 2] = ["unknown", "never"];

/// `components.rs`
pub(super) fn components(model: &Model) -> String {
    let rows = model.components.iter().map(row);
    let items = quote! {
        pub use crate::component::{ComponentInfo, ImageInfo, Port};
        #[doc = " Every service that a chart can deploy, by name."]
        pub static COMPONENTS: &[ComponentInfo] = &[#(#rows),*];
    };
    file("contracts/components", "The services that charts can deploy.", &Imports::default(), &code(items))
}

fn row(component: &Component) -> TokenStream {
    let (name, version) = (&component.head.id.name, component.head.version.to_string());
    let description = component.head.description.trim();
    let ports = component.ports.iter().map(|(name, port)| {
        let (number, Port { scheme, expose, .. }) = (Literal::u16_unsuffixed(port.number), port);
        quote!(Port { name: #name, number: #number, scheme: #scheme, expose: #expose })
    });
    let chart = &component.chart;
    let provides = option(component.provides.as_ref().map(ToString::to_string));
    let database = option(component.database.as_ref());
    let requires = component.requires.iter().map(ToString::to_string);
    let secrets = component.secret_paths().into_iter().map(ToString::to_string);
    let connects = component.endpoint_paths().into_iter().map(ToString::to_string);
    let runs = |image: &Image| {
        component.workloads.iter().any(|workload| workload.products && workload.main.image == image.name)
    };
    let images = component.images.iter().map(|one| image(one, runs(one)));
    quote! {
        ComponentInfo {
            name: #name,
            version: #version,
            description: #description,
            chart: #chart,
            ports: &[#(#ports),*],
            provides: #provides,
            database: #database,
            requires: &[#(#requires),*],
            secrets: &[#(#secrets),*],
            connects: &[#(#connects),*],
            images: &[#(#images),*],
        }
    }
}

fn image(image: &Image, products: bool) -> TokenStream {
    let Image { registry, repository, tag, source, as_of, .. } = image;
    let known = |fact: &Option<String>| option(fact.as_ref().filter(|fact| !UNKNOWN.contains(&fact.as_str())));
    let (digest, source, as_of) = (known(&image.digest), known(source), known(as_of));
    let (pulled, end_of_life) = (known(&image.pulled), known(&image.end_of_life));
    let fact = option(image.fact.as_ref().map(ToString::to_string));
    quote! {
        ImageInfo {
            registry: #registry,
            repository: #repository,
            tag: #tag,
            digest: #digest,
            source: #source,
            as_of: #as_of,
            pulled: #pulled,
            end_of_life: #end_of_life,
            fact: #fact,
            products: #products,
        }
    }
}

/// `charts.rs`: each chart as parts, so that a program with the types has the charts.
pub(super) fn charts(model: &Model, charts: &[ChartParts]) -> String {
    let mut by_facts: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for parts in charts {
        by_facts.entry(&parts.chart.bindings).or_default().push(chart(parts));
    }
    let impls = by_facts.into_iter().filter_map(|(facts, charts)| {
        let facts = path_of(&model.types.get(facts)?.contract, &names::type_name(facts).to_string());
        Some(quote! {
            impl Charted for #facts {
                const CHARTS: &'static [ChartInfo] = &[#(#charts),*];
            }
        })
    });
    let uses = quote!(
        pub use crate::chart::{ChartInfo, ChartPart, Charted};
        use crate::component::ImageInfo;
    );
    let uses = (!charts.is_empty()).then_some(uses);
    let items = quote!(#uses #(#impls)*);
    file("contracts/components", "The generic charts.", &Imports::default(), &code(items))
}

fn chart(parts: &ChartParts) -> TokenStream {
    let Chart { head, suffix, kubernetes, .. } = &parts.chart;
    let (name, description) = (&head.id.name, &head.description);
    let suffix = suffix.as_ref().map_or_else(String::new, |suffix| format!("-{suffix}"));
    let images = parts.chart.images.iter().map(|one| image(one, false));
    let files = files(parts, &parts.files);
    let shared = parts.shared.iter().map(|part| self::part(parts, part));
    let components = parts.components.iter().map(|part| self::part(parts, part));
    quote! {
        ChartInfo {
            name: #name,
            suffix: #suffix,
            description: #description,
            kubernetes: #kubernetes,
            files: #files,
            images: &[#(#images),*],
            shared: &[#(#shared),*],
            components: &[#(#components),*],
        }
    }
}

fn part(parts: &ChartParts, part: &Part) -> TokenStream {
    let Part { name, key, files, values, schema } = part;
    let files = self::files(parts, files);
    let values = option(values.as_ref().map(|_| included(&parts.path(name, "values.yaml"))));
    let definitions = texts(schema.definitions.keys().map(|name| (name, parts.path(name, "definition.json"))));
    let schema = included(&parts.path(name, "schema.json"));
    quote! {
        ChartPart {
            name: #name,
            key: #key,
            files: #files,
            values: #values,
            schema: #schema,
            definitions: #definitions,
        }
    }
}

/// The files of a chart, each by the path in the chart.
fn files(parts: &ChartParts, files: &BTreeMap<String, String>) -> TokenStream {
    texts(files.keys().map(|path| (path, format!("charts/{}/{path}", parts.chart.package))))
}

/// Named texts, each included from a path in the repository.
fn texts<'a>(files: impl Iterator<Item = (&'a String, String)>) -> TokenStream {
    let rows = files.map(|(name, path)| {
        let text = included(&path);
        quote!((#name, #text))
    });
    quote!(&[#(#rows),*])
}

fn included(path: &str) -> TokenStream {
    let path = format!("../../../{path}");
    quote!(include_str!(#path))
}
