//! The chart's README.md: the purpose, the installation and a table of all values. Not the notes that Helm shows after an installation.

use floe_contract::model::{Chart, Component, Field};
use floe_template::{Holes, holes};
use serde_json::Value;

use super::naming;
use crate::markdown;

const TEMPLATE: &str = include_str!("../../../../templates/helm/README.md");

/// The text of the file.
pub(super) fn readme(chart: &Chart, components: &[Component]) -> String {
    let common = section("common", "Settings of the chart as a whole.", chart.tunables.iter());
    let own = components.iter().map(|component| {
        let fields = component.tunables.iter().chain(&chart.each.tunables);
        section(&naming::values_key(component.name()), &component.head.description, fields)
    });
    let holes = holes! {
        "source": chart.head.file.as_str(),
        "package": chart.package.as_str(),
        "description": markdown::prose(&chart.head.description),
        "kubernetes": markdown::code(&chart.kubernetes),
        "sections": [common].into_iter().chain(own).collect::<Vec<_>>(),
    };
    floe_template::fill(TEMPLATE, &holes)
}

fn section<'f>(key: &str, description: &str, fields: impl Iterator<Item = &'f Field>) -> Holes {
    holes! {
        "key": key,
        "description": markdown::prose(description),
        "fields": fields.map(|field| row(key, field)).collect::<Vec<_>>(),
    }
}

fn row(key: &str, field: &Field) -> Holes {
    let default = field.default.as_ref().unwrap_or(&Value::Null);
    holes! {
        "name": markdown::code(&format!("{key}.{}", field.name)),
        "default": markdown::in_cell(&markdown::value(default)),
        "description": markdown::cell(&field.description),
    }
}
