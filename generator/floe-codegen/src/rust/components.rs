//! Components and charts: what floe must know of the services that it deploys, and the text of the generic charts.

use std::collections::BTreeMap;

use floe_base::FileSet;
use floe_contract::component::Port;
use floe_contract::model::{Component, Model};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names;
use super::source::{Imports, code, doc, file, option};

/// `components.rs`
pub(super) fn components(model: &Model) -> String {
    let rows = model.components.iter().map(row);
    let items = quote! {
        pub use crate::component::{ComponentInfo, Port};
        #[doc = " Every service that a chart can deploy, by name."]
        pub static COMPONENTS: &[ComponentInfo] = &[#(#rows),*];
    };
    file("contracts/components", "The services that charts can deploy.", &Imports::default(), &code(&items))
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
        }
    }
}

/// `charts.rs`: each chart as its files, so that whoever holds the types holds the charts.
pub(super) fn charts(charts: &FileSet) -> String {
    let mut by_chart: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    for path in charts.paths() {
        if let Some((chart, inner)) = path.strip_prefix("charts/").and_then(|rest| rest.split_once('/')) {
            by_chart.entry(chart).or_default().push((inner, format!("../../../{path}")));
        }
    }
    let tables: TokenStream = by_chart
        .into_iter()
        .map(|(chart, files)| {
            let ident = names::constant(chart);
            let docs = doc(&format!("The files of the chart `{chart}`, by path."));
            let rows = files.into_iter().map(|(path, source)| quote!((#path, include_str!(#source))));
            quote!(#docs pub static #ident: &[(&str, &str)] = &[#(#rows),*];)
        })
        .collect();
    file("contracts/components", "The generic charts.", &Imports::default(), &code(&tables))
}
